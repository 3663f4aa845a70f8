"""Charts of a table's figures."""

from __future__ import annotations

from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfgen.canvas import Canvas

from infra.local.yearbooks.content import Table, words
from infra.local.yearbooks.figures import rows_of
from infra.local.yearbooks.sheets import Frame
from infra.local.yearbooks.typesetting import (
    BODY,
    HEAVY,
    INK,
    MUTED,
    RULE,
    SLANTED,
    STRONG,
    Style,
    set_line,
    set_text,
    tint,
)

BLUE, GREEN, ORANGE = HexColor(0x0B6FB3), HexColor(0x5BA646), HexColor(0xF08A24)
SERIES = (BLUE, ORANGE, GREEN, HexColor(0x8AA1B4), HexColor(0x7B5EA7), HexColor(0xC94F4F))
MOST_BARS = 17
ALIKE = 3
"""How many times larger one column may be than another on the same axis."""


def draw_chart(canvas: Canvas, frame: Frame, table: Table, number: str, place: tuple[str, Color]) -> None:
    """One figure that fills a page, with its title."""
    member, accent = place
    top = _draw_title(canvas, frame, table, number, (member, accent))
    rows = rows_of(table, member)
    rows = (rows if table.foot == "none" else rows[:-1])[:MOST_BARS]
    labels = [row.label for row in rows]
    series = [[row.cells[at] or 0.0 for row in rows] for at in _figure_columns(table)]
    names = [table.columns[at].head for at in _figure_columns(table)]
    high = min(top - frame.bottom - 24, frame.measure * 0.95)
    drawing = Drawing(frame.measure, high)
    {"bars": _bars, "lines": _lines, "pie": _pie}[table.chart](drawing, labels, series)
    if len(names) > 1 and table.chart != "pie":
        drawing.add(_legend(names, frame.measure))
    renderPDF.draw(drawing, canvas, frame.left, top - high - 6)
    set_text(
        canvas,
        words().source,
        Style(SLANTED, 6.4, MUTED),
        (frame.left, max(top - high - 14, frame.bottom + 12), frame.measure),
    )


def _figure_columns(table: Table) -> list[int]:
    """The first column with figures, and those that can share its axis."""
    figures = [(at, column.high) for at, column in enumerate(table.columns) if column.kind == "figure"]
    first = figures[0][1]
    found = [at for at, high in figures if first / ALIKE <= high <= first * ALIKE]
    return found[:1] if table.chart == "pie" else found[:3]


def _draw_title(canvas: Canvas, frame: Frame, table: Table, number: str, place: tuple[str, Color]) -> float:
    member, accent = place
    labels, top = words().labels, frame.top - 8
    set_line(canvas, labels["figure"], Style(STRONG, 8, accent), (frame.left, top - 10))
    canvas.setStrokeColor(accent)
    canvas.setLineWidth(0.8)
    canvas.line(frame.left, top - 13.5, frame.left + 36, top - 13.5)
    set_line(canvas, labels["figure_en"], Style(SLANTED, 7.4, accent), (frame.left, top - 22))
    set_line(canvas, number, Style(HEAVY, 9, accent), (frame.left + 41, top - 16))
    after = set_text(
        canvas,
        table.title.replace("{each}", member),
        Style(STRONG, 8.6, lead=1.3),
        (frame.left + 76, top, frame.measure - 76),
    )
    after = set_text(
        canvas,
        table.title_en.replace("{each}", member),
        Style(SLANTED, 8, MUTED, 1.3),
        (frame.left + 76, after, frame.measure - 76),
    )
    return min(after, top - 26) - 10


def _bars(drawing: Drawing, labels: list[str], series: list[list[float]]) -> None:
    chart = HorizontalBarChart()
    chart.x, chart.y = round(drawing.width * 0.34), 30
    chart.width, chart.height = round(drawing.width * 0.62), round(drawing.height - 44)
    chart.data = [values[::-1] for values in series]
    chart.categoryAxis.categoryNames = [_short(label) for label in labels[::-1]]
    chart.barSpacing, chart.groupSpacing = 1, 5
    for at, _ in enumerate(series):
        chart.bars[at].fillColor = SERIES[at]
        chart.bars[at].strokeColor = None
    _dress(chart.categoryAxis, chart.valueAxis)
    chart.valueAxis.valueMin = min(0, *(min(values) for values in series))
    chart.categoryAxis.labels.boxAnchor = "e"
    drawing.add(chart)


def _lines(drawing: Drawing, labels: list[str], series: list[list[float]]) -> None:
    chart = HorizontalLineChart()
    chart.x, chart.y = 46, 42
    chart.width, chart.height = round(drawing.width - 60), round(drawing.height - 62)
    chart.data = series
    chart.categoryAxis.categoryNames = [label[:12] for label in labels]
    for at, _ in enumerate(series):
        chart.lines[at].strokeColor = SERIES[at]
        chart.lines[at].strokeWidth = 2
    _dress(chart.categoryAxis, chart.valueAxis)
    chart.categoryAxis.labels.angle = 35
    chart.categoryAxis.labels.boxAnchor = "ne"
    drawing.add(chart)


def _pie(drawing: Drawing, labels: list[str], series: list[list[float]]) -> None:
    chart = Pie()
    chart.width = chart.height = round(min(drawing.width * 0.55, drawing.height * 0.7))
    chart.x, chart.y = round((drawing.width - chart.width) / 2), round((drawing.height - chart.height) / 2)
    chart.data = series[0]
    chart.labels = [_short(label) for label in labels]
    chart.slices.strokeColor, chart.slices.strokeWidth = white, 1.4
    chart.slices.fontName, chart.slices.fontSize, chart.slices.fontColor = BODY, 7, INK
    chart.slices.labelRadius = 1.16
    for at, _ in enumerate(labels):
        chart.slices[at].fillColor = tint(SERIES[at % len(SERIES)], 1 - 0.3 * (at // len(SERIES)))
    drawing.add(chart)


def _dress(categories: object, values: object) -> None:
    for axis in (categories, values):
        axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = BODY, 6.6, INK  # type: ignore[attr-defined]
        axis.strokeColor = RULE  # type: ignore[attr-defined]
        axis.strokeWidth = 0.6  # type: ignore[attr-defined]
    values.visibleGrid = True  # type: ignore[attr-defined]
    values.gridStrokeColor = tint(RULE, 0.45)  # type: ignore[attr-defined]
    values.gridStrokeWidth = 0.4  # type: ignore[attr-defined]
    values.labelTextFormat = lambda value: f"{value:,.0f}".replace(",", ".")  # type: ignore[attr-defined]
    values.maximumTicks = 7  # type: ignore[attr-defined]


def _legend(names: list[str], width: float) -> Legend:
    legend = Legend()
    legend.x, legend.y = round(width * 0.12), 6
    legend.alignment, legend.columnMaximum, legend.deltax = "right", 1, 110
    legend.fontName, legend.fontSize, legend.fillColor = BODY, 7, INK
    legend.dx = legend.dy = 7
    legend.strokeWidth = 0
    legend.colorNamePairs = list(zip(SERIES, names, strict=False))
    return legend


def _short(label: str) -> str:
    return label if len(label) <= 27 else label[:26].rstrip() + "…"
