"""Today at a glance, for staff: who waits, what was promised and not kept, and what calls for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

import msgspec

from chalicelib.complaints.ports import ClockPorts
from chalicelib.complaints.service import due_counts
from chalicelib.delivery.model import Delivery, wants_of
from chalicelib.queue.model import Ticket, is_late
from chalicelib.queue.moves import as_of
from chalicelib.unit import Unit, day_bounds, service_day, unit_day


class CountedVisits(Protocol):
    """Visits, counted."""

    def count(self, unit_days: Iterable[str]) -> int: ...


class TodaysTickets(Protocol):
    """Tickets of a day, perhaps a second old."""

    def of_day_lately(self, unit_day: str, now: datetime) -> list[Ticket]: ...


class DeskDeliveries(Protocol):
    """What waits for the desk."""

    def at_desk(self, unit: str, since: datetime, until: datetime) -> list[Delivery]: ...


class OverviewPorts(ClockPorts, Protocol):
    """What the overview reads: nothing but the day."""

    @property
    def visits(self) -> CountedVisits: ...
    @property
    def tickets(self) -> TodaysTickets: ...
    @property
    def deliveries(self) -> DeskDeliveries: ...


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one day. Tickets are waiting, called or being served, or were `served` and are done; `late` are those
    whose promise was broken, `mails_failed` the mails of which the desk has yet to tell somebody; complaints are due
    soon, or their time is over.
    """

    day: date
    as_of: datetime
    visits: int
    waiting: int
    called: int
    serving: int
    served: int
    late: int
    mails_failed: int
    complaints_due: int
    complaints_overdue: int


def overview_of(ports: OverviewPorts, unit: Unit) -> Overview:
    """The day of a unit up to now."""
    now = ports.now()
    due, overdue = due_counts(ports, unit)
    day = service_day(now, unit)
    tickets = [as_of(one, unit, now) for one in ports.tickets.of_day_lately(unit_day(unit, day), now)]
    states = Counter(ticket.state for ticket in tickets)
    return Overview(
        day=day,
        as_of=now,
        visits=ports.visits.count([unit_day(unit, day)]),
        waiting=states["waiting"],
        called=states["called"],
        serving=states["serving"],
        served=sum(ticket.state == "done" and ticket.served_at is not None for ticket in tickets),
        late=sum(is_late(ticket, now) for ticket in tickets),
        mails_failed=_failed_mails(ports.deliveries.at_desk(unit.code, *day_bounds(day, unit))),
        complaints_due=due,
        complaints_overdue=overdue,
    )


def _failed_mails(waiting: Iterable[Delivery]) -> int:
    """Letters of complaints are told of in the register."""
    return sum(one.about == "copy" and one.channel == "email" and wants_of(one) == "help" for one in waiting)
