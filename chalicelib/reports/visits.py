"""Who came, when and for what, over some days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from chalicelib.reports.day import NOT_SAID, PROFILE, DayFigures, Tally
from chalicelib.reports.figures import Counted, Hour, VisitFigures, VisitsDay, VisitsMonth
from chalicelib.unit import Unit

SOURCES = ("kiosk", "phone", "staff", "paper")
PRIORITIES = ("elderly", "disability", "pregnant", "with-child")


def visits_of(unit: Unit, days: Sequence[DayFigures]) -> VisitFigures:
    """The visits of days in their order. Every code of a list is there, also with no visit; a code of old as well."""
    return VisitFigures(
        visits=sum(day.visits for day in days),
        people=sum(day.people for day in days),
        days=[VisitsDay(day.day, day.visits, day.people, day.services) for day in days if day.visits],
        months=list(_months(days)),
        hours=_hours(summed(day.hours for day in days)),
        services=counted(summed(day.services for day in days), [service.code for service in unit.services]),
        sources=counted(summed(day.sources for day in days), SOURCES),
        profile={name: _profile(unit, name, days) for name in PROFILE},
        channels=channels_of(unit, days),
    )


def channels_of(unit: Unit, days: Iterable[DayFigures]) -> list[Counted]:
    """The copies that were asked for, by the way they should go home."""
    return counted(summed(day.channels for day in days), unit.channels)


def summed(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    total = Counter[str]()
    for tally in tallies:
        total.update(tally)
    return dict(total)


def counted(tally: Mapping[str, int], known: Iterable[str]) -> list[Counted]:
    """By the known codes in their order, then those that were used once, then what was not said."""
    codes = list(dict.fromkeys([*known, *sorted(set(tally) - {NOT_SAID})]))
    said = [Counted(code, tally.get(code, 0)) for code in codes]
    return [*said, Counted(None, tally[NOT_SAID])] if tally.get(NOT_SAID) else said


def _profile(unit: Unit, name: str, days: Iterable[DayFigures]) -> list[Counted]:
    own: Mapping[str, Sequence[str]] = {"priority": PRIORITIES, "language": ("id", "en")}
    known = own[name] if name in own else [entry.code for entry in unit.lists[name]]
    return counted(summed(day.profile.get(name, {}) for day in days), known)


def _months(days: Iterable[DayFigures]) -> Iterator[VisitsMonth]:
    for month, those in groupby(days, month_of):
        each = list(those)
        yield VisitsMonth(month, sum(day.visits for day in each), sum(day.people for day in each))


def month_of(day: DayFigures) -> str:
    """`2026-11`."""
    return f"{day.day:%Y-%m}"


def _hours(tally: Tally) -> list[Hour]:
    """From the first hour with a visit to the last, so that an hour without one is seen between them."""
    hours = sorted(int(hour) for hour in tally)
    return [Hour(hour, tally.get(f"{hour:02d}", 0)) for hour in range(hours[0], hours[-1] + 1)] if hours else []
