"""Feedback in DynamoDB."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from chalicelib.feedback.model import Feedback
from chalicelib.tables import (
    DayAttribute,
    DocumentAttribute,
    MomentAttribute,
    Write,
    adding,
    as_value,
    found,
)


class FeedbackByUnit(GlobalSecondaryIndex["FeedbackRecord"]):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)
    given_at = MomentAttribute(range_key=True)


class FeedbackRecord(Model):
    class Meta:
        table_name = ""

    visit_id = UnicodeAttribute(hash_key=True)
    unit = UnicodeAttribute()
    day = DayAttribute()
    given_at = MomentAttribute()
    rating = NumberAttribute()
    skm = DocumentAttribute()
    skd = DocumentAttribute()
    comment = UnicodeAttribute(null=True)

    by_unit = FeedbackByUnit()


class StoredFeedback:
    """What visitors thought, one a visit."""

    def adding(self, feedback: Feedback) -> Write:
        return adding(FeedbackRecord, feedback)

    def find(self, visit_id: str) -> Feedback | None:
        return found(FeedbackRecord, Feedback, visit_id)

    def between(self, unit: str, start: datetime, end: datetime) -> list[Feedback]:
        """A unit's feedback from `start` up to, not including, `end`."""
        period = FeedbackRecord.given_at.between(start, end)
        found = FeedbackRecord.by_unit.query(unit, period)
        return [feedback for feedback in (as_value(Feedback, record) for record in found) if feedback.given_at < end]
