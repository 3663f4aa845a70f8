"""A book as a row of sheets: planned first, so that the contents can name pages, then drawn."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import msgspec
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from infra.local.yearbooks.content import Book, words
from infra.local.yearbooks.typesetting import (
    BODY,
    ENLARGED,
    HEAVY,
    MUTED,
    PAPERS,
    RULE,
    SLANTED,
    STRONG,
    Style,
    register_fonts,
    set_line,
    tint,
)

ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii"]


class Frame(msgspec.Struct, frozen=True):
    """Where a sheet's matter stands, in points from the lower left corner."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def measure(self) -> float:
        """The width of a line of text."""
        return self.right - self.left


Draw = Callable[[Canvas, Frame], None]


class Sheet(msgspec.Struct, frozen=True):
    """A page to be drawn. `head` runs above it; without one it stands bare. `entry` is its line in the contents.

    `level` is the depth of the bookmark: 0 for chapters, 1 below them.
    """

    draw: Draw
    head: str = ""
    entry: str = ""
    level: int = 0
    wide: bool = False
    front: bool = False


class Press:
    """Draws the sheets of a book one after another."""

    def __init__(self, book: Book) -> None:
        register_fonts()
        self.book = book
        self.accent: Color = HexColor(int(book.accent, 16))
        self.enlarged = ENLARGED[book.paper]
        self.paper = (PAPERS[book.paper][0] / self.enlarged, PAPERS[book.paper][1] / self.enlarged)
        self._out = BytesIO()
        self._canvas = Canvas(self._out, pagesize=PAPERS[book.paper], invariant=1, pageCompression=1)
        self._canvas.setTitle(book.title)
        self._canvas.setSubject(book.subject)
        self._canvas.setAuthor(words().office_en)
        self._canvas.setCreator("")

    def print(self, sheets: list[Sheet]) -> bytes:
        """The book."""
        fronts = sum(sheet.front for sheet in sheets)
        for place, sheet in enumerate(sheets):
            number = ROMAN[place % len(ROMAN)] if sheet.front else str(place - fronts + 1)
            self._sheet(sheet, place, number)
        self._canvas.showOutline()
        self._canvas.save()
        return self._out.getvalue()

    def _sheet(self, sheet: Sheet, place: int, number: str) -> None:
        canvas, frame = self._canvas, frame_of(self.paper, wide=sheet.wide)
        canvas.setPageSize((frame.width * self.enlarged, frame.height * self.enlarged))
        canvas.scale(self.enlarged, self.enlarged)
        canvas.bookmarkPage(key_of(place))
        if sheet.entry:
            canvas.addOutlineEntry(sheet.entry, key_of(place), level=sheet.level, closed=True)
        sheet.draw(canvas, frame)
        if sheet.head:
            self._running(frame, sheet.head, number)
        _address(canvas, frame)
        canvas.showPage()

    def _running(self, frame: Frame, head: str, number: str) -> None:
        canvas, small = self._canvas, 7.2
        above = frame.top + 16
        set_line(canvas, head.upper(), Style(STRONG, small, self.accent), (frame.left, above))
        canvas.setStrokeColor(tint(self.accent, 0.6))
        canvas.setLineWidth(0.8)
        canvas.line(frame.left, above - 5, frame.right, above - 5)
        below = frame.bottom - 22
        canvas.setFillColor(self.accent)
        canvas.roundRect(frame.left, below - 4.5, 26, 14, 7, stroke=0, fill=1)
        set_line(canvas, number, Style(HEAVY, small, Color(1, 1, 1)), (frame.left + 13, below), "center")
        set_line(canvas, self.book.title, Style(SLANTED, small, self.accent), (frame.left + 33, below))
        set_line(canvas, words().sample, Style(BODY, small - 0.8, MUTED), (frame.right, below), "right")


def frame_of(paper: tuple[float, float], *, wide: bool = False) -> Frame:
    """Upright or lying, with the margins of the paper."""
    width, height = paper if not wide else (paper[1], paper[0])
    margin = 0.105 * min(paper)
    return Frame(width, height, margin, width - margin, height - margin - 18, margin + 16)


def key_of(place: int) -> str:
    """The name of a sheet for bookmarks and links."""
    return f"s{place}"


def _address(canvas: Canvas, frame: Frame) -> None:
    """The office's own mark, as its books bear it: its address in grey along the rising diagonal."""
    canvas.saveState()
    canvas.translate(frame.width / 2, frame.height / 2)
    canvas.rotate(45)
    canvas.setFillColor(RULE, alpha=0.28)
    canvas.setFont(HEAVY, min(frame.width, frame.height) * 0.052)
    canvas.drawCentredString(0, 0, words().website)
    canvas.restoreState()
