"""Writes a document anew: nothing unreachable, no earlier revision, object and cross-reference streams of PDF 1.5.

The same document gives the same bytes.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from chalicelib.watermark.master.gathering import Gathered, Visit, is_reference

IN_ONE_STREAM = 200
"""Objects that share an object stream: enough to compress well, few enough to open one of them quickly."""

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ODD_IN_NAME = re.compile(rb"[^!-~]|[#()<>\[\]{}/%]")
_ODD_IN_STRING = re.compile(rb"[()\\\r]")
_IDENTITY_BYTES = 16


def written(
    catalog: DictionaryObject, identity: bytes, *, info: DictionaryObject | None = None, visit: Visit | None = None
) -> bytes:
    """The file. `identity` is 32 bytes: of the work, then of this copy of it (ISO 32000-2, 14.4)."""
    gathered = Gathered(visit)
    root = gathered.add(catalog)
    about = b"" if info is None else b"/Info %d 0 R" % gathered.add(info)
    out = BytesIO()
    out.write(_HEADER)
    rows = _write_objects(out, gathered)
    ends = (identity[:_IDENTITY_BYTES].hex().encode(), identity[_IDENTITY_BYTES:].hex().encode())
    trailer = b"/Root %d 0 R%s/ID[<%s><%s>]" % (root, about, *ends)
    _write_cross_references(out, rows, trailer)
    return out.getvalue()


def _write_objects(out: BytesIO, gathered: Gathered) -> list[bytes]:
    """Streams as they are, all else in object streams; answers the cross-reference rows, by number from 1."""
    rows = [b""] * len(gathered.objects)
    packed: list[int] = []
    for index, value in enumerate(gathered.objects):
        if isinstance(value, StreamObject):
            rows[index] = _row(1, out.tell(), 0)
            out.write(b"%d 0 obj\n%s\nendobj\n" % (index + 1, _stream(value, gathered)))
        else:
            packed.append(index)
    for start in range(0, len(packed), IN_ONE_STREAM):
        members = packed[start : start + IN_ONE_STREAM]
        number = len(rows) + 1
        rows.append(_row(1, out.tell(), 0))
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, _pack(members, gathered)))
        for place, index in enumerate(members):
            rows[index] = _row(2, number, place)
    return rows


def _pack(members: list[int], gathered: Gathered) -> bytes:
    bodies = [serialised(gathered.objects[index], gathered) for index in members]
    heads, offset = [], 0
    for index, body in zip(members, bodies, strict=True):
        heads.append(b"%d %d" % (index + 1, offset))
        offset += len(body) + 1
    head = b" ".join(heads) + b"\n"
    return _compressed(b"/Type/ObjStm/N %d/First %d" % (len(members), len(head)), head + b"\n".join(bodies))


def _write_cross_references(out: BytesIO, rows: list[bytes], trailer: bytes) -> None:
    start = out.tell()
    rows = [_row(0, 0, 65_535), *rows, _row(1, start, 0)]
    entries = b"/Type/XRef/W[1 4 2]/Size %d%s" % (len(rows), trailer)
    out.write(b"%d 0 obj\n%s\nendobj\n" % (len(rows) - 1, _compressed(entries, b"".join(rows))))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)


def _row(kind: int, where: int, place: int) -> bytes:
    return bytes([kind]) + where.to_bytes(4, "big") + place.to_bytes(2, "big")


def _compressed(entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(packed), packed)


def _stream(value: StreamObject, gathered: Gathered) -> bytes:
    data = value._data
    if "/Filter" not in value and data and value.get("/Type") != "/Metadata":
        return _compressed(_entries(value, gathered), data)
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (_entries(value, gathered), len(data), data)


def _entries(dictionary: DictionaryObject, gathered: Gathered) -> bytes:
    return b"".join(
        b"%s %s" % (_name(key), serialised(value, gathered, inside=True))
        for key, value in dictionary.items()
        if key != "/Length"
    )


def serialised(value: Any, gathered: Gathered, *, inside: bool = False) -> bytes:
    """One object as it stands in the file; what it refers to by number."""
    if inside and is_reference(value):
        return b"%d 0 R" % gathered.number_of(value)
    if isinstance(value, DictionaryObject):
        return b"<<%s>>" % _entries(value, gathered)
    if isinstance(value, ArrayObject):
        return b"[%s]" % b" ".join(serialised(one, gathered, inside=True) for one in value)
    return _scalar(value)


def _scalar(value: Any) -> bytes:
    if isinstance(value, NameObject):
        return _name(value)
    if isinstance(value, TextStringObject):
        return _string(value.original_bytes)
    if isinstance(value, ByteStringObject):
        return _string(bytes(value))
    if isinstance(value, BooleanObject):
        return b"true" if value.value else b"false"
    if isinstance(value, FloatObject):
        return value.myrepr().encode()
    return b"%d" % value if isinstance(value, int) else b"null"


def _name(name: str) -> bytes:
    return b"/" + _ODD_IN_NAME.sub(lambda odd: b"#%02X" % odd.group()[0], name[1:].encode("latin-1"))


def _string(content: bytes) -> bytes:
    escaped = _ODD_IN_STRING.sub(lambda odd: b"\\r" if odd.group() == b"\r" else b"\\" + odd.group(), content)
    return b"(%s)" % escaped
