"""When the office receives visitors: its usual hours, its special days, and an early closing that staff announce."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import msgspec

from chalicelib.unit import WEEKDAYS, SpecialDay, Unit, Wording, day_bounds, service_day

LOOKED_AHEAD = 60


class EarlyClosing(msgspec.Struct, frozen=True):
    """From when on the office is closed today although its hours say otherwise, and why."""

    closes_at: datetime
    reason: str | None = None


class Opening(msgspec.Struct, frozen=True):
    """Whether the office is open; until when, or from when again (None: not within 60 days), and why it is closed."""

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    reason: Wording | None = None


def opening(unit: Unit, now: datetime, early: EarlyClosing | None = None) -> Opening:
    """How it stands at this moment; `early` is today's early closing."""
    today = service_day(now, unit)
    for start, end in _spans(unit, today, early):
        if start <= now < end:
            return Opening(is_open=True, closes_at=end)
    return Opening(is_open=False, opens_at=_next_opening(unit, now, early), reason=_reason(unit, now, early))


def _next_opening(unit: Unit, now: datetime, early: EarlyClosing | None) -> datetime | None:
    today = service_day(now, unit)
    for ahead in range(LOOKED_AHEAD):
        day = today + timedelta(days=ahead)
        for start, _ in _spans(unit, day, early if ahead == 0 else None):
            if start > now:
                return start
    return None


def _spans(unit: Unit, day: date, early: EarlyClosing | None) -> list[tuple[datetime, datetime]]:
    """From when to when the office is open on a day, aware, in order."""
    spans = [(_at(unit, day, start), _end(unit, day, end)) for start, end in sorted(_hours_of(unit, day))]
    if early is None:
        return spans
    return [(start, min(end, early.closes_at)) for start, end in spans if start < early.closes_at]


def _at(unit: Unit, day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, unit.tz)


def _end(unit: Unit, day: date, moment: time) -> datetime:
    """Hours up to the last moment of a day reach into the next."""
    return day_bounds(day, unit)[1] if moment == time.max else _at(unit, day, moment)


def _hours_of(unit: Unit, day: date) -> list[tuple[time, time]]:
    special = special_day(unit, day)
    return special.hours if special else unit.hours.get(WEEKDAYS[day.weekday()], [])


def is_working_day(unit: Unit, day: date) -> bool:
    """Whether the office works on a day, by the hours that it really keeps."""
    kept = unit.kept_hours or unit
    special = next((special for special in kept.special_days if special.day == day), None)
    return bool(special.hours if special else kept.hours.get(WEEKDAYS[day.weekday()]))


def special_day(unit: Unit, day: date) -> SpecialDay | None:
    """The holiday or shortened day that a day is, or None."""
    return next((special for special in unit.special_days if special.day == day), None)


def _reason(unit: Unit, now: datetime, early: EarlyClosing | None) -> Wording | None:
    """Why it is closed at this moment, where that is not simply the hour."""
    if early and early.reason and now >= early.closes_at:
        return Wording(early.reason, early.reason)
    special = special_day(unit, service_day(now, unit))
    return special.name if special else None
