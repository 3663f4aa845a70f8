"""A delivery by mail: the letter with its link, to whom the visit's mails go now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from chalicelib.delivery.links import new_link
from chalicelib.delivery.message import Letter, compose
from chalicelib.delivery.model import FAILED, CopyRequest, Delivery
from chalicelib.delivery.outcome import Refused
from chalicelib.delivery.outgoing import Mailer
from chalicelib.delivery.ports import Deliveries, Links
from chalicelib.delivery.stops import StopPorts, suppression_of
from chalicelib.guestbook.model import token_hash
from chalicelib.guestbook.service import Contacts, Visits
from chalicelib.unit import Units


class Address(msgspec.Struct, frozen=True):
    """Where a link to a copy leads, and until when it opens."""

    url: str
    expires_at: datetime


class LinkPorts(Protocol):
    """What a link to a copy needs."""

    @property
    def units(self) -> Units: ...
    @property
    def links(self) -> Links: ...
    @property
    def public_url(self) -> str: ...
    @property
    def new_token(self) -> Callable[[], str]: ...
    def now(self) -> datetime: ...


class LetterPorts(LinkPorts, StopPorts, Protocol):
    """What a letter needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def mailer(self) -> Mailer: ...
    @property
    def mail_sender(self) -> str: ...


def prepare(ports: LetterPorts, request: CopyRequest, delivery: Delivery) -> Callable[[], str]:
    """The letter, ready to go. Raises Refused where nobody is known to send it to, or nothing is sent there."""
    contact = ports.contacts.find(request.visit_id, ports.now())
    visit = ports.visits.find(request.visit_id)
    if contact is None or visit is None:
        raise Refused("contact-deleted")
    if why := suppression_of(ports, contact.email):
        raise Refused(why)
    address = new_address(ports, request)
    letter = Letter(
        unit=ports.units.of(request.unit),
        sender=ports.mail_sender,
        name=contact.name,
        email=contact.email,
        language=visit.language,
        request=request,
        address=address.url,
        address_until=address.expires_at,
        rate_address=None if visit.feedback_given else f"{address.url}/nilai",
        is_renewal=_is_renewal(ports, delivery),
        check_address=f"{ports.public_url}/cek/?kode={request.copy_code}",
        written_at=ports.now(),
    )
    message = compose(letter, delivery.delivery_id)
    return lambda: ports.mailer.send(letter, message, delivery.delivery_id)


def _is_renewal(ports: LetterPorts, delivery: Delivery) -> bool:
    """Whether an earlier mail with this copy got through: then this one brings a new link to it."""
    if delivery.name == delivery.channel:
        return False
    known = ports.deliveries.of_request(delivery.request_id)
    return any(
        one.channel == delivery.channel and one.name != delivery.name and one.state not in FAILED for one in known
    )


def new_address(ports: LinkPorts, request: CopyRequest) -> Address:
    """The address of a new link to a copy; its token stands behind the `#`, where no server reads it."""
    token, days = ports.new_token(), ports.units.of(request.unit).retention.link_days
    link = new_link(request, token_hash(token), ports.now(), timedelta(days=days))
    ports.links.add(link)
    return Address(f"{ports.public_url}/unduh/#{token}", link.expires_at)
