"""What each report says of a period: figures without names. None stands where nothing was measured, never a zero.

Means and shares are exact until they are rounded once, half up, to two decimals; `reason` says why a figure is missing:
`belum-cukup-data` where nobody answered, `kelompok-kecil` where fewer than five of a group did.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from chalicelib.feedback.model import Element

Missing = Literal["belum-cukup-data", "kelompok-kecil"]


class Counted(msgspec.Struct, frozen=True):
    """How many visits (or copies) bear a code; None: it was not said."""

    code: str | None
    visits: int


class VisitsDay(msgspec.Struct, frozen=True):
    """One day with visits; `services` counts its tickets by the service that was chosen."""

    day: date
    visits: int
    people: int
    services: dict[str, int]


class VisitsMonth(msgspec.Struct, frozen=True):
    """One month (`2026-11`), or what of it lies in the period."""

    month: str
    visits: int
    people: int


class Hour(msgspec.Struct, frozen=True):
    """Visits that began in one hour of the unit's day, on all days together."""

    hour: int
    visits: int


class VisitFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Who came, when and for what. `people` counts the members of groups, `profile` visits by each guestbook list."""

    visits: int
    people: int
    days: list[VisitsDay]
    months: list[VisitsMonth]
    hours: list[Hour]
    services: list[Counted]
    sources: list[Counted]
    profile: dict[str, list[Counted]]
    channels: list[Counted]


class SkmPart(msgspec.Struct, frozen=True, kw_only=True):
    """The survey of one month or one service (`code`)."""

    code: str
    respondents: int
    ikm: Decimal | None
    grade: str | None
    reason: Missing | None


class SkmFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The survey's result: IKM (25-100) and its grade, the elements U1 to U9, the faces (`ratings`), month and service.

    `target` is how many respondents the period needs, by the `users` of the period before (Krejcie-Morgan).
    """

    respondents: int
    ikm: Decimal | None
    grade: str | None
    reason: Missing | None
    elements: dict[str, Element]
    target: int
    users: int
    ratings: dict[str, int]
    rated: int
    months: list[SkmPart]
    services: list[SkmPart]


class SkdAttribute(msgspec.Struct, frozen=True):
    """One attribute's mean (1-10), and that of its importance where that was asked."""

    mean: Decimal | None
    importance: Decimal | None
    respondents: int


class SkdPart(msgspec.Struct, frozen=True, kw_only=True):
    """The anti-corruption index of one month (`code`)."""

    code: str
    respondents: int
    ipak: Decimal | None
    reason: Missing | None


class SkdFigures(msgspec.Struct, frozen=True, kw_only=True):
    """BPS's own survey: sixteen attributes, and IPAK (10-100) of the attributes 12 to 16.

    `weighted` says whether IPAK is weighted by importance; `asked` whether the unit asks these questions now.
    """

    asked: bool
    respondents: int
    ipak: Decimal | None
    weighted: bool
    reason: Missing | None
    attributes: dict[str, SkdAttribute]
    months: list[SkdPart]


class TitleUse(msgspec.Struct, frozen=True, kw_only=True):
    """How often one title was used: its printed book in the reading room, read in the page, taken home as a copy."""

    publication_id: str
    title: str
    year: int | None
    printed: int
    read: int
    taken: int


class TitleFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The use of the catalogue; `titles` begins with the most used."""

    printed: int
    read: int
    taken: int
    titles: list[TitleUse]
    channels: list[Counted]


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A legal clock over the complaints received in the period: kept, broken, or still running."""

    clock: Literal["answer", "decision", "notice"]
    days: int
    kept: int
    broken: int
    running: int
    share: Decimal | None
    reason: Missing | None


class ComplaintLine(msgspec.Struct, frozen=True, kw_only=True):
    """One complaint of the register against its clocks, without its text and without its complainant."""

    code: str
    received_on: date
    channel: str
    category: str
    state: str
    answer_due: date
    answered_on: date | None
    decision_due: date | None
    decided_on: date | None


class ComplaintFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The register of a period; `months` counts those received."""

    received: int
    states: list[Counted]
    categories: list[Counted]
    channels: list[Counted]
    clocks: list[Clock]
    months: list[Counted]
    complaints: list[ComplaintLine]
