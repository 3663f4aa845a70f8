"""A request (permintaan) for a marked copy, its deliveries (pengiriman) and links: values and rules."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from chalicelib.delivery.parts import Part
from chalicelib.errors import Conflict, Forbidden, Gone, NotFound
from chalicelib.form import Form
from chalicelib.unit import Channel
from chalicelib.wording import Language

RequestState = Literal["queued", "marking", "ready", "refused", "revoked"]
DeliveryState = Literal[
    "new", "rendering", "ready", "sending", "sent", "delivered", "bounced", "complained", "unknown", "refused"
]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LINK_SECONDS = 300
MARKING_LEASE = timedelta(minutes=5)
SENDING_LEASE = timedelta(minutes=2)


class NewRequest(Form, frozen=True):
    """A copy wanted, and the ways it shall go home."""

    checks: ClassVar[Mapping[str, Any]] = {"channels": lambda channels: list(dict.fromkeys(channels))}

    publication_id: Annotated[str, msgspec.Meta(max_length=64)]
    channels: Annotated[list[Channel], msgspec.Meta(min_length=1, max_length=4)]


class CopyRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One copy for one visit of one publication. `fence` names the worker that may write it, until `lease_until`.

    `language` is the visitor's; `parts` are the consecutive pieces of the copy. `open_since` stands while there is
    something to do and the sweeper is to look after it.
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
    open_since: datetime | None = None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One way home of one copy. `attempt` fences a late worker; `provider_id` is the proof of sending.

    `fence` names the worker that has the right to send, until `lease_until`; `open_since` is as that of a request.
    """

    request_id: str
    channel: Channel
    unit: str
    state: DeliveryState = "new"
    detail: str | None = None
    attempt: int = 0
    fence: str = ""
    lease_until: datetime | None = None
    provider_id: str | None = None
    changed_at: datetime
    open_since: datetime | None = None

    @property
    def delivery_id(self) -> str:
        return f"{self.request_id}.{self.channel}"


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


class CopyNotReady(Conflict):
    """The copy is still being made, or could not be made."""

    code = "copy-not-ready"


class ChannelNotOffered(Conflict):
    """This office does not send by that channel."""

    code = "channel-not-offered"


class TooManyPublications(Conflict):
    """One visit takes home only so many publications."""

    code = "too-many-publications"


class UnknownLink(NotFound):
    """No link bears this token."""

    code = "unknown-link"


class LinkExpired(Gone):
    """The link's time, or the copy's, has passed."""

    code = "link-expired"


class LinkRevoked(Forbidden):
    """The office took the link back."""

    code = "link-revoked"


class UnknownCopy(NotFound):
    """No copy of ours bears this code."""

    code = "unknown-copy"


def request_id_of(visit_id: str, publication_id: str) -> str:
    """One visit and one publication make one request: asking again adds channels to the same copy."""
    return hashlib.sha256(f"{visit_id}\n{publication_id}".encode()).hexdigest()[:32]


def new_copy_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """`LP-XXXX-XXXX-XXXX` in Crockford's base 32: 60 bits, read aloud and typed without mistakes."""
    letters = "".join(choose(CROCKFORD) for _ in range(12))
    return f"LP-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def copy_code_typed(text: str) -> str | None:
    """A copy code as somebody typed it: spaces, small letters, O for 0 and I or L for 1 are forgiven."""
    plain = re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()
    body = plain.removeprefix("LP").translate(str.maketrans("OIL", "011"))
    if not plain.startswith("LP") or len(body) != 12 or any(letter not in CROCKFORD for letter in body):
        return None
    return f"LP-{body[:4]}-{body[4:8]}-{body[8:]}"


def job_key(request_id: str) -> str:
    """The object whose arrival makes the marking function work."""
    return f"requests/{request_id}"


def request_of_job(key: str) -> str | None:
    """The request that a job is about, or None for another key."""
    found = re.fullmatch(r"requests/([0-9a-f]{32})", key)
    return found[1] if found else None


def copy_key(request_id: str, copy_code: str) -> str:
    """Where a copy lies: nothing personal in it."""
    return f"copies/{request_id}/{copy_code}.pdf"


def request_of_copy(key: str) -> str | None:
    """The request that a copy was made for, or None for another key."""
    found = re.fullmatch(r"copies/([0-9a-f]{32})/[^/]+\.pdf", key)
    return found[1] if found else None


def file_name(request: CopyRequest) -> str:
    """What the file is called on the visitor's disk."""
    title = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", request.title)
    short = " ".join(title.split())[:120].rstrip(" .")
    return f"{short} ({request.copy_code}).pdf"


def may_claim(request: CopyRequest, now: datetime) -> bool:
    """Whether a worker may begin, or begin again after one whose lease ran out."""
    if request.state == "queued":
        return True
    return request.state == "marking" and (request.lease_until is None or request.lease_until <= now)


def usable_link(link: Link | None, now: datetime) -> Link:
    """The link, if it still opens. Raises UnknownLink, LinkRevoked, LinkExpired."""
    if link is None:
        raise UnknownLink()
    if link.state == "revoked":
        raise LinkRevoked()
    if link.expires_at <= now:
        raise LinkExpired()
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
