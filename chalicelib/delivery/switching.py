"""The switch by which a head of unit stops all messages by WhatsApp at once, and what the unit sees beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from chalicelib.abuse.limits import spent_messages
from chalicelib.delivery.stops import StopPorts, Switch, off_until, whatsapp_of
from chalicelib.form import Form
from chalicelib.unit import Unit


class Turned(Form, frozen=True):
    """Whether messages by WhatsApp shall be sent."""

    on: bool


class WhatsAppState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether messages go, since when they do not, and by which `way`: the unit's own number, or its staff's hands.

    `sent` of at most `budget` messages of the unit's month have been asked for; by hand they cost nothing.
    """

    on: bool
    off_since: datetime | None
    way: Literal["number", "hand"]
    sent: int
    budget: int


def whatsapp_state(ports: StopPorts, unit: Unit) -> WhatsAppState:
    """How it stands now."""
    off = off_until(ports, whatsapp_of(unit)) is not None
    switch = ports.switches.find(whatsapp_of(unit)) if off else None
    return WhatsAppState(
        on=not off,
        off_since=switch.since if switch else None,
        way="number" if ports.whatsapp_number(unit) else "hand",
        sent=spent_messages(ports.tallies, unit, ports.now()),
        budget=unit.limits.messages_a_month,
    )


def turn_whatsapp(ports: StopPorts, unit: Unit, wanted: Turned, by: str) -> WhatsAppState:
    """Turn it on or off; what is so already stays as it is.

    What waits is refused at its next try, and what the desk would send by hand when it takes it up.
    """
    if wanted.on:
        ports.switches.turn_on(whatsapp_of(unit))
    elif off_until(ports, whatsapp_of(unit)) is None:
        ports.switches.turn_off(Switch(switch=whatsapp_of(unit), since=ports.now(), by=by))
    return whatsapp_state(ports, unit)
