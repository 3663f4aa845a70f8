"""One table of a document as CSV (RFC 4180): a row is a row, and each says which period it is of.

Numbers are written with a point and without marks of thousands, days as 2026-11-26, so that any program reads them.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from chalicelib.reports.document import Cell, Column, Document, Heading, Kind, Section, Table
from chalicelib.reports.documents.saying import Words
from chalicelib.reports.rendering.shown import computed_here

SUMMARY = "summary"
"""The code of the part that holds the figures themselves."""

BYTE_ORDER_MARK = "\ufeff"
"""By it Excel knows UTF-8."""

FORMULAS = tuple("=+-@\t\r\n\0＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection), also in full width."""


def parts_of(document: Document) -> list[str]:
    """The tables that can be had, the main one first."""
    others = [section.code for section in document.sections if section.code != document.main]
    return [document.main, SUMMARY, *others]


def as_csv(document: Document, part: str | None = None) -> str:
    """The main table, or another by its code. A total is left out: whoever sums rows must not count twice."""
    section = summary(document) if part == SUMMARY else document.section(part)
    table, words = section.table, Words(document.heading.language)
    context = [words.label("from"), words.label("to"), words.label("computed")]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([guarded(column.title) for column in table.columns] + context)
    about = _context(document.heading)
    for row in [*table.rows, *([table.result] if table.result else [])]:
        writer.writerow([*(plain(cell, column) for cell, column in zip(row, table.columns, strict=True)), *about])
    return written.getvalue()


def summary(document: Document) -> Section:
    """The figures as a table of their own."""
    words = Words(document.heading.language)
    columns = [words.column(code, "text") for code in ("figure", "value", "basis", "definition")]
    rows = [(one.label, _figure(one.value, one.kind), one.basis, one.definition) for one in document.figures]
    title = words.label("summary")
    return Section(code=SUMMARY, title=title, definition="", table=Table(columns, list(rows)))


def _figure(value: Cell, kind: Kind) -> Cell:
    return _minutes(value) if kind == "minutes" and isinstance(value, int) else value


def plain(cell: Cell, column: Column) -> str:
    """A cell as it stands in the file; text that a spreadsheet would compute gets an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if column.kind == "minutes" and isinstance(cell, int):
        return str(_minutes(cell))
    return str(cell)


def guarded(text: str) -> str:
    """Text that stays text in a spreadsheet."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def _minutes(seconds: int) -> Decimal:
    """Whole minutes and their hundredths: a spreadsheet takes 10:01 for an hour of the day."""
    return (Decimal(seconds) / 60).quantize(Decimal("0.01"))


def _context(heading: Heading) -> list[str]:
    period = heading.period
    return [period.first.isoformat(), period.last.isoformat(), computed_here(heading).isoformat(timespec="seconds")]
