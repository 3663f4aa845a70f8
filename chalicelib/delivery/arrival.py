"""A copy that has arrived makes its request ready, and each of its deliveries moves on."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any, Literal, Protocol

from chalicelib.catalogue.service import Publications
from chalicelib.delivery import codes, letters, messages
from chalicelib.delivery.letters import LetterPorts
from chalicelib.delivery.messages import MessagePorts
from chalicelib.delivery.model import CopyRequest, Delivery
from chalicelib.delivery.outcome import SendLater
from chalicelib.delivery.parts import CopyInfo
from chalicelib.delivery.ports import CopyShelf, Requests
from chalicelib.delivery.sending import Act, SendingPorts, closed, lost_worker, send

Outcome = Literal["delivered", "ignored"]


class ArrivalPorts(LetterPorts, MessagePorts, SendingPorts, Protocol):
    """What delivery needs. It reads no master and no copy: a message carries a link, or has the copy fetched."""

    @property
    def publications(self) -> Publications: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def copies(self) -> CopyShelf: ...


def deliver_copy(ports: ArrivalPorts, key: str) -> Outcome:
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


def _arrived(ports: ArrivalPorts, key: str) -> CopyRequest | None:
    """The request whose copy lies under `key`, ready; None where the object is not the copy that was asked for."""
    request_id = codes.request_of_copy(key)
    request = ports.requests.find(request_id) if request_id else None
    info = ports.copies.info(key) if request else None
    if request is None or info is None or info.copy_code != request.copy_code:
        return None
    return _ready(ports, request, info)


def _ready(ports: ArrivalPorts, request: CopyRequest, info: CopyInfo) -> CopyRequest | None:
    if request.state == "ready":
        return request
    if request.state not in ("queued", "marking"):
        return None
    now = ports.now()
    expires_at = now + timedelta(days=ports.units.of(request.unit).retention.copy_days)
    changes = {
        "state": "ready",
        "copy_key": info.key,
        "size_bytes": info.size_bytes,
        "parts": info.parts,
        "pages": info.pages,
        "ready_at": now,
        "expires_at": expires_at,
        "purge_at": expires_at,
        "lease_until": None,
        "open_since": None,
    }
    changed = ports.requests.change(request, changes)
    if changed:
        return changed
    found = ports.requests.find(request.request_id)
    return found if found and found.state == "ready" else None


def _advance(ports: ArrivalPorts, request: CopyRequest, delivery: Delivery) -> bool:
    """Do what this delivery waits for; True when it has to be tried again later."""
    if delivery.state == "sending":
        return lost_worker(ports, delivery)
    if delivery.state not in ("new", "ready"):
        return False
    if _is_withdrawn(ports, request):
        ports.deliveries.change(delivery, "refused", {**closed(ports), "detail": "copy-withdrawn"})
        return False
    if goes_by_itself(ports, delivery):
        return send(ports, delivery, partial(prepared, ports, request, delivery))
    if delivery.state == "new":
        ports.deliveries.change(delivery, "ready", _waiting(ports, delivery))
    return False


def _is_withdrawn(ports: ArrivalPorts, request: CopyRequest) -> bool:
    publication = ports.publications.find(request.publication_id)
    return publication is None or publication.state == "withdrawn"


def _waiting(ports: ArrivalPorts, delivery: Delivery) -> dict[str, Any]:
    """The app's copy is there to be fetched; a flash disk, and a message that staff send by hand, wait for the desk."""
    return {**closed(ports), "desk_since": None if delivery.channel == "app" else ports.now()}


def goes_by_itself(ports: ArrivalPorts, delivery: Delivery) -> bool:
    """Whether the service sends it; all others wait for a person."""
    if delivery.channel == "whatsapp":
        return ports.whatsapp_number(ports.units.of(delivery.unit)) is not None
    return delivery.channel == "email"


def prepared(ports: ArrivalPorts, request: CopyRequest, delivery: Delivery) -> Act:
    """The message, ready to go. Raises Refused."""
    if delivery.channel == "email":
        return letters.prepare(ports, request, delivery)
    return messages.prepare(ports, request, delivery)
