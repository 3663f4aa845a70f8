"""The shapes of what is held about a person; see `schemas`."""

from __future__ import annotations

from chalicelib.office.copy_schemas import ReadTitle
from chalicelib.office.queue_schemas import ListedVisit
from chalicelib.office.schemas import Shape


class GroupShape(Shape):
    men: int
    women: int


class ProfileShape(Shape):
    """What the guestbook was told, in the words of its lists."""

    gender: str | None
    age_group: str | None
    education: str | None
    job: str | None
    institution_type: str | None
    main_use: str | None


class HeldVisit(Shape):
    visit_id: str
    unit: str
    day: str
    created_at: str
    finished_at: str | None
    state: str
    source: str
    language: str
    services: list[str]
    profile: ProfileShape
    priority: str | None
    group: GroupShape | None


class ContactShape(Shape):
    name: str
    email: str
    phone: str | None
    institution: str | None


class HeldTicket(Shape):
    number: str
    service: str
    state: str
    arrived_at: str
    called_at: str | None
    served_at: str | None
    finished_at: str | None
    titles: list[str]


class HeldRequest(Shape):
    """A copy that was asked for; its objects are kept until `kept_until`, and gone where that is None."""

    request_id: str
    title: str
    year: int
    copy_code: str
    requested_at: str
    state: str
    reason: str | None
    kept_until: str | None


class HeldDelivery(Shape):
    delivery_id: str
    title: str
    channel: str
    state: str
    since: str


class HeldConsent(Shape):
    """A consent with the very text that was agreed to; None where that text was not kept."""

    code: str
    version: str
    text: str | None
    given_at: str
    withdrawn_at: str | None


class KeptUntil(Shape):
    contact: str | None
    copies: str | None


class HeldShape(Shape):
    """All that is held about the person behind a visit; `contact` is None once its retention has ended."""

    visit: HeldVisit
    contact: ContactShape | None
    tickets: list[HeldTicket]
    requests: list[HeldRequest]
    readings: list[ReadTitle]
    deliveries: list[HeldDelivery]
    feedback_given: bool
    consents: list[HeldConsent]
    kept_until: KeptUntil


class ErasedCounts(Shape):
    """`pending` are the messages that were not sent any more."""

    contacts: int
    copies: int
    links: int
    pending: int


class ErasedShape(Shape):
    erased_at: str
    erased: ErasedCounts


class StaffVisit(ListedVisit):
    """A visit with its visitor, while that is known; looking at it is noted."""

    contact: ContactShape | None
    consents: list[HeldConsent]
    requests: list[HeldRequest]
    kept_until: str | None
    erased_at: str | None
