"""Proves on a copy for nobody that a master takes its mark: each page is drawn and read by a viewer's own engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pypdfium2

from chalicelib.watermark.marking import blanked, joined, mark
from chalicelib.watermark.model import Mark, MarkingFailed, PreparedMaster, Tell

LONGEST_SIDE = 160
"""Pixels to which a page is drawn: enough to see whether a line changed it."""

_DOCUMENT: Any = pypdfium2.PdfDocument


def prove(prepared: PreparedMaster, probe: Mark, tell: Tell) -> None:
    """Raises MarkingFailed at the first page that looks as if it had no mark, or does not tell the copy code."""
    bare = [_drawn(page) for page in _pages(blanked(prepared.prefix, prepared.template), prepared.pages)]
    copy = joined(prepared.prefix, mark(prepared.template, probe))
    for place, page in enumerate(_pages(copy, prepared.pages)):
        if probe.copy_code not in _text(page):
            raise MarkingFailed(f"page {place + 1} does not tell the copy code")
        if _drawn(page) == bare[place]:
            raise MarkingFailed(f"page {place + 1} does not show the mark")
        if place % 10 == 0 or place + 1 == prepared.pages:
            tell("proving", place + 1, prepared.pages)


def _pages(content: bytes, expected: int) -> Iterator[Any]:
    try:
        document = _DOCUMENT(content)
    except pypdfium2.PdfiumError as failed:
        raise MarkingFailed("a viewer cannot open the copy") from failed
    with closing(document):
        if len(document) != expected:
            raise MarkingFailed(f"a viewer sees {len(document)} pages where {expected} were expected")
        for page in document:
            with closing(page):
                yield page


def _text(page: Any) -> str:
    with closing(page.get_textpage()) as text:
        return "".join(text.get_text_range().split())


def _drawn(page: Any) -> bytes:
    """A hash of how it looks, without form fields, of which a copy has none."""
    picture = page.render(scale=LONGEST_SIDE / max(page.get_size()), may_draw_forms=False)
    return hashlib.sha256(picture.buffer).digest()
