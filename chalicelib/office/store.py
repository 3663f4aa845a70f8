"""Days of offices in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.office.model import ServiceDay
from chalicelib.tables import MomentAttribute, found, put


class DayRecord(Model):
    class Meta:
        table_name = ""

    unit_day = UnicodeAttribute(hash_key=True)
    closes_at = MomentAttribute(null=True)
    closing_reason = UnicodeAttribute(null=True)
    closed_by = UnicodeAttribute(null=True)
    put_away_at = MomentAttribute(null=True)


class StoredDays:
    """Days about which something was decided; all others are as usual."""

    def find(self, unit_day: str) -> ServiceDay:
        return found(DayRecord, ServiceDay, unit_day) or ServiceDay(unit_day=unit_day)

    def change(self, unit_day: str, changes: Mapping[str, Any]) -> None:
        put(DayRecord(unit_day), changes)
