"""What becomes of a WhatsApp message after it was taken: its delivery is settled; and whoever writes to us is heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from chalicelib.delivery import windows
from chalicelib.delivery.model import Delivery, DeliveryState, parsed_delivery_id
from chalicelib.delivery.ports import Deliveries
from chalicelib.delivery.settling import Outcome
from chalicelib.delivery.stops import Suppressions, heed
from chalicelib.delivery.whatsapp_events import ACCOUNT, IN_ORDER, WINDOW_SHUT, Fate, Notice, Written, read_notice
from chalicelib.delivery.windows import Windows
from chalicelib.log import BEYOND_HELP, log
from chalicelib.tables import Pause, attempts
from chalicelib.unit import Unit, Units

OWN_ID = "wamid."
"""How the ids begin that WhatsApp itself gives; AWS answers a sending with one of its own."""


class HearingPorts(Protocol):
    """What settling and hearing need: no contact, no visit, no file."""

    @property
    def units(self) -> Units: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def suppressions(self) -> Suppressions: ...
    @property
    def windows(self) -> Windows: ...
    @property
    def pause(self) -> Pause: ...
    def whatsapp_number(self, unit: Unit) -> str | None: ...
    def now(self) -> datetime: ...


def hear_whatsapp(ports: HearingPorts, body: str) -> tuple[str, str]:
    """Settle the deliveries that a message of the queue tells of, and hear who wrote to us; which deliveries these are,
    and what came of it. A second time changes nothing.
    """
    notice = read_notice(body)
    outcomes: list[str] = [_settle(ports, notice, fate) for fate in notice.fates]
    outcomes += [_hear(ports, number, written) for number in _own_numbers(ports, notice) for written in notice.written]
    return " ".join(fate.delivery_id for fate in notice.fates), " ".join(outcomes) or "ignored"


def _own_numbers(ports: HearingPorts, notice: Notice) -> Iterator[str]:
    for unit in ports.units:
        number = ports.whatsapp_number(unit)
        if number in notice.numbers:
            yield number


def _hear(ports: HearingPorts, number: str, written: Written) -> str:
    windows.opened(ports, number, written.phone, written.at)
    if written.wants is not None:
        heed(ports.suppressions, written.phone, written.wants, written.at)
    return "heard"


def _settle(ports: HearingPorts, notice: Notice, fate: Fate) -> Outcome:
    for _ in attempts(ports.pause):
        delivery = _delivery_of(ports, notice, fate)
        if delivery is None:
            log.warning("message event is not ours", whatsapp=fate.message_id)
            return "not ours"
        move = moved(delivery, fate, ports.now())
        if move is None:
            return "known"
        if ports.deliveries.change(delivery, *move):
            _follow(ports, delivery, fate)
            return "settled"
    raise AssertionError("attempts() ends by refusing")


def _delivery_of(ports: HearingPorts, notice: Notice, fate: Fate) -> Delivery | None:
    """The delivery that a message was sent for; None for one of another number, of none, or that we never sent."""
    parsed = parsed_delivery_id(fate.delivery_id)
    delivery = ports.deliveries.find(*parsed) if parsed else None
    if delivery is None or delivery.channel != "whatsapp" or not delivery.attempt:
        return None
    number = ports.whatsapp_number(ports.units.of(delivery.unit))
    return delivery if number in notice.numbers else None


def moved(delivery: Delivery, fate: Fate, now: datetime) -> tuple[DeliveryState, dict[str, Any]] | None:
    """What a fate changes; None where it tells nothing new. What has weighed more stays.

    What was refused stays so, unless an answer was lost before: then the message is known only now to have left. The
    desk is told at once of a message that failed. The proof of two messages is the lower of their ids.
    """
    proof = _proof(delivery, fate)
    if delivery.state == "refused" and not delivery.lost:
        return None
    if IN_ORDER.index(fate.verdict) <= _rank(delivery):
        return None if proof == delivery.provider_id else (delivery.state, {"provider_id": proof})
    state, detail = fate.verdict
    told = {"changed_at": now, "open_since": None, "desk_since": now if state == "bounced" else None}
    return state, {**told, "detail": detail, "provider_id": proof, "not_before": None}


def _proof(delivery: Delivery, fate: Fate) -> str:
    known = delivery.provider_id or ""
    return min(known, fate.message_id) if known.startswith(OWN_ID) else fate.message_id


def _rank(delivery: Delivery) -> int:
    """How much weighs what is known; less than nothing before anything is known to have left."""
    verdict = (delivery.state, delivery.detail)
    if verdict in IN_ORDER:
        return IN_ORDER.index(verdict)
    return 0 if delivery.state == "sent" else -1


def _follow(ports: HearingPorts, delivery: Delivery, fate: Fate) -> None:
    """What a failure means beyond its own delivery. It is not the visitor who can mend the office's account."""
    _, code = fate.verdict
    number = ports.whatsapp_number(ports.units.of(delivery.unit))
    if code == WINDOW_SHUT and number:
        windows.closed(ports, number, fate.phone)
    if code == ACCOUNT:
        log.error(BEYOND_HELP, kind="whatsapp-account", id=delivery.delivery_id, state="bounced")
