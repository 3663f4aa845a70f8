"""Counting days: whenever something of a day changes, the whole day is counted anew from what was written down.

So an event that comes twice, late or in another order than its fellows changes nothing, and a figure can never drift
from its records; a day has at most some hundreds of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import msgspec

from chalicelib.delivery.model import CopyRequest, Delivery
from chalicelib.feedback.service import Feedbacks
from chalicelib.guestbook.model import Visit
from chalicelib.log import log
from chalicelib.queue.model import Ticket
from chalicelib.reports.changes import Changed, ChangedRequest, changes_of
from chalicelib.reports.day import DayFigures, Records, figures_of, is_final
from chalicelib.tables import Pause, attempts
from chalicelib.unit import Unit, Units, day_bounds, service_day, unit_day

DAYS_BACK = 400
"""How far back each night looks: over a year of reports, whatever became of the events of a day."""


class CountedDay(msgspec.Struct, frozen=True):
    """A day's figures as they are kept; `version` counts how often they were written."""

    figures: DayFigures
    counted_at: datetime
    version: int = 0


class Figures(Protocol):
    """Where the figures of days are kept."""

    def find(self, unit: str, day: date) -> CountedDay | None: ...
    def between(self, unit: str, first: date, last: date) -> list[CountedDay]: ...
    def put(self, counted: CountedDay) -> bool:
        """Keep the next version; False where another has kept one since the last was read."""
        ...


class VisitsOfDays(Protocol):
    """Visits, by day."""

    def of_day(self, unit_day: str) -> list[Visit]: ...


class TicketsOfDays(Protocol):
    """Tickets, by day."""

    def of_day(self, unit_day: str) -> list[Ticket]: ...


class RequestsOfDays(Protocol):
    """Requests, by when they were made."""

    def find(self, request_id: str) -> CopyRequest | None: ...
    def between(self, unit: str, start: datetime, end: datetime) -> list[CopyRequest]: ...


class DeliveriesOfRequests(Protocol):
    """Deliveries, by request."""

    def of_requests(self, request_ids: Sequence[str]) -> Mapping[str, list[Delivery]]: ...


class RecordPorts(Protocol):
    """Where a day's records are found."""

    @property
    def visits(self) -> VisitsOfDays: ...
    @property
    def tickets(self) -> TicketsOfDays: ...
    @property
    def requests(self) -> RequestsOfDays: ...
    @property
    def deliveries(self) -> DeliveriesOfRequests: ...
    @property
    def feedback(self) -> Feedbacks: ...
    def now(self) -> datetime: ...


class CountingPorts(RecordPorts, Protocol):
    """What counting needs."""

    @property
    def units(self) -> Units: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def pause(self) -> Pause: ...


def count_changes(ports: CountingPorts, records: Iterable[Mapping[str, Any]]) -> None:
    """Count every day anew that records of the tables' streams are about."""
    for unit, day in sorted(set(_days(ports, changes_of(records)))):
        count_day(ports, ports.units.of(unit), day)


def count_lately(ports: CountingPorts) -> None:
    """Count the days of the last 400 anew, the newest first: what events have missed is made good in a night.

    Raises ExceptionGroup when some could not be counted, after all others were.
    """
    troubles: list[Exception] = []
    for unit in ports.units:
        today = service_day(ports.now(), unit)
        for back in range(1, DAYS_BACK + 1):
            try:
                count_day(ports, unit, today - timedelta(days=back))
            except Exception as error:  # noqa: BLE001 - told below, when all others are counted
                troubles.append(error)
    if troubles:
        raise ExceptionGroup("days that could not be counted", troubles)


def count_day(ports: CountingPorts, unit: Unit, day: date) -> None:
    """Keep a day's figures as its records have them now, unless they are kept so.

    Each try reads what is kept before it reads the records: whoever finds it written since has older records than
    that writer may have had, and counts again. Raises Unavailable under too much contention.
    """
    for _ in attempts(ports.pause):
        kept = ports.figures.find(unit.code, day)
        counted = counted_now(ports, unit, day)
        if _is_kept(kept, counted, unit):
            return
        if ports.figures.put(msgspec.structs.replace(counted, version=kept.version if kept else 0)):
            log.info("counted", unit=unit.code, day=day.isoformat(), visits=counted.figures.visits)
            return


def counted_now(ports: RecordPorts, unit: Unit, day: date) -> CountedDay:
    """A day, counted from its records at this moment."""
    now, key = ports.now(), unit_day(unit, day)
    requests = [one for one in ports.requests.between(unit.code, *day_bounds(day, unit)) if one.day == day]
    ways = ports.deliveries.of_requests([request.request_id for request in requests])
    records = Records(
        visits=ports.visits.of_day(key),
        tickets=ports.tickets.of_day(key),
        requests=[(request, ways.get(request.request_id, [])) for request in requests],
        feedback=ports.feedback.between(unit.code, day, day),
        read_at=now,
    )
    return CountedDay(figures_of(unit, day, records), now)


def _is_kept(kept: CountedDay | None, counted: CountedDay, unit: Unit) -> bool:
    """Nothing is written of a day without records, nor twice of one that is final."""
    figures = counted.figures
    if kept is None:
        return figures == DayFigures(unit=figures.unit, day=figures.day, profile=figures.profile)
    return figures == kept.figures and (
        is_final(figures, kept.counted_at, unit) or not is_final(figures, counted.counted_at, unit)
    )


def _days(ports: CountingPorts, changes: Iterable[Changed | ChangedRequest]) -> Iterator[tuple[str, date]]:
    for change in changes:
        if isinstance(change, Changed):
            yield change.unit, change.day
        elif request := ports.requests.find(change.request_id):
            yield request.unit, request.day
