"""Rating a visit by a link from its mail: the same once as at the kiosk, and never by merely looking."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Protocol

import msgspec

from chalicelib.delivery import opening
from chalicelib.delivery.links import Link, LinkRevoked, UnknownLink, known_link
from chalicelib.delivery.model import CopyRequest
from chalicelib.delivery.ports import DeliveryPorts
from chalicelib.errors import Gone
from chalicelib.feedback.model import NewFeedback
from chalicelib.feedback.service import FeedbackPorts, is_in_time
from chalicelib.guestbook.model import Visit, as_of, token_hash


class LinkPorts(DeliveryPorts, FeedbackPorts, Protocol):
    """What rating by a link needs."""

    def now(self) -> datetime: ...


class NewLinkFeedback(NewFeedback, frozen=True, kw_only=True):
    """What a visitor thought, with the token of a link from the mail."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Viewed(msgspec.Struct, frozen=True):
    """What a link leads to, and whether the visit behind it may still be rated."""

    link: Link
    request: CopyRequest
    may_rate: bool


def view_link(ports: LinkPorts, token: str) -> Viewed:
    """What a link leads to; looking changes nothing.

    Raises UnknownLink, LinkRevoked, CopyNotReady; LinkExpired and CopyWithdrawn say whether the visit may be rated.
    """
    try:
        link, request = opening.view_link(ports, token)
    except Gone as gone:
        raise type(gone)(facts={"may_rate": _may_be_rated(ports, visit_of_link(ports, token))}) from gone
    return Viewed(link, request, _may_be_rated(ports, visit_of_link(ports, token)))


def visit_of_link(ports: LinkPorts, token: str) -> Visit:
    """The visit whose copy a link leads to, as long as the link is remembered, whether or not it still opens.

    Raises UnknownLink, LinkRevoked.
    """
    link = known_link(ports.links.find(token_hash(token)))
    request = ports.requests.find(link.request_id)
    if request is None or link.purge_at <= ports.now():
        raise UnknownLink()
    if request.state == "revoked":
        raise LinkRevoked()
    visit = ports.visits.find(request.visit_id)
    if visit is None:
        raise UnknownLink()
    return as_of(visit, ports.units.of(visit.unit), ports.now())


def _may_be_rated(ports: LinkPorts, visit: Visit) -> bool:
    """A link leads to a copy that was made, so there is something to rate."""
    return not visit.feedback_given and is_in_time(ports.units.of(visit.unit), visit, ports.now())
