"""What holds sending up: a mailbox that mails come back from, a spent quota, a channel that was turned off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

from chalicelib.abuse.limits import Tallies, is_spent, mailbox_digest
from chalicelib.delivery.channels import Stops
from chalicelib.guestbook.model import Contact
from chalicelib.unit import Unit

MAIL = "mail"
"""The switch that the mail service's daily quota turns off."""
SUPPRESSED_FOR = timedelta(days=365)
Why = Literal["address-bounced", "address-complained"]


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    """A mailbox, as a digest, that nothing is sent to until `expires_at`, and why."""

    mailbox: str
    why: Why
    since: datetime
    expires_at: datetime


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is off since `since`, until `until` (None: until somebody turns it on); `by` a member of staff."""

    switch: str
    since: datetime
    until: datetime | None = None
    by: str | None = None


class Suppressions(Protocol):
    """Where they are kept."""

    def find(self, mailbox: str) -> Suppression | None: ...
    def add(self, suppression: Suppression) -> None: ...


class Switches(Protocol):
    """Where they are kept; what is on has none."""

    def find(self, switch: str) -> Switch | None: ...
    def turn_off(self, switch: Switch) -> None: ...
    def turn_on(self, switch: str) -> None: ...


class StopPorts(Protocol):
    """What knowing of them needs."""

    @property
    def suppressions(self) -> Suppressions: ...
    @property
    def switches(self) -> Switches: ...
    @property
    def tallies(self) -> Tallies: ...
    def whatsapp_number(self, unit: Unit) -> str | None: ...
    def now(self) -> datetime: ...


def whatsapp_of(unit: Unit) -> str:
    """The switch of a unit's WhatsApp messages."""
    return f"whatsapp {unit.code}"


def off_until(ports: StopPorts, switch: str) -> datetime | None:
    """Until when something is off; None where it is on. What is off for good is so until the end of time."""
    found = ports.switches.find(switch)
    if found is None or (found.until and found.until <= ports.now()):
        return None
    return found.until or datetime.max.replace(tzinfo=ports.now().tzinfo)


def suppression_of(ports: StopPorts, address: str) -> Why | None:
    """Why nothing is sent to an address any more, or None."""
    found = ports.suppressions.find(mailbox_digest(address))
    return found.why if found and found.expires_at > ports.now() else None


def suppress(ports: StopPorts, address: str, why: Why) -> None:
    """Send nothing more to an address."""
    now = ports.now()
    ports.suppressions.add(
        Suppression(mailbox=mailbox_digest(address), why=why, since=now, expires_at=now + SUPPRESSED_FOR)
    )


def stops_of(ports: StopPorts, unit: Unit, contact: Contact | None) -> Stops:
    """What stands in the way of sending to somebody at this moment. Only what the unit offers is asked about."""
    address = suppression_of(ports, contact.email) if contact else None
    return Stops(address=address, whatsapp=_whatsapp(ports, unit) if "whatsapp" in unit.channels else None)


def _whatsapp(ports: StopPorts, unit: Unit) -> str | None:
    if off_until(ports, whatsapp_of(unit)):
        return "whatsapp-off"
    paid = ports.whatsapp_number(unit) is not None
    return "whatsapp-budget-spent" if paid and is_spent(ports.tallies, unit, ports.now()) else None
