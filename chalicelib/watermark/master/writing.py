"""Writes objects as they stand in a file: streams as they are, all else in object streams of PDF 1.5."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from chalicelib.watermark.master.gathering import Gathered, is_reference

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

IN_ONE_STREAM = 200
"""Objects that share an object stream: enough to compress well, few enough to open one of them quickly."""

LARGEST_INTEGER = 2**63 - 1
"""A larger one is an error to some readers, and a coordinate or a count to none."""

_ODD_IN_NAME = re.compile(rb"[^!-~]|[#()<>\[\]{}/%]")
_ODD_IN_STRING = re.compile(rb"[()\\\r]")


class Written:
    """Objects of a stretch of the file that begins at byte `start`, and their cross-reference rows by number."""

    def __init__(self, start: int, gathered: Gathered) -> None:
        self.parts: list[bytes] = []
        self.rows: dict[int, bytes] = {}
        self.end = start
        self._gathered = gathered

    @property
    def content(self) -> bytes:
        return b"".join(self.parts)

    def add_raw(self, content: bytes) -> None:
        self.parts.append(content)
        self.end += len(content)

    def add_stream(self, number: int, value: StreamObject) -> None:
        """An object of its own."""
        self._add(number, _stream(value, self._gathered))

    def add_packed(self, members: Sequence[tuple[int, Any]], new_number: Callable[[], int]) -> None:
        """Objects with their numbers, in as many object streams as they need."""
        for start in range(0, len(members), IN_ONE_STREAM):
            some = members[start : start + IN_ONE_STREAM]
            holder = new_number()
            self._add(holder, _packed(some, self._gathered))
            for place, (number, _) in enumerate(some):
                self.rows[number] = row(2, holder, place)

    def _add(self, number: int, body: Iterator[bytes]) -> None:
        self.rows[number] = row(1, self.end, 0)
        self.add_raw(b"%d 0 obj\n" % number)
        for part in body:
            self.add_raw(part)
        self.add_raw(b"\nendobj\n")


def row(kind: int, where: int, place: int) -> bytes:
    """A cross-reference row of the widths 1, 4 and 2 (ISO 32000-2, table 18)."""
    return bytes([kind]) + where.to_bytes(4, "big") + place.to_bytes(2, "big")


def compressed(entries: bytes, data: bytes) -> Iterator[bytes]:
    """A stream with these entries, its data packed."""
    packed = zlib.compress(data)
    yield b"<<%s/Filter/FlateDecode/Length %d>>stream\n" % (entries, len(packed))
    yield packed
    yield b"\nendstream"


def _packed(members: Sequence[tuple[int, Any]], gathered: Gathered) -> Iterator[bytes]:
    bodies = [serialised(value, gathered) for _, value in members]
    heads, offset = [], 0
    for (number, _), body in zip(members, bodies, strict=True):
        heads.append(b"%d %d" % (number, offset))
        offset += len(body) + 1
    head = b" ".join(heads) + b"\n"
    return compressed(b"/Type/ObjStm/N %d/First %d" % (len(members), len(head)), head + b"\n".join(bodies))


def _stream(value: StreamObject, gathered: Gathered) -> Iterator[bytes]:
    data = value._data
    described = entries_of(value, gathered)
    if "/Filter" not in value and data:
        yield from compressed(described, data)
        return
    yield b"<<%s/Length %d>>stream\n" % (described, len(data))
    yield data
    yield b"\nendstream"


def entries_of(dictionary: DictionaryObject, gathered: Gathered) -> bytes:
    """What stands between the brackets of a dictionary."""
    return b"".join(
        [
            b"%s %s" % (_name(key), serialised(value, gathered, inside=True))
            for key, value in dictionary.items()
            if key != "/Length"
        ]
    )


def serialised(value: Any, gathered: Gathered, *, inside: bool = False) -> bytes:
    """One object as it stands in the file; what it refers to by number."""
    if type(value) is NameObject:
        return _name(value)
    if inside and is_reference(value):
        return b"%d 0 R" % gathered.number_of(value)
    if isinstance(value, DictionaryObject):
        return b"<<%s>>" % entries_of(value, gathered)
    if isinstance(value, ArrayObject):
        return b"[%s]" % b" ".join([serialised(one, gathered, inside=True) for one in value])
    return _scalar(value)


def _scalar(value: Any) -> bytes:
    if type(value) is NumberObject:
        return b"%d" % max(-LARGEST_INTEGER, min(value, LARGEST_INTEGER))
    if isinstance(value, FloatObject):
        return value.myrepr().encode()
    if isinstance(value, TextStringObject):
        return _string(value.original_bytes)
    if isinstance(value, ByteStringObject):
        return _string(bytes(value))
    if isinstance(value, BooleanObject):
        return b"true" if value.value else b"false"
    return b"%d" % value if isinstance(value, int) else b"null"


@lru_cache(maxsize=4096)
def _name(name: str) -> bytes:
    return b"/" + _ODD_IN_NAME.sub(lambda odd: b"#%02X" % odd.group()[0], name[1:].encode("latin-1"))


def _string(content: bytes) -> bytes:
    escaped = _ODD_IN_STRING.sub(lambda odd: b"\\r" if odd.group() == b"\r" else b"\\" + odd.group(), content)
    return b"(%s)" % escaped
