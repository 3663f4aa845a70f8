"""A delivery by mail: the letter with its link, to whom the visit's mails go now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.delivery.links import new_link
from chalicelib.delivery.message import Letter, compose
from chalicelib.delivery.model import CopyRequest, Delivery
from chalicelib.delivery.outcome import Refused
from chalicelib.delivery.outgoing import Mailer
from chalicelib.delivery.ports import Links
from chalicelib.delivery.stops import StopPorts, suppression_of
from chalicelib.guestbook.model import token_hash
from chalicelib.guestbook.service import Contacts, Visits
from chalicelib.unit import Units


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
    letter = Letter(
        unit=ports.units.of(request.unit),
        sender=ports.mail_sender,
        name=contact.name,
        email=contact.email,
        language=visit.language,
        request=request,
        address=new_address(ports, request),
        check_address=f"{ports.public_url}/cek/?kode={request.copy_code}",
        written_at=ports.now(),
    )
    message = compose(letter, delivery.delivery_id)
    return lambda: ports.mailer.send(letter, message, delivery.delivery_id)


def new_address(ports: LinkPorts, request: CopyRequest) -> str:
    """The address of a new link to a copy; its token stands behind the `#`, where no server reads it."""
    token, days = ports.new_token(), ports.units.of(request.unit).retention.link_days
    ports.links.add(new_link(request, token_hash(token), ports.now(), timedelta(days=days)))
    return f"{ports.public_url}/unduh/#{token}"
