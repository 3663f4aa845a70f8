"""Draws the mark.

One light line, in two parts, along the falling diagonal: the office's own books bear their address along the rising
one. A line at the foot on a translucent band, and a QR code of the page that vouches for the copy.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
import segno
from anyascii import anyascii
from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark.drawing.front import draw_front
from chalicelib.watermark.drawing.layout import LEADING, SEPARATOR, Foot, foot_of
from chalicelib.watermark.drawing.lettering import FONT, lettered, width_of
from chalicelib.watermark.drawing.sheets import Sheets
from chalicelib.watermark.model import FrontPage, Mark
from chalicelib.watermark.template import PALE, PANEL, SOLID, Names, Place, Size

INK = (0.13, 0.17, 0.22)
GREY = 0.56
QUIET = 2
"""Light modules around the QR code, beside the white of the band."""

ANY_MASK = 3
"""Any of a QR code's eight masks can be read; looking for the best takes longer than all the rest of a mark."""

EVEN_ODD = 0
"""As reportlab names it where it paints a path: what a path encloses twice stays free."""

MOST_LETTERS = 170
"""Different characters on one copy; what they are transliterated to comes on top, and a font has 255 codes."""


Pen = Callable[[Canvas], None]


class Squares(msgspec.Struct, frozen=True):
    """A QR code of `modules` by `modules`; `bits` has its rows, each padded to whole bytes, dark ones set."""

    modules: int
    bits: bytes


class Wording(msgspec.Struct, frozen=True):
    """What is written where; `foot` is broken into lines between its parts only."""

    diagonal: str
    foot: tuple[str, ...]
    terms: str


class Parts(msgspec.Struct, frozen=True):
    """The operators of a mark for pages of one size; each part draws the same wherever it stands."""

    diagonal: bytes = b""
    foot: bytes = b""
    code: bytes = b""


class Drawing(msgspec.Struct, frozen=True):
    """All that is one visitor's: the mark's parts for each size, the operators of the page in front, and the font.

    `texts` are what the parts write, read back for each size.
    """

    marks: list[Parts]
    front: bytes
    font: dict[Place, bytes]
    texts: list[str]


def wording_of(mark: Mark) -> Wording:
    """The mark's texts in letters that can be drawn; a name that leaves nothing is left out."""
    mark = _in_few_letters(mark)
    name, email = lettered(mark.name), lettered(mark.masked_email)
    foot = (name, email, mark.issued_on.isoformat(), lettered(mark.unit_name), lettered(mark.copy_code))
    return Wording(
        diagonal=SEPARATOR.join(part for part in (name, email) if part),
        foot=tuple(part for part in foot if part),
        terms=lettered(mark.licence_line, longest=160),
    )


def drawn(mark: Mark, sizes: list[Size], front_size: Size, names: Names) -> Drawing:
    """The mark on pages of each of the sizes, in points as they are seen. Raises MarkingFailed."""
    sheets = Sheets(names)
    wording, squares = wording_of(mark), squares_of(mark.check_url)
    marks = [Parts(*map(sheets.operators, pens_for(size, wording, squares))) for size in sizes]
    front = _in_few_letters(mark).front
    before = sheets.operators(partial(draw_front, size=front_size, page=front)) if front else b""
    return Drawing(
        marks, before, dict(sheets.font_objects()), [sheets.text_of(one.diagonal + one.foot) for one in marks]
    )


def squares_of(address: str) -> Squares:
    """The QR code of an address, low error correction: small and few squares."""
    matrix = segno.make(address, error="l", micro=False, mask=ANY_MASK).matrix
    rows = (int("".join("1" if dark else "0" for dark in row), 2) for row in matrix)
    width = -(-len(matrix) // 8)
    return Squares(len(matrix), b"".join((row << -len(matrix) % 8).to_bytes(width, "big") for row in rows))


def _in_few_letters(mark: Mark) -> Mark:
    """The mark in Latin letters where it would need more different ones than a font has codes."""
    front = mark.front and (mark.front.heading, mark.front.title, *sum(mark.front.rows, ()), mark.front.closing)
    texts = (mark.name, mark.masked_email, mark.unit_name, mark.licence_line, *(front or ()))
    if len(set("".join(texts))) <= MOST_LETTERS:
        return mark
    return msgspec.structs.replace(
        mark,
        name=anyascii(mark.name),
        masked_email=anyascii(mark.masked_email),
        unit_name=anyascii(mark.unit_name),
        licence_line=anyascii(mark.licence_line),
        front=mark.front and _in_ascii(mark.front),
    )


def _in_ascii(page: FrontPage) -> FrontPage:
    rows = tuple((anyascii(label), anyascii(text)) for label, text in page.rows)
    return FrontPage(anyascii(page.heading), anyascii(page.title), rows, anyascii(page.closing))


def pens_for(size: Size, wording: Wording, squares: Squares) -> list[Pen]:
    """What draws the diagonal, the foot and, where it is large enough to be read, the QR code on pages of a size."""
    foot = foot_of(*size, wording.foot, wording.terms)
    pens: list[Pen] = [
        partial(_draw_diagonal, size=size, text=wording.diagonal),
        partial(_draw_foot, size=size, foot=foot),
    ]
    return [*pens, partial(_draw_code, size=size, foot=foot, squares=squares)] if foot.code_side else pens


def _draw_diagonal(canvas: Canvas, size: Size, text: str) -> None:
    width, height = size
    diagonal = math.hypot(width, height)
    letters = min(0.37 * diagonal / max(width_of(text, 1), 1), 0.036 * min(width, height))
    canvas.setFillColorRGB(GREY, GREY, GREY, alpha=PALE)
    canvas.setFont(FONT, letters)
    for across, up in ((0.25, 0.75), (0.75, 0.25)):
        canvas.saveState()
        canvas.translate(across * width, up * height)
        canvas.rotate(-math.degrees(math.atan2(height, width)))
        canvas.drawCentredString(0, -0.35 * letters, text)
        canvas.restoreState()


def _draw_foot(canvas: Canvas, size: Size, foot: Foot) -> None:
    """The band leaves the code's place free: where a page draws it after the code, it would veil that."""
    canvas.setFillColorRGB(1, 1, 1, alpha=PANEL)
    band = canvas.beginPath()
    band.rect(0, 0, size[0], foot.height)
    if foot.code_side:
        left, bottom = _corner_of_code(size, foot)
        band.rect(left, bottom, foot.code_side, min(foot.code_side, foot.height - bottom))
    canvas.drawPath(band, stroke=0, fill=1, fillMode=EVEN_ODD)
    canvas.setFillColorRGB(*INK, alpha=SOLID)
    top = foot.height - foot.padding
    for text, letters in foot.lines:
        top -= letters * LEADING
        canvas.setFont(FONT, letters)
        canvas.drawString(foot.margin, top + 0.32 * letters, text)


def _corner_of_code(size: Size, foot: Foot) -> tuple[float, float]:
    """The lower left corner of the code's white tile."""
    return size[0] - foot.margin - foot.code_side, foot.padding


def _draw_code(canvas: Canvas, size: Size, foot: Foot, squares: Squares) -> None:
    """A white tile, and the dark squares as a mask of one bit for each: a sixth of what rectangles would take."""
    side = foot.code_side
    left, bottom = _corner_of_code(size, foot)
    canvas.setFillColorRGB(1, 1, 1, alpha=SOLID)
    canvas.rect(left, bottom, side, side, stroke=0, fill=1)
    canvas.setFillColorRGB(*INK)
    inner = side * squares.modules / (squares.modules + 2 * QUIET)
    edge = (side - inner) / 2
    canvas.saveState()
    canvas.translate(left + edge, bottom + edge)
    canvas.scale(inner, inner)
    operators: Any = canvas._code  # type: ignore[attr-defined]
    operators.append(
        f"BI /W {squares.modules} /H {squares.modules} /IM true /D [1 0] /F /AHx ID {squares.bits.hex()}> EI"
    )
    canvas.restoreState()
