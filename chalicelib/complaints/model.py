"""A complaint (pengaduan), whose it is, and what happens to it: values and rules."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from chalicelib.errors import Conflict, NotFound, TooMany
from chalicelib.typed_codes import code_typed, new_code
from chalicelib.wording import Language

Channel = Literal["page", "box", "email", "whatsapp"]
Category = Literal["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "other"]
State = Literal["received", "answered", "incomplete", "decided", "closed", "withdrawn"]
LaporClass = Literal["information", "without-supervision", "supervision"]
Clock = Literal["answer", "completion", "decision", "notice"]

CATEGORIES: tuple[Category, ...] = ("U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "other")
STATES: tuple[State, ...] = ("received", "answered", "incomplete", "decided", "closed", "withdrawn")
MOVES: dict[State, tuple[State, ...]] = {
    "received": ("answered", "incomplete", "withdrawn"),
    "incomplete": ("received", "withdrawn", "closed"),
    "answered": ("decided", "incomplete", "closed", "withdrawn"),
    "decided": ("closed",),
    "closed": (),
    "withdrawn": (),
}
"""What may follow what. A decision that was made can only be told; what has ended stays ended."""
SAID: frozenset[State] = frozenset({"answered", "incomplete", "decided"})
"""Events that tell the complainant something: nothing is answered without words."""
PREFIX = "PG"
"""So begin the codes of complaints (pengaduan)."""
MOST_BYTES = 200_000
"""What one complaint may hold with all that was written about it: half of what storage takes in one item."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened: the state that followed, and what was said. `by` is the member of staff, if one acted.

    `to_complainant`: the note is meant for whoever complained, and not for the office alone.
    """

    state: State
    at: datetime
    note: str | None = None
    by: str | None = None
    to_complainant: bool = True

    @property
    def told(self) -> str | None:
        """What the complainant reads of it."""
        return self.note if self.to_complainant else None


class Addition(msgspec.Struct, frozen=True):
    """What the complainant added when the file was not complete."""

    at: datetime
    text: str


class Reminder(msgspec.Struct, frozen=True):
    """That the office was reminded of a clock that runs out on a day."""

    clock: str
    due: date
    at: datetime


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """One complaint. Who it came from stands apart, in the complainant, and is deleted earlier.

    `source` says whether staff typed it in. The clocks run from `received_at`, the true time of a slip or message.
    `version` counts its changes; `open_since` stands while it has not ended; `text_until` is the end of its retention.
    """

    complaint_id: str
    code: str
    unit: str
    channel: Channel
    source: Literal["public", "staff"]
    category: Category
    text: str
    language: Language
    secret_identity: bool
    received_at: datetime
    entered_at: datetime
    history: list[Event]
    state: State = "received"
    version: int = 1
    additions: list[Addition] = []
    visit_day: date | None = None
    is_late: bool = False
    has_contact: bool = False
    has_email: bool = False
    erased_at: datetime | None = None
    lapor_class: LaporClass | None = None
    reminders: list[Reminder] = []
    alarms: list[str] = []
    open_since: datetime | None = None
    text_until: datetime | None = None

    @property
    def is_over(self) -> bool:
        return not MOVES[self.state]

    @property
    def position(self) -> str:
        """Where it stands in the register of its unit: by the time it was received."""
        return position_of(self.received_at, self.complaint_id)


class Complainant(msgspec.Struct, frozen=True, kw_only=True):
    """Who complained, as far as they said it. `expires_at` is known once the complaint has ended."""

    complaint_id: str
    unit: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    expires_at: datetime | None = None


class UnknownComplaint(NotFound):
    """No complaint bears this code."""

    code = "unknown-complaint"


class ComplaintElsewhere(Conflict):
    """The state that the complaint is in does not allow it."""

    code = "complaint-state"


class NotYetClosed(Conflict):
    """The complainant still has time to complete the file."""

    code = "complaint-may-be-completed"


class ComplaintFull(Conflict):
    """No more can be written about this complaint."""

    code = "complaint-full"


class TooManyComplaints(TooMany):
    """As many complaints as one network address may file in an hour have been filed."""

    code = "too-many-complaints"


def new_complaint_code() -> str:
    """`PG-XXXX-XXXX-XXXX`: whoever knows it may see how the complaint goes."""
    return new_code(PREFIX)


def complaint_code_typed(text: str) -> str | None:
    """A code as somebody typed it, or None."""
    return code_typed(PREFIX, text)


def complaint_id_of(code: str) -> str:
    """What a complaint is called inside: logs and jobs may name it, for the code cannot be had from it."""
    return hashlib.sha256(f"complaint {code}".encode()).hexdigest()[:32]


def position_of(received_at: datetime, complaint_id: str) -> str:
    """A moment and an id as complaints are sorted by."""
    return f"{received_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z#{complaint_id}"


def letter_name(number: int) -> str:
    """What the delivery is called that tells the complainant of the so-many-th event, from 1."""
    return "email" if number == 1 else f"email-{number}"


def reminder_name(number: int) -> str:
    """What the delivery is called that reminds the office for the so-many-th time, from 1."""
    return f"office-{number}"


def told_by(name: str) -> tuple[Literal["event", "reminder"], int]:
    """Which event, or which reminder, a delivery of this name tells of, from 1."""
    kind, _, number = name.partition("-")
    return ("reminder" if kind == "office" else "event"), int(number or 1)
