"""What the desk does for a copy: hands it over on a flash disk, sends a message by hand, tells of what failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Protocol

import msgspec

from chalicelib.delivery import letters, messages, model
from chalicelib.delivery.links import LinkExpired, LinkRevoked
from chalicelib.delivery.messages import MessagePorts
from chalicelib.delivery.model import CopyNotReady, CopyRequest, CopyWithdrawn, Delivery, UnknownDelivery
from chalicelib.delivery.opening import Opening, fetchable, open_copy
from chalicelib.delivery.outcome import Refused
from chalicelib.delivery.ports import DeliveryPorts
from chalicelib.delivery.service import added_deliveries, counted, require_channels
from chalicelib.errors import Conflict, Fault, Invalid
from chalicelib.form import Form
from chalicelib.guestbook.model import VisitFinished, as_of
from chalicelib.tables import WriteLost, attempts
from chalicelib.unit import Channel, Unit, day_bounds, service_day

STOPPED: dict[type[Exception], str] = {
    LinkRevoked: "revoked",
    LinkExpired: "copy-gone",
    CopyWithdrawn: "copy-withdrawn",
}
"""Why a delivery is refused whose copy may not be fetched any more."""


class PartRead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a file as it was read back: its size in bytes and its SHA-256, hexadecimal."""

    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class HandedOver(Form, frozen=True):
    """That a copy was handed over; `parts` are what was read back from the flash disk, where that could be done."""

    parts: Annotated[list[PartRead], msgspec.Meta(min_length=1, max_length=64)] | None = None


class AnotherChannel(Form, frozen=True):
    """One more way home for a copy."""

    channel: Channel


class PartsDiffer(Invalid):
    """What was read back is not the copy that was made."""

    code = "parts-differ"


class NotAtDesk(Conflict):
    """This delivery does not wait for the desk, or not for that."""

    code = "not-at-desk"


class ChangedMeanwhile(Conflict):
    """Somebody else, or a worker, changed it at the same moment."""

    code = "changed-meanwhile"


class DeskPorts(DeliveryPorts, MessagePorts, Protocol):
    """What the desk needs: what the visitor's page needs, and what a message needs."""


def at_desk(ports: DeliveryPorts, unit: Unit) -> list[tuple[Delivery, CopyRequest]]:
    """What waits for the desk today, the longest first."""
    start, end = day_bounds(service_day(ports.now(), unit), unit)
    found = ports.deliveries.at_desk(unit.code, start, end)
    requests = {one.request_id: ports.requests.find(one.request_id) for one in found}
    return [(one, request) for one in found if (request := requests[one.request_id])]


def delivery_of_unit(ports: DeliveryPorts, unit: Unit, delivery_id: str) -> tuple[Delivery, CopyRequest]:
    """A delivery of the staff's own unit. Raises UnknownDelivery."""
    parsed = model.parsed_delivery_id(delivery_id)
    delivery = ports.deliveries.find(*parsed) if parsed else None
    request = ports.requests.find(delivery.request_id) if delivery else None
    if delivery is None or request is None or delivery.unit != unit.code:
        raise UnknownDelivery()
    return delivery, request


def open_at_desk(ports: DeliveryPorts, delivery: Delivery, request: CopyRequest) -> Opening:
    """The marked copy, to be written to the visitor's flash disk. Raises NotAtDesk, and as `open_copy`."""
    _require_at_desk(ports, delivery, request, "hand-over")
    return open_copy(ports, request)


def hand_over(
    ports: DeliveryPorts, delivery: Delivery, request: CopyRequest, handed: tuple[str, HandedOver]
) -> Delivery:
    """Note that somebody of the staff handed a copy over. With the hashes of what was read back it counts as delivered;
    without, as sent: nobody has proved it. A second time changes nothing.

    Raises PartsDiffer, NotAtDesk, ChangedMeanwhile, and as `open_copy`.
    """
    by, form = handed
    if delivery.handed_by:
        return delivery
    _require_at_desk(ports, delivery, request, "hand-over" if delivery.channel == "flashdisk" else "message")
    if form.parts is not None and [(one.size, one.sha256) for one in form.parts] != _pieces(request):
        raise PartsDiffer(faults=(Fault("parts", "parts-differ"),))
    proof = "sha256" if form.parts is not None else "said"
    over = {"changed_at": ports.now(), "desk_since": None, "handed_by": by, "proof": proof, "detail": None}
    changed = ports.deliveries.change(delivery, "delivered" if form.parts is not None else "sent", over)
    return changed or _handed_meanwhile(ports, delivery)


def _pieces(request: CopyRequest) -> list[tuple[int, str]]:
    return [(part.size, part.sha256) for part in request.parts]


def _require_at_desk(ports: DeliveryPorts, delivery: Delivery, request: CopyRequest, wanted: model.Wants) -> None:
    """What may not be fetched any more is not handed over, and the desk has to tell that.

    Raises NotAtDesk, and as `open_copy`.
    """
    if delivery.desk_since is None or model.wants_of(delivery) != wanted:
        raise NotAtDesk(facts={"found": delivery.state})
    try:
        fetchable(ports, request)
    except (LinkRevoked, LinkExpired, CopyWithdrawn) as stopped:
        ports.deliveries.change(delivery, "refused", {"changed_at": ports.now(), "detail": STOPPED[type(stopped)]})
        raise


def _handed_meanwhile(ports: DeliveryPorts, delivery: Delivery) -> Delivery:
    found = ports.deliveries.find(delivery.request_id, delivery.name)
    if found is None or found.handed_by is None:
        raise ChangedMeanwhile()
    return found


def message_by_hand(ports: DeskPorts, delivery: Delivery, request: CopyRequest) -> tuple[str, str]:
    """The text with a fresh link that staff send by WhatsApp, and the address that opens it there.

    Raises NotAtDesk, and Conflict with why the visitor may not be written to.
    """
    _require_at_desk(ports, delivery, request, "message")
    unit = ports.units.of(request.unit)
    try:
        contact = messages.reachable(ports, unit, request)
    except Refused as refused:
        _unwritable(ports, delivery, refused.code)
        raise Conflict(refused.code) from refused
    text = messages.chat_text(unit, request, contact, letters.new_address(ports, request))
    return messages.chat_address(contact, text), text


def _unwritable(ports: DeskPorts, delivery: Delivery, code: str) -> None:
    """Nobody may write to this visitor: the desk tells them instead. What is only turned off may be turned on again."""
    if code != "whatsapp-off":
        ports.deliveries.change(delivery, "refused", {"changed_at": ports.now(), "detail": code})


def note(ports: DeliveryPorts, delivery: Delivery) -> Delivery:
    """The desk has told the visitor of what failed: it leaves the list. Raises NotAtDesk for what it has to do."""
    if delivery.desk_since is None:
        return delivery
    if model.wants_of(delivery) != "help":
        raise NotAtDesk(facts={"found": delivery.state})
    noted = ports.deliveries.change(delivery, delivery.state, {"desk_since": None})
    return noted or ports.deliveries.find(delivery.request_id, delivery.name) or delivery


def add_channel(ports: DeliveryPorts, unit: Unit, request: CopyRequest, channel: Channel) -> None:
    """One more way home, while the visitor is here; one that is under way, or went well, is not begun again. Whoever
    adds it has spoken with the visitor: what has failed leaves the list.

    Raises VisitFinished, CopyNotReady where there will be no copy, ChannelNotOffered, Invalid where it cannot work, and
    TooMany.
    """
    if request.state in ("refused", "revoked"):
        raise CopyNotReady(facts={"found": request.state})
    visit = ports.visits.find(request.visit_id)
    if visit is None or as_of(visit, unit, ports.now()).state != "open":
        raise VisitFinished()
    contact = ports.contacts.find(request.visit_id, ports.now())
    require_channels(ports, unit, (visit, contact), [channel])
    for _ in attempts(ports.pause):
        known = ports.deliveries.of_request(request.request_id)
        added = added_deliveries(ports, request, [channel], known)
        writes = [ports.deliveries.adding(one) for one in added]
        try:
            if added:
                ports.commit([*writes, *counted(ports, unit, contact, added)])
        except WriteLost:
            continue
        break
    _told(ports, known)
    ports.copies.start_job(request.request_id)


def _told(ports: DeliveryPorts, deliveries: Sequence[Delivery]) -> None:
    for one in deliveries:
        if one.desk_since and model.wants_of(one) == "help":
            note(ports, one)


def of_each(found: Sequence[tuple[Delivery, CopyRequest]]) -> list[CopyRequest]:
    """The requests of what was found, each once."""
    return list({request.request_id: request for _, request in found}.values())
