"""Cells of a workbook in their types and formats, and the room that they take."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from chalicelib.reports.document import Cell, Column, Kind, Row
from chalicelib.reports.rendering.csv_file import FORMULAS
from chalicelib.reports.rendering.shown import shown
from chalicelib.wording import Language

if TYPE_CHECKING:
    from xlsxwriter import Workbook
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
BESIDE: dict[Kind, dict[str, object]] = {
    "text": {"text_wrap": True, "indent": 1},
    "day": {"align": "left"},
    "month": {"align": "left"},
}
"""What is read stands on the left, what is compared on the right."""

LONGEST = 32_767
"""Characters that a cell holds."""

WIDEST = 60
ARROW = 4
"""Letters that the filter's arrow takes in a column's head."""

LETTERS_HIGH = 15.0
"""Points of one line of text."""

SECONDS_A_DAY = 86_400


class Formats:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Format] = {}
        look = {"bold": True, "font_color": BLUE, "bg_color": WASH, "bottom": 1, "bottom_color": LINE}
        self.head = book.add_format(look | {"text_wrap": True, "valign": "top"})

    def of(self, kind: Kind, *marks: str) -> Format:
        """`marks` are properties of the library's that are turned on."""
        key = (kind, *marks)
        if key not in self._made:
            look = {"num_format": FORMATS[kind], "valign": "top", **BESIDE.get(kind, {})}
            self._made[key] = self._book.add_format(look | dict.fromkeys(marks, True))
        return self._made[key]


def write_cell(sheet: Worksheet, formats: Formats, at: tuple[int, int], cell: Cell, kind: Kind, *marks: str) -> None:
    """A number as a number, a day as a day; text that looks like a formula stays text when it is edited, too."""
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


def write_row(sheet: Worksheet, formats: Formats, line: int, row: Row, columns: list[Column], *marks: str) -> None:
    for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
        write_cell(sheet, formats, (line, place), cell, column.kind, *marks)


def width_of(column: Column, cells: list[Cell], language: Language) -> int:
    """In letters: what stands in the column, and the longest word of its head beside the filter's arrow."""
    longest = max((len(shown(cell, column.kind, language)) for cell in cells), default=0)
    return min(WIDEST, max(longest + 3, max(map(len, column.title.split())) + ARROW, 12))


def height_of(texts: list[str], widths: list[int]) -> float:
    """In points: programs other than Excel leave a row as high as the file says."""
    return LETTERS_HIGH * max(
        -(-len(text) // max(width - 2, 1)) or 1 for text, width in zip(texts, widths, strict=True)
    )


def _number(cell: int | Decimal, kind: Kind) -> float:
    return float(cell) / SECONDS_A_DAY if kind == "minutes" else float(cell)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
