"""A report as paper knows it: heading, figures with their definitions, tables; without a word on how it is drawn."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from chalicelib.reports.model import Period
from chalicelib.unit import Unit
from chalicelib.wording import Language

Kind = Literal["text", "count", "decimal", "percent", "day", "month", "minutes"]
"""`month` is written `2026-11`; `minutes` are seconds, shown as minutes and seconds; `percent` 45.45 is 45.45 %."""

Cell = str | int | Decimal | date | None
"""None: nothing is to be said here. Text in a column of numbers says why a number is missing."""

Row = tuple[Cell, ...]


class Heading(msgspec.Struct, frozen=True):
    """What every report is asked with, and says of itself."""

    unit: Unit
    period: Period
    computed_at: datetime
    language: Language


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One number that the report is read for: `basis` says of how many it is, `definition` what it means."""

    label: str
    kind: Kind
    value: Cell
    basis: str
    definition: str


class Column(msgspec.Struct, frozen=True):
    """One column; `width` is its share of the table's."""

    title: str
    kind: Kind
    width: float = 1.0


class Table(msgspec.Struct, frozen=True):
    """Rows in the columns' kinds; `result` is what they lead to, `total` what they add up to: both stand under them."""

    columns: list[Column]
    rows: list[Row]
    total: Row | None = None
    result: Row | None = None

    @property
    def closing(self) -> list[Row]:
        return [row for row in (self.result, self.total) if row]


class Chart(msgspec.Struct, frozen=True):
    """One column of a table as columns (along time) or bars (by kind), named by the table's first columns.

    `beyond` is the number of the first row that breaks a promise: it looks different. `most` ends the axis.
    """

    shape: Literal["columns", "bars"]
    value: int
    label: int = 0
    beyond: int | None = None
    most: int | None = None


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One table under its heading, with what it counts and, where it helps, as a picture."""

    code: str
    title: str
    definition: str
    table: Table
    chart: Chart | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report; `main` is the code of the section that stands for it where there is room for one table."""

    code: str
    title: str
    subtitle: str | None = None
    filename: str
    heading: Heading
    figures: list[Figure]
    sections: list[Section]
    main: str

    @property
    def name(self) -> str:
        """Title and subtitle in one line."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    def section(self, code: str | None) -> Section:
        """The section of a code, or the main one. Raises StopIteration for a code that it has not."""
        return next(section for section in self.sections if section.code == (code or self.main))
