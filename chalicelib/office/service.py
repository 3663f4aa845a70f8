"""Whether the office is open, and closing it early."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from chalicelib.hours import Opening, opening
from chalicelib.office.model import NewClosing, ServiceDay
from chalicelib.unit import Unit, service_day, unit_day


class Days(Protocol):
    """Where the days of offices are kept."""

    def find(self, unit_day: str) -> ServiceDay: ...
    def change(self, unit_day: str, changes: Mapping[str, Any]) -> None: ...


class OfficePorts(Protocol):
    """What the office's day needs."""

    @property
    def days(self) -> Days: ...
    def now(self) -> datetime: ...


def today_of(ports: OfficePorts, unit: Unit) -> ServiceDay:
    """What was decided about today."""
    return ports.days.find(unit_day(unit, service_day(ports.now(), unit)))


def opening_of(ports: OfficePorts, unit: Unit) -> Opening:
    """Whether the office is open at this moment, an early closing included."""
    return opening(unit, ports.now(), today_of(ports, unit).early)


def close_early(ports: OfficePorts, unit: Unit, closing: NewClosing, by: str) -> ServiceDay:
    """Close earlier today; a second time replaces the first."""
    return _changed(ports, unit, closes_at=closing.closes_at, closing_reason=closing.reason, closed_by=by)


def keep_hours(ports: OfficePorts, unit: Unit) -> ServiceDay:
    """Take an early closing back; without one nothing changes."""
    return _changed(ports, unit, closes_at=None, closing_reason=None, closed_by=None)


def _changed(ports: OfficePorts, unit: Unit, **changes: Any) -> ServiceDay:
    day = unit_day(unit, service_day(ports.now(), unit))
    ports.days.change(day, changes)
    return ports.days.find(day)
