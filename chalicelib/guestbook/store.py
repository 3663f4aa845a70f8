"""Visits, contacts, kiosks and on-site codes in DynamoDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.guestbook.consents import GivenConsent
from chalicelib.guestbook.devices import Kiosk, OnsiteCode
from chalicelib.guestbook.model import Contact, Erased, Visit
from chalicelib.tables import (
    DayAttribute,
    DocumentAttribute,
    MomentAttribute,
    TimeToLive,
    Write,
    adding,
    as_record,
    as_value,
    changed,
    changing,
    found,
    is_condition_failed,
)


class VisitsByDay(GlobalSecondaryIndex["VisitRecord"]):
    class Meta:
        index_name = "by_unit_day"
        projection = AllProjection()

    unit_day = UnicodeAttribute(hash_key=True)
    created_at = MomentAttribute(range_key=True)


class VisitsBeingErased(GlobalSecondaryIndex["VisitRecord"]):
    class Meta:
        index_name = "by_erasing"
        projection = KeysOnlyProjection()

    erasing_unit = UnicodeAttribute(hash_key=True)
    erased_at = MomentAttribute(range_key=True)


class VisitRecord(Model):
    class Meta:
        table_name = ""

    visit_id = UnicodeAttribute(hash_key=True)
    unit_day = UnicodeAttribute()
    unit = UnicodeAttribute()
    day = DayAttribute()
    created_at = MomentAttribute()
    token_hash = UnicodeAttribute()
    language = UnicodeAttribute()
    services = DocumentAttribute()
    ticket_ids = DocumentAttribute()
    source = UnicodeAttribute()
    state = UnicodeAttribute()
    finished_at = MomentAttribute(null=True)
    ended = UnicodeAttribute(null=True)
    gender = UnicodeAttribute(null=True)
    age_group = UnicodeAttribute(null=True)
    education = UnicodeAttribute(null=True)
    job = UnicodeAttribute(null=True)
    institution_type = UnicodeAttribute(null=True)
    main_use = UnicodeAttribute(null=True)
    priority = UnicodeAttribute(null=True)
    group = DocumentAttribute(null=True)
    consents = DocumentAttribute()
    feedback_given = BooleanAttribute(default=False)
    erased_at = MomentAttribute(null=True)
    erased = DocumentAttribute(null=True)
    erasing_unit = UnicodeAttribute(null=True)

    by_unit_day = VisitsByDay()
    by_erasing = VisitsBeingErased()


class ContactsByUnit(GlobalSecondaryIndex["ContactRecord"]):
    class Meta:
        index_name = "by_unit"
        projection = KeysOnlyProjection()

    unit = UnicodeAttribute(hash_key=True)
    expires_at = TimeToLive(range_key=True)


class ContactRecord(Model):
    class Meta:
        table_name = ""

    visit_id = UnicodeAttribute(hash_key=True)
    unit = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    phone = UnicodeAttribute(null=True)
    institution = UnicodeAttribute(null=True)
    expires_at = TimeToLive()

    by_unit = ContactsByUnit()


class KiosksByUnit(GlobalSecondaryIndex["KioskRecord"]):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)
    created_at = MomentAttribute(range_key=True)


class KioskRecord(Model):
    class Meta:
        table_name = ""

    token_hash = UnicodeAttribute(hash_key=True)
    kiosk_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    name = UnicodeAttribute()
    created_at = MomentAttribute()

    by_unit = KiosksByUnit()


class OnsiteCodeRecord(Model):
    class Meta:
        table_name = ""

    unit_day = UnicodeAttribute(hash_key=True)
    code = UnicodeAttribute()
    expires_at = TimeToLive()


class StoredVisits:
    """Visits, kept for good: they bear no name."""

    def adding(self, visit: Visit) -> Write:
        return adding(VisitRecord, visit, unit_day=f"{visit.unit}#{visit.day.isoformat()}")

    def find(self, visit_id: str) -> Visit | None:
        return found(VisitRecord, Visit, visit_id)

    def of_day(self, unit_day: str) -> list[Visit]:
        """The visits of a unit's day in the order in which they came."""
        return [as_value(Visit, record) for record in VisitRecord.by_unit_day.query(unit_day)]

    def count(self, unit_days: Iterable[str]) -> int:
        """How many visits there were on these days."""
        return sum(VisitRecord.by_unit_day.count(unit_day) for unit_day in unit_days)

    def requiring_open(self, visit_id: str) -> Write:
        """A transaction that only holds while the visit is open."""

        def write(transaction: TransactWrite) -> None:
            is_open = (VisitRecord.state == "open") & VisitRecord.erased_at.does_not_exist()
            transaction.condition_check(VisitRecord, visit_id, condition=is_open)

        return write

    def rating(self, visit_id: str) -> Write:
        """Note that a visit has given its feedback; lost where it had."""
        once = VisitRecord.feedback_given.does_not_exist() | (VisitRecord.feedback_given != True)  # noqa: E712
        return changing(VisitRecord(visit_id), {"feedback_given": True}, once)

    def finish(self, visit: Visit, now: datetime) -> bool:
        """Close a visit; False when it was closed already."""
        changes = {"state": "finished", "finished_at": now}
        return changed(VisitRecord(visit.visit_id), changes, VisitRecord.state == "open")

    def change_consents(self, visit: Visit, consents: list[GivenConsent]) -> bool:
        """Other consents of a visit, also of one that is over: they can be taken back at any time. False where somebody
        changed them since it was read, or had the visit's data erased.
        """
        same = (VisitRecord.consents == visit.consents) & VisitRecord.erased_at.does_not_exist()
        return changed(VisitRecord(visit.visit_id), {"consents": consents}, same)

    def begin_erasing(self, visit: Visit, now: datetime) -> None:
        """From now on the visit's token opens nothing; it stands on a list of its unit until all of it is erased."""
        first = VisitRecord.visit_id.exists() & VisitRecord.erased_at.does_not_exist()
        changed(VisitRecord(visit.visit_id), {"erased_at": now, "erasing_unit": visit.unit}, first)

    def note_erased(self, visit: Visit, erased: Erased) -> None:
        """What there is to be erased, before the first of it goes; counted once."""
        first = VisitRecord.erased_at.exists() & VisitRecord.erased.does_not_exist()
        changed(VisitRecord(visit.visit_id), {"erased": erased}, first)

    def change_erased(self, visit: Visit, changes: Mapping[str, Any]) -> None:
        """Change what stays of a visit whose data is erased."""
        changed(VisitRecord(visit.visit_id), changes, VisitRecord.erased_at.exists())

    def being_erased(self, unit: str) -> list[Visit]:
        """The visits of a unit whose erasure was begun and not ended, the oldest first, each as it is now."""
        found = list(VisitRecord.by_erasing.query(unit))
        return [visit for record in found if (visit := self.find(record.visit_id))]

    def put_away(self, visit: Visit) -> bool:
        """Close a visit whose day is over; nobody knows when it ended. False when it was closed already."""
        changes = {"state": "finished", "ended": "day-end"}
        return changed(VisitRecord(visit.visit_id), changes, VisitRecord.state == "open")


class StoredContacts:
    """Who visitors are, until retention ends."""

    def adding(self, contact: Contact) -> Write:
        return adding(ContactRecord, contact)

    def find(self, visit_id: str, now: datetime) -> Contact | None:
        """The contact of a visit, while it may still be known."""
        contact = found(ContactRecord, Contact, visit_id)
        return contact if contact and contact.expires_at > now else None

    def change(self, contact: Contact, changes: Mapping[str, Any]) -> bool:
        """Correct a contact; False where it is gone."""
        return changed(ContactRecord(contact.visit_id), changes, ContactRecord.visit_id.exists())

    def delete(self, visit_id: str) -> None:
        """Forget who a visitor was; one that is forgotten stays so."""
        ContactRecord(visit_id).delete()

    def expired_of_unit(self, unit: str, now: datetime) -> list[str]:
        """The visits of a unit whose contacts must not be known any more, the longest first."""
        found = ContactRecord.by_unit.query(unit, ContactRecord.expires_at <= now)
        return [record.visit_id for record in found]


class StoredKiosks:
    """Registered kiosks by the digest of their token."""

    def adding(self, kiosk: Kiosk) -> Write:
        return adding(KioskRecord, kiosk)

    def find(self, token_hash: str) -> Kiosk | None:
        return found(KioskRecord, Kiosk, token_hash)

    def of_unit(self, unit: str) -> list[Kiosk]:
        return [as_value(Kiosk, record) for record in KioskRecord.by_unit.query(unit)]


class StoredOnsiteCodes:
    """The code of each unit's day: whoever needs it first makes it, all others read it."""

    def of_day(self, fresh: OnsiteCode) -> OnsiteCode:
        """The day's code: `fresh`, unless there is one already."""
        found = self.find(fresh.unit_day)
        if found:
            return found
        try:
            as_record(OnsiteCodeRecord, fresh).save(OnsiteCodeRecord.unit_day.does_not_exist())
        except PutError as error:
            if not is_condition_failed(error):
                raise
        return self.find(fresh.unit_day) or fresh

    def find(self, unit_day: str) -> OnsiteCode | None:
        return found(OnsiteCodeRecord, OnsiteCode, unit_day)
