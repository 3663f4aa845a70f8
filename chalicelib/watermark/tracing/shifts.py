"""The covert code as it was written: how far the first operators of a page move all that follows."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from chalicelib.watermark.covert import STEP
from chalicelib.watermark.master.reading import entry

HEAD = 4096
"""Bytes of a drawing that are looked at: the shift stands first, behind what programs wrap pages into."""

MOST_OPERATORS = 40
MOST_FORMS = 4
TOLERANCE = 0.02
"""Points that a program's rounding may add: a fifth of a step."""

_TOKEN = re.compile(
    rb"[+-]?(?:\d++\.?\d*+|\.\d++)|/[^\s()<>\[\]{}/%]*+|<<|>>|[\[\]]|\([^()\\]*+\)|<[^<>]*+>|[A-Za-z'\"*]++"
)
_NUMBER = re.compile(rb"[+-]?[\d.]+")
_WRAPPING = {b"q", b"gs", b"re", b"W", b"W*", b"n", b"BMC", b"BDC", b"EMC"}
"""What may stand before the shift without drawing anything."""


def nibble_of(dx: float, dy: float, tolerance: float = TOLERANCE) -> int | None:
    """The number that a shift in points tells, or None for one that is none of ours."""
    right, up = round(dx / STEP), round(dy / STEP)
    near = abs(dx - right * STEP) <= tolerance and abs(dy - up * STEP) <= tolerance
    return right * 4 + up if near and 0 <= right <= 3 and 0 <= up <= 3 else None


def written_nibble(page: DictionaryObject, resources: Any, unit: float) -> int | None:
    """The number that the page's own operators tell, or None. `unit` is the points to the page's unit."""
    contents = entry(page, "/Contents")
    listed = list(contents[:8]) if isinstance(contents, ArrayObject) else [contents]
    streams = [one.get_object() for one in listed if one is not None]
    head = b"\n".join(head_of(one) for one in streams if isinstance(one, StreamObject))[: 2 * HEAD]
    return _nibble_in(head, resources, unit, MOST_FORMS)


def _nibble_in(head: bytes, resources: Any, unit: float, forms: int) -> int | None:
    """Where a page is placed anew, scaled or turned, only a form that it calls still begins with the shift."""
    is_placed_anew = False
    for operator, operands in _operators(head):
        if operator == b"cm" and not is_placed_anew:
            shift = _shift(operands, unit)
            if shift is not None:
                return shift
            is_placed_anew = True
        elif operator == b"Do" and forms and operands:
            return _nibble_in_form(operands[-1], resources, unit, forms - 1)
        elif operator != b"cm" and operator not in _WRAPPING:
            return None
    return None


def _nibble_in_form(name: bytes, resources: Any, unit: float, forms: int) -> int | None:
    """Programs that lay pages out anew call the old page as a form."""
    drawn: Any = resources.get_object() if resources is not None else None
    for key in ("/XObject", name.decode("latin-1")):
        drawn = entry(drawn, key) if isinstance(drawn, DictionaryObject) else None
    if not isinstance(drawn, StreamObject) or entry(drawn, "/Subtype") != "/Form":
        return None
    return _nibble_in(head_of(drawn), drawn.get("/Resources"), unit, forms)


def _shift(operands: list[bytes], unit: float) -> int | None:
    if len(operands) != 6 or not all(map(_NUMBER.fullmatch, operands)):
        return None
    a, b, c, d, dx, dy = map(float, operands)
    if max(abs(a - 1), abs(b), abs(c), abs(d - 1)) > 1e-4:
        return None
    return nibble_of(dx * unit, dy * unit)


def _operators(head: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    operands: list[bytes] = []
    found = 0
    for token in _TOKEN.finditer(head):
        part = token.group()
        if not part[:1].isalpha():
            operands.append(part)
            continue
        yield part, operands
        operands, found = [], found + 1
        if found > MOST_OPERATORS:
            return


def head_of(stream: StreamObject) -> bytes:
    """The first bytes of a drawing. A packed stream is unpacked no further than that, whatever it holds."""
    if entry(stream, "/Filter") in ("/FlateDecode", ["/FlateDecode"]) and "/DecodeParms" not in stream:
        try:
            return zlib.decompressobj().decompress(stream._data, HEAD)
        except zlib.error:
            return b""
    return stream.get_data()[:HEAD]
