"""What holds sending up: a mailbox that mails come back from, a spent quota, a channel that was turned off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

from chalicelib.abuse.limits import Tallies, is_spent, mailbox_digest, phone_digest
from chalicelib.delivery.channels import Stops
from chalicelib.guestbook.model import Contact
from chalicelib.unit import Unit

MAIL = "mail"
"""The switch that the mail service's daily quota turns off."""
SUPPRESSED_FOR = timedelta(days=365)
Why = Literal["address-bounced", "address-complained", "whatsapp-stopped"]


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    """A mailbox or a phone, as a digest, that nothing is sent to until `expires_at`, and why."""

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
    def take_later(self, suppression: Suppression) -> None:
        """Keep it in place of an earlier one, by `since`; a later one stays."""
        ...


class Switches(Protocol):
    """Where they are kept; what is on has none."""

    def find(self, switch: str) -> Switch | None: ...
    def turn_off(self, switch: Switch) -> None: ...
    def turn_on(self, switch: str) -> None: ...


class SwitchPorts(Protocol):
    """What knowing of switches needs."""

    @property
    def switches(self) -> Switches: ...
    def now(self) -> datetime: ...


class SuppressionPorts(Protocol):
    """What knowing of suppressions needs."""

    @property
    def suppressions(self) -> Suppressions: ...
    def now(self) -> datetime: ...


class StopPorts(SwitchPorts, SuppressionPorts, Protocol):
    """What knowing of all that holds sending up needs."""

    @property
    def tallies(self) -> Tallies: ...
    def whatsapp_number(self, unit: Unit) -> str | None: ...


def whatsapp_of(unit: Unit) -> str:
    """The switch of a unit's WhatsApp messages."""
    return f"whatsapp {unit.code}"


def off_until(ports: SwitchPorts, switch: str) -> datetime | None:
    """Until when something is off; None where it is on. What is off for good is so until the end of time."""
    found = ports.switches.find(switch)
    if found is None or (found.until and found.until <= ports.now()):
        return None
    return found.until or datetime.max.replace(tzinfo=ports.now().tzinfo)


def suppression_of(ports: SuppressionPorts, address: str) -> Why | None:
    """Why nothing is sent to an address any more, or None."""
    found = ports.suppressions.find(mailbox_digest(address))
    return found.why if found and found.expires_at > ports.now() else None


def suppress(suppressions: Suppressions, address: str, why: Why, since: datetime) -> None:
    """Send nothing more to an address, for a year from `since`. A complaint weighs more than a mail that came back, and
    what is longer holds; a second time changes nothing.
    """
    expires_at = (since + SUPPRESSED_FOR).replace(microsecond=0)
    new = Suppression(mailbox=mailbox_digest(address), why=why, since=since, expires_at=expires_at)
    found = suppressions.find(new.mailbox)
    if found is None or _weight(found) < _weight(new):
        suppressions.add(new)


def _weight(suppression: Suppression) -> tuple[bool, datetime]:
    return suppression.why == "address-complained", suppression.expires_at


def heed(suppressions: Suppressions, phone: str, wants: bool, said_at: datetime) -> None:
    """Send nothing more to a phone whose owner said stop, or send again; of two words the later holds."""
    ends_at = said_at if wants else said_at + SUPPRESSED_FOR
    suppressions.take_later(
        Suppression(mailbox=phone_digest(phone), why="whatsapp-stopped", since=said_at, expires_at=ends_at)
    )


def stops_of(ports: StopPorts, unit: Unit, contact: Contact | None) -> Stops:
    """What stands in the way of sending to somebody at this moment. Only what the unit offers is asked about."""
    address = suppression_of(ports, contact.email) if contact else None
    return Stops(address=address, whatsapp=_whatsapp(ports, unit, contact) if "whatsapp" in unit.channels else None)


def _whatsapp(ports: StopPorts, unit: Unit, contact: Contact | None) -> str | None:
    if code := whatsapp_barred(ports, unit, contact):
        return code
    paid = ports.whatsapp_number(unit) is not None
    return "whatsapp-budget-spent" if paid and is_spent(ports.tallies, unit, ports.now()) else None


def whatsapp_barred(ports: StopPorts, unit: Unit, contact: Contact | None) -> str | None:
    """What forbids a message by WhatsApp, be it counted already or not: the office's switch, the owner's word."""
    if off_until(ports, whatsapp_of(unit)):
        return "whatsapp-off"
    found = ports.suppressions.find(phone_digest(contact.phone)) if contact and contact.phone else None
    return found.why if found and found.expires_at > ports.now() else None
