"""Leaves each page's drawing so that another can follow: what it opened is closed, what annotations drew is in it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from chalicelib.watermark.master.annotations import Drawn
from chalicelib.watermark.master.geometry import IDENTITY, LETTER, box_of
from chalicelib.watermark.master.reading import entry
from chalicelib.watermark.master.resources import calling, form_of, name_drawing, stream_of
from chalicelib.watermark.master.tidiness import is_tidy
from chalicelib.watermark.model import MasterRefused, RefusalCode

MOST_OF_STREAM = 75_000_000
MOST_OF_BOOK = 400_000_000
"""Bytes that drawings may unpack to; the largest real book seen has 239 million."""


class Contents:
    """The drawings of one book's pages. Streams that pages share stay shared."""

    def __init__(self) -> None:
        self._left = MOST_OF_BOOK
        self._counted: set[int] = set()
        self._opening = stream_of(b"q\n")
        # Ends a path that was begun and never drawn, then what the opening saved.
        self._closing = stream_of(b"\nn Q\n")

    def settle(self, page: DictionaryObject, annotations: Sequence[Drawn]) -> None:
        """Parts the page's own drawing from all that follows, and adds what its annotations draw."""
        streams = _streams_of(page)
        drawing = b"\n".join(map(self._unpacked, streams))
        parts: list[StreamObject] = []
        if streams and is_tidy(drawing):
            parts = [self._opening, *streams, self._closing]
        elif streams:
            parts = [_isolated(page, drawing)]
        if annotations:
            parts.append(_annotated(page, annotations))
        page[NameObject("/Contents")] = ArrayObject(parts)

    def _unpacked(self, stream: StreamObject) -> bytes:
        """Raises MasterRefused for a drawing that cannot be read, or too much of it in the whole book."""
        data = _plainly_packed(stream)
        if data is None:
            data = _repacked(stream)
        if id(stream) not in self._counted:
            self._counted.add(id(stream))
            self._left -= len(data)
        if self._left < 0:
            raise MasterRefused(RefusalCode.CONTENT_TOO_BIG)
        return data


def _streams_of(page: DictionaryObject) -> list[StreamObject]:
    contents = entry(page, "/Contents")
    listed = contents if isinstance(contents, ArrayObject) else [contents]
    resolved = [one.get_object() for one in listed if one is not None]
    return [one for one in resolved if isinstance(one, StreamObject)]


def _plainly_packed(stream: StreamObject) -> bytes | None:
    """What the stream holds, where it is packed the common way and nothing is wrong with it."""
    if entry(stream, "/Filter") not in ("/FlateDecode", ["/FlateDecode"]) or "/DecodeParms" in stream:
        return None
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(stream._data, MOST_OF_STREAM)
    except zlib.error:
        return None
    if len(data) >= MOST_OF_STREAM:
        raise MasterRefused(RefusalCode.CONTENT_TOO_BIG)
    return data if unpacking.eof else None


def _repacked(stream: StreamObject) -> bytes:
    """What can be read of the stream; it is packed anew the common way, for all who come after."""
    data = stream.get_data()
    if stream._data.strip() and not data:
        raise MasterRefused(RefusalCode.PAGE_UNREADABLE)
    for key in ("/Filter", "/DecodeParms", "/DL"):
        stream.pop(key, None)
    stream._data = data
    stream.decoded_self = None
    return data


def _isolated(page: DictionaryObject, drawing: bytes) -> StreamObject:
    """The page's drawing as a form: what it leaves open, or closes too often, ends with it."""
    box = box_of(page.get("/MediaBox")) or LETTER
    form = form_of(stream_of(drawing), box, page.raw_get("/Resources"))
    page[NameObject("/Resources")] = DictionaryObject()
    return stream_of(calling(name_drawing(page, "Page", form), IDENTITY))


def _annotated(page: DictionaryObject, annotations: Sequence[Drawn]) -> StreamObject:
    calls = [calling(name_drawing(page, "Note", one.form), one.matrix) for one in annotations]
    return stream_of(b"".join(calls))
