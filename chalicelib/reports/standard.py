"""The promise of a service, as it was kept: how long visitors waited for their first service, and who waited too long.

Counted are visits that were first served, and those whose promise was broken before anybody served them: who left, was
closed with the day, or still waits. Not counted are who left in time, who did not come when called in time, and entries
copied from paper without the time of their service: nothing was measured there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from statistics import median_high
from typing import Literal

import msgspec

from chalicelib.figures import two_decimals
from chalicelib.queue.model import Ticket, is_late, waiting_seconds
from chalicelib.unit import Service

FIFTHS = 5
BEYOND = (Fraction(3, 2), Fraction(2), Fraction(3))
"""Bands within the limit are its fifths; beyond it they end at these multiples of the limit, the last one nowhere."""

Outcome = Literal["served", "left", "waiting"]


class Band(msgspec.Struct, frozen=True):
    """First services after `from_minutes` and up to `to_minutes`."""

    from_minutes: int
    to_minutes: int | None
    visits: int


class Miss(msgspec.Struct, frozen=True):
    """A promise that was broken; `waited_seconds` is None where nobody knows when the visitor left."""

    day: str
    number: str
    waited_seconds: int | None
    outcome: Outcome
    reason: str | None
    note: str | None


class Reason(msgspec.Struct, frozen=True):
    """How often a reason was given; None: nobody said."""

    code: str | None
    visits: int


class DayShare(msgspec.Struct, frozen=True):
    """One day: how many visits counted, and how many of them were served in time."""

    day: str
    counted: int
    within: int


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one service and period; `share` is in percent. Without a counted visit nothing is said of it."""

    service: str
    limit_minutes: int
    counted: int
    within: int
    share: Decimal | None
    reason: str | None
    distribution: list[Band]
    median_seconds: int | None
    p90_seconds: int | None
    reasons: list[Reason]
    misses: list[Miss]
    days: list[DayShare]


def standard_of(service: Service, days: Iterable[tuple[str, Sequence[Ticket]]], now: datetime) -> Standard:
    """The promise of a service over some days, each with all of its tickets."""
    assert service.limit_minutes is not None
    waits: list[int] = []
    misses: list[Miss] = []
    shares: list[DayShare] = []
    for day, tickets in days:
        promised = [ticket for ticket in tickets if ticket.promised_for == service.code]
        served = [ticket for ticket in promised if ticket.served_at]
        missed = list(_misses(day, promised, now))
        waits += [waiting_seconds(ticket, now) for ticket in served]
        misses += missed
        counted = len(served) + sum(miss.outcome != "served" for miss in missed)
        shares.append(DayShare(day, counted, counted - len(missed)))
    return _summed(service.code, service.limit_minutes, waits, misses, shares)


def _misses(day: str, tickets: Iterable[Ticket], now: datetime) -> Iterator[Miss]:
    for ticket in sorted(tickets, key=lambda one: one.number):
        if is_late(ticket, now):
            outcome = _outcome(ticket)
            waited = None if outcome == "left" and not ticket.finished_at else waiting_seconds(ticket, now)
            yield Miss(day, ticket.number, waited, outcome, ticket.miss_reason, ticket.miss_note)


def _outcome(ticket: Ticket) -> Outcome:
    if ticket.served_at:
        return "served"
    return "waiting" if ticket.state in ("waiting", "called") else "left"


def _summed(service: str, limit: int, waits: list[int], misses: list[Miss], days: list[DayShare]) -> Standard:
    counted, within = sum(day.counted for day in days), sum(day.within for day in days)
    given = Counter(miss.reason for miss in misses)
    return Standard(
        service=service,
        limit_minutes=limit,
        counted=counted,
        within=within,
        share=two_decimals(Fraction(within, counted) * 100) if counted else None,
        reason=None if counted else "belum-cukup-data",
        distribution=_bands(waits, limit),
        median_seconds=median_high(waits) if waits else None,
        p90_seconds=sorted(waits)[ceil(len(waits) * 9 / 10) - 1] if waits else None,
        reasons=[Reason(code, visits) for code, visits in given.most_common()],
        misses=misses,
        days=[day for day in days if day.counted],
    )


def _bands(waits: list[int], limit: int) -> list[Band]:
    ends = sorted({ceil(Fraction(limit * fifth, FIFTHS)) for fifth in range(1, FIFTHS + 1)})
    ends += [ceil(limit * times) for times in BEYOND]
    bands = [Band(start, end, _between(waits, start, end)) for start, end in zip([0, *ends], ends, strict=False)]
    return [*bands, Band(ends[-1], None, sum(wait > ends[-1] * 60 for wait in waits))]


def _between(waits: list[int], start: int, end: int) -> int:
    """Waits of more than `start` and up to `end` minutes; who was served at once counts to the first band."""
    return sum((start * 60 < wait or start == 0) and wait <= end * 60 for wait in waits)
