"""Fetching a copy: from the visit's page, by a link, at the desk; and asking for a new link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

import msgspec

from chalicelib.abuse.limits import mailbox
from chalicelib.delivery import codes, links, model
from chalicelib.delivery.links import Link, LinkExpired, UnknownLink
from chalicelib.delivery.model import WAITING, CopyRequest, CopyWithdrawn, Delivery, IssuedCopy, UnknownCopy
from chalicelib.delivery.ports import DeliveryPorts
from chalicelib.delivery.service import added_deliveries, counted
from chalicelib.delivery.stops import suppression_of
from chalicelib.errors import Fault, Invalid
from chalicelib.form import Form
from chalicelib.guestbook.model import Contact, email_address, token_hash
from chalicelib.tables import WriteLost, attempts
from chalicelib.unit import Unit


class Opening(msgspec.Struct, frozen=True):
    """A copy that can be fetched now, until `expires_at`, at `url`."""

    request: CopyRequest
    url: str
    expires_at: datetime


class Renewal(Form, frozen=True):
    """A new link wanted for an old one, and the address that the old one was sent to."""

    checks: ClassVar[dict[str, Any]] = {"email": email_address}

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    email: Annotated[str, msgspec.Meta(max_length=254)]


class AddressDiffers(Invalid):
    """The link was not sent to this address: whoever tries many of them is guessing."""


def open_copy(ports: DeliveryPorts, request: CopyRequest) -> Opening:
    """A presigned address of the copy, for five minutes at most.

    Raises CopyNotReady, LinkExpired, LinkRevoked, CopyWithdrawn.
    """
    key, seconds = fetchable(ports, request)
    url = ports.copies.link_for(key, codes.file_name(request.title, request.copy_code), seconds)
    return Opening(request, url, ports.now() + timedelta(seconds=seconds))


def fetchable(ports: DeliveryPorts, request: CopyRequest) -> tuple[str, int]:
    """The key of a copy that may be fetched, and for how many seconds. Raises as `open_copy`."""
    now = ports.now()
    usable = links.usable_copy(request, now)
    require_not_withdrawn(ports, usable)
    assert usable.copy_key is not None
    assert usable.expires_at is not None
    seconds = min(links.LINK_SECONDS, int((usable.expires_at - now).total_seconds()))
    if seconds < 1:
        raise LinkExpired()
    return usable.copy_key, seconds


def require_not_withdrawn(ports: DeliveryPorts, request: CopyRequest) -> None:
    """Raises CopyWithdrawn where the title has been taken out of the catalogue: that stops its copies at once."""
    publication = ports.publications.find(request.publication_id)
    if publication is None or publication.state == "withdrawn":
        raise CopyWithdrawn()


def view_link(ports: DeliveryPorts, token: str) -> tuple[Link, CopyRequest]:
    """What a link leads to; looking changes nothing. Raises UnknownLink, LinkRevoked, LinkExpired, CopyWithdrawn."""
    link = links.usable_link(ports.links.find(token_hash(token)), ports.now())
    request = _of_link(ports, link)
    require_not_withdrawn(ports, request)
    return link, links.usable_copy(request, ports.now())


def open_link(ports: DeliveryPorts, token: str) -> Opening:
    """The click: a presigned address of the copy, and one more in the link's count."""
    link, request = view_link(ports, token)
    opening = open_copy(ports, request)
    ports.links.count_opening(link)
    return opening


def _of_link(ports: DeliveryPorts, link: Link) -> CopyRequest:
    request = ports.requests.find(link.request_id)
    if request is None:
        raise UnknownLink()
    return request


def renew_link(ports: DeliveryPorts, renewal: Renewal) -> str:
    """Send a new link to the address that the old one went to, while the copy is kept; the address, as it was typed.

    Asking twice sends one mail. Raises UnknownLink, LinkRevoked, CopyGone, CopyWithdrawn, AddressDiffers, Invalid where
    mails to it come back, TooManySends, TooManySendsToday.
    """
    link = links.known_link(ports.links.find(token_hash(renewal.token)))
    request = _of_link(ports, link)
    _require_kept(ports, request)
    contact = ports.contacts.find(request.visit_id, ports.now())
    if contact is None:
        raise links.CopyGone()
    _require_same(ports, contact, renewal.email)
    _mail_again(ports, ports.units.of(request.unit), request, contact)
    ports.copies.start_job(request.request_id)
    return contact.email


def _require_kept(ports: DeliveryPorts, request: CopyRequest) -> None:
    if request.state == "revoked":
        raise links.LinkRevoked()
    if request.expires_at is None or request.expires_at <= ports.now():
        raise links.CopyGone()
    require_not_withdrawn(ports, request)


def _require_same(ports: DeliveryPorts, contact: Contact, typed: str) -> None:
    if mailbox(contact.email) != mailbox(typed):
        raise AddressDiffers(faults=(Fault("email", "address-differs"),))
    if why := suppression_of(ports, contact.email):
        raise Invalid(faults=(Fault("email", why),))


def _mail_again(ports: DeliveryPorts, unit: Unit, request: CopyRequest, contact: Contact) -> None:
    """One more delivery by mail, unless one is under way."""
    for _ in attempts(ports.pause):
        known = ports.deliveries.of_request(request.request_id)
        if any(one.channel == "email" and one.state in WAITING for one in known):
            return
        delivery = _later(ports, request, known)
        try:
            ports.commit([ports.deliveries.adding(delivery), *counted(ports, unit, contact, [delivery])])
        except WriteLost:
            continue
        else:
            return


def _later(ports: DeliveryPorts, request: CopyRequest, known: list[Delivery]) -> Delivery:
    """A mail although the earlier one went well."""
    elsewhere = [one for one in known if one.channel != "email"]
    [delivery] = added_deliveries(ports, request, ["email"], elsewhere)
    return msgspec.structs.replace(delivery, name=model.next_name("email", known))


def genuine_copy(ports: DeliveryPorts, code: str) -> IssuedCopy:
    """What a copy code stands for, once the copy was really made. Raises UnknownCopy."""
    typed = codes.copy_code_typed(code)
    copy = ports.issued_copies.find(typed) if typed else None
    request = ports.requests.find(copy.request_id) if copy else None
    if copy is None or request is None or request.ready_at is None:
        raise UnknownCopy()
    return copy
