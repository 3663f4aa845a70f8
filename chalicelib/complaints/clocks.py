"""The clocks of a complaint, in days of its unit: until when the office has to answer, decide and tell.

UU 25/2009, as we read it: the office answers, at least with whether the file is complete; an incomplete one is
completed by the complainant, or counts as withdrawn; the decision follows once the file is complete, then its notice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from chalicelib.complaints.model import Clock, Complaint, Event, LaporClass, State
from chalicelib.hours import is_working_day
from chalicelib.unit import Unit, service_day

Mood = Literal["calm", "soon", "over", "ended"]
LONGEST_HOLIDAY = 366


class Running(msgspec.Struct, frozen=True):
    """The clock that runs now: `due` is the last day on which it is kept; `days_left` is negative past it."""

    clock: Clock
    due: date
    days_left: int


def answer_due(complaint: Complaint, unit: Unit) -> date:
    """The last day for the first answer, counted from the day of receipt, which itself does not count."""
    return service_day(complaint.received_at, unit) + timedelta(days=unit.complaints.answer_days)


def answered_on(complaint: Complaint, unit: Unit) -> date | None:
    """The day of the first answer: that the file is not complete is one (our reading of UU 25/2009)."""
    return _day_of(_first(complaint, "answered", "incomplete"), unit)


def complete_by(complaint: Complaint, unit: Unit) -> date | None:
    """The last day for completing the file, while it is incomplete."""
    if complaint.state != "incomplete":
        return None
    return service_day(complaint.history[-1].at, unit) + timedelta(days=unit.complaints.completion_days)


def completed_at(complaint: Complaint) -> datetime | None:
    """Since when the file is complete: at receipt, unless it was called incomplete, then since that was mended."""
    since: datetime | None = complaint.received_at
    for event in complaint.history[1:]:
        if event.state == "incomplete":
            since = None
        elif event.state == "received":
            since = event.at
    return since


def decision_due(complaint: Complaint, unit: Unit) -> date | None:
    """The last day for the decision; None while, or where for good, the file is not complete."""
    since = completed_at(complaint)
    return service_day(since, unit) + timedelta(days=unit.complaints.decision_days) if since else None


def decided_at(complaint: Complaint) -> datetime | None:
    """When it was decided: an answer after which the complaint was closed was the decision."""
    decided = _first(complaint, "decided")
    if decided is None and complaint.state == "closed" and complaint.history[-2].state == "answered":
        decided = complaint.history[-1]
    return decided.at if decided else None


def notice_due(complaint: Complaint, unit: Unit) -> date | None:
    """The last day for telling the decision, once one was made apart from the answer."""
    decided = _first(complaint, "decided")
    return service_day(decided.at, unit) + timedelta(days=unit.complaints.notice_days) if decided else None


def lapor_due(complaint: Complaint, unit: Unit) -> date | None:
    """The last day by SP4N-LAPOR's class, in working days; None without a class."""
    kind = complaint.lapor_class
    return working_day(service_day(complaint.received_at, unit), _lapor_days(kind, unit), unit) if kind else None


def is_settled(complaint: Complaint) -> bool:
    """Whether the clock of its class has stopped: what needs no supervision is settled by its answer."""
    if complaint.is_over or _first(complaint, "decided"):
        return True
    return complaint.lapor_class != "supervision" and _first(complaint, "answered") is not None


def _lapor_days(kind: LaporClass, unit: Unit) -> int:
    days = unit.complaints.lapor
    by_class = {"information": days.information, "without-supervision": days.without_supervision}
    return by_class.get(kind, days.supervision)


def working_day(start: date, count: int, unit: Unit) -> date:
    """The so-many-th working day after a day. A holiday is a special day without hours; a shortened one is worked."""
    day, idle = start, 0
    while count and idle < LONGEST_HOLIDAY:
        day += timedelta(days=1)
        worked = is_working_day(unit, day)
        count, idle = (count - 1, 0) if worked else (count, idle + 1)
    return day


def running(complaint: Complaint, unit: Unit, now: datetime) -> Running | None:
    """The clock that runs now, or None where the complaint has ended."""
    found = _clock(complaint, unit)
    return Running(*found, (found[1] - service_day(now, unit)).days) if found else None


def _clock(complaint: Complaint, unit: Unit) -> tuple[Clock, date] | None:
    if complaint.is_over:
        return None
    if due := complete_by(complaint, unit):
        return "completion", due
    if due := notice_due(complaint, unit):
        return "notice", due
    due = decision_due(complaint, unit)
    if due and answered_on(complaint, unit):
        return "decision", due
    return "answer", answer_due(complaint, unit)


def mood_of(clock: Running | None, unit: Unit) -> Mood:
    """How urgent it is: `soon` once the office is reminded, `over` past the last day."""
    if clock is None:
        return "ended"
    if clock.days_left < 0:
        return "over"
    return "soon" if clock.days_left <= unit.complaints.reminder_days else "calm"


def is_given_up(complaint: Complaint, unit: Unit, now: datetime) -> bool:
    """Whether the complainant's time to complete the file has passed."""
    due = complete_by(complaint, unit)
    return due is not None and service_day(now, unit) > due


def _first(complaint: Complaint, *states: State) -> Event | None:
    return next((event for event in complaint.history if event.state in states), None)


def _day_of(event: Event | None, unit: Unit) -> date | None:
    return service_day(event.at, unit) if event else None
