"""Looks at the tail of a copy: does every page bear this visitor's mark?"""

from __future__ import annotations

import zlib
from collections import Counter

from chalicelib.watermark.drawing.marks import Drawing, Wording, wording_of
from chalicelib.watermark.filling import endings
from chalicelib.watermark.model import Mark, MarkingFailed
from chalicelib.watermark.template import FIRST_DRAWING, Template


def check_tail(tail: bytes, template: Template, drawing: Drawing, mark: Mark) -> None:
    """Raises MarkingFailed unless the mark says what it has to and ends the stream of every page.

    It reads the drawn operators back, counts their packed bytes in the tail, and unpacks the first and the last page.
    """
    wording = wording_of(mark)
    if not all(says(text, wording) for text in drawing.texts):
        raise MarkingFailed("the mark does not say whose copy it is")
    expected = Counter(template.drawings.sizes)
    for size, (turns, parts) in enumerate(zip(endings(template, drawing), drawing.marks, strict=True)):
        for end in turns:
            operators = zlib.decompress(end.packed, -zlib.MAX_WBITS)
            if not all(part in operators for part in (parts.diagonal, parts.foot, parts.code)):
                raise MarkingFailed("the mark was not packed as it was drawn")
        if sum(tail.count(end.packed) for end in turns) != expected[size]:
            raise MarkingFailed("a page does not bear the mark")
    for place in {0, template.pages - 1}:
        if not _unpacked(tail, place).startswith(b"q 1 0 0 1 "):
            raise MarkingFailed("a page cannot be read")


def _unpacked(tail: bytes, place: int) -> bytes:
    """What a page draws. Raises zlib.error where its stream is not sound."""
    head = b"\n%d 0 obj\n" % (FIRST_DRAWING + place)
    begin = tail.index(b"stream\n", tail.index(head)) + len(b"stream\n")
    return zlib.decompress(tail[begin : tail.index(b"\nendstream\nendobj\n", begin)])


def says(text: str, wording: Wording) -> bool:
    """True where the text has all that the mark has to say; spaces do not count, as readers can only guess them."""
    letters = _letters(text)
    return all(_letters(part) in letters for part in (wording.diagonal, *wording.foot, wording.terms))


def _letters(text: str) -> str:
    return "".join(text.split())
