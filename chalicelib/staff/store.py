"""Members of staff in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from chalicelib.staff.model import Member
from chalicelib.tables import (
    DocumentAttribute,
    MomentAttribute,
    Write,
    adding,
    as_value,
    changed,
    found,
)


class MembersByUnit(GlobalSecondaryIndex["MemberRecord"]):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)
    username = UnicodeAttribute(range_key=True)


class MemberRecord(Model):
    class Meta:
        table_name = ""

    subject = UnicodeAttribute(hash_key=True)
    username = UnicodeAttribute()
    unit = UnicodeAttribute()
    role = UnicodeAttribute()
    name = UnicodeAttribute()
    created_at = MomentAttribute()
    disabled = BooleanAttribute()
    ended_sessions = DocumentAttribute()

    by_unit = MembersByUnit()


class StoredMembers:
    """The staff of all units."""

    def adding(self, member: Member) -> Write:
        return adding(MemberRecord, member)

    def find(self, subject: str) -> Member | None:
        return found(MemberRecord, Member, subject)

    def of_unit(self, unit: str) -> list[Member]:
        return [as_value(Member, record) for record in MemberRecord.by_unit.query(unit)]

    def change(self, member: Member, changes: Mapping[str, Any]) -> Member | None:
        """Set fields of a member that exists; None when it is gone."""
        record = MemberRecord(member.subject)
        return as_value(Member, record) if changed(record, changes, MemberRecord.subject.exists()) else None
