"""The shapes of what the desk is answered about copies and the ways home; see `schemas`."""

from __future__ import annotations

from chalicelib.office.copy_schemas import DeliveryShape, RequestShape
from chalicelib.office.schemas import Shape


class PublicationName(Shape):
    publication_id: str
    title: str


class StaffDelivery(DeliveryShape):
    """A way home; `handed_by` names the member of staff who handed the copy over."""

    handed_by: str | None


class StaffRequest(RequestShape):
    visit_id: str
    publication: PublicationName
    numbers: list[str]
    deliveries: list[StaffDelivery]  # type: ignore[assignment] # Answers are read only: a narrower list is no harm.


class StaffRequests(Shape):
    items: list[StaffRequest]
    next: str | None


class DeskDelivery(StaffDelivery):
    """What waits for the desk. `wants`: hand-over, message, or help with what has failed; None once it is done."""

    request_id: str
    visit_id: str
    numbers: list[str]
    title: str
    size_bytes: int | None
    wants: str | None
    desk_since: str | None
    offer: str | None


class DeskDeliveries(Shape):
    items: list[DeskDelivery]
    next: str | None


class MessageByHand(Shape):
    """The text, and the address that opens it in WhatsApp."""

    url: str
    text: str


class LinkShape(Shape):
    """A link to a copy, and how often it was opened; nothing is opened with `link_id`."""

    link_id: str
    created_at: str
    expires_at: str
    state: str
    opened: int


class LinkShapes(Shape):
    items: list[LinkShape]


class WhatsAppShape(Shape):
    """`way` is number or hand; `sent` counts this month's messages that the office pays for, of at most `budget`."""

    on: bool
    off_since: str | None
    way: str
    sent: int
    budget: int
