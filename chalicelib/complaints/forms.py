"""What is filled in about a complaint: by whoever complains, and by staff."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

import msgspec

from chalicelib.complaints.model import SAID, Category, Channel, LaporClass, State
from chalicelib.errors import Fault
from chalicelib.form import Faulty, Form
from chalicelib.guestbook.model import Name, email_address, likely_address, phone_number
from chalicelib.wording import Language

Text = Annotated[str, msgspec.Meta(max_length=5000)]
Note = Annotated[str, msgspec.Meta(max_length=4000)]
MOST_DAYS_BACK = 180
"""How old a slip may be that staff find in the box."""


def _our_time(moment: datetime) -> datetime:
    """Raises Faulty where no zone could say which day it is."""
    if not 2000 <= moment.year < 3000:
        raise Faulty("wrong-format")
    return moment


def _written(text: str) -> str:
    """Lines end as everywhere here. Raises Faulty where nothing is written on them."""
    lines = text.replace("\r\n", "\n").strip()
    if not lines:
        raise Faulty("required")
    return lines


class NewComplaint(Form, frozen=True, kw_only=True):
    """A complaint. With a `visit_token` it is about that visit, of which it keeps the unit and the day, no more."""

    checks: ClassVar[Mapping[str, Any]] = {
        "name": lambda name: " ".join(name.split()),
        "email": email_address,
        "phone": phone_number,
        "text": _written,
    }
    multiline: ClassVar[frozenset[str]] = frozenset({"text"})

    channel: Channel
    category: Category
    text: Text
    name: Name | None = None
    email: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    email_confirmed: bool = False
    phone: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    secret_identity: bool = False
    visit_token: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    language: Language = "id"


class EnteredComplaint(NewComplaint, frozen=True, kw_only=True):
    """One that staff type in, with the true time of the slip, mail or message."""

    checks: ClassVar[Mapping[str, Any]] = {**NewComplaint.checks, "received_at": _our_time}

    received_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Completion(Form, frozen=True):
    """What the complainant adds to a file that is not complete."""

    checks: ClassVar[Mapping[str, Any]] = {"text": _written}
    multiline: ClassVar[frozenset[str]] = frozenset({"text"})

    text: Text


class Withdrawal(Form, frozen=True):
    """That the complainant takes the complaint back."""


class NewEvent(Form, frozen=True, kw_only=True):
    """What the office does: the state that follows, what the complainant reads, and the version that was seen."""

    checks: ClassVar[Mapping[str, Any]] = {"note": _written}
    multiline: ClassVar[frozenset[str]] = frozenset({"note"})

    state: State
    note: Note | None = None
    version: Annotated[int, msgspec.Meta(ge=1)]


class Classified(Form, frozen=True):
    """The class by SP4N-LAPOR; None takes it back."""

    lapor_class: LaporClass | None = None


def faults_of(given: Mapping[str, Any], is_visit: Callable[[str], bool]) -> Iterator[Fault]:
    """A likely slip of the pen in the address, and a token of no visit that is known."""
    suggestion = None if given.get("email_confirmed") else likely_address(given.get("email") or "")
    if suggestion:
        yield Fault("email", "did-you-mean", {"suggestion": suggestion})
    token = given.get("visit_token")
    if token and not is_visit(token):
        yield Fault("visit_token", "unknown-visit-token")


def faults_of_entered(given: Mapping[str, Any], is_visit: Callable[[str], bool], now: datetime) -> Iterator[Fault]:
    """The same, and a time that has not come or is too long ago."""
    yield from faults_of(given, is_visit)
    received = given.get("received_at")
    if received and received > now:
        yield Fault("received_at", "in-the-future")
    elif received and now - received > timedelta(days=MOST_DAYS_BACK):
        yield Fault("received_at", "too-long-ago", {"limit": MOST_DAYS_BACK})


def faults_of_event(given: Mapping[str, Any]) -> Iterator[Fault]:
    """An answer, a question and a decision need words."""
    if given.get("state") in SAID and "note" in given and given["note"] is None:
        yield Fault("note", "required")
