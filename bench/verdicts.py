"""What an attack has left of a copy, judged as a reader would: by the pixels of its pages, and by their text."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any

import msgspec
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

TOLERANCE = 16
"""Levels of grey that a pixel may leave the span of its neighbours in the original: a shifted edge stays within."""

TRACE = 0.05
"""Of the mark's own pixels; where fewer are left, nothing of it is seen."""

LOST, SPOILT = 0.2, 0.02
"""Of the original's inked pixels outside the mark: more than these are gone from a page that is lost, or spoilt."""

_INKED = 245
_PDFIUM: Any = pypdfium2.PdfDocument


class Left(StrEnum):
    """What is left of one page."""

    CLEAN = "clean"
    MARKED = "marked"
    DAMAGED = "damaged"


class Verdict(msgspec.Struct, frozen=True):
    """How many pages there should be, and how many of them are what."""

    pages: int
    clean: int
    marked: int

    @property
    def rank(self) -> tuple[int, int]:
        """The better for the attacker, the higher: clean pages, then legible ones."""
        return self.clean, self.marked

    def __str__(self) -> str:
        if self.clean == self.pages:
            return "CLEAN"
        if self.clean:
            return f"clean {self.clean}/{self.pages}"
        if self.marked:
            return "marked" if self.marked == self.pages else f"marked {self.marked}/{self.pages}"
        return "ruined"


class Seen:
    """One page as pdfium shows it, a pixel to a point, and what it says, without spaces."""

    def __init__(self, image: Image.Image, text: str) -> None:
        self.image = image
        self.text = "".join(text.split())

    @cached_property
    def span(self) -> tuple[Image.Image, Image.Image]:
        """The darkest and the lightest in each pixel's neighbourhood."""
        return self.image.filter(ImageFilter.MinFilter(3)), self.image.filter(ImageFilter.MaxFilter(3))

    def differs(self, other: Seen) -> Image.Image:
        """A mask of where the other page shows what a shift of this one by less than a pixel cannot explain."""
        darkest, lightest = self.span
        image = other.image if other.image.size == self.image.size else other.image.resize(self.image.size)
        beyond = ImageChops.lighter(ImageChops.subtract(image, lightest), ImageChops.subtract(darkest, image))
        return beyond.point(lambda value: 255 if value > TOLERANCE else 0)


def pages_of(content: bytes) -> list[Seen]:
    """The pages that a viewer shows, white where it cannot draw one; none where it cannot open the file."""
    try:
        pdf = _PDFIUM(content)
    except pypdfium2.PdfiumError:
        return []
    try:
        return [_seen(pdf, number) for number in range(len(pdf))]
    finally:
        pdf.close()


def _seen(pdf: Any, number: int) -> Seen:
    try:
        page = pdf[number]
        return Seen(page.render(scale=1).to_pil().convert("L"), page.get_textpage().get_text_range())
    except pypdfium2.PdfiumError:
        return Seen(Image.new("L", (1, 1), 255), "")


class _Unmarked:
    """A page as it would be without the mark, and where the copy's differs from that."""

    def __init__(self, page: Seen, copy: Seen) -> None:
        self.page = page
        self.mark = page.differs(copy)
        self.ink = page.image.point(lambda value: 255 if value < _INKED else 0)

    def left(self, seen: Seen) -> Left:
        differs = self.page.differs(seen)
        lost = _share(ImageChops.subtract(differs, self.mark), self.ink)
        if lost <= LOST and _share(ImageChops.darker(differs, self.mark), self.mark) > TRACE:
            return Left.MARKED
        return Left.DAMAGED if lost > SPOILT else Left.CLEAN


class Judge:
    """Knows a copy, which words give its visitor away, and what its pages may look like without the mark.

    Those are the original's, and for a copy whose pages were moved a little also the original's so moved: to a reader
    they are the same.
    """

    def __init__(self, copy: bytes, words: Sequence[str], *unmarked: bytes) -> None:
        seen = pages_of(copy)
        books = [[_Unmarked(page, other) for page, other in zip(pages_of(one), seen, strict=True)] for one in unmarked]
        self._pages = list(zip(*books, strict=True))
        self._words = ["".join(word.split()) for word in words]

    def verdict(self, attacked: bytes, numbers: Sequence[int] | None = None) -> Verdict:
        """`numbers` are the pages that the attack meant to keep, all of them by default."""
        places = range(len(self._pages)) if numbers is None else numbers
        found = [self._left(place, seen) for place, seen in zip(places, pages_of(attacked), strict=False)]
        return Verdict(len(places), found.count(Left.CLEAN), found.count(Left.MARKED))

    def _left(self, place: int, seen: Seen) -> Left:
        if any(word in seen.text for word in self._words):
            return Left.MARKED
        found = [one.left(seen) for one in self._pages[place]]
        return Left.CLEAN if Left.CLEAN in found else found[-1]


def _share(mask: Image.Image, whole: Image.Image) -> float:
    return mask.histogram()[255] / max(1, whole.histogram()[255])
