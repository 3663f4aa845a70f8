"""The shapes of a visit, its copies and their links; see `schemas`."""

from __future__ import annotations

from chalicelib.office.schemas import Place, Shape


class Part(Shape):
    size: int
    sha256: str


class DeliveryShape(Shape):
    """`code` and `detail` say why it waits or failed. `proof`: read back by its SHA-256, or only said by staff."""

    delivery_id: str
    channel: str
    state: str
    code: str | None
    detail: str | None
    since: str
    proof: str | None


class NewDelivery(Shape):
    delivery_id: str
    channel: str
    state: str


class AcceptedRequest(Shape):
    request_id: str
    state: str
    deliveries: list[NewDelivery]


class RequestShape(Shape):
    request_id: str
    publication_id: str
    title: str
    year: int
    state: str
    reason: str | None
    reason_code: str | None
    copy_code: str
    size_bytes: int | None
    parts: list[Part]
    requested_at: str
    read_at: str | None
    expires_at: str | None
    offer: str | None
    deliveries: list[DeliveryShape]


class ChannelShape(Shape):
    """A way home; where it is not usable, why, and what would help."""

    channel: str
    usable: bool
    code: str | None
    reason: str | None
    remedy: str | None


class ReachShape(Shape):
    """Masked, for the visitor's own eyes; None where it is not known, or not any more."""

    email: str | None
    phone: str | None
    consents: list[str]


class ReadTitle(Shape):
    publication_id: str
    title: str
    year: int
    read_at: str


class ReadingCopy(Shape):
    """Where the reader in the page finds the visit's marked copy, until `expires_at`."""

    url: str
    expires_at: str
    request_id: str
    title: str
    pages: int
    size_bytes: int
    copy_code: str


class VisitShape(Shape):
    visit_id: str
    unit: str
    day: str
    state: str
    ended: str | None
    tickets: list[Place]
    requests: list[RequestShape]
    readings: list[ReadTitle]
    channels: list[ChannelShape]
    reach: ReachShape
    feedback_given: bool


class OpenedCopy(Shape):
    url: str
    filename: str
    size_bytes: int
    parts: list[Part]
    expires_at: str


class ViewedLink(Shape):
    title: str
    pages: int | None
    size_bytes: int
    parts: list[Part]
    copy_code: str
    expires_at: str
    state: str
    may_rate: bool


class RenewedLink(Shape):
    """Where the new link goes, masked."""

    sent_to: str


class TitleAndYear(Shape):
    title: str
    year: int


class GenuineCopy(Shape):
    genuine: bool
    publication: TitleAndYear
    issued_on: str
    unit: str
