"""Each page's own drawing, made ready to be followed by a mark within the same stream.

A drawing that leaves nothing open is deflated once; a copy's page is the opening of that copy, this piece and the
copy's mark. A heavy one, and one that leaves something open or closes too much, becomes a form that the page calls.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from chalicelib.watermark.deflating import Piece, joined, piece
from chalicelib.watermark.master.annotations import Drawn
from chalicelib.watermark.master.gathering import Shared
from chalicelib.watermark.master.geometry import IDENTITY, LETTER, Box, box_of
from chalicelib.watermark.master.operators import are_sound
from chalicelib.watermark.master.reading import entry
from chalicelib.watermark.master.resources import blends, calling, form_of, name_drawing, stream_of
from chalicelib.watermark.master.tidiness import is_tidy
from chalicelib.watermark.model import Limits, MasterRefused, RefusalCode

HEAVY = 16_384
"""Deflated bytes of a drawing that are worth a form in the prefix: every copy would carry them through the function."""

HEAVY_IF_TAGGED = 1_000_000
"""The same where the structure for screen readers counts the marked sequences of the page's own stream."""

HEAVY_IF_BLENDED = 250_000
"""The same where the page blends what it draws: pdfium reckons that otherwise within a form."""

MOST_IN_TAIL = 32_000_000
"""Deflated bytes of drawings in a tail, after which all others become forms."""

CHECKED = 300_000
"""Unpacked bytes of a book whose operators are checked one by one: some fifteen milliseconds."""

# Ends a path that was begun and never drawn, then what the opening saved.
_CLOSING = b"\nn Q\n"


class Contents:
    """The drawings of one book's pages. Streams that pages share are read once and, as forms, stay shared."""

    def __init__(self, limits: Limits, *, tagged: bool) -> None:
        self._limits = limits
        self._left = limits.book
        self._unchecked = CHECKED
        self._heavy = HEAVY_IF_TAGGED if tagged else HEAVY
        self._in_tail = 0
        self._plainly: dict[int, bool] = {}
        self._own: dict[tuple[int, ...], Piece | None] = {}
        self._costs: dict[tuple[int, ...], int] = {}
        self._forms: dict[tuple[object, ...], StreamObject] = {}
        # Pages that share a stream, but no resources, each need a form: together no larger than a file may be.
        self._room = limits.bytes
        self._ends: dict[bytes, Piece] = {}

    def settled(self, page: DictionaryObject, annotations: Sequence[Drawn], end: bytes) -> Piece:
        """The page's drawing but for its opening, what its annotations draw, and the operators in `end`.

        Raises MasterRefused for a drawing that cannot be read, or too much of it in the whole book.
        """
        streams = _streams_of(page)
        own = self._drawing_of(page, streams) if streams else piece(_CLOSING)
        page.pop("/Contents", None)
        calls = [calling(name_drawing(page, "Note", one.form), IDENTITY) for one in annotations]
        return joined((own, self._end(b"".join(calls) + end)))

    def _end(self, operators: bytes) -> Piece:
        if operators not in self._ends:
            self._ends[operators] = piece(operators)
        return self._ends[operators]

    def _drawing_of(self, page: DictionaryObject, streams: Sequence[StreamObject]) -> Piece:
        key = tuple(map(id, streams))
        if key not in self._own:
            before = self._left
            self._own[key] = self._tidied(streams, self._heavy_for(page))
            self._costs[key] = before - self._left
        else:
            self._charge(self._costs[key])
        own = self._own[key]
        if own is None or self._in_tail + len(own.packed) > MOST_IN_TAIL:
            return self._called(page, streams)
        self._in_tail += len(own.packed)
        return own

    def _heavy_for(self, page: DictionaryObject) -> int:
        return max(self._heavy, HEAVY_IF_BLENDED) if blends(page) else self._heavy

    def _tidied(self, streams: Sequence[StreamObject], heavy: int) -> Piece | None:
        """The drawing as a piece; None where it is untidy or heavy."""
        drawing = b"\n".join(map(self._read, streams))
        if sum(len(one._data) for one in streams) > 4 * heavy or not is_tidy(drawing):
            return None
        if not self._has_sound_operators(drawing):
            return None
        own = piece(drawing + _CLOSING)
        return own if len(own.packed) <= heavy else None

    def _has_sound_operators(self, drawing: bytes) -> bool:
        """What writes well on the first pages does so on all: only the first bytes of a book are looked at."""
        if len(drawing) > self._unchecked:
            return True
        self._unchecked -= len(drawing)
        return are_sound(drawing)

    def _called(self, page: DictionaryObject, streams: Sequence[StreamObject]) -> Piece:
        """What a form leaves open, or closes too often, ends with it."""
        resources = page.raw_get("/Resources")
        box = _around(box_of(page.get("/MediaBox")) or LETTER)
        key = (repr(resources.get_object()), *map(str, box), *map(id, streams))
        if key not in self._forms:
            self._room -= sum(len(one._data) for one in streams)
            if self._room < 0:
                raise MasterRefused(RefusalCode.CONTENT_TOO_BIG)
            self._forms[key] = self._as_form(streams, box, resources)
        page[NameObject("/Resources")] = Shared(DictionaryObject())
        return piece(calling(name_drawing(page, "Page", self._forms[key]), IDENTITY) + _CLOSING)

    def _as_form(self, streams: Sequence[StreamObject], box: Box, resources: PdfObject) -> StreamObject:
        """With the bytes as they came where there is one stream, packed the common way."""
        if len(streams) > 1 or not self._plainly[id(streams[0])]:
            drawing = b"\n".join(_content_of(one, self._limits.drawing) for one in streams)
            return form_of(stream_of(drawing), box, resources)
        form = EncodedStreamObject()
        form._data = streams[0]._data
        form[NameObject("/Filter")] = NameObject("/FlateDecode")
        return form_of(form, box, resources)

    def _read(self, stream: StreamObject) -> bytes:
        data = _plainly_packed(stream, self._limits.drawing)
        self._plainly[id(stream)] = data is not None
        if data is None:
            data = _content_of(stream, self._limits.drawing)
        self._charge(len(data))
        return data

    def _charge(self, unpacked: int) -> None:
        """Every page counts: whoever reads the copy has to draw each, also where many share one drawing."""
        self._left -= unpacked
        if self._left < 0:
            raise MasterRefused(RefusalCode.CONTENT_TOO_BIG)


def _around(sheet: Box) -> Box:
    """A form's box is clipped to with soft edges: one at the sheet's own edge would pale what is drawn there."""
    x0, y0, x1, y1 = sheet
    width, height = x1 - x0, y1 - y0
    return (x0 - width, y0 - height, x1 + width, y1 + height)


def _streams_of(page: DictionaryObject) -> list[StreamObject]:
    contents = entry(page, "/Contents")
    listed = contents if isinstance(contents, ArrayObject) else [contents]
    resolved = [one.get_object() for one in listed if one is not None]
    return [one for one in resolved if isinstance(one, StreamObject)]


def _plainly_packed(stream: StreamObject, most: int) -> bytes | None:
    """What the stream holds, where it is packed the common way and nothing is wrong with it."""
    if entry(stream, "/Filter") not in ("/FlateDecode", ["/FlateDecode"]) or "/DecodeParms" in stream:
        return None
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(stream._data, most)
    except zlib.error:
        return None
    if len(data) >= most:
        raise MasterRefused(RefusalCode.CONTENT_TOO_BIG)
    return data if unpacking.eof else None


def _content_of(stream: StreamObject, most: int) -> bytes:
    """What can be read of the stream."""
    data = _plainly_packed(stream, most)
    if data is None:
        data = stream.get_data()
    if stream._data.strip() and not data:
        raise MasterRefused(RefusalCode.PAGE_UNREADABLE)
    return data
