"""A document as a workbook: a sheet of figures and definitions, then one a table, in types to count with."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from chalicelib.reports.document import Cell, Column, Document, Kind, Row, Section
from chalicelib.reports.documents.saying import TOP, Words
from chalicelib.reports.rendering.csv_file import FORMULAS
from chalicelib.reports.rendering.shown import computed_line, period_line, shown

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

BLUE, WASH, LINE = "#083D70", "#EAF2FA", "#C9D2DB"
FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "decimal": "0.00",
    "percent": '0.00" %"',
    "day": "dd/mm/yyyy",
    "month": "mmm yyyy",
    "minutes": "[m]:ss",
}
LONGEST = 32_767
"""Characters that a cell holds."""

WIDEST = 60
SHEET_NAME = 31
SECONDS_A_DAY = 86_400


def as_xlsx(document: Document) -> bytes:
    """Nothing in it is a formula, a link or a macro: text stays text whatever it begins with."""
    written = io.BytesIO()
    asked = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, asked) as book:
        _tell(book, document)
        formats = _Formats(book)
        _front(book, formats, document)
        for section in document.sections:
            _sheet(book, formats, document, section)
    return written.getvalue()


class _Formats:
    """The formats of the book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Format] = {}

    def of(self, kind: Kind, *marks: str) -> Format:
        key = (kind, *marks)
        if key not in self._made:
            about = {"num_format": FORMATS[kind], "valign": "top", "text_wrap": kind == "text"}
            self._made[key] = self._book.add_format(about | dict.fromkeys(marks, True))
        return self._made[key]

    def head(self) -> Format:
        if ("head",) not in self._made:
            about = {"bold": True, "font_color": BLUE, "bg_color": WASH, "bottom": 1, "bottom_color": LINE}
            self._made[("head",)] = self._book.add_format(about | {"text_wrap": True, "valign": "top"})
        return self._made[("head",)]


def _tell(book: Workbook, document: Document) -> None:
    unit = document.heading.unit
    book.set_properties(
        {
            "title": document.name,
            "subject": period_line(document.heading),
            "author": unit.short_name,
            "company": unit.short_name,
            "created": document.heading.computed_at.replace(tzinfo=None),
        }
    )


def _front(book: Workbook, formats: _Formats, document: Document) -> None:
    """What the report is, its figures with their definitions, and what each table counts."""
    words = Words(document.heading.language)
    sheet = book.add_worksheet(words.label("summary"))
    for place, width in enumerate((34, 22, 40, 70)):
        sheet.set_column(place, place, width)
    at = _title(book, sheet, document) + 1
    at = _figures(sheet, formats, document, at) + 1
    sheet.write_string(at, 0, words.label("definitions"), formats.head())
    for line, section in enumerate(document.sections, at + 1):
        sheet.write_string(line, 0, section.title, formats.of("text"))
        sheet.merge_range(line, 1, line, 3, section.definition, formats.of("text"))
        sheet.set_row(line, 15 * (1 + len(section.definition) // 120))
    sheet.write_string(at + len(document.sections) + 2, 0, words.say("missing"))
    _on_paper(sheet, document)


def _title(book: Workbook, sheet: Worksheet, document: Document) -> int:
    """The line that is free after it."""
    heading = document.heading
    lines = [document.name, heading.unit.name.say(heading.language), heading.unit.address]
    lines += [period_line(heading), computed_line(heading)]
    large, usual = book.add_format({"bold": True, "font_size": 14}), book.add_format()
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, text, usual if line else large)
    return len(lines)


def _figures(sheet: Worksheet, formats: _Formats, document: Document, at: int) -> int:
    """The line that is free after them."""
    words = Words(document.heading.language)
    for place, code in enumerate(("figure", "value", "basis", "definition")):
        sheet.write_string(at, place, words.label(code), formats.head())
    for line, figure in enumerate(document.figures, at + 1):
        _write(sheet, formats, (line, 0), figure.label, "text")
        _write(sheet, formats, (line, 1), figure.value, figure.kind)
        _write(sheet, formats, (line, 2), figure.basis, "text")
        _write(sheet, formats, (line, 3), figure.definition, "text")
    return at + len(document.figures) + 1


def _sheet(book: Workbook, formats: _Formats, document: Document, section: Section) -> None:
    sheet, table = book.add_worksheet(section.title[:SHEET_NAME]), section.table
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, formats.head())
        sheet.set_column(place, place, _width(column, [row[place] for row in table.rows], document))
    for line, row in enumerate(table.rows, 1):
        _write_row(sheet, formats, line, row, table.columns)
    for line, row in enumerate(table.closing, len(table.rows) + 1):
        _write_row(sheet, formats, line, row, table.columns, "bold", "top")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    _on_paper(sheet, document)
    if section.chart and table.rows:
        _chart(book, sheet, section)


def _on_paper(sheet: Worksheet, document: Document) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{document.name.replace('&', '&&')}&R&P / &N")


def _write_row(sheet: Worksheet, formats: _Formats, line: int, row: Row, columns: list[Column], *marks: str) -> None:
    for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
        _write(sheet, formats, (line, place), cell, column.kind, *marks)


def _write(sheet: Worksheet, formats: _Formats, at: tuple[int, int], cell: Cell, kind: Kind, *marks: str) -> None:
    if cell is None:
        sheet.write_blank(*at, None, formats.of("text", *marks))
    elif isinstance(cell, str) and kind == "month" and len(cell) == 7:
        sheet.write_datetime(*at, _midnight(date.fromisoformat(f"{cell}-01")), formats.of(kind, *marks))
    elif isinstance(cell, str):
        quoted = ("quote_prefix",) if cell.startswith(FORMULAS) else ()
        sheet.write_string(*at, cell[:LONGEST], formats.of("text", *marks, *quoted))
    elif isinstance(cell, date):
        sheet.write_datetime(*at, _midnight(cell), formats.of(kind, *marks))
    else:
        sheet.write_number(*at, _number(cell, kind), formats.of(kind, *marks))


def _number(cell: int | Decimal, kind: Kind) -> float:
    return float(cell) / SECONDS_A_DAY if kind == "minutes" else float(cell)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _width(column: Column, cells: list[Cell], document: Document) -> float:
    """Wide enough for what stands in it, and for the arrow of the filter in its head."""
    language = document.heading.language
    longest = max((len(shown(cell, column.kind, language)) for cell in cells), default=0)
    return min(WIDEST, max(longest + 2, max(map(len, column.title.split())) + 4, 10))


def _chart(book: Workbook, sheet: Worksheet, section: Section) -> None:
    """A chart of the workbook's own beside the table: it follows when cells are changed."""
    asked, table, name = section.chart, section.table, section.title[:SHEET_NAME]
    assert asked is not None
    last = min(len(table.rows), TOP) if asked.shape == "bars" and len(table.rows) > 2 * TOP else len(table.rows)
    chart = book.add_chart({"type": "bar" if asked.shape == "bars" else "column"})
    assert chart is not None
    chart.add_series(
        {
            "name": table.columns[asked.value].title,
            "categories": [name, 1, asked.label, last, asked.label],
            "values": [name, 1, asked.value, last, asked.value],
            "fill": {"color": "#0A5CA8"},
            "gap": 60,
        }
    )
    chart.set_title({"name": section.title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    most = {} if asked.most is None else {"max": asked.most}
    chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": LINE}}, **most})
    if asked.shape == "bars":
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": LINE}}, **most})
    chart.set_size({"width": 640, "height": 320})
    sheet.insert_chart(1, len(table.columns) + 1, chart, {"description": f"{section.title}. {section.definition}"})
