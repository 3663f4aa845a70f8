"""A request (permintaan) for a marked copy, and its deliveries (pengiriman): values and rules."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from chalicelib.delivery.parts import Part
from chalicelib.errors import Conflict, Gone, NotFound
from chalicelib.form import Form
from chalicelib.unit import Channel
from chalicelib.wording import Language

RequestState = Literal["queued", "marking", "ready", "refused", "revoked"]
DeliveryState = Literal[
    "new", "rendering", "ready", "sending", "sent", "delivered", "bounced", "complained", "unknown", "refused"
]
Wants = Literal["hand-over", "message", "help"]
_BY_HAND: dict[Channel, Wants] = {"flashdisk": "hand-over", "whatsapp": "message"}
FAILED: tuple[DeliveryState, ...] = ("refused", "bounced", "complained")
WAITING: tuple[DeliveryState, ...] = ("new", "rendering", "ready", "sending", "unknown")
MARKING_LEASE = timedelta(minutes=5)
SENDING_LEASE = timedelta(minutes=2)
VISIT_ERASED = "visit-erased"
"""Why nothing of a request is kept any more: its visitor wished so."""
MOST_LOST = 2
"""So often a message may be sent whose answer was lost: once, and once more after nothing was heard of the first."""


class NewRequest(Form, frozen=True):
    """A copy wanted, and the ways it shall go home."""

    checks: ClassVar[Mapping[str, Any]] = {"channels": lambda channels: list(dict.fromkeys(channels))}

    publication_id: Annotated[str, msgspec.Meta(max_length=64)]
    channels: Annotated[list[Channel], msgspec.Meta(min_length=1, max_length=4)]


class CopyRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One copy for one visit of one publication. `fence` names the worker that may write it, until `lease_until`.

    `language` is the visitor's; `parts` are the consecutive pieces of the copy. `read_at` is when it was first asked
    for to be read in the page; one without deliveries was only read. `open_since` stands while there is something to
    do and the sweeper is to look after it; `purge_at`, when its objects must go, until they are gone.
    """

    request_id: str
    unit: str
    visit_id: str
    publication_id: str
    title: str
    year: int
    copy_code: str
    requested_at: datetime
    day: date
    language: Language = "id"
    state: RequestState = "queued"
    reason: str | None = None
    fence: str = ""
    lease_until: datetime | None = None
    copy_key: str | None = None
    pages: int | None = None
    size_bytes: int | None = None
    parts: tuple[Part, ...] = ()
    ready_at: datetime | None = None
    expires_at: datetime | None = None
    read_at: datetime | None = None
    open_since: datetime | None = None
    purge_at: datetime | None = None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One way home of one copy: `name` is the channel, and for a later one of the same channel `email-2`.

    One `about` a complaint is a letter that tells of it: `request_id` is the complaint's, `name` says which letter.

    `fence` names the worker that has the right to send, until `lease_until`; `attempt` fences a late one. `lost` counts
    the attempts of which nobody knows whether they left; `provider_id` is the proof of sending; nothing is tried before
    `not_before`. `open_since` is as that of a request; `desk_since` stands while it waits for the desk. What the desk
    handed over says who did, and whether it was read back (`proof`: the SHA-256 of all parts) or only said.
    """

    request_id: str
    name: str
    channel: Channel
    unit: str
    about: Literal["copy", "complaint"] = "copy"
    state: DeliveryState = "new"
    detail: str | None = None
    attempt: int = 0
    lost: int = 0
    fence: str = ""
    lease_until: datetime | None = None
    provider_id: str | None = None
    not_before: datetime | None = None
    changed_at: datetime
    open_since: datetime | None = None
    desk_since: datetime | None = None
    handed_by: str | None = None
    proof: Literal["sha256", "said"] | None = None

    @property
    def delivery_id(self) -> str:
        return f"{self.request_id}.{self.name}"


class IssuedCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody may learn from a copy code: that it is ours, of what, from when. Nobody is named."""

    copy_code: str
    request_id: str
    unit: str
    publication_id: str
    title: str
    year: int
    issued_on: date


class UnknownRequest(NotFound):
    """No such request in this visit or unit."""

    code = "unknown-request"


class UnknownDelivery(NotFound):
    """No such delivery in this unit."""

    code = "unknown-delivery"


class CopyNotReady(Conflict):
    """The copy is still being made, or could not be made."""

    code = "copy-not-ready"


class CopyWithdrawn(Gone):
    """The office took the publication out of its catalogue: its copies are not given out any more."""

    code = "copy-withdrawn"


class ChannelNotOffered(Conflict):
    """This office does not send by that channel."""

    code = "channel-not-offered"


class TooManyPublications(Conflict):
    """One visit takes home only so many publications."""

    code = "too-many-publications"


class UnknownCopy(NotFound):
    """No copy of ours bears this code."""

    code = "unknown-copy"


def why_stopped(request: CopyRequest) -> str | None:
    """Why a request will bring no copy, or not any more; None while it may."""
    if request.state == "revoked":
        return VISIT_ERASED if request.reason == VISIT_ERASED else "revoked"
    return request.reason


def request_id_of(visit_id: str, publication_id: str) -> str:
    """One visit and one publication make one request: asking again adds channels to the same copy."""
    return hashlib.sha256(f"{visit_id}\n{publication_id}".encode()).hexdigest()[:32]


def parsed_delivery_id(delivery_id: str) -> tuple[str, str] | None:
    """The request and the name of a delivery, or None where it is no id of one."""
    found = re.fullmatch(r"([0-9a-f]{32})\.([a-z]{3,9}(?:-[1-9]\d{0,3})?)", delivery_id)
    return (found[1], found[2]) if found else None


def next_name(channel: Channel, known: Iterable[Delivery]) -> str:
    """What the next delivery of a channel is called."""
    earlier = sum(delivery.channel == channel for delivery in known)
    return f"{channel}-{earlier + 1}" if earlier else channel


def latest_of_each(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """The last delivery of each channel: a later one stands for those before it."""
    latest = {delivery.channel: delivery for delivery in sorted(deliveries, key=_turn)}
    return list(latest.values())


def _turn(delivery: Delivery) -> int:
    _, _, number = delivery.name.partition("-")
    return int(number or 1)


def may_claim(request: CopyRequest, now: datetime) -> bool:
    """Whether a worker may begin, or begin again after one whose lease ran out."""
    if request.state == "queued":
        return True
    return request.state == "marking" and (request.lease_until is None or request.lease_until <= now)


def wants_of(delivery: Delivery) -> Wants:
    """What the desk is to do about a delivery that waits for it."""
    if delivery.state != "ready":
        return "help"
    return _BY_HAND.get(delivery.channel, "help")
