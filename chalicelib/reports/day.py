"""The figures of one day of a unit: all that reports need of it, in counts. They name nobody and are kept for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from chalicelib.delivery.model import CopyRequest, Delivery, latest_of_each
from chalicelib.feedback.model import Feedback
from chalicelib.feedback.survey import Survey, survey_of
from chalicelib.guestbook.model import LISTS, Visit, people_of
from chalicelib.queue.model import Ticket
from chalicelib.queue.moves import as_of
from chalicelib.reports.standard import Kept, kept_of
from chalicelib.unit import Unit, day_bounds

NOT_SAID = ""
"""In place of a code where the guestbook was left blank: keys are texts."""
PROFILE = (*LISTS, "priority", "language")

Tally = dict[str, int]


class Use(msgspec.Struct, frozen=True):
    """How often a title was used on the day: its printed book, read in the page, taken home as a copy."""

    printed: int = 0
    read: int = 0
    taken: int = 0


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One day. Tallies are by code; hours are the unit's, `skm_of_service` counts who used that service.

    Two of the same day, counted from the same records after it, are equal.
    """

    unit: str
    day: date
    visits: int = 0
    people: int = 0
    hours: Tally = {}
    services: Tally = {}
    sources: Tally = {}
    profile: dict[str, Tally] = {}
    kept: dict[str, Kept] = {}
    ratings: Tally = {}
    skm: Survey = Survey()
    skm_of_service: dict[str, Survey] = {}
    skd: Survey = Survey()
    skd_importance: Survey = Survey()
    titles: dict[str, Use] = {}
    channels: Tally = {}


class Records(msgspec.Struct, frozen=True):
    """All that was written down about one day of a unit, and when that was read."""

    visits: Sequence[Visit]
    tickets: Sequence[Ticket]
    requests: Sequence[tuple[CopyRequest, Sequence[Delivery]]]
    feedback: Sequence[Feedback]
    read_at: datetime


def figures_of(unit: Unit, day: date, records: Records) -> DayFigures:
    """The day, counted. Before it is over it stands as it stood at `read_at`."""
    tickets = [as_of(ticket, unit, records.read_at) for ticket in records.tickets]
    return DayFigures(
        unit=unit.code,
        day=day,
        visits=len(records.visits),
        people=sum(people_of(visit.group) for visit in records.visits),
        hours=_tally(f"{visit.created_at.astimezone(unit.tz):%H}" for visit in records.visits),
        services=_tally(service for visit in records.visits for service in visit.services),
        sources=_tally(visit.source for visit in records.visits),
        profile={name: _tally(_said(visit, name) for visit in records.visits) for name in PROFILE},
        kept=_kept(day, tickets, records.read_at),
        titles=_titles(tickets, records.requests),
        channels=_tally(one.channel for _, ways in records.requests for one in latest_of_each(ways)),
        **_opinions(records.feedback),
    )


def is_final(figures: DayFigures, counted_at: datetime, unit: Unit) -> bool:
    """Whether figures were counted after their day: until then somebody may still be waiting in them."""
    return counted_at >= day_bounds(figures.day, unit)[1]


def _said(visit: Visit, name: str) -> str:
    said: str | None = getattr(visit, name)
    return said or NOT_SAID


def _kept(day: date, tickets: Sequence[Ticket], now: datetime) -> dict[str, Kept]:
    promised = sorted({ticket.promised_for for ticket in tickets if ticket.promised_for})
    return {code: kept_of(day, [one for one in tickets if one.promised_for == code], now) for code in promised}


def _titles(tickets: Iterable[Ticket], requests: Iterable[tuple[CopyRequest, Sequence[Delivery]]]) -> dict[str, Use]:
    printed = Counter(title.publication_id for ticket in tickets for title in ticket.titles)
    read = Counter(request.publication_id for request, _ in requests if request.read_at)
    taken = Counter(request.publication_id for request, ways in requests if ways)
    return {title: Use(printed[title], read[title], taken[title]) for title in sorted({*printed, *read, *taken})}


def _opinions(given: Sequence[Feedback]) -> dict[str, Any]:
    used = sorted({service for one in given for service in one.services})
    return {
        "ratings": _tally(str(one.rating) for one in given),
        "skm": survey_of(one.skm for one in given),
        "skm_of_service": {code: survey_of(one.skm for one in given if code in one.services) for code in used},
        "skd": survey_of(one.skd for one in given),
        "skd_importance": survey_of(one.skd_importance for one in given),
    }


def _tally(codes: Iterable[str]) -> Tally:
    return dict(sorted(Counter(codes).items()))
