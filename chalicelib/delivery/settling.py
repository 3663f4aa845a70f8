"""What becomes of a mail after SES took it: events settle its delivery, in any order and however often they come."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Protocol, get_args

from chalicelib.delivery.events import IN_ORDER, MailEvent, read_event
from chalicelib.delivery.model import Delivery, DeliveryState, parsed_delivery_id
from chalicelib.delivery.ports import Deliveries
from chalicelib.delivery.stops import Suppressions, Why, suppress
from chalicelib.log import log
from chalicelib.tables import Pause, attempts

Outcome = Literal["settled", "known", "ignored", "not ours"]
SUPPRESSING: dict[str | None, Why] = {why: why for why in get_args(Why)}
"""The verdicts after which nothing is sent to the mailbox any more."""


class SettlingPorts(Protocol):
    """What settling needs: no contact, no visit, no file."""

    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def suppressions(self) -> Suppressions: ...
    @property
    def mail_events(self) -> str: ...
    @property
    def mail_events_topic(self) -> str: ...
    @property
    def pause(self) -> Pause: ...
    def now(self) -> datetime: ...


def settle_mail(ports: SettlingPorts, body: str) -> tuple[str, Outcome]:
    """Settle the delivery that a message of the queue tells of; the delivery's id, and what came of it.

    A mailbox that is lost is suppressed first: who dies between the two does both when the event comes again.
    """
    event = read_event(body)
    if event is None:
        return "", "ignored"
    for _ in attempts(ports.pause):
        delivery = _delivery_of(ports, event)
        if delivery is None:
            log.warning("mail event is not ours", mail=event.message_id)
            return "", "not ours"
        if why := SUPPRESSING.get(event.verdict[1]):
            suppress(ports.suppressions, event.address, why, event.at)
        move = moved(delivery, event, ports.now())
        if move is None:
            return delivery.delivery_id, "known"
        if ports.deliveries.change(delivery, *move):
            return delivery.delivery_id, "settled"
    raise AssertionError("attempts() ends by refusing")


def _delivery_of(ports: SettlingPorts, event: MailEvent) -> Delivery | None:
    """The delivery that an event is about; None for one from elsewhere, of no delivery, or of no mail that we sent."""
    if (event.topic, event.configuration_set) != (ports.mail_events_topic, ports.mail_events):
        return None
    parsed = parsed_delivery_id(event.delivery_id)
    delivery = ports.deliveries.find(*parsed) if parsed else None
    return delivery if delivery and is_about(event, delivery) else None


def is_about(event: MailEvent, delivery: Delivery) -> bool:
    """Whether the mail of an event can be one of this delivery. Of one whose answer was lost the id is not known, and
    a second one may have been sent after it.
    """
    if delivery.channel != "email":
        return False
    unheard = delivery.provider_id is None and delivery.state in ("sending", "unknown")
    return delivery.provider_id == event.message_id or delivery.lost > 0 or unheard


def moved(delivery: Delivery, event: MailEvent, now: datetime) -> tuple[DeliveryState, dict[str, Any]] | None:
    """What an event changes; None where it tells nothing new. What has weighed more stays, what was refused too.

    The desk is told at once of a mail that came back. The proof of two mails that were sent is the lower of their ids,
    whichever is heard of first.
    """
    rank, weight = _rank(delivery), IN_ORDER.index(event.verdict)
    proof = min(filter(None, (delivery.provider_id, event.message_id)))
    if delivery.state == "refused" or (weight <= rank and proof == delivery.provider_id):
        return None
    if weight <= rank:
        return delivery.state, {"provider_id": proof}
    state, detail = event.verdict
    told = {"changed_at": now, "open_since": None, "desk_since": now if state == "bounced" else None}
    return state, {**told, "detail": detail, "provider_id": proof, "not_before": None}


def _rank(delivery: Delivery) -> int:
    """How much weighs what is known; less than nothing before anything is known to have left."""
    verdict = (delivery.state, delivery.detail)
    if verdict in IN_ORDER:
        return IN_ORDER.index(verdict)
    states = [state for state, _ in IN_ORDER]
    return states.index(delivery.state) if delivery.state in states else -1
