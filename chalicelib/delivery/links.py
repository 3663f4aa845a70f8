"""Links to a copy: each opens one copy, lives shorter than it, and can be renewed or taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from chalicelib.delivery.model import CopyNotReady, CopyRequest
from chalicelib.errors import Forbidden, Gone, NotFound

LINK_SECONDS = 300
"""How long an address of storage itself lives."""
PURGE_AFTER = timedelta(days=30)


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A capability link to one copy; only the digest of its token is kept. Opening it is counted, per click."""

    token_hash: str
    request_id: str
    unit: str
    created_at: datetime
    expires_at: datetime
    purge_at: datetime
    state: Literal["active", "revoked"] = "active"
    opened: int = 0

    @property
    def link_id(self) -> str:
        """How staff name it; nothing is opened with it."""
        return self.token_hash[:16]


class UnknownLink(NotFound):
    """No link bears this token, or this id."""

    code = "unknown-link"


class LinkExpired(Gone):
    """The link's time, or the copy's, has passed."""

    code = "link-expired"


class CopyGone(Gone):
    """The copy itself was deleted at the end of its retention: no link can be renewed."""

    code = "copy-gone"


class LinkRevoked(Forbidden):
    """The office took the link back."""

    code = "link-revoked"


def new_link(request: CopyRequest, token_hash: str, now: datetime, lives: timedelta) -> Link:
    """A link to a copy that is ready; it does not outlive the copy."""
    assert request.expires_at is not None
    return Link(
        token_hash=token_hash,
        request_id=request.request_id,
        unit=request.unit,
        created_at=now,
        expires_at=min(now + lives, request.expires_at),
        purge_at=request.expires_at + PURGE_AFTER,
    )


def usable_link(link: Link | None, now: datetime) -> Link:
    """The link, if it still opens. Raises UnknownLink, LinkRevoked, LinkExpired."""
    known = known_link(link)
    if known.expires_at <= now:
        raise LinkExpired()
    return known


def known_link(link: Link | None) -> Link:
    """The link, expired or not. Raises UnknownLink, LinkRevoked."""
    if link is None:
        raise UnknownLink()
    if link.state == "revoked":
        raise LinkRevoked()
    return link


def usable_copy(request: CopyRequest, now: datetime) -> CopyRequest:
    """The request, if its copy can be fetched. Raises LinkRevoked, LinkExpired, CopyNotReady."""
    if request.state == "revoked":
        raise LinkRevoked()
    if request.state != "ready" or not request.copy_key:
        raise CopyNotReady(facts={"found": request.state})
    if request.expires_at is None or request.expires_at <= now:
        raise LinkExpired()
    return request
