"""Sending a message exactly once: claimed before the act, and what became of it written down after it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from chalicelib.delivery import model
from chalicelib.delivery.model import Delivery
from chalicelib.delivery.outcome import FateUnknown, QuotaSpent, Refused, SendLater
from chalicelib.delivery.ports import Deliveries
from chalicelib.delivery.stops import MAIL, Switch, Switches, off_until
from chalicelib.log import BEYOND_HELP, log
from chalicelib.tables import Pause

Act = Callable[[], str]
"""Sends one message and returns the provider's id for it; raises Refused, SendLater, QuotaSpent, FateUnknown."""

TRIES = 4
LONGEST_WAIT = 2.0
"""Seconds; with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter")."""


class SendingPorts(Protocol):
    """What sending itself needs, whatever is sent."""

    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def switches(self) -> Switches: ...
    @property
    def pause(self) -> Pause: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


def closed(ports: SendingPorts) -> dict[str, Any]:
    """What every delivery that is through is left with: nobody has to look after it any more."""
    return {"changed_at": ports.now(), "open_since": None, "desk_since": None}


def failed(ports: SendingPorts, code: str) -> dict[str, Any]:
    """What one that has failed for good is left with: the desk is told."""
    return {**closed(ports), "detail": code, "desk_since": ports.now()}


def send(ports: SendingPorts, delivery: Delivery, prepare: Callable[[], Act]) -> bool:
    """Send what `prepare` makes ready (or raises Refused), if nobody else does; True: later again.

    All that may fail comes before the claim: what fails after it leaves in doubt whether the message left.
    """
    until = off_until(ports, MAIL) if delivery.channel == "email" else None
    if until:
        _put_off(ports, delivery, until)
        return False
    try:
        act = prepare()
    except Refused as refused:
        ports.deliveries.change(delivery, "refused", failed(ports, refused.code))
        return False
    claimed = _claimed(ports, delivery)
    return claimed is not None and _sent(ports, claimed, act)


def lost_worker(ports: SendingPorts, delivery: Delivery) -> bool:
    """A message whose worker never came back may have left: it is not sent again, its fate is unknown."""
    if delivery.lease_until and delivery.lease_until > ports.now():
        return True
    lost = {"changed_at": ports.now(), "detail": "answer-lost", "lost": delivery.lost + 1}
    ports.deliveries.change(delivery, "unknown", lost)
    return False


def _claimed(ports: SendingPorts, delivery: Delivery) -> Delivery | None:
    """The one right to send, taken before the act; None when another worker has it."""
    now = ports.now()
    lease = {
        "attempt": delivery.attempt + 1,
        "fence": ports.new_id(),
        "lease_until": now + model.SENDING_LEASE,
        "changed_at": now,
        "open_since": delivery.open_since or now,
        "not_before": None,
        "detail": None,
    }
    return ports.deliveries.change(delivery, "sending", lease)


def _sent(ports: SendingPorts, delivery: Delivery, act: Act) -> bool:
    """Send under a claim and write down what became of it; True when it has to be tried again later."""
    try:
        provider_id = _tried(ports, delivery, act)
    except Refused as refused:
        ports.deliveries.change(delivery, "refused", failed(ports, refused.code))
        return False
    except QuotaSpent as spent:
        _turn_off(ports, spent.until)
        _put_off(ports, delivery, spent.until)
        return False
    except SendLater:
        ports.deliveries.change(delivery, "ready", {"detail": "throttled", "changed_at": ports.now()})
        return True
    except FateUnknown:
        lost = {"detail": "answer-lost", "changed_at": ports.now(), "lost": delivery.lost + 1}
        ports.deliveries.change(delivery, "unknown", lost)
        return False
    ports.deliveries.change(delivery, "sent", {**closed(ports), "provider_id": provider_id})
    return False


def _tried(ports: SendingPorts, delivery: Delivery, act: Act) -> str:
    """The act, again after a moment where the service took nothing: then it is no second sending."""
    for attempt in range(TRIES - 1):
        try:
            return _in_time(ports, delivery, act)
        except SendLater:
            ports.pause(random.uniform(0, min(LONGEST_WAIT, 0.25 * 2**attempt)))  # noqa: S311
    return _in_time(ports, delivery, act)


def _in_time(ports: SendingPorts, delivery: Delivery, act: Act) -> str:
    """The act, while the right to it lasts: a worker that comes too late sends nothing, for another may have."""
    if delivery.lease_until is None or delivery.lease_until <= ports.now():
        raise SendLater()
    return act()


def _put_off(ports: SendingPorts, delivery: Delivery, until: datetime) -> None:
    """It goes later, by itself; the screen and the flash disk still work."""
    later = {"detail": "mail-later", "not_before": until, "changed_at": ports.now()}
    ports.deliveries.change(delivery, "ready", later)


def _turn_off(ports: SendingPorts, until: datetime) -> None:
    """Nobody else asks the mail service before then; a person is told."""
    ports.switches.turn_off(Switch(switch=MAIL, since=ports.now(), until=until))
    log.error(BEYOND_HELP, kind="mail-quota", id=MAIL, state="off")
