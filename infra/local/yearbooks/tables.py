"""Tables as statistical yearbooks set them: bilingual heads, numbered columns, few rules, the city's line last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from infra.local.yearbooks.content import Column, Table, words
from infra.local.yearbooks.figures import Row, rows_of, written
from infra.local.yearbooks.sheets import Frame
from infra.local.yearbooks.typesetting import (
    BODY,
    HEAVY,
    INK,
    MUTED,
    SLANTED,
    STRONG,
    Style,
    lines_of,
    set_line,
    set_text,
    tint,
)

ROWS_UPRIGHT = 30
ROWS_LYING = 19
HEADS = Style(STRONG, 7.2, INK, 1.25)
HEADS_EN = Style(SLANTED, 6.8, MUTED, 1.25)
CELL = Style(BODY, 7.6)
TOTAL = Style(HEAVY, 7.6)
LABEL_SHARE = 0.34


@dataclass(frozen=True)
class Grid:
    """Where a table is drawn: `edges` are the columns' borders, from the end of the labels on."""

    canvas: Canvas
    frame: Frame
    accent: Color
    edges: list[float]

    @property
    def broad(self) -> float:
        """A column's width."""
        return self.edges[1] - self.edges[0]


class Part:
    """What of a table stands on one page."""

    def __init__(self, table: Table, number: str, member: str, rows: list[Row], place: tuple[int, int]) -> None:
        self.table, self.number, self.member, self.rows = table, number, member, rows
        self.continues = place[0] > 0
        self.ends = place[0] == place[1] - 1

    @property
    def title(self) -> str:
        """In Indonesian, with the member that the table is about."""
        return self.table.title.replace("{each}", self.member)

    @property
    def title_en(self) -> str:
        """In English."""
        return self.table.title_en.replace("{each}", self.member)


def parts_of(table: Table, number: str, member: str) -> Iterator[Part]:
    """The table's pages."""
    rows, most = rows_of(table, member), ROWS_LYING if table.wide else ROWS_UPRIGHT
    pages = [rows[start : start + most] for start in range(0, len(rows), most)]
    for place, page in enumerate(pages):
        yield Part(table, number, member, page, (place, len(pages)))


def draw_table(canvas: Canvas, frame: Frame, part: Part, accent: Color) -> float:
    """Draws it from the frame's top; answers where it ends."""
    grid = Grid(canvas, frame, accent, _edges(frame, len(part.table.columns)))
    top = _draw_heads(grid, part.table.columns, _draw_title(canvas, frame, part, accent))
    for row in part.rows:
        top = _draw_row(grid, part, row, top)
    _rule(grid, top - 2, 1.4)
    return set_text(canvas, words().source, Style(SLANTED, 6.4, MUTED), (frame.left, top - 6, frame.measure))


def _draw_title(canvas: Canvas, frame: Frame, part: Part, accent: Color) -> float:
    labels, top = words().labels, frame.top - 8
    box = 70
    canvas.setStrokeColor(accent)
    canvas.setLineWidth(0.8)
    set_line(canvas, labels["table"], Style(STRONG, 8, accent), (frame.left, top - 10))
    canvas.line(frame.left, top - 13.5, frame.left + 28, top - 13.5)
    set_line(canvas, labels["table_en"], Style(SLANTED, 7.4, accent), (frame.left, top - 22))
    set_line(canvas, part.number, Style(HEAVY, 9, accent), (frame.left + 33, top - 16))
    place = (frame.left + box, top, frame.measure - box)
    if part.continues:
        return set_text(canvas, labels["continued"] + f" {part.number}", Style(SLANTED, 8), place) - 18
    after = set_text(canvas, part.title, Style(STRONG, 8.6, lead=1.3), place)
    after = set_text(canvas, part.title_en, Style(SLANTED, 8, MUTED, 1.3), (place[0], after, place[2]))
    return min(after, top - 26) - 10


def _edges(frame: Frame, columns: int) -> list[float]:
    """Where the columns end, from the label's on."""
    share = LABEL_SHARE if columns <= 6 else 0.24
    first = frame.left + share * frame.measure
    broad = (frame.right - first) / columns
    return [first + broad * place for place in range(columns + 1)]


def _rule(grid: Grid, height: float, weight: float) -> None:
    grid.canvas.setStrokeColor(grid.accent)
    grid.canvas.setLineWidth(weight)
    grid.canvas.line(grid.frame.left, height, grid.frame.right, height)


def _draw_heads(grid: Grid, columns: tuple[Column, ...], top: float) -> float:
    """Heads in two languages, then the columns' numbers."""
    canvas, frame, broad = grid.canvas, grid.frame, grid.broad - 6
    heads = [(lines_of(one.head, HEADS, broad), lines_of(one.head_en, HEADS_EN, broad)) for one in columns]
    high = max(len(first) + len(second) for first, second in heads) * 9.4 + 9
    canvas.setFillColor(tint(grid.accent, 0.13))
    canvas.rect(frame.left, top - high - 13, frame.measure, high + 13, stroke=0, fill=1)
    for number, (column, edge) in enumerate(zip(columns, grid.edges, strict=False)):
        after = set_text(canvas, column.head, HEADS, (edge + 3, top - 4, broad), "center")
        set_text(canvas, column.head_en, HEADS_EN, (edge + 3, after, broad), "center")
        set_line(canvas, f"({number + 2})", HEADS, (edge + 3 + broad / 2, top - high - 9.5), "center")
    set_line(canvas, "(1)", HEADS, ((frame.left + grid.edges[0]) / 2, top - high - 9.5), "center")
    for height, weight in ((top, 1.4), (top - high, 0.5), (top - high - 13, 0.5)):
        _rule(grid, height, weight)
    return top - high - 17


def _draw_row(grid: Grid, part: Part, row: Row, top: float) -> float:
    is_foot = part.ends and row is part.rows[-1] and part.table.foot != "none"
    style = TOTAL if is_foot or row.heads else CELL
    if is_foot:
        _rule(grid, top - 1, 0.5)
    left, room = grid.frame.left + 2, grid.edges[0] - grid.frame.left - 6
    indent = 0 if is_foot or row.heads or part.table.rows != "kelurahan" else 9
    after = set_text(grid.canvas, row.label, style, (left + indent, top - 3, room))
    more = len(lines_of(row.label, style, room)) - 1
    baseline = top - 3 - CELL.size * (CELL.lead * (more + 1) - 0.28)
    inset = min(16, grid.broad * 0.18)
    for column, cell, edge in zip(part.table.columns, row.cells, grid.edges[1:], strict=False):
        set_line(grid.canvas, written(cell, column.decimals), style, (edge - inset, baseline), "right")
    return after - (0.6 if part.table.wide else 2.6)
