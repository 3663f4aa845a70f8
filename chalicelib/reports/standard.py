"""The promise of a service, as it was kept: how long visitors waited for their first service, and who waited too long.

Counted are visits that were first served, and those whose promise was broken before anybody served them: who left, was
closed with the day, or still waits. Not counted are who left in time, who did not come when called in time, and entries
copied from paper without the time of their service: nothing was measured there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import ceil
from typing import Literal

import msgspec

from chalicelib.figures import two_decimals
from chalicelib.queue.model import Ticket, is_late, waiting_seconds
from chalicelib.unit import Service

FIFTHS = 5
BEYOND = (Fraction(3, 2), Fraction(2), Fraction(3))
"""Bands within the limit are its fifths; beyond it they end at these multiples of the limit, the last one nowhere."""

MOST_MISSES = 200
"""So many of a day are listed one by one: what one report holds does not grow with the number of visits."""

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


class MonthShare(msgspec.Struct, frozen=True):
    """One month, or what of it lies in the period; `share` is in percent."""

    month: str
    counted: int
    within: int
    share: Decimal | None


class Kept(msgspec.Struct, frozen=True):
    """One day of one service's promise: `waits` by their seconds, how often each reason was given, who waited too long.

    `reasons` are under `""` where nobody said; `misses` are the first of the day, `counted` and `within` are all.
    """

    counted: int = 0
    within: int = 0
    waits: dict[int, int] = {}
    reasons: dict[str, int] = {}
    misses: list[Miss] = []


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
    months: list[MonthShare]


def kept_of(day: date, promised: Sequence[Ticket], now: datetime) -> Kept:
    """How the promise of one service was kept on a day, by all of its tickets that it was made for."""
    served = [ticket for ticket in promised if ticket.served_at]
    missed = list(_misses(day.isoformat(), promised, now))
    counted = len(served) + sum(miss.outcome != "served" for miss in missed)
    return Kept(
        counted,
        counted - len(missed),
        dict(sorted(Counter(_grain(waiting_seconds(ticket, now)) for ticket in served).items())),
        dict(sorted(Counter(miss.reason or "" for miss in missed).items())),
        missed[:MOST_MISSES],
    )


def standard_of(service: Service, days: Iterable[tuple[date, Kept]]) -> Standard:
    """The promise of a service over some days, in their order."""
    assert service.limit_minutes is not None
    kept = [(day, one) for day, one in days if one.counted]
    waits, reasons = Counter[int](), Counter[str]()
    for _, one in kept:
        waits.update(one.waits)
        reasons.update(one.reasons)
    counted, within = sum(one.counted for _, one in kept), sum(one.within for _, one in kept)
    return Standard(
        service=service.code,
        limit_minutes=service.limit_minutes,
        counted=counted,
        within=within,
        share=_share(within, counted),
        reason=None if counted else "belum-cukup-data",
        distribution=_bands(waits, service.limit_minutes),
        median_seconds=_ranked(waits, waits.total() // 2 + 1),
        p90_seconds=_ranked(waits, ceil(waits.total() * 9 / 10)),
        reasons=[Reason(code or None, visits) for code, visits in reasons.most_common()],
        misses=[miss for _, one in kept for miss in one.misses],
        days=[DayShare(day.isoformat(), one.counted, one.within) for day, one in kept],
        months=list(_months(kept)),
    )


def _grain(seconds: int) -> int:
    """Exact up to an hour; beyond it the minute that had begun, so that a day holds only so many different waits."""
    return seconds if seconds <= 3600 else -(-seconds // 60) * 60


def _months(days: Sequence[tuple[date, Kept]]) -> Iterator[MonthShare]:
    for month, those in groupby(days, lambda one: f"{one[0]:%Y-%m}"):
        kept = [one for _, one in those]
        counted, within = sum(one.counted for one in kept), sum(one.within for one in kept)
        yield MonthShare(month, counted, within, _share(within, counted))


def _share(within: int, counted: int) -> Decimal | None:
    return two_decimals(Fraction(within, counted) * 100) if counted else None


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


def _ranked(waits: Mapping[int, int], rank: int) -> int | None:
    """The wait at a place, counted from the shortest; None where there are none."""
    for seconds in sorted(waits):
        rank -= waits[seconds]
        if rank <= 0:
            return seconds
    return None


def _bands(waits: Mapping[int, int], limit: int) -> list[Band]:
    ends = sorted({ceil(Fraction(limit * fifth, FIFTHS)) for fifth in range(1, FIFTHS + 1)})
    ends += [ceil(limit * times) for times in BEYOND]
    bands = [Band(start, end, _between(waits, start, end)) for start, end in zip([0, *ends], ends, strict=False)]
    return [*bands, Band(ends[-1], None, sum(visits for wait, visits in waits.items() if wait > ends[-1] * 60))]


def _between(waits: Mapping[int, int], start: int, end: int) -> int:
    """Waits of more than `start` and up to `end` minutes; who was served at once counts to the first band."""
    return sum(visits for wait, visits in waits.items() if (start * 60 < wait or start == 0) and wait <= end * 60)
