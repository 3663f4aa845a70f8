"""The shapes of reports; see `schemas`."""

from __future__ import annotations

import msgspec

from chalicelib.office.schemas import Shape


class ElementShape(Shape):
    nrr: float | None
    respondents: int


class Report(Shape):
    """What every report says: its period in the unit's days, and when it was computed."""

    from_: str = msgspec.field(name="from")
    to: str
    computed_at: str


class SkmPartShape(Shape):
    """A month (`2026-11`) or a service; a group of fewer than five is not shown apart (`kelompok-kecil`)."""

    code: str
    respondents: int
    ikm: float | None
    grade: str | None
    reason: str | None


class SkmReport(Report):
    """`target`: how many respondents the period needs by the `users` of the one before (Krejcie and Morgan)."""

    respondents: int
    ikm: float | None
    grade: str | None
    reason: str | None
    elements: dict[str, ElementShape]
    target: int
    users: int
    ratings: dict[str, int]
    rated: int
    months: list[SkmPartShape]
    services: list[SkmPartShape]


class SkdAttributeShape(Shape):
    mean: float | None
    importance: float | None
    respondents: int


class SkdPartShape(Shape):
    code: str
    respondents: int
    ipak: float | None
    reason: str | None


class SkdReport(Report):
    """`ipak` (10-100) is of the attributes 12 to 16; `weighted` by their importance where that was asked."""

    asked: bool
    respondents: int
    ipak: float | None
    weighted: bool
    reason: str | None
    attributes: dict[str, SkdAttributeShape]
    months: list[SkdPartShape]


class CountedShape(Shape):
    """How many bear a code; None: it was not said."""

    code: str | None
    visits: int


class VisitsDayShape(Shape):
    day: str
    visits: int
    people: int
    services: dict[str, int]


class VisitsMonthShape(Shape):
    month: str
    visits: int
    people: int


class HourShape(Shape):
    hour: int
    visits: int


class VisitsReport(Report):
    """`people` counts the members of groups; `profile` visits by each list of the guestbook."""

    visits: int
    people: int
    days: list[VisitsDayShape]
    months: list[VisitsMonthShape]
    hours: list[HourShape]
    services: list[CountedShape]
    sources: list[CountedShape]
    profile: dict[str, list[CountedShape]]
    channels: list[CountedShape]


class TitleUseShape(Shape):
    publication_id: str
    title: str
    year: int | None
    printed: int
    read: int
    taken: int


class TitlesReport(Report):
    """`printed` in the reading room, `read` in the page, `taken` home as a copy by one of the `channels`."""

    printed: int
    read: int
    taken: int
    titles: list[TitleUseShape]
    channels: list[CountedShape]


class ClockShape(Shape):
    """`share` of the kept is of those that were kept or broken, in percent; a clock still running is in neither."""

    clock: str
    days: int
    kept: int
    broken: int
    running: int
    share: float | None
    reason: str | None


class ComplaintLineShape(Shape):
    """One complaint, without its text and without whose it is."""

    code: str
    received_on: str
    channel: str
    category: str
    state: str
    answer_due: str
    answered_on: str | None
    decision_due: str | None
    decided_on: str | None


class ComplaintsReport(Report):
    """`visits` of a count are complaints here."""

    received: int
    states: list[CountedShape]
    categories: list[CountedShape]
    channels: list[CountedShape]
    clocks: list[ClockShape]
    months: list[CountedShape]
    complaints: list[ComplaintLineShape]


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


class MonthShare(Shape):
    month: str
    counted: int
    within: int
    share: float | None


class StandardReport(Report):
    """The promise of one service. `share` is in percent, to two decimals; without a counted visit it is None."""

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
    months: list[MonthShare]
