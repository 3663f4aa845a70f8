"""One day of one office: what staff decided about it, and whether it has been put away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec

from chalicelib.errors import Fault
from chalicelib.form import Form
from chalicelib.hours import EarlyClosing, opening
from chalicelib.unit import Unit, day_bounds, service_day


class ServiceDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a unit. `put_away_at`: when everything that was left open in it had been closed."""

    unit_day: str
    closes_at: datetime | None = None
    closing_reason: str | None = None
    closed_by: str | None = None
    put_away_at: datetime | None = None

    @property
    def early(self) -> EarlyClosing | None:
        return EarlyClosing(self.closes_at, self.closing_reason) if self.closes_at else None


class NewClosing(Form, frozen=True):
    """Closing earlier than the hours say, today; the reason is shown to visitors."""

    closes_at: Annotated[datetime, msgspec.Meta(tz=True)]
    reason: Annotated[str, msgspec.Meta(max_length=120)] | None = None


def faults_of_closing(closing: Mapping[str, Any], unit: Unit, now: datetime) -> list[Fault]:
    """An early closing is of today, and earlier than the office would close anyway."""
    start, end = day_bounds(service_day(now, unit), unit)
    at = closing.get("closes_at")
    if at is None:
        return []
    if not start <= at < end:
        return [Fault("closes_at", "not-today")]
    return [] if opening(unit, at).is_open else [Fault("closes_at", "closed-then-anyway")]
