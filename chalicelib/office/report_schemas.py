"""The shapes of reports; see `schemas`."""

from __future__ import annotations

import msgspec

from chalicelib.office.schemas import Shape


class ElementShape(Shape):
    nrr: float | None
    respondents: int


class SkmReport(Shape):
    from_: str = msgspec.field(name="from")
    to: str
    respondents: int
    ikm: float | None
    grade: str | None
    reason: str | None
    elements: dict[str, ElementShape]
    target: int
    computed_at: str


class Band(Shape):
    """First services after `from_minutes` and up to `to_minutes` (None: whatever longer)."""

    from_minutes: int
    to_minutes: int | None
    visits: int


class MissShape(Shape):
    """A promise that was broken. `outcome`: served late, or left (or was closed) unserved."""

    day: str
    number: str
    waited_seconds: int | None
    outcome: str
    reason: str | None
    note: str | None


class ReasonShape(Shape):
    code: str | None
    visits: int


class DayShare(Shape):
    day: str
    counted: int
    within: int


class StandardReport(Shape):
    """The promise of one service. `share` is in percent, to two decimals; without a counted visit it is None."""

    from_: str = msgspec.field(name="from")
    to: str
    service: str
    limit_minutes: int
    counted: int
    within: int
    share: float | None
    reason: str | None
    distribution: list[Band]
    median_seconds: int | None
    p90_seconds: int | None
    reasons: list[ReasonShape]
    misses: list[MissShape]
    days: list[DayShare]
    computed_at: str
