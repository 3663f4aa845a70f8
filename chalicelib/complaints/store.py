"""Complaints, and apart from them whose they are, in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.complaints.model import Complainant, Complaint, position_of
from chalicelib.tables import (
    DayAttribute,
    DocumentAttribute,
    MomentAttribute,
    TimeToLive,
    Write,
    adding,
    as_value,
    changing,
    found,
    listed,
)
from chalicelib.unit import Unit, day_bounds


class ComplaintsByUnit(GlobalSecondaryIndex["ComplaintRecord"]):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)
    position = UnicodeAttribute(range_key=True)


class OpenComplaints(GlobalSecondaryIndex["ComplaintRecord"]):
    class Meta:
        index_name = "by_clock"
        projection = AllProjection()

    open_unit = UnicodeAttribute(hash_key=True)
    open_since = MomentAttribute(range_key=True)


class ComplaintsByEnd(GlobalSecondaryIndex["ComplaintRecord"]):
    class Meta:
        index_name = "by_text_until"
        projection = KeysOnlyProjection()

    unit = UnicodeAttribute(hash_key=True)
    text_until = MomentAttribute(range_key=True)


class ComplaintRecord(Model):
    class Meta:
        table_name = ""

    complaint_id = UnicodeAttribute(hash_key=True)
    code = UnicodeAttribute()
    unit = UnicodeAttribute()
    position = UnicodeAttribute()
    channel = UnicodeAttribute()
    source = UnicodeAttribute()
    category = UnicodeAttribute()
    text = UnicodeAttribute(default="")
    language = UnicodeAttribute()
    secret_identity = BooleanAttribute()
    received_at = MomentAttribute()
    entered_at = MomentAttribute()
    history = DocumentAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    additions = DocumentAttribute(null=True)
    visit_day = DayAttribute(null=True)
    is_late = BooleanAttribute()
    has_contact = BooleanAttribute()
    has_email = BooleanAttribute()
    erased_at = MomentAttribute(null=True)
    lapor_class = UnicodeAttribute(null=True)
    reminders = DocumentAttribute(null=True)
    alarms = DocumentAttribute(null=True)
    open_unit = UnicodeAttribute(null=True)
    open_since = MomentAttribute(null=True)
    text_until = MomentAttribute(null=True)

    by_unit = ComplaintsByUnit()
    by_clock = OpenComplaints()
    by_text_until = ComplaintsByEnd()


class ComplainantsByEnd(GlobalSecondaryIndex["ComplainantRecord"]):
    class Meta:
        index_name = "by_expiry"
        projection = KeysOnlyProjection()

    unit = UnicodeAttribute(hash_key=True)
    expires_at = TimeToLive(range_key=True)


class ComplainantRecord(Model):
    class Meta:
        table_name = ""

    complaint_id = UnicodeAttribute(hash_key=True)
    unit = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    expires_at = TimeToLive(null=True)

    by_expiry = ComplainantsByEnd()


class StoredComplaints:
    """The register. Each change finds the version that it was made for, or is lost."""

    def adding(self, complaint: Complaint) -> Write:
        open_unit = complaint.unit if complaint.open_since else None
        return adding(ComplaintRecord, complaint, position=complaint.position, open_unit=open_unit)

    def find(self, complaint_id: str) -> Complaint | None:
        return found(ComplaintRecord, Complaint, complaint_id)

    def changing(self, complaint: Complaint, changes: Mapping[str, Any]) -> Write:
        """Some other fields in the version after the one that was read."""
        whole = {**listed(complaint.unit, changes), "version": complaint.version + 1}
        return changing(ComplaintRecord(complaint.complaint_id), whole, ComplaintRecord.version == complaint.version)

    def of_unit(self, unit: str, before: str | None, most: int) -> list[Complaint]:
        """A unit's complaints that stand before a position, the newest first."""
        behind = ComplaintRecord.position < before if before else None
        return _values(ComplaintRecord.by_unit.query(unit, behind, scan_index_forward=False, limit=most))

    def of_period(self, unit: Unit, first: date, last: date) -> list[Complaint]:
        """A unit's complaints that were received from its first day to its last, the oldest first."""
        start, end = day_bounds(first, unit)[0], day_bounds(last, unit)[1]
        within = ComplaintRecord.position.between(position_of(start, ""), position_of(end, ""))
        return _values(ComplaintRecord.by_unit.query(unit.code, within))

    def open_of_unit(self, unit: str) -> list[Complaint]:
        """A unit's complaints that have not ended, the oldest first."""
        return _values(ComplaintRecord.by_clock.query(unit))

    def past_retention(self, unit: str, now: datetime) -> list[Complaint]:
        """A unit's complaints whose text has been kept for its time, each as it is now."""
        found = ComplaintRecord.by_text_until.query(unit, ComplaintRecord.text_until <= now)
        return [complaint for one in list(found) if (complaint := self.find(one.complaint_id))]


class StoredComplainants:
    """Who complained, apart from what about."""

    def adding(self, complainant: Complainant) -> Write:
        return adding(ComplainantRecord, complainant)

    def find(self, complaint_id: str, now: datetime) -> Complainant | None:
        """Who complained, until their retention ends."""
        complainant = found(ComplainantRecord, Complainant, complaint_id)
        if complainant is None or (complainant.expires_at and complainant.expires_at <= now):
            return None
        return complainant

    def ending(self, complaint_id: str, expires_at: datetime) -> Write:
        """Let a complainant be forgotten at a time; one that was erased meanwhile makes the write lost."""
        known = ComplainantRecord.complaint_id.exists()
        return changing(ComplainantRecord(complaint_id), {"expires_at": expires_at}, known)

    def erasing(self, complaint_id: str) -> Write:
        """Forget a complainant at once; one that is gone stays gone."""

        def write(transaction: TransactWrite) -> None:
            transaction.delete(ComplainantRecord(complaint_id))

        return write

    def expired(self, unit: str, now: datetime) -> list[str]:
        """The complaints of a unit whose complainant has been kept for their time, whatever DynamoDB has deleted."""
        found = ComplainantRecord.by_expiry.query(unit, ComplainantRecord.expires_at <= now)
        return [one.complaint_id for one in found]


def _values(records: Any) -> list[Complaint]:
    return [as_value(Complaint, record) for record in records]
