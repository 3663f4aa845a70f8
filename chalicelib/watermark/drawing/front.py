"""Draws the page that an office may put in front of a copy: what it is, whose, from whom and on what terms."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark.drawing.layout import broken
from chalicelib.watermark.drawing.lettering import FONT, lettered, width_of
from chalicelib.watermark.model import FrontPage
from chalicelib.watermark.template import SOLID, Size

LETTERS = 9.0
"""Points of the text on a page of A5, which grows and shrinks with the page."""

MARGIN = 0.11
"""Of the page's width."""

USED = 0.76
"""Of the page's height: what lies under it is the mark's."""

_INK = (0.13, 0.17, 0.22)
_QUIET = (0.36, 0.41, 0.47)
_A5 = (420, 595)
_LEADING = 1.4

Line = tuple[str, float, tuple[float, float, float], float]
"""A text, the size of its letters, its colour and the room above it."""


def draw_front(canvas: Canvas, size: Size, page: FrontPage) -> None:
    """All of it always fits: where there is much to say the letters become smaller."""
    width, height = size
    letters = LETTERS * min(width / _A5[0], height / _A5[1])
    room = width * (1 - 2 * MARGIN)
    lines = list(_lines(page, letters, room))
    while not _fit(lines, room, USED * height):
        letters *= 0.94
        lines = list(_lines(page, letters, room))
    top = height * (1 - MARGIN)
    for text, size_of_letters, colour, above in lines:
        top -= above + size_of_letters * _LEADING
        canvas.setFillColorRGB(*colour, alpha=SOLID)
        canvas.setFont(FONT, size_of_letters)
        canvas.drawString(width * MARGIN, top, text)


def _fit(lines: list[Line], room: float, high: float) -> bool:
    return sum(above + letters * _LEADING for _, letters, _, above in lines) <= high and all(
        width_of(text, letters) <= room for text, letters, _, _ in lines
    )


def _lines(page: FrontPage, letters: float, room: float) -> Iterator[Line]:
    yield from _paragraph(page.heading, letters, _QUIET, 0, room)
    yield from _paragraph(page.title, 1.9 * letters, _INK, 0.6 * letters, room)
    for place, (label, text) in enumerate(page.rows):
        yield from _paragraph(label, 0.85 * letters, _QUIET, (1.0 if place else 2.4) * letters, room)
        yield from _paragraph(text, letters, _INK, 0, room)
    yield from _paragraph(page.closing, 0.9 * letters, _QUIET, 2 * letters, room)


def _paragraph(
    text: str, letters: float, colour: tuple[float, float, float], above: float, room: float
) -> Iterator[Line]:
    words = lettered(text, longest=400).split()
    for place, line in enumerate(broken(words, " ", letters, room)):
        yield line, letters, colour, 0 if place else above
