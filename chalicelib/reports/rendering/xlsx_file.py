"""A document as a workbook: a sheet of figures and definitions, then one a table, in types to count with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from chalicelib.reports.document import Document, Section
from chalicelib.reports.documents.saying import Words
from chalicelib.reports.rendering.shown import computed_line, period_line, shown
from chalicelib.reports.rendering.xlsx_cells import Formats, height_of, width_of, write_cell, write_row
from chalicelib.reports.rendering.xlsx_chart import add_chart

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET_NAME = 31
"""Characters that a sheet's name may have."""

FRONT = [36, 20, 42, 70]
"""Widths of the first sheet's columns."""


def as_xlsx(document: Document) -> bytes:
    """Nothing in it is a formula, a link or a macro: text stays text whatever it begins with."""
    written = io.BytesIO()
    asked = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, asked) as book:
        _tell(book, document)
        formats = Formats(book)
        _front(book, formats, document)
        for section in document.sections:
            _sheet(book, formats, document, section)
    return written.getvalue()


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


def _front(book: Workbook, formats: Formats, document: Document) -> None:
    """What the report is, its figures with their definitions, and what each table counts."""
    words = Words(document.heading.language)
    sheet = book.add_worksheet(words.label("summary"))
    for place, width in enumerate(FRONT):
        sheet.set_column(place, place, width)
    at = _title(book, sheet, document) + 1
    at = _figures(sheet, formats, document, at) + 1
    sheet.write_string(at, 0, words.label("definitions"), formats.head)
    sheet.merge_range(at, 1, at, 3, "", formats.head)
    for line, section in enumerate(document.sections, at + 1):
        sheet.write_string(line, 0, section.title, formats.of("text"))
        sheet.merge_range(line, 1, line, 3, section.definition, formats.of("text"))
        sheet.set_row(line, height_of([section.title, section.definition], [FRONT[0], sum(FRONT[1:])]))
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


def _figures(sheet: Worksheet, formats: Formats, document: Document, at: int) -> int:
    """The line that is free after them."""
    language = document.heading.language
    for place, code in enumerate(("figure", "value", "basis", "definition")):
        sheet.write_string(at, place, Words(language).label(code), formats.head)
    for line, figure in enumerate(document.figures, at + 1):
        write_cell(sheet, formats, (line, 0), figure.label, "text")
        write_cell(sheet, formats, (line, 1), figure.value, figure.kind, "bold")
        write_cell(sheet, formats, (line, 2), figure.basis, "text")
        write_cell(sheet, formats, (line, 3), figure.definition, "text")
        said = [figure.label, shown(figure.value, figure.kind, language), figure.basis, figure.definition]
        sheet.set_row(line, height_of(said, FRONT))
    return at + len(document.figures) + 1


def _sheet(book: Workbook, formats: Formats, document: Document, section: Section) -> None:
    """The filter takes in the rows alone; what closes the table stays under them."""
    sheet, table = book.add_worksheet(section.title[:SHEET_NAME]), section.table
    _head(sheet, formats, document, section)
    for line, row in enumerate(table.rows, 1):
        write_row(sheet, formats, line, row, table.columns)
    for line, row in enumerate(table.closing, len(table.rows) + 1):
        write_row(sheet, formats, line, row, table.columns, "bold", "top")
    last = max(1, len(table.rows))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    sheet.print_area(0, 0, last + len(table.closing), len(table.columns) - 1)
    _on_paper(sheet, document)
    if section.chart and table.rows:
        add_chart(book, sheet, section, section.chart)


def _head(sheet: Worksheet, formats: Formats, document: Document, section: Section) -> None:
    """Titles and widths, and how high each row must be."""
    table, language = section.table, document.heading.language
    rows = [*table.rows, *table.closing]
    widths = [width_of(column, [row[place] for row in rows], language) for place, column in enumerate(table.columns)]
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, formats.head)
        sheet.set_column(place, place, widths[place])
    sheet.set_row(0, height_of([column.title for column in table.columns], [width - 3 for width in widths]))
    for line, row in enumerate(rows, 1):
        said = [shown(cell, column.kind, language) for cell, column in zip(row, table.columns, strict=True)]
        sheet.set_row(line, height_of(said, widths))


def _on_paper(sheet: Worksheet, document: Document) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{document.name.replace('&', '&&')}&R&P / &N")
