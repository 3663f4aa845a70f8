"""Published results in DynamoDB."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.reports.published import SkmResult
from chalicelib.tables import (
    DayAttribute,
    DocumentAttribute,
    MomentAttribute,
    Write,
    adding,
    as_value,
    changed,
    found,
)


class ResultRecord(Model):
    class Meta:
        table_name = ""

    unit = UnicodeAttribute(hash_key=True)
    result_id = UnicodeAttribute(range_key=True)
    first = DayAttribute()
    last = DayAttribute()
    published_at = MomentAttribute()
    respondents = NumberAttribute()
    ikm = NumberAttribute()
    grade = UnicodeAttribute()
    means = DocumentAttribute()
    target = NumberAttribute()
    withdrawn_at = MomentAttribute(null=True)


class StoredResults:
    """The results of all units, kept for good."""

    def adding(self, result: SkmResult) -> Write:
        return adding(ResultRecord, result)

    def find(self, unit: str, result_id: str) -> SkmResult | None:
        return found(ResultRecord, SkmResult, unit, result_id)

    def of_unit(self, unit: str) -> list[SkmResult]:
        """All that a unit ever published: a few a year."""
        return [as_value(SkmResult, record) for record in ResultRecord.query(unit, consistent_read=True)]

    def withdraw(self, result: SkmResult, now: datetime) -> None:
        """Mark a result withdrawn; the first time is kept."""
        record = ResultRecord(result.unit, result.result_id)
        changed(record, {"withdrawn_at": now}, ResultRecord.withdrawn_at.does_not_exist())
