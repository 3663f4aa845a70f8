"""A visit and what the guestbook asks: values and rules."""

from __future__ import annotations

import difflib
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

import msgspec
import phonenumbers
from email_validator import EmailNotValidError, validate_email

from chalicelib.errors import Conflict, Fault, Gone
from chalicelib.form import Faulty, Form
from chalicelib.guestbook.consents import GivenConsent, is_mobile
from chalicelib.unit import Unit, service_day
from chalicelib.wording import Language

Priority = Literal["elderly", "disability", "pregnant", "with-child"]
Source = Literal["kiosk", "phone", "staff", "paper"]
Name = Annotated[str, msgspec.Meta(min_length=2, max_length=120)]
Line = Annotated[str, msgspec.Meta(max_length=160)]
Code = Annotated[str, msgspec.Meta(max_length=40)]

LISTS = ("gender", "age_group", "education", "job", "institution_type", "main_use")

PROVIDERS = ("gmail.com", "yahoo.com", "yahoo.co.id", "hotmail.com", "outlook.com", "icloud.com")
OTHER_DOMAINS = ("mail.com", "email.com", "ymail.com", "rocketmail.com", "live.com", "example.com", "outlook.co.id")
LIKELY = 0.84


class Agreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One consent given, and to which version of its text."""

    code: Code
    version: Code


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People who came together under one entry."""

    men: Annotated[int, msgspec.Meta(ge=0, le=500)]
    women: Annotated[int, msgspec.Meta(ge=0, le=500)]


def email_address(value: str) -> str:
    """An address as mail carries it (RFC 5321 and 5322): in ASCII, its domain in punycode where it is another script.

    Raises Faulty `not-an-address`, also for a local part beyond ASCII: SES sends to none.
    """
    try:
        found = validate_email(value, check_deliverability=False, strict=True, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Faulty("not-an-address") from error
    return found.ascii_email or found.normalized


def phone_number(value: str) -> str:
    """A number in E.164; without a country it is Indonesia's. Raises Faulty `not-a-phone-number`."""
    try:
        number = phonenumbers.parse(value, "ID")
    except phonenumbers.NumberParseException as error:
        raise Faulty("not-a-phone-number") from error
    if not phonenumbers.is_valid_number(number):
        raise Faulty("not-a-phone-number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _different(services: list[str]) -> list[str]:
    return list(dict.fromkeys(services))


def one_line(name: str) -> str:
    return " ".join(name.split())


class CheckIn(Form, frozen=True, kw_only=True):
    """What a visitor fills in. Lists are the unit's; disability and pregnancy are asked only as a need in the queue."""

    checks: ClassVar[Mapping[str, Any]] = {
        "name": one_line,
        "email": email_address,
        "phone": phone_number,
        "services": _different,
    }

    name: Name
    email: Annotated[str, msgspec.Meta(max_length=254)]
    services: Annotated[list[Code], msgspec.Meta(min_length=1, max_length=8)]
    email_confirmed: bool = False
    phone: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    gender: Code | None = None
    age_group: Code | None = None
    education: Code | None = None
    job: Code | None = None
    institution_type: Code | None = None
    institution: Line | None = None
    main_use: Code | None = None
    priority: Priority | None = None
    group: Group | None = None
    consents: Annotated[list[Agreement], msgspec.Meta(max_length=12)] = []
    language: Language = "id"


def faults_of(entry: Mapping[str, Any], unit: Unit) -> list[Fault]:
    """What the unit's lists and a likely slip of the pen say against the fields of an entry that can be read."""
    faults = [
        Fault(name, "not-in-list")
        for name in LISTS
        if entry.get(name) is not None and entry[name] not in unit.listed(name)
    ]
    if any(unit.service(code) is None for code in entry.get("services", [])):
        faults.append(Fault("services", "not-in-list"))
    faults += _faults_of_consents(entry, unit)
    suggestion = None if entry.get("email_confirmed") else likely_address(entry.get("email", ""))
    if suggestion:
        faults.append(Fault("email", "did-you-mean", {"suggestion": suggestion}))
    return faults


def _faults_of_consents(entry: Mapping[str, Any], unit: Unit) -> Iterator[Fault]:
    """Only texts that the unit knows; who agrees to be written to by WhatsApp gives a number that can be."""
    given = entry.get("consents", [])
    known = {(consent.code, consent.version) for consent in unit.consents}
    if any((one.code, one.version) not in known for one in given):
        yield Fault("consents", "not-in-list")
    if "phone" not in entry or not any(one.code == unit.whatsapp.consent for one in given):
        return
    if entry["phone"] is None:
        yield Fault("phone", "required")
    elif not is_mobile(entry["phone"]):
        yield Fault("phone", "not-a-mobile-number")


def likely_address(address: str) -> str | None:
    """The address that was probably meant, where the domain is a near miss of a common provider's."""
    local, _, domain = address.rpartition("@")
    domain = domain.lower()
    if domain in PROVIDERS or domain in OTHER_DOMAINS:
        return None
    near = difflib.get_close_matches(domain, PROVIDERS, n=1, cutoff=LIKELY)
    return f"{local}@{near[0]}" if near else None


class Erased(msgspec.Struct, frozen=True):
    """What was erased of a visit at its visitor's wish; `pending` are the messages that were not sent any more."""

    contacts: int
    copies: int
    links: int
    pending: int


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit: what stays as statistics. Who it was stands in the contact, which is deleted earlier.

    From `erased_at` on its token opens nothing any more; `erasing_unit` stands while that is to be gone over again.
    """

    visit_id: str
    unit: str
    day: date
    created_at: datetime
    token_hash: str
    language: Language
    services: list[str]
    ticket_ids: list[str]
    source: Source
    state: Literal["open", "finished"] = "open"
    finished_at: datetime | None = None
    ended: Literal["day-end"] | None = None
    gender: str | None = None
    age_group: str | None = None
    education: str | None = None
    job: str | None = None
    institution_type: str | None = None
    main_use: str | None = None
    priority: str | None = None
    group: Group | None = None
    consents: list[GivenConsent] = []
    feedback_given: bool = False
    erased_at: datetime | None = None
    erased: Erased | None = None
    erasing_unit: str | None = None


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Who a visitor is and how to reach them; deleted at `expires_at` (UU 27/2022: end of retention)."""

    visit_id: str
    unit: str
    name: str
    email: str
    expires_at: datetime
    phone: str | None = None
    institution: str | None = None


class Closed(Conflict):
    """Outside of the opening hours."""

    code = "closed"


class VisitFinished(Conflict):
    """The visit is over: nothing more can be asked for in it."""

    code = "visit-finished"


class VisitErased(Gone):
    """Whoever made this visit had their data erased."""

    code = "visit-erased"


def token_hash(token: str) -> str:
    """What is stored of a capability token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def visit_id_of(hashed: str) -> str:
    """A visit's id: the first 128 bits of its token's digest, so that a token finds its visit in one read."""
    return hashed[:32]


def holds(visit: Visit, token: str) -> bool:
    """Whether this is the visit's own token, compared in constant time."""
    return hmac.compare_digest(visit.token_hash, token_hash(token))


class Beginning(msgspec.Struct, frozen=True):
    """Where, when and how a visit begins, and when it was over if it is entered afterwards."""

    unit: Unit
    at: datetime
    source: Source
    is_over: bool = False
    finished_at: datetime | None = None


def visit_of(entry: CheckIn, beginning: Beginning, token: str, tickets: list[str]) -> Visit:
    """The visit that an entry begins."""
    profile = {name: getattr(entry, name) for name in (*LISTS, "priority", "group")}
    hashed = token_hash(token)
    return Visit(
        visit_id=visit_id_of(hashed),
        unit=beginning.unit.code,
        day=service_day(beginning.at, beginning.unit),
        created_at=beginning.at,
        token_hash=hashed,
        language=entry.language,
        services=entry.services,
        ticket_ids=tickets,
        source=beginning.source,
        state="finished" if beginning.is_over else "open",
        finished_at=beginning.finished_at,
        consents=[GivenConsent(code=one.code, version=one.version, given_at=beginning.at) for one in entry.consents],
        **profile,
    )


def contact_of(entry: CheckIn, unit: Unit, visit_id: str, now: datetime) -> Contact:
    """The contact that an entry gives; it is kept from the day of the visit on."""
    return Contact(
        visit_id=visit_id,
        unit=unit.code,
        name=entry.name,
        email=entry.email,
        phone=entry.phone,
        institution=entry.institution,
        expires_at=now + timedelta(days=unit.retention.contact_days),
    )


def people_of(group: Group | None) -> int:
    """How many came under one entry."""
    return max(1, group.men + group.women) if group else 1


def as_of(visit: Visit, unit: Unit, now: datetime) -> Visit:
    """The visit as it counts now: with its day it is over, whether or not it has been put away."""
    if visit.state == "finished" or service_day(now, unit) <= visit.day:
        return visit
    return msgspec.structs.replace(visit, state="finished", ended="day-end")
