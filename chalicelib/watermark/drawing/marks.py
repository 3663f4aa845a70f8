"""Draws the mark, once for each size of page, as a form that all pages of that size share.

One light line, in two parts, along the falling diagonal: the office's own books bear their address along the rising
one. A line at the foot on a translucent band, and a QR code of the page that vouches for the copy.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from io import BytesIO

import msgspec
import segno
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark.drawing.layout import LEADING, SEPARATOR, Foot, foot_of
from chalicelib.watermark.drawing.lettering import FONT, font, lettered, width_of
from chalicelib.watermark.master.reading import entry
from chalicelib.watermark.master.resources import form_of, stream_of
from chalicelib.watermark.model import Mark

INK = (0.13, 0.17, 0.22)
PALE = 0.56
PALE_ALPHA = 0.3
BAND_ALPHA = 0.86
QUIET = 2
"""Light modules around the QR code, beside the white of the band."""

PREAMBLE = b"1 0 0 1 0 0 cm  BT /F1 12 Tf 14.4 TL ET\n"

Size = tuple[int, int]


class Squares(msgspec.Struct, frozen=True):
    """A QR code of `modules` by `modules`; each run is a row, where it starts, and how many dark modules it has."""

    modules: int
    runs: tuple[tuple[int, int, int], ...]


class Wording(msgspec.Struct, frozen=True):
    """What is written where; `foot` is broken into lines between its parts only."""

    diagonal: str
    foot: tuple[str, ...]
    terms: str


def wording_of(mark: Mark) -> Wording:
    """The mark's texts in letters that can be drawn; a name that leaves nothing is left out."""
    name, email = lettered(mark.name), lettered(mark.masked_email)
    foot = (name, email, mark.issued_on.isoformat(), lettered(mark.unit_name), lettered(mark.copy_code))
    return Wording(
        diagonal=SEPARATOR.join(part for part in (name, email) if part),
        foot=tuple(part for part in foot if part),
        terms=lettered(mark.licence_line, longest=160),
    )


def drawn_marks(mark: Mark, sizes: Iterable[Size]) -> dict[Size, StreamObject]:
    """A form for each size, in points as the page is seen; they share one embedded subset of the font."""
    font()
    wording, squares = wording_of(mark), squares_of(mark.check_url)
    ordered = sorted(set(sizes))
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    for size in ordered:
        canvas.setPageSize(size)
        _draw(canvas, size, wording, squares)
        canvas.showPage()
    canvas.save()
    pages = PdfReader(BytesIO(out.getvalue())).pages
    return {size: _as_form(page, size) for size, page in zip(ordered, pages, strict=True)}


def squares_of(address: str) -> Squares:
    """The QR code of an address, low error correction: small and few squares."""
    matrix = segno.make(address, error="l", micro=False).matrix
    runs = []
    for row, modules in enumerate(matrix):
        start = 0
        for dark, run in itertools.groupby(modules):
            length = len(list(run))
            if dark:
                runs.append((row, start, length))
            start += length
    return Squares(len(matrix), tuple(runs))


def _as_form(page: DictionaryObject, size: Size) -> StreamObject:
    """The operators of a drawn page, and the resources that they call.

    reportlab begins every page by choosing a standard font that is not embedded: left out, for nothing is set in it.
    """
    operators = entry(page, "/Contents").get_data().removeprefix(PREAMBLE)
    drawn, resources = entry(page, "/Resources"), DictionaryObject()
    for kind in ("/ExtGState", "/Font"):
        used = {NameObject(key): value for key, value in entry(drawn, kind).items() if key != "/F1"}
        resources[NameObject(kind)] = DictionaryObject(used)
    return form_of(stream_of(operators), (0, 0, *size), resources)


def _draw(canvas: Canvas, size: Size, wording: Wording, squares: Squares) -> None:
    foot = foot_of(*size, wording.foot, wording.terms)
    _draw_diagonal(canvas, size, wording.diagonal)
    _draw_foot(canvas, size, foot)
    if foot.code_side:
        _draw_code(canvas, size, foot, squares)


def _draw_diagonal(canvas: Canvas, size: Size, text: str) -> None:
    width, height = size
    diagonal = math.hypot(width, height)
    letters = min(0.37 * diagonal / max(width_of(text, 1), 1), 0.036 * min(width, height))
    canvas.setFillColorRGB(PALE, PALE, PALE, alpha=PALE_ALPHA)
    canvas.setFont(FONT, letters)
    for across, up in ((0.25, 0.75), (0.75, 0.25)):
        canvas.saveState()
        canvas.translate(across * width, up * height)
        canvas.rotate(-math.degrees(math.atan2(height, width)))
        canvas.drawCentredString(0, -0.35 * letters, text)
        canvas.restoreState()


def _draw_foot(canvas: Canvas, size: Size, foot: Foot) -> None:
    canvas.setFillColorRGB(1, 1, 1, alpha=BAND_ALPHA)
    canvas.rect(0, 0, size[0], foot.height, stroke=0, fill=1)
    canvas.setFillColorRGB(*INK, alpha=1)
    top = foot.height - foot.padding
    for text, letters in foot.lines:
        top -= letters * LEADING
        canvas.setFont(FONT, letters)
        canvas.drawString(foot.margin, top + 0.32 * letters, text)


def _draw_code(canvas: Canvas, size: Size, foot: Foot, squares: Squares) -> None:
    """A white tile, and the dark squares of each row as one rectangle for each run of them."""
    side = foot.code_side
    left, bottom = size[0] - foot.margin - side, foot.padding
    canvas.setFillColorRGB(1, 1, 1, alpha=BAND_ALPHA)
    canvas.rect(left, bottom, side, side, stroke=0, fill=1)
    canvas.setFillColorRGB(*INK, alpha=1)
    unit = side / (squares.modules + 2 * QUIET)
    path = canvas.beginPath()
    for row, start, length in squares.runs:
        path.rect(left + (start + QUIET) * unit, bottom + side - (row + 1 + QUIET) * unit, length * unit, unit)
    canvas.drawPath(path, stroke=0, fill=1)
