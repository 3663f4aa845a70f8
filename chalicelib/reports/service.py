"""The figures of a period, computed from what was kept at the moment they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from chalicelib.errors import Fault, Invalid
from chalicelib.feedback.model import Skm, sample_target, skm_of
from chalicelib.feedback.service import Feedbacks
from chalicelib.queue.model import Ticket
from chalicelib.queue.moves import as_of
from chalicelib.reports.model import Period
from chalicelib.reports.standard import Standard, standard_of
from chalicelib.unit import Service, Unit, unit_day


class CountedVisits(Protocol):
    """Visits, counted."""

    def count(self, unit_days: Iterable[str]) -> int: ...


class KeptTickets(Protocol):
    """Tickets, by day."""

    def of_day(self, unit_day: str) -> list[Ticket]: ...


class ReportPorts(Protocol):
    """What reports read."""

    @property
    def feedback(self) -> Feedbacks: ...
    @property
    def visits(self) -> CountedVisits: ...
    @property
    def tickets(self) -> KeptTickets: ...
    def now(self) -> datetime: ...


def satisfaction(ports: ReportPorts, unit: Unit, period: Period) -> tuple[Skm, int]:
    """SKM of a period and how many respondents it needs, by the users of the period before."""
    given = ports.feedback.between(unit.code, period.first, period.last)
    answers = [feedback.skm for feedback in given if feedback.skm]
    users = ports.visits.count(unit_day(unit, day) for day in period.before().each_day())
    return skm_of(answers), sample_target(users)


def promise_kept(ports: ReportPorts, unit: Unit, service: Service, period: Period) -> Standard:
    """How the promise of a service was kept over a period."""
    now = ports.now()
    days = (
        (day.isoformat(), [as_of(ticket, unit, now) for ticket in ports.tickets.of_day(unit_day(unit, day))])
        for day in period.each_day()
    )
    return standard_of(service, days, now)


def promised_service(unit: Unit, code: str | None) -> Service:
    """The service of a code, or the first that promises anything. Raises Invalid for one that promises nothing."""
    promising = [service for service in unit.services if service.limit_minutes is not None]
    found = next((service for service in promising if code in (None, service.code)), None)
    if found is None:
        raise Invalid(faults=(Fault("service", "not-in-list"),))
    return found
