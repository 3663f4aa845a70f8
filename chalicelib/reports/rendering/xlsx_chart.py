"""A chart of the workbook's own beside its table: it follows when cells are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.reports.document import Chart, Section, Table
from chalicelib.reports.documents.saying import TOP
from chalicelib.reports.rendering.xlsx_cells import LINE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

BLUE = "#0A5CA8"
TIMES = {"day": "d mmm", "month": "mmm yyyy"}


def add_chart(book: Workbook, sheet: Worksheet, section: Section, asked: Chart) -> None:
    """What it shows is said in words, too, for who does not see it."""
    table = section.table
    chart = book.add_chart({"type": "bar" if asked.shape == "bars" else "column"})
    assert chart is not None
    last = _last(asked, table)
    chart.add_series(
        {
            "name": table.columns[asked.value].title,
            "categories": [sheet.name, 1, asked.label, last, asked.label],
            "values": [sheet.name, 1, asked.value, last, asked.value],
            "fill": {"color": BLUE},
            "gap": 60,
        }
    )
    values, names = _values(asked), _names(asked, table)
    chart.set_x_axis(values if asked.shape == "bars" else names)
    chart.set_y_axis(names if asked.shape == "bars" else values)
    chart.set_title({"name": section.title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 640, "height": 320})
    sheet.insert_chart(1, len(table.columns) + 1, chart, {"description": f"{section.title}. {section.definition}"})


def _last(asked: Chart, table: Table) -> int:
    return TOP if asked.shape == "bars" and len(table.rows) > 2 * TOP else len(table.rows)


def _values(asked: Chart) -> dict[str, Any]:
    most = {} if asked.most is None else {"max": asked.most}
    return {"min": 0, "major_gridlines": {"visible": True, "line": {"color": LINE}}, **most}


def _names(asked: Chart, table: Table) -> dict[str, Any]:
    """Days and months as they are written, not as the numbers that they are; bars from the top."""
    time = TIMES.get(table.columns[asked.label].kind)
    return {"reverse": asked.shape == "bars", **({"text_axis": True, "num_format": time} if time else {})}
