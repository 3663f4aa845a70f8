"""Delivery: a copy that has arrived makes its request ready and is sent by the channels that were chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from chalicelib.delivery import model
from chalicelib.delivery.message import Letter, compose
from chalicelib.delivery.model import CopyRequest, Delivery, Link
from chalicelib.delivery.parts import CopyInfo
from chalicelib.delivery.service import CopyShelf, Deliveries, Links, Requests
from chalicelib.guestbook.model import Contact, Visit, token_hash
from chalicelib.guestbook.service import Contacts, Visits
from chalicelib.unit import Unit, Units

Outcome = Literal["delivered", "ignored"]
PURGE_AFTER = timedelta(days=30)


class AddressRefused(Exception):
    """The mail service says for certain that this message will not go; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SendLater(Exception):
    """The mail service took nothing and asks for a later try."""


class FateUnknown(Exception):
    """The answer was lost: the message may have left or not."""


class Mailer(Protocol):
    """Sends one message, in exactly one attempt."""

    def send(self, letter: Letter, message: bytes, tag: str) -> str:
        """The provider's id. Raises AddressRefused, SendLater, FateUnknown."""
        ...


class SendingPorts(Protocol):
    """What delivery needs. It reads no master and no copy: a mail carries a link only."""

    @property
    def units(self) -> Units: ...
    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def links(self) -> Links: ...
    @property
    def copies(self) -> CopyShelf: ...
    @property
    def mailer(self) -> Mailer: ...
    @property
    def mail_sender(self) -> str: ...
    @property
    def public_url(self) -> str: ...
    @property
    def new_token(self) -> Callable[[], str]: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


def deliver_copy(ports: SendingPorts, key: str) -> Outcome:
    """Make the copy under `key` ready and send it. A second run over the same arrival sends nothing twice.

    Raises SendLater where a message has to be tried again; each delivery fails on its own.
    """
    request = _arrived(ports, key)
    if request is None:
        return "ignored"
    later = [
        delivery for delivery in ports.deliveries.of_request(request.request_id) if _advance(ports, request, delivery)
    ]
    if later:
        raise SendLater(request.request_id)
    return "delivered"


def _arrived(ports: SendingPorts, key: str) -> CopyRequest | None:
    """The request whose copy lies under `key`, ready; None where the object is not the copy that was asked for."""
    request_id = model.request_of_copy(key)
    request = ports.requests.find(request_id) if request_id else None
    info = ports.copies.info(key) if request else None
    if request is None or info is None or info.copy_code != request.copy_code:
        return None
    return _ready(ports, request, info)


def _ready(ports: SendingPorts, request: CopyRequest, info: CopyInfo) -> CopyRequest | None:
    if request.state == "ready":
        return request
    if request.state not in ("queued", "marking"):
        return None
    now = ports.now()
    retention = ports.units.of(request.unit).retention
    changes = {
        "state": "ready",
        "copy_key": info.key,
        "size_bytes": info.size_bytes,
        "parts": info.parts,
        "pages": info.pages,
        "ready_at": now,
        "expires_at": now + timedelta(days=retention.copy_days),
        "lease_until": None,
        "open_since": None,
    }
    changed = ports.requests.change(request, changes)
    if changed:
        return changed
    found = ports.requests.find(request.request_id)
    return found if found and found.state == "ready" else None


def _advance(ports: SendingPorts, request: CopyRequest, delivery: Delivery) -> bool:
    """Do what this delivery waits for; True when it has to be tried again later."""
    if delivery.channel == "app" and delivery.state == "new":
        ports.deliveries.change(delivery, "ready", _ended(ports))
        return False
    if delivery.channel != "email":
        return False
    if delivery.state == "sending":
        return _lost_worker(ports, delivery)
    return delivery.state in ("new", "ready") and _send(ports, request, delivery)


def _ended(ports: SendingPorts) -> dict[str, Any]:
    """What every delivery that is through is left with: nobody has to look after it any more."""
    return {"changed_at": ports.now(), "open_since": None}


def _lost_worker(ports: SendingPorts, delivery: Delivery) -> bool:
    """A message whose worker never came back may have left: it is not sent again, its fate is unknown."""
    if delivery.lease_until and delivery.lease_until > ports.now():
        return True
    ports.deliveries.change(delivery, "unknown", {"changed_at": ports.now(), "detail": "answer-lost"})
    return False


def _send(ports: SendingPorts, request: CopyRequest, delivery: Delivery) -> bool:
    """Send, if nobody else does; True when it has to be tried again later.

    All that may fail comes before the claim: what fails after it leaves in doubt whether the message left.
    """
    contact = ports.contacts.find(request.visit_id, ports.now())
    visit = ports.visits.find(request.visit_id)
    if contact is None or visit is None:
        ports.deliveries.change(delivery, "refused", {**_ended(ports), "detail": "contact-deleted"})
        return False
    letter = _letter(ports, request, visit, contact)
    message = compose(letter, delivery.delivery_id)
    claimed = _claimed(ports, delivery)
    return claimed is not None and _sent(ports, claimed, letter, message)


def _claimed(ports: SendingPorts, delivery: Delivery) -> Delivery | None:
    """The one right to send, taken before the act; None when another worker has it."""
    now = ports.now()
    lease = {
        "attempt": delivery.attempt + 1,
        "fence": ports.new_id(),
        "lease_until": now + model.SENDING_LEASE,
        "changed_at": now,
        "open_since": delivery.open_since or now,
        "detail": None,
    }
    return ports.deliveries.change(delivery, "sending", lease)


def _letter(ports: SendingPorts, request: CopyRequest, visit: Visit, contact: Contact) -> Letter:
    unit: Unit = ports.units.of(request.unit)
    return Letter(
        unit=unit,
        sender=ports.mail_sender,
        name=contact.name,
        email=contact.email,
        language=visit.language,
        request=request,
        address=f"{ports.public_url}/unduh/#{_new_link(ports, request)}",
        check_address=f"{ports.public_url}/cek/?kode={request.copy_code}",
        written_at=ports.now(),
    )


def _new_link(ports: SendingPorts, request: CopyRequest) -> str:
    assert request.expires_at is not None
    token = ports.new_token()
    ports.links.add(
        Link(
            token_hash=token_hash(token),
            request_id=request.request_id,
            unit=request.unit,
            created_at=ports.now(),
            expires_at=request.expires_at,
            purge_at=request.expires_at + PURGE_AFTER,
        )
    )
    return token


def _sent(ports: SendingPorts, delivery: Delivery, letter: Letter, message: bytes) -> bool:
    """Send under a claim and write down what became of it; True when it has to be tried again later."""
    try:
        provider_id = ports.mailer.send(letter, message, delivery.delivery_id)
    except AddressRefused as refused:
        ports.deliveries.change(delivery, "refused", {**_ended(ports), "detail": refused.code})
        return False
    except SendLater:
        ports.deliveries.change(delivery, "ready", {"detail": "throttled", "changed_at": ports.now()})
        return True
    except FateUnknown:
        ports.deliveries.change(delivery, "unknown", {"detail": "answer-lost", "changed_at": ports.now()})
        return False
    ports.deliveries.change(delivery, "sent", {**_ended(ports), "provider_id": provider_id})
    return False
