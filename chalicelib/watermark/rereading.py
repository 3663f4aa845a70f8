"""Reads a whole copy as a stranger would: does every page bear this visitor's mark?"""

from __future__ import annotations

import re
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from chalicelib.watermark.checking import says
from chalicelib.watermark.drawing.marks import wording_of
from chalicelib.watermark.master.geometry import Geometry, geometry_of
from chalicelib.watermark.master.reading import entry, opened, pages_of
from chalicelib.watermark.master.resources import form_of, stream_of
from chalicelib.watermark.model import LIMITS, Mark, MarkingFailed

_OWN_ENDS = b"\nn Q\n"
"""After this a page's stream has what annotations draw, and the mark."""

_FONT = re.compile(rb"(/\S++) [0-9.]++ Tf")
_LAID = re.compile(rb"^q ((?:[-0-9.]++ ){6})cm$", re.MULTILINE)


def reread(copy: bytes, mark: Mark, pages: int) -> None:
    """Reads a whole copy. Raises MarkingFailed unless it has that many pages and each ends by drawing this mark."""
    reader = opened(copy, LIMITS)
    found = [page.dictionary for page in pages_of(reader, LIMITS)]
    in_front = 1 if mark.front else 0
    if len(found) != pages + in_front:
        raise MarkingFailed(f"{len(found)} pages where {pages + in_front} were expected")
    reading = _Reading(reader, mark)
    for place, page in enumerate(found[in_front:], 1):
        if not reading.finds_mark(page):
            raise MarkingFailed(f"page {place} does not bear the mark")


class _Reading:
    """Tells which ends of pages say what this mark says; each is read once."""

    def __init__(self, reader: PdfReader, mark: Mark) -> None:
        self._wording = wording_of(mark)
        self._reader = reader
        self._says: dict[bytes, bool] = {}

    def finds_mark(self, page: DictionaryObject) -> bool:
        contents = entry(page, "/Contents")
        if not isinstance(contents, StreamObject):
            return False
        _, ended, after = contents.get_data().rpartition(_OWN_ENDS)
        if not _is_upright(after, geometry_of(page)):
            return False
        if ended and after not in self._says:
            self._says[after] = says(self._text_of(after, entry(page, "/Resources")), self._wording)
        return bool(ended) and self._says[after]

    def _text_of(self, operators: bytes, resources: Any) -> str:
        """Without the matrix that lays the mark: pypdf reads little of what stands upside down."""
        operators = _LAID.sub(b"q", operators, count=1)
        form = form_of(stream_of(operators), (0, 0, 1, 1), _fonts_for(operators, resources))
        return self._reader.pages[0].extract_xform_text(form)  # type: ignore[arg-type]


def _fonts_for(operators: bytes, resources: Any) -> DictionaryObject:
    """Those that the operators call, and nothing of the book's own: pypdf cannot read every font."""
    fonts = entry(resources, "/Font")
    called = {name.decode("latin-1") for name in _FONT.findall(operators)}
    used = DictionaryObject({NameObject(name): fonts.raw_get(name) for name in fonts if name in called})
    return DictionaryObject({NameObject("/Font"): used})


def _is_upright(operators: bytes, geometry: Geometry) -> bool:
    """True where the mark is laid over the page from the corner, and in the direction, that its reader sees it in."""
    laid = _LAID.search(operators)
    if laid is None:
        return False
    found = [float(number) for number in laid.group(1).split()]
    expected = geometry.placed(1, 1)
    return len(found) == len(expected) and all(
        abs(one - other) < 0.01 if place > 3 else (one > 0) - (one < 0) == (other > 0) - (other < 0)
        for place, (one, other) in enumerate(zip(found, expected, strict=True))
    )
