"""Looks at a finished copy as a stranger would: does every page of it bear this visitor's mark?"""

from __future__ import annotations

import re
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, EncodedStreamObject, StreamObject

from chalicelib.watermark.drawing.marks import wording_of
from chalicelib.watermark.master.geometry import geometry_of
from chalicelib.watermark.master.reading import entry, opened, pages_of
from chalicelib.watermark.model import Mark, MarkingFailed
from chalicelib.watermark.stamping import ending, is_tagged

_CALL = re.compile(rb"(/\S+) Do Q\n")


def check(copy: bytes, mark: Mark, pages: int) -> None:
    """Raises MarkingFailed unless the copy has that many pages and each ends by drawing this mark over itself."""
    reader = opened(copy)
    found = [page.dictionary for page in pages_of(reader)]
    if len(found) != pages:
        raise MarkingFailed(f"{len(found)} pages where {pages} were expected")
    tagged = is_tagged(reader.root_object)
    reading = _Reading(reader, mark)
    for place, page in enumerate(found, 1):
        if not _bears_mark(page, reading, tagged=tagged):
            raise MarkingFailed(f"page {place} does not bear the mark")


class _Reading:
    """Tells which forms say what this mark says; each form is read once."""

    def __init__(self, reader: PdfReader, mark: Mark) -> None:
        wording = wording_of(mark)
        self._expected = [_letters(part) for part in (wording.diagonal, *wording.foot, wording.terms)]
        self._reader = reader
        self._says: dict[int, bool] = {}

    def says_it(self, form: EncodedStreamObject) -> bool:
        if id(form) not in self._says:
            text = self._reader.pages[0].extract_xform_text(form)
            self._says[id(form)] = all(part in _letters(text) for part in self._expected)
        return self._says[id(form)]


def _bears_mark(page: DictionaryObject, reading: _Reading, *, tagged: bool) -> bool:
    contents = entry(page, "/Contents")
    last = contents[-1].get_object() if isinstance(contents, ArrayObject) and contents else None
    if not isinstance(last, StreamObject):
        return False
    drawn = last.get_data()
    called = _CALL.search(drawn)
    if called is None:
        return False
    name = called.group(1).decode("latin-1")
    return drawn == ending(name, geometry_of(page), tagged=tagged) and _is_read(page, name, reading)


def _is_read(page: DictionaryObject, name: str, reading: _Reading) -> bool:
    found: Any = page
    for key in ("/Resources", "/XObject", name):
        found = entry(found, key) if isinstance(found, DictionaryObject) else None
    return isinstance(found, EncodedStreamObject) and reading.says_it(found)


def _letters(text: str) -> str:
    """Without the spaces, which a reader of PDFs can only guess."""
    return "".join(text.split())
