"""A PDF as pdfium shows it: the letters of each page and where each begins, whatever programs made of its operators."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw

OPENED: Any = pypdfium2.PdfDocument
pdfium: Any = pypdfium2.raw

MOST_LETTERS = 100_000
"""Letters of one page that are read; a dense page of a statistical table has eight thousand."""

MOST_OBJECTS = 20_000
"""Objects of one page that are looked at."""

GRAM = 8
"""Letters in a row that are looked for on the other page; numbers in tables repeat shorter ones."""

Point = tuple[float, float]


class Letter(msgspec.Struct, frozen=True):
    """Where a letter begins, in the page's own points. `leads` where a piece of text begins with it.

    A piece is written from one exact place; programs round the widths of the letters in it, and the errors add up.
    """

    x: float
    y: float
    leads: bool


class Seen(msgspec.Struct, frozen=True):
    """A page: its letters without spaces, as code points, and the place of each in pdfium's own count."""

    letters: str
    places: tuple[int, ...]

    def unique_grams(self) -> dict[str, int]:
        """Each run of letters that stands once on the page, and the place of its first letter."""
        grams = [self.letters[start : start + GRAM] for start in range(len(self.letters) - GRAM + 1)]
        often = Counter(grams)
        return {gram: self.places[start] for start, gram in enumerate(grams) if often[gram] == 1}


class Pages:
    """The pages of a document that is open; a page that cannot be shown is None."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.count = len(document)

    def seen(self, index: int) -> Seen | None:
        """The page's letters, or None where pdfium cannot show it."""
        with self._open(index) as opened:
            return _seen(opened[1]) if opened else None

    def letters(self, index: int, places: Sequence[int]) -> list[Letter]:
        """Where letters stand."""
        with self._open(index) as opened:
            return [_letter(opened[1], place) for place in places] if opened else []

    def corners(self, index: int) -> dict[tuple[int, int, int], Point]:
        """Where paths, pictures and forms begin: those whose kind and size stand once on the page."""
        with self._open(index) as opened:
            return _corners(opened[0]) if opened else {}

    @contextmanager
    def _open(self, index: int) -> Iterator[tuple[Any, Any] | None]:
        try:
            page = self._document[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            yield None
            return
        try:
            yield page, text
        finally:
            text.close()
            page.close()


@contextmanager
def shown(content: bytes) -> Iterator[Pages | None]:
    """The pages of a file, or None where pdfium cannot open it, for want of a password too."""
    try:
        document = OPENED(content)
    except pypdfium2.PdfiumError:
        yield None
        return
    try:
        yield Pages(document)
    finally:
        document.close()


def _seen(text: Any) -> Seen:
    count = min(pdfium.FPDFText_CountChars(text), MOST_LETTERS)
    found = [(chr(code), place) for place in range(count) if (code := pdfium.FPDFText_GetUnicode(text, place)) > 32]
    return Seen("".join(letter for letter, _ in found), tuple(place for _, place in found))


def _letter(text: Any, place: int) -> Letter:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, place, x, y)
    return Letter(x.value, y.value, place == 0 or _piece(text, place) != _piece(text, place - 1))


def _piece(text: Any, place: int) -> int | None:
    return ctypes.cast(pdfium.FPDFText_GetTextObject(text, place), ctypes.c_void_p).value


def _corners(page: Any) -> dict[tuple[int, int, int], Point]:
    found: dict[tuple[int, int, int], list[Point]] = {}
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        box = _box(drawn)
        if kind != pdfium.FPDF_PAGEOBJ_TEXT and box is not None:
            left, bottom, right, top = box
            found.setdefault((kind, round(2 * (right - left)), round(2 * (top - bottom))), []).append((left, bottom))
    return {key: points[0] for key, points in found.items() if len(points) == 1}


def _box(drawn: Any) -> tuple[float, float, float, float] | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(drawn, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top
