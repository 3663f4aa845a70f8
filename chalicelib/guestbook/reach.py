"""How a visitor can be reached: a corrected address, a consent given or taken back, during the visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Protocol

import msgspec

from chalicelib.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.form import Form
from chalicelib.guestbook import consents
from chalicelib.guestbook.consents import GivenConsent
from chalicelib.guestbook.model import (
    Code,
    Contact,
    Visit,
    VisitFinished,
    email_address,
    likely_address,
    phone_number,
)
from chalicelib.guestbook.service import Contacts, Visits
from chalicelib.unit import Unit


class NewAddress(Form, frozen=True, kw_only=True):
    """Where mails shall go from now on."""

    checks: ClassVar[Mapping[str, Any]] = {"email": email_address}

    email: Annotated[str, msgspec.Meta(max_length=254)]
    email_confirmed: bool = False


class NewConsent(Form, frozen=True, kw_only=True):
    """Agreement to a version of a text; with it the number that it is about, where none is known yet."""

    checks: ClassVar[Mapping[str, Any]] = {"phone": phone_number}

    code: Code
    version: Code
    phone: Annotated[str, msgspec.Meta(max_length=32)] | None = None


class ContactDeleted(Conflict):
    """Who the visitor is, is not known any more."""

    code = "contact-deleted"


class ReachPorts(Protocol):
    """What changing it needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    def now(self) -> datetime: ...


def faults_of_address(fields: Mapping[str, Any]) -> list[Fault]:
    """A likely slip of the pen in an address that was not confirmed."""
    suggestion = None if fields.get("email_confirmed") else likely_address(fields.get("email") or "")
    return [Fault("email", "did-you-mean", {"suggestion": suggestion})] if suggestion else []


def change_address(ports: ReachPorts, visit: Visit, new: NewAddress) -> None:
    """Mails go there from now on. Raises VisitFinished, ContactDeleted."""
    contact = _contact_of(ports, visit)
    if not ports.contacts.change(contact, {"email": new.email}):
        raise ContactDeleted()


def consent(ports: ReachPorts, unit: Unit, visit: Visit, new: NewConsent) -> None:
    """Keep that the visitor agreed, when, and to which text. Raises VisitFinished, ContactDeleted, Invalid."""
    contact = _contact_of(ports, visit)
    _require_fit(unit, contact, new)
    if new.phone and not ports.contacts.change(contact, {"phone": new.phone}):
        raise ContactDeleted()
    given = GivenConsent(code=new.code, version=new.version, given_at=ports.now())
    _keep(ports, visit, consents.giving(visit.consents, given))


def _require_fit(unit: Unit, contact: Contact, new: NewConsent) -> None:
    """Raises Invalid: an unknown text, or one about WhatsApp without a mobile number."""
    faults = []
    if (new.code, new.version) not in {(text.code, text.version) for text in unit.consents}:
        faults.append(Fault("code", "not-in-list"))
    phone = new.phone or contact.phone
    if new.code == unit.whatsapp.consent and phone is None:
        faults.append(Fault("phone", "required"))
    elif new.code == unit.whatsapp.consent and phone and not consents.is_mobile(phone):
        faults.append(Fault("phone", "not-a-mobile-number"))
    if faults:
        raise Invalid(faults=tuple(faults))


def withdraw(ports: ReachPorts, visit: Visit, code: str) -> None:
    """Take a consent back; that it was given stays known. Raises NotFound where it was never given, and Conflict."""
    if not any(given.code == code for given in visit.consents):
        raise NotFound("unknown-consent")
    _keep(ports, visit, consents.withdrawing(visit.consents, code, ports.now()))


def _keep(ports: ReachPorts, visit: Visit, changed: list[GivenConsent]) -> None:
    if changed != visit.consents and not ports.visits.change_consents(visit, changed):
        raise Conflict("changed-meanwhile")


def _contact_of(ports: ReachPorts, visit: Visit) -> Contact:
    if visit.state != "open":
        raise VisitFinished()
    contact = ports.contacts.find(visit.visit_id, ports.now())
    if contact is None:
        raise ContactDeleted()
    return contact
