"""The ways home that a visit may choose: each is usable, or says why not and what would help."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chalicelib.delivery.model import FAILED, CopyRequest, Delivery, latest_of_each
from chalicelib.guestbook.consents import has_consented, is_mobile
from chalicelib.guestbook.model import Contact, Visit
from chalicelib.unit import Channel, Unit

IN_ORDER: tuple[Channel, ...] = ("email", "whatsapp", "flashdisk", "app")
"""In which order another way is offered where one has failed."""


class Stops(msgspec.Struct, frozen=True):
    """What stands in the way at this moment, whoever asks: `address` a mailbox that mails come back from (the code says
    how), `whatsapp` a switch or a budget.
    """

    address: str | None = None
    whatsapp: str | None = None


class ChannelState(msgspec.Struct, frozen=True):
    """A channel; `code` says why it cannot be used, and a sentence `<code>-remedy` what would help."""

    channel: Channel
    code: str | None = None


def channel_states(unit: Unit, visit: Visit, contact: Contact | None, stops: Stops) -> list[ChannelState]:
    """Every channel that the unit offers."""
    return [ChannelState(channel, why_not(channel, unit, (visit, contact), stops)) for channel in unit.channels]


def why_not(channel: Channel, unit: Unit, person: tuple[Visit, Contact | None], stops: Stops) -> str | None:
    """The code of what stands in the way of a channel, or None."""
    visit, contact = person
    if channel in ("email", "whatsapp") and contact is None:
        return "contact-deleted"
    if channel == "email":
        return stops.address
    if channel == "whatsapp":
        return stops.whatsapp or _whatsapp_lacks(unit, visit, contact)
    return None


def _whatsapp_lacks(unit: Unit, visit: Visit, contact: Contact | None) -> str | None:
    """Sent only to a mobile number whose owner has agreed to it."""
    if not has_consented(visit, unit.whatsapp.consent):
        return "whatsapp-needs-consent"
    if contact is None or contact.phone is None:
        return "whatsapp-needs-number"
    return None if is_mobile(contact.phone) else "whatsapp-needs-mobile"


def offer(request: CopyRequest, deliveries: Iterable[Delivery], states: Iterable[ChannelState]) -> Channel | None:
    """The next way to offer: the first that works and was not tried, where one has failed for good; else None."""
    latest = {delivery.channel: delivery.state for delivery in latest_of_each(deliveries)}
    if request.state != "ready" or not any(state in FAILED for state in latest.values()):
        return None
    usable = {state.channel for state in states if state.code is None}
    return next((channel for channel in IN_ORDER if channel in usable and channel not in latest), None)
