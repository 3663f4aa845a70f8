"""Draws the cover of a publication: its first page as a small picture, too small to read a page's text from."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import Any

import pypdfium2

from chalicelib.watermark.marking import blanked
from chalicelib.watermark.model import PreparedMaster

WIDEST, TALLEST = 320, 454
"""Pixels: A4 at 38 dots an inch, on which 9-point text is 5 pixels high."""
MOST_BYTES = 60_000
LONGEST_SHAPE = 4
QUALITY = 76
_DOCUMENT: Any = pypdfium2.PdfDocument


def cover_of(prepared: PreparedMaster) -> bytes | None:
    """A JPEG of the first page; None where it would show nothing: a blank page, a strip, a picture beyond all bounds.

    Raises whatever the libraries raise.
    """
    with closing(_DOCUMENT(blanked(prepared.prefix, prepared.template))) as document, closing(document[0]) as page:
        width, height = page.get_size()
        if min(width, height) <= 0 or max(width, height) > LONGEST_SHAPE * min(width, height):
            return None
        scale = min(WIDEST / width, TALLEST / height)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    if all(least == most for least, most in picture.getextrema()):
        return None
    return _written(picture)


def _written(picture: Any) -> bytes | None:
    file = BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue() if file.tell() <= MOST_BYTES else None
