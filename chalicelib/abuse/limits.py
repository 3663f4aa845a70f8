"""How much goes out: mails to one address and of one unit, publications of one visit. Addresses are kept as digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from chalicelib.errors import TooMany
from chalicelib.tables import Write
from chalicelib.unit import Limits, Unit, day_bounds, service_day, unit_day

DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Mailboxes of these domains are the same with and without dots, and under both names (Gmail Help, answer 7436150)."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TooManySends(TooMany):
    """As many mails as an address may get have been asked for; `retry_after` says when the next may be."""

    code = "too-many-sends"


class TooManySendsToday(TooMany):
    """The unit's mails of today have all been asked for."""

    code = "too-many-sends-today"


class TooManyMessages(TooMany):
    """As many WhatsApp messages as a number may get in a day have been asked for."""

    code = "too-many-messages"


class MessagesSpent(TooMany):
    """What the unit spends on WhatsApp messages in a month is spent."""

    code = "whatsapp-budget-spent"


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How often something happened that is limited: `times` in all, and since a day ago at `moments`."""

    source: str
    times: int = 0
    moments: tuple[datetime, ...] = ()
    expires_at: datetime | None = None


class Tallies(Protocol):
    """Where it is counted."""

    def find(self, source: str) -> Tally: ...
    def counting(self, before: Tally, after: Tally) -> Write:
        """A write that is lost when somebody else has counted since `before` was read."""
        ...


def counted_mail(tallies: Tallies, unit: Unit, address: str, now: datetime) -> list[Write]:
    """One more mail to an address: the writes that count it, to be made in one transaction with what asks for it.

    Raises TooManySends, TooManySendsToday.
    """
    ends_at = day_bounds(service_day(now, unit), unit)[1]
    of_unit = tallies.find(_digest(f"mails {unit_day(unit, service_day(now, unit))}"))
    if of_unit.times >= unit.limits.mails_a_day:
        raise TooManySendsToday(retry_after=_seconds(ends_at - now))
    to_address = tallies.find(_digest(f"mails to {mailbox(address)}"))
    recent = tuple(moment for moment in to_address.moments if moment > now - DAY)
    if wait := waiting_time(recent, unit.limits, now):
        raise TooManySends(retry_after=_seconds(wait))
    return [
        tallies.counting(of_unit, _one_more(of_unit, ends_at + DAY)),
        tallies.counting(to_address, _one_more(to_address, now + 2 * DAY, (*recent, now))),
    ]


def counted_message(tallies: Tallies, unit: Unit, phone: str, now: datetime) -> list[Write]:
    """One more WhatsApp message to a number in E.164: the writes that count it. Raises TooManyMessages."""
    to_phone = tallies.find(_digest(f"messages to {phone}"))
    recent = tuple(moment for moment in to_phone.moments if moment > now - DAY)
    if len(recent) >= unit.limits.messages_to_phone_a_day:
        wait = sorted(recent)[len(recent) - unit.limits.messages_to_phone_a_day] + DAY - now
        raise TooManyMessages(retry_after=_seconds(wait))
    return [tallies.counting(to_phone, _one_more(to_phone, now + 2 * DAY, (*recent, now)))]


def counted_spending(tallies: Tallies, unit: Unit, now: datetime) -> Write:
    """One more message that the unit pays for in this month of its own: the write that counts it.

    Raises MessagesSpent.
    """
    spent, ends_at = _spending(tallies, unit, now)
    if spent.times >= unit.limits.messages_a_month:
        raise MessagesSpent(retry_after=_seconds(ends_at - now))
    return tallies.counting(spent, _one_more(spent, ends_at + DAY))


def is_spent(tallies: Tallies, unit: Unit, now: datetime) -> bool:
    """Whether the unit has sent as many messages in this month as it pays for."""
    return spent_messages(tallies, unit, now) >= unit.limits.messages_a_month


def spent_messages(tallies: Tallies, unit: Unit, now: datetime) -> int:
    """How many messages that it pays for the unit has asked for in this month of its own."""
    return _spending(tallies, unit, now)[0].times


def _spending(tallies: Tallies, unit: Unit, now: datetime) -> tuple[Tally, datetime]:
    """The tally of the unit's month, and when the month ends."""
    first = service_day(now, unit).replace(day=1)
    ends_at = day_bounds((first + timedelta(days=31)).replace(day=1), unit)[0]
    return tallies.find(_digest(f"messages of {unit.code} {first:%Y-%m}")), ends_at


def counted_publication(tallies: Tallies, visit_id: str, now: datetime) -> tuple[int, Write]:
    """How many publications a visit has asked for before this one, and the write that counts it."""
    tally = tallies.find(_digest(f"publications of {visit_id}"))
    return tally.times, tallies.counting(tally, _one_more(tally, now + 2 * DAY))


def counted_reading(tallies: Tallies, visit_id: str, now: datetime) -> tuple[int, Write]:
    """How many publications a visit has opened in the reader before this one, and the write that counts it."""
    tally = tallies.find(_digest(f"readings of {visit_id}"))
    return tally.times, tallies.counting(tally, _one_more(tally, now + 2 * DAY))


def counted_complaint(tallies: Tallies, address: str, most: int, now: datetime) -> tuple[Write, int]:
    """One more complaint from a network address: the write that counts it, and in how many seconds it may come, where
    there have been `most` in the last hour (0: now).
    """
    tally = tallies.find(_digest(f"complaints from {address}"))
    recent = tuple(moment for moment in tally.moments if moment > now - HOUR)
    wait = _seconds(sorted(recent)[len(recent) - most] + HOUR - now) if len(recent) >= most else 0
    return tallies.counting(tally, _one_more(tally, now + DAY, (*recent, now))), wait


def mailbox_digest(address: str) -> str:
    """What is kept of a mailbox that nothing is sent to any more."""
    return _digest(mailbox(address))


def phone_digest(phone: str) -> str:
    """What is kept of a number in E.164 that no message is sent to any more."""
    return _digest(f"phone {phone}")


def window_digest(number: str, phone: str) -> str:
    """What is kept of a phone that has written to a number of ours."""
    return _digest(f"window {number} {phone}")


def waiting_time(moments: tuple[datetime, ...], limits: Limits, now: datetime) -> timedelta | None:
    """How long until an address may get another mail, by those of the last day; None: it may now."""
    waits = list(_waits(moments, limits, now))
    return max(waits) if waits else None


def _waits(moments: tuple[datetime, ...], limits: Limits, now: datetime) -> Iterator[timedelta]:
    for window, most in ((HOUR, limits.mails_to_address_an_hour), (DAY, limits.mails_to_address_a_day)):
        within = sorted(moment for moment in moments if moment > now - window)
        if len(within) >= most:
            yield within[len(within) - most] + window - now


def mailbox(address: str) -> str:
    """One spelling for all that reach the same mailbox: case, spaces, +tag, Gmail's dots, domains in other scripts."""
    local, _, domain = "".join(address.split()).casefold().rpartition("@")
    ascii_domain = _ascii(domain.rstrip("."))
    plain = local.partition("+")[0]
    if ascii_domain in DOTLESS:
        plain = plain.replace(".", "")
    return f"{plain}@{DOTLESS.get(ascii_domain, ascii_domain)}"


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _one_more(tally: Tally, expires_at: datetime, moments: tuple[datetime, ...] = ()) -> Tally:
    return Tally(source=tally.source, times=tally.times + 1, moments=moments, expires_at=expires_at)


def _seconds(wait: timedelta) -> int:
    return max(1, int(wait.total_seconds()) + 1)


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()
