"""Fills a template for one visitor: the tail of their copy, put together from pieces made before."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, cycle

from chalicelib.watermark.covert import STEP, nibbles_of
from chalicelib.watermark.deflating import HEADER, MODULUS, Piece, joined, last_piece, piece, stream
from chalicelib.watermark.drawing.marks import Drawing, Parts
from chalicelib.watermark.operands import numbers
from chalicelib.watermark.personal import personal_objects
from chalicelib.watermark.template import FIRST_DRAWING, Place, Template

_HEAD = b"%d 0 obj\n<</Filter/FlateDecode/Length %d>>stream\n" + HEADER
_END = b"\nendstream\nendobj\n"
_SUM = 4
_FREE, _THERE = 0, 1


class Copy:
    """The tail of one copy while it grows; offsets are those of the whole file."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._parts: list[bytes | memoryview] = [template.constant]
        self._end = template.prefix_size + len(template.constant)
        self._begins = dict.fromkeys(range(1, FIRST_DRAWING), 0)

    def add_drawings(self, ends: Sequence[Sequence[Piece]], nibbles: Sequence[int]) -> None:
        """Each page's stream: the copy's opening, the page's own piece, the end for its size."""
        lengths, objects = zip(*_page_streams(self._template, ends, nibbles), strict=True)
        begins = list(accumulate(lengths, initial=self._end))
        self._parts.extend(chain.from_iterable(objects))
        self._end = begins.pop()
        self._begins.update(enumerate(begins, FIRST_DRAWING))

    def add(self, number: int, body: bytes) -> None:
        """One object."""
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        self._begins[number] = self._end
        self._parts.append(whole)
        self._end += len(whole)

    def ended(self, identity: bytes) -> bytes:
        """The tail with its cross-references and trailer."""
        rows = self._rows()
        size = rows.length // 7
        halves = (self._template.identity.hex().encode(), identity.hex().encode())
        trailer = b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (Place.CATALOG, Place.INFO, *halves)
        packed = stream((rows,))
        self._parts.append(
            b"%d 0 obj\n<</Type/XRef/W[1 4 2]/Size %d%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n"
            b"startxref\n%d\n%%%%EOF\n" % (size - 1, size, trailer, len(packed), packed, self._end)
        )
        return b"".join(self._parts)

    def _rows(self) -> Piece:
        """Of the objects that are this copy's, of the constant ones as they were deflated before, and of itself."""
        own = [(_THERE if begin else _FREE, begin, 0) for _, begin in sorted(self._begins.items())]
        flat = chain((_FREE, 0, 65_535), chain.from_iterable(own))
        constant = self._template.rows
        return joined(
            (
                piece(struct.pack(">" + "BIH" * (len(own) + 1), *flat)),
                Piece(constant.packed, constant.plain, constant.sum),
                last_piece(struct.pack(">BIH", _THERE, self._end, 0)),
            )
        )


def filled(template: Template, drawing: Drawing, copy_code: str, title: str) -> bytes:
    """All of a copy that follows the prefix. The same template, drawing and words give the same bytes."""
    copy = Copy(template)
    copy.add_drawings(endings(template, drawing), nibbles_of(copy_code))
    for number, body in personal_objects(template, drawing, copy_code, title):
        copy.add(number, body)
    return copy.ended(hashlib.sha256(copy_code.encode()).digest()[:16])


def endings(template: Template, drawing: Drawing) -> list[list[Piece]]:
    """How the stream of a page ends, for each size: the mark, and what closes what the page's own piece opened.

    Neighbouring pages take them in turn, so that what one page ends with is not what the next one ends with.
    """
    return [list(map(last_piece, ends_of(parts, tagged=template.tagged))) for parts in drawing.marks]


def ends_of(parts: Parts, *, tagged: bool) -> list[bytes]:
    """The operators of each ending: the parts of the mark, each time another one first.

    In a tagged book screen readers pass over what is an artifact (ISO 32000-2, 14.8.2.2). The QR code is none: it has
    nothing to read aloud, and whoever deletes all artifacts is left with it on every page.
    """
    drawn = [b"q\n%s\nQ\n" % one for one in (parts.diagonal, parts.foot, parts.code) if one]
    if tagged:
        drawn[:2] = [b"/Artifact BMC\n%sEMC\n" % one for one in drawn[:2]]
    turns = (drawn[place:] + drawn[:place] for place in range(max(1, len(drawn))))
    return [b"".join(turn) + b"Q\n" for turn in turns]


def _page_streams(
    template: Template, ends: Sequence[Sequence[Piece]], nibbles: Sequence[int]
) -> Iterator[tuple[int, tuple[bytes | memoryview, ...]]]:
    """The length of each page's object, and its parts; the checksum is what `deflating.combined` gives for them."""
    drawings = template.drawings
    openings = [list(map(_halved, openings_for(unit))) for unit in template.units]
    endings = [cycle(map(_halved, turns)) for turns in ends]
    position, number = 0, FIRST_DRAWING
    for length, plain, own, size, unit, nibble in zip(
        drawings.lengths, drawings.plain, drawings.sums, drawings.sizes, drawings.units, cycle(nibbles), strict=False
    ):
        opening, _, low, high = openings[unit][nibble]
        end, end_length, end_low, end_high = next(endings[size])
        low += (own & 0xFFFF) - 1
        high += (own >> 16) + plain * (low - (own & 0xFFFF) + 1) + end_high + end_length * low
        checked = high % MODULUS << 16 | (low + end_low + 1) % MODULUS
        total = len(HEADER) + len(opening) + length + len(end) + _SUM
        head, own_part = _HEAD % (number, total), drawings.packed[position : position + length]
        parts = (head, opening, own_part, end, checked.to_bytes(_SUM, "big") + _END)
        yield len(head) - len(HEADER) + total + len(_END), parts
        position += length
        number += 1


def _halved(one: Piece) -> tuple[bytes, int, int, int]:
    """Packed bytes, length, and the two halves of the checksum, the lower without the one that it begins with."""
    return one.packed, one.length, (one.sum & 0xFFFF) - 1, one.sum >> 16


@lru_cache(maxsize=64)
def openings_for(unit: float) -> list[Piece]:
    """For each number of the covert code, how a page begins that has this many points to its unit."""
    return [
        piece(b"q 1 0 0 1 %s cm\n" % numbers(nibble // 4 * STEP / unit, nibble % 4 * STEP / unit))
        for nibble in range(16)
    ]
