"""The sheets of a chapter: its picture, its notes, its review, its tables and charts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec
from reportlab.lib.colors import Color, white
from reportlab.pdfgen.canvas import Canvas

from infra.local.yearbooks.charts import draw_chart
from infra.local.yearbooks.content import Book, Chapter, Table, words
from infra.local.yearbooks.figures import labels_of
from infra.local.yearbooks.front import fill
from infra.local.yearbooks.scenes import scene
from infra.local.yearbooks.sheets import Draw, Frame, Sheet
from infra.local.yearbooks.tables import Part, draw_table, parts_of
from infra.local.yearbooks.typesetting import (
    BODY,
    HEAVY,
    LIGHT,
    MUTED,
    SLANTED,
    Style,
    set_justified,
    set_line,
    set_text,
    tint,
)

PICTURE = (1000, 1420)
SHORT = 14
"""Lines of a table that leave room for a figure."""


def sheets_of(book: Book, chapter: Chapter, number: int, accent: Color) -> Iterator[Sheet]:
    """In the order of the book."""
    picture = scene(chapter.scene, PICTURE, number) if book.pictures else b""
    entry = f"{words().labels['chapter']} {number}  {chapter.title}"
    yield Sheet(partial(_draw_divider, chapter=chapter, number=number, look=(picture, accent)), entry=entry)
    yield Sheet(partial(_draw_notes, chapter=chapter, accent=accent), head=chapter.title)
    tables = figures = 0
    for table in chapter.tables:
        for member in _members(table):
            tables, figures = tables + 1, figures + bool(table.chart)
            numbers = (f"{number}.{tables}", f"{number}.{figures}")
            yield from _table_sheets(chapter, table, numbers, (member, accent))


def _members(table: Table) -> list[str]:
    return [label for label, heads in labels_of(table.each) if not heads] if table.each else [""]


def _table_sheets(
    chapter: Chapter, table: Table, numbers: tuple[str, str], about: tuple[str, Color]
) -> Iterator[Sheet]:
    """A short table and its figure share a page."""
    member, accent = about
    parts = list(parts_of(table, numbers[0], member))
    together = bool(table.chart) and not table.wide and len(parts[-1].rows) <= SHORT
    figure = partial(draw_chart, table=table, number=numbers[1], place=(member, accent))
    for part in parts:
        entry = "" if part.continues else f"{numbers[0]}  {part.title}"
        below = figure if together and part is parts[-1] else None
        draw = partial(_draw_table_page, part=part, accent=accent, below=below)
        yield Sheet(draw, head=chapter.title, entry=entry, level=1, wide=table.wide)
    if table.chart and not together:
        yield Sheet(figure, head=chapter.title)


def _draw_table_page(canvas: Canvas, frame: Frame, part: Part, accent: Color, below: Draw | None) -> None:
    end = draw_table(canvas, frame, part, accent)
    if below is not None:
        below(canvas, msgspec.structs.replace(frame, top=end - 22))


def _draw_divider(canvas: Canvas, frame: Frame, chapter: Chapter, number: int, look: tuple[bytes, Color]) -> None:
    """A full page: a picture where the book has pictures, else its colour."""
    picture, accent = look
    if picture:
        fill(canvas, frame, picture)
    else:
        canvas.setFillColor(accent)
        canvas.rect(0, 0, frame.width, frame.height, stroke=0, fill=1)
        _draw_weave(canvas, frame, accent)
    set_line(canvas, str(number), Style(LIGHT, 0.3 * frame.width, white), (frame.right, frame.height * 0.74), "right")
    top = set_text(
        canvas,
        chapter.title.upper(),
        Style(HEAVY, 0.05 * frame.width, white, 1.2),
        (frame.left, frame.height * 0.7, frame.measure),
        "right",
    )
    set_text(
        canvas,
        chapter.title_en,
        Style(SLANTED, 0.032 * frame.width, white),
        (frame.left, top - 4, frame.measure),
        "right",
    )


def _draw_weave(canvas: Canvas, frame: Frame, accent: Color) -> None:
    """Rows of rhombs, as the sasirangan cloth of Banjarmasin has them."""
    side = frame.width / 14
    canvas.setFillColor(tint(accent, 0.82))
    for row in range(4):
        for column in range(15):
            x, y = (column + 0.5 * (row % 2)) * side, side * (1 + row)
            path = canvas.beginPath()
            path.moveTo(x, y + side * 0.45)
            for dx, dy in ((0.4, 0), (0, -0.45), (-0.4, 0)):
                path.lineTo(x + dx * side, y + dy * side)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)


def _draw_notes(canvas: Canvas, frame: Frame, chapter: Chapter, accent: Color) -> None:
    labels = words().labels
    set_line(canvas, labels["notes"], Style(HEAVY, 12, accent), (frame.left, frame.top - 16))
    set_line(canvas, labels["notes_en"], Style(SLANTED, 9, MUTED), (frame.left, frame.top - 28))
    top, style = frame.top - 40, Style(BODY, 8.8, lead=1.55)
    for number, note in enumerate(chapter.notes, 1):
        set_line(canvas, f"{number}.", style, (frame.left, top - style.size * (style.lead - 0.28)))
        top = set_justified(canvas, note, style, (frame.left + 16, top, frame.measure - 16)) - 6

    top -= 14
    set_line(canvas, labels["review"], Style(HEAVY, 12, accent), (frame.left, top - 16))
    set_line(canvas, labels["review_en"], Style(SLANTED, 9, MUTED), (frame.left, top - 28))
    top -= 40
    for paragraph in chapter.review:
        top = set_justified(canvas, paragraph, style, (frame.left, top, frame.measure)) - 7
