"""The figures of a period, computed from what was kept at the moment they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from chalicelib.feedback.model import Skm, sample_target, skm_of
from chalicelib.feedback.service import Feedbacks
from chalicelib.reports.model import Period
from chalicelib.unit import Unit, unit_day


class CountedVisits(Protocol):
    """Visits, counted."""

    def count(self, unit_days: Iterable[str]) -> int: ...


class ReportPorts(Protocol):
    """What reports read."""

    @property
    def feedback(self) -> Feedbacks: ...
    @property
    def visits(self) -> CountedVisits: ...
    def now(self) -> datetime: ...


def satisfaction(ports: ReportPorts, unit: Unit, period: Period) -> tuple[Skm, int]:
    """SKM of a period and how many respondents it needs, by the users of the period before."""
    start, end = period.bounds(unit)
    answers = [feedback.skm for feedback in ports.feedback.between(unit.code, start, end) if feedback.skm]
    users = ports.visits.count(unit_day(unit, day) for day in period.before().each_day())
    return skm_of(answers), sample_target(users)
