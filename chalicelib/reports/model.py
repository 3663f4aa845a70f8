"""A period of days and what is asked about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from chalicelib.errors import Fault, Invalid
from chalicelib.unit import Unit, day_bounds, service_day

LONGEST = timedelta(days=366 * 2)


class Period(msgspec.Struct, frozen=True):
    """From the first to the last day, both included, in the unit's days."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """The period that ended the day before: as many whole months where it begins with one, else as many days."""
        end = self.first - timedelta(days=1)
        if self.first.day > 1:
            return Period(self.first - timedelta(days=self.days), end)
        months = _months(self.last) - _months(self.first) + 1
        year, month = divmod(_months(self.first) - months, 12)
        return Period(date(year, month + 1, 1), end)

    def bounds(self, unit: Unit) -> tuple[datetime, datetime]:
        """First instant of it and first instant after it."""
        return day_bounds(self.first, unit)[0], day_bounds(self.last, unit)[1]


def period_of(start: str | None, end: str | None, unit: Unit, now: datetime) -> Period:
    """`?from=&to=`; without them this month up to now. Raises Invalid."""
    today = service_day(now, unit)
    first = _day("from", start) if start else today.replace(day=1)
    last = _day("to", end) if end else today
    if last < first or last - first > LONGEST:
        raise Invalid(faults=(Fault("to", "out-of-range", {"limit": LONGEST.days}),))
    return Period(first, last)


def _months(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(faults=(Fault(field, "wrong-format"),)) from error
