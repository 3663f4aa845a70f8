"""The shapes of complaints; see `schemas`."""

from __future__ import annotations

from chalicelib.office.schemas import Shape


class FiledComplaint(Shape):
    code: str
    received_at: str
    answer_due: str


class PublicEvent(Shape):
    state: str
    at: str
    note: str | None


class NextStep(Shape):
    lapor: str


class MayShape(Shape):
    complete: bool
    withdraw: bool


class ComplaintStatus(Shape):
    """How a complaint goes, by its code: nobody is named, and its text is not shown."""

    code: str
    state: str
    received_at: str
    answer_due: str
    decision_due: str | None
    complete_by: str | None
    history: list[PublicEvent]
    next_step: NextStep
    may: MayShape


class RegisteredComplaint(Shape):
    """A line of the register. `clock` is the one that runs; `mood`: calm, soon, over or ended; `late`: filed too long
    after the visit; `mail`: how the last letter to the complainant fared."""

    code: str
    channel: str
    source: str
    category: str
    state: str
    received_at: str
    received_on: str
    visit_day: str | None
    late: bool
    secret_identity: bool
    clock: str | None
    due: str | None
    days_left: int | None
    mood: str
    lapor_class: str | None
    lapor_due: str | None
    mail: str | None
    version: int


class Register(Shape):
    """The newest first; the counts are of all open complaints."""

    items: list[RegisteredComplaint]
    next: str | None
    due_soon: int
    overdue: int


class AdditionShape(Shape):
    at: str
    text: str


class ContactShape(Shape):
    name: str | None
    email: str | None
    phone: str | None


class StaffEvent(PublicEvent):
    by: str | None
    to_complainant: bool


class StaffComplaint(RegisteredComplaint):
    """All of a complaint. `contact_hidden`: its complainant asked to be kept secret, and only the head may know."""

    text: str
    language: str
    additions: list[AdditionShape]
    contact: ContactShape | None
    contact_hidden: bool
    history: list[StaffEvent]
    may: list[str]
    erased: bool
