"""What the documents of all reports have in common: words, names of codes, and tables of what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec

from chalicelib.figures import two_decimals
from chalicelib.reports.document import Cell, Chart, Column, Document, Figure, Heading, Kind, Row, Section, Table
from chalicelib.reports.figures import Counted
from chalicelib.unit import Entry, Service
from chalicelib.wording import Language, labels, say

SHORT = 62
"""Rows that a reader takes in at once, and a chart can still show."""

TOP = 10
"""Bars of a chart over a long list."""

Names = Mapping[str, str]


class Words(msgspec.Struct, frozen=True):
    """The reports' words in one language."""

    language: Language

    def label(self, code: str) -> str:
        return labels()[f"report-{code}"][self.language]

    def say(self, code: str, **values: object) -> str:
        return say(f"report-{code}", self.language, **values)

    def missing(self, reason: str | None) -> str | None:
        """Why a figure is missing."""
        return labels()[reason][self.language] if reason else None

    def named(self, kind: str, code: str | None) -> str:
        """The name of a code; one that has none stays as it is."""
        if code is None:
            return self.label("not-said")
        entry = labels().get(f"report-{kind}-{code}")
        return entry[self.language] if entry else code

    def column(self, code: str, kind: Kind, width: float = 1.0) -> Column:
        return Column(self.label(code), kind, width)


def document(code: str, heading: Heading, figures: list[Figure], sections: Sequence[Section], main: str) -> Document:
    """A document under its own name."""
    words = Words(heading.language)
    return Document(
        code=code,
        title=words.label(code),
        filename=words.label(f"{code}-file"),
        heading=heading,
        figures=figures,
        sections=list(sections),
        main=main,
    )


def names_of(entries: Iterable[Entry | Service], language: Language) -> dict[str, str]:
    """Code -> name, of a list or of the unit's services."""
    return {entry.code: entry.name.say(language) for entry in entries}


def share(part: int, whole: int) -> Decimal | None:
    """In percent, to two decimals; None of nothing."""
    return two_decimals(Fraction(part, whole) * 100) if whole else None


class Counting(msgspec.Struct, frozen=True):
    """How a table of counted codes is headed: what the codes are, and what was counted."""

    code: str
    by: str
    what: str
    definition: str


def counted_section(words: Words, about: Counting, counted: Sequence[Counted], names: Names) -> Section:
    """How often each code was counted, and its share of all that were."""
    whole = sum(one.visits for one in counted)
    rows: list[Row] = [(_name(words, names, one.code), one.visits, share(one.visits, whole)) for one in counted]
    columns = [
        words.column(about.by, "text", 3),
        words.column(about.what, "count"),
        words.column("share", "percent"),
    ]
    return Section(
        code=about.code,
        title=words.label(f"section-{about.code}"),
        definition=words.say(about.definition),
        table=Table(columns, rows),
        chart=Chart("bars", value=1) if len(rows) > 1 else None,
    )


def _name(words: Words, names: Names, code: str | None) -> str:
    return words.label("not-said") if code is None else names.get(code, code)


def known(words: Words, kind: str, counted: Sequence[Counted]) -> Names:
    """The names of those codes that our own words name."""
    return {one.code: words.named(kind, one.code) for one in counted if one.code}


def value_or_reason(words: Words, value: Decimal | None, reason: str | None) -> Cell:
    """A figure, or why it is missing: never a zero."""
    return words.missing(reason or "belum-cukup-data") if value is None else value


def several(rows: Sequence[object]) -> bool:
    """Whether a table by time says more than its total."""
    return len(rows) > 1
