"""The register of a period against its legal clocks: counted by state, element, channel and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from chalicelib.complaints import clocks
from chalicelib.complaints.model import CATEGORIES, STATES, Complaint
from chalicelib.figures import two_decimals
from chalicelib.reports.figures import Clock, ComplaintFigures, ComplaintLine, Counted
from chalicelib.unit import Unit, service_day

Outcome = Literal["kept", "broken", "running"]
CHANNELS = ("page", "box", "email", "whatsapp")


def complaint_figures(complaints: Sequence[Complaint], unit: Unit, now: datetime) -> ComplaintFigures:
    """What the register says of the complaints that a unit received in a period, as it stands at `now`.

    A clock that was never owed counts nowhere: the decision on a file that nobody completed. What was withdrawn counts
    where a clock was kept, and breaks none. Without one that was kept or broken there is no share.
    """
    months = Counter(f"{service_day(one.received_at, unit):%Y-%m}" for one in complaints)
    days = unit.complaints
    return ComplaintFigures(
        received=len(complaints),
        states=_counted(STATES, (one.state for one in complaints)),
        categories=_counted(CATEGORIES, (one.category for one in complaints)),
        channels=_counted(CHANNELS, (one.channel for one in complaints)),
        clocks=[
            _clock("answer", days.answer_days, (_answer(one, unit, now) for one in complaints)),
            _clock("decision", days.decision_days, (_decision(one, unit, now) for one in complaints)),
            _clock("notice", days.notice_days, (_notice(one, unit, now) for one in complaints)),
        ],
        months=[Counted(month, months[month]) for month in sorted(months)],
        complaints=[_line(one, unit) for one in sorted(complaints, key=lambda one: one.position)],
    )


def _counted(codes: Sequence[str], found: Iterable[str]) -> list[Counted]:
    """Every code in its order, also those that nothing bears."""
    counts = Counter(found)
    return [Counted(code, counts[code]) for code in codes]


def _clock(clock: Literal["answer", "decision", "notice"], days: int, outcomes: Iterable[Outcome | None]) -> Clock:
    counts = Counter(outcomes)
    kept, broken = counts["kept"], counts["broken"]
    share = two_decimals(Fraction(kept, kept + broken) * 100) if kept + broken else None
    return Clock(
        clock=clock,
        days=days,
        kept=kept,
        broken=broken,
        running=counts["running"],
        share=share,
        reason="belum-cukup-data" if share is None else None,
    )


def _answer(complaint: Complaint, unit: Unit, now: datetime) -> Outcome | None:
    return _outcome(
        clocks.answer_due(complaint, unit), clocks.answered_on(complaint, unit), _until(complaint, unit, now)
    )


def _decision(complaint: Complaint, unit: Unit, now: datetime) -> Outcome | None:
    """What nobody completed in time is not owed a decision."""
    due, decided = clocks.decision_due(complaint, unit), clocks.decided_at(complaint)
    return _outcome(due, service_day(decided, unit) if decided else None, _until(complaint, unit, now))


def _notice(complaint: Complaint, unit: Unit, now: datetime) -> Outcome | None:
    """The decision counts as told when the complaint is closed after it."""
    closed = complaint.history[-1] if complaint.state == "closed" else None
    told = service_day(closed.at, unit) if closed else None
    return _outcome(clocks.notice_due(complaint, unit), told, _until(complaint, unit, now))


def _until(complaint: Complaint, unit: Unit, now: datetime) -> date | None:
    """The day up to which a clock could be broken: today, or none once the complainant took the complaint back."""
    return None if complaint.state == "withdrawn" else service_day(now, unit)


def _outcome(due: date | None, done: date | None, until: date | None) -> Outcome | None:
    if due is None:
        return None
    if done and done <= due:
        return "kept"
    if until is None:
        return None
    return "running" if done is None and until <= due else "broken"


def _line(complaint: Complaint, unit: Unit) -> ComplaintLine:
    decided = clocks.decided_at(complaint)
    return ComplaintLine(
        code=complaint.code,
        received_on=service_day(complaint.received_at, unit),
        channel=complaint.channel,
        category=complaint.category,
        state=complaint.state,
        answer_due=clocks.answer_due(complaint, unit),
        answered_on=clocks.answered_on(complaint, unit),
        decision_due=clocks.decision_due(complaint, unit),
        decided_on=service_day(decided, unit) if decided else None,
    )
