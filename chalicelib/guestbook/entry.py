"""An entry that staff make: for a visitor who needs a hand, or from the paper book of an outage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any, ClassVar

import msgspec

from chalicelib.errors import Fault
from chalicelib.form import Faulty
from chalicelib.guestbook.model import CheckIn, faults_of
from chalicelib.unit import Unit, service_day

MOST_DAYS_BACK = 31
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


def _of_our_time(moment: datetime) -> datetime:
    """Raises Faulty where no zone could say which day it is."""
    if not 2000 <= moment.year < 3000:
        raise Faulty("wrong-format")
    return moment


class StaffEntry(CheckIn, frozen=True, kw_only=True):
    """The guestbook's entry; with `arrived_at` it is copied from paper and counts from that true time.

    Of today and without `served_at` the visitor joins the line at their true time; else the visit is over.
    """

    checks: ClassVar[Mapping[str, Any]] = {
        **CheckIn.checks,
        **dict.fromkeys(("arrived_at", "served_at", "finished_at"), _of_our_time),
    }

    arrived_at: Moment | None = None
    served_at: Moment | None = None
    finished_at: Moment | None = None


def faults_of_staff_entry(entry: Mapping[str, Any], unit: Unit, now: datetime) -> list[Fault]:
    """What the unit and the clock say against an entry's fields."""
    return [*faults_of(entry, unit), *_faults_of_times(entry, unit, now)]


def _faults_of_times(entry: Mapping[str, Any], unit: Unit, now: datetime) -> Iterator[Fault]:
    times = [(name, entry.get(name)) for name in ("arrived_at", "served_at", "finished_at")]
    yield from (Fault(name, "in-the-future") for name, at in times if at and at > now)
    arrived = entry.get("arrived_at")
    if arrived and now - arrived > timedelta(days=MOST_DAYS_BACK):
        yield Fault("arrived_at", "too-long-ago", {"limit": MOST_DAYS_BACK})
    given = [number for number, (_, at) in enumerate(times) if at]
    yield from (Fault(name, "required") for name, at in times[: max(given, default=0)] if not at)
    for (_, earlier), (name, later) in pairwise(times):
        if later and earlier and later < earlier:
            yield Fault(name, "before-the-step-before")
        elif later and earlier and service_day(later, unit) != service_day(earlier, unit):
            yield Fault(name, "on-another-day")


def is_over(entry: StaffEntry, unit: Unit, now: datetime) -> bool:
    """Whether what is entered lies behind: nobody joins the line for it."""
    if entry.arrived_at is None:
        return False
    return entry.served_at is not None or service_day(entry.arrived_at, unit) < service_day(now, unit)
