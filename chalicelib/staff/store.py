"""Members of staff in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.staff.model import Member
from chalicelib.tables import DocumentAttribute, MomentAttribute, Write, as_record, as_value, is_condition_failed


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
        def write(transaction: TransactWrite) -> None:
            record = as_record(MemberRecord, member)
            transaction.save(record, condition=MemberRecord.subject.does_not_exist())

        return write

    def find(self, subject: str) -> Member | None:
        try:
            return as_value(Member, MemberRecord.get(subject, consistent_read=True))
        except MemberRecord.DoesNotExist:
            return None

    def of_unit(self, unit: str) -> list[Member]:
        return [as_value(Member, record) for record in MemberRecord.by_unit.query(unit)]

    def change(self, member: Member, changes: Mapping[str, Any]) -> Member | None:
        """Set fields of a member that exists; None when it is gone."""
        record = MemberRecord(member.subject)
        actions = [getattr(MemberRecord, name).set(value) for name, value in changes.items()]
        try:
            record.update(actions=actions, condition=MemberRecord.subject.exists())
        except UpdateError as error:
            if not is_condition_failed(error):
                raise
            return None
        return as_value(Member, record)
