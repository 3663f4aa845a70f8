"""The quick reader reads what pypdf reads, or leaves it to pypdf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Encryption
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

from chalicelib.watermark.master.quick import Odd, QuickReader
from chalicelib.watermark.master.reading import bounded
from chalicelib.watermark.model import LIMITS
from tests.watermark.books import a_book, changed, saved

PLAIN = saved(changed(a_book()), object_stream_mode=pikepdf.ObjectStreamMode.disable)
PACKED = saved(changed(a_book()), object_stream_mode=pikepdf.ObjectStreamMode.generate)


def keys_of(reader: PdfReader) -> Iterator[tuple[int, int]]:
    yield from ((number, 0) for number in reader.xref_objStm)
    yield from ((number, generation) for generation in reader.xref for number in reader.xref[generation])


def read(reader: PdfReader, number: int, generation: int) -> Any:
    try:
        return reader.get_object(IndirectObject(number, generation, reader))
    except Exception as error:  # noqa: BLE001 - both readers must fail the same way
        return type(error)


def is_same(one: Any, other: Any) -> bool:
    if isinstance(one, IndirectObject):
        return isinstance(other, IndirectObject) and (one.idnum, one.generation) == (other.idnum, other.generation)
    if isinstance(one, StreamObject) and one._data != other._data:
        return False
    if isinstance(one, DictionaryObject):
        pairs = zip(one.items(), other.items(), strict=True)
        return len(one) == len(other) and all(key == name and is_same(v, w) for (key, v), (name, w) in pairs)
    if isinstance(one, ArrayObject):
        return len(one) == len(other) and all(map(is_same, list(one), list(other)))
    if isinstance(one, TextStringObject):
        return bool(one.original_bytes == other.original_bytes)
    return type(one) is type(other) and repr(one) == repr(other)


def differences(content: bytes) -> list[tuple[int, int]]:
    with bounded(LIMITS):
        ours, theirs = QuickReader(content), PdfReader(BytesIO(content), strict=False)
        return [key for key in keys_of(theirs) if not is_same(read(ours, *key), read(theirs, *key))]


@pytest.mark.parametrize("content", [PLAIN, PACKED], ids=["objects", "object streams"])
def test_every_object_of_a_book_is_read_the_same_and_quickly(content: bytes) -> None:
    reader = QuickReader(content)

    assert differences(content) == []
    for number, generation in keys_of(reader):
        assert reader._quickly(number, generation) is not None


def with_object(body: bytes) -> bytes:
    """A book whose bookmarks are replaced by an object of our own, of the same length."""
    found = re.search(rb"(\d+ 0 obj\n)(<<[^>]*/Type /Outlines[^>]*>>)", PLAIN)
    assert found is not None and len(body) <= len(found.group(2))
    return PLAIN.replace(found.group(2), body.ljust(len(found.group(2))))


@pytest.mark.parametrize(
    "body",
    [
        b"<< /A 1 /A 2 >>",
        b"<< /A (x\\)y\\101) >>",
        b"<< /A (a(b)c) >>",
        b"<< /A <4> /B <41 42> >>",
        b"<< /A#20B /C#2fD >>",
        b"<< /A 1.5.2 /B --3 >>",
        b"<< /A [1 2 >> ]",
        b"<< /A 1 0 R /B 1 0 RG >>",
        b"<< /A true /B null /C falsey >>",
        b"<< /A % note\n 1 >>",
        b"<< /A +.5 /B -7. >>",
        b"<< /A /B/C >>",
        b"[ 1 2 3",
        b"(text)",
        b"42",
        b"<< 1 2 >>",
    ],
    ids=bytes.decode,
)
def test_odd_object_is_read_as_pypdf_reads_it(body: bytes) -> None:
    assert differences(with_object(body)) == []


@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=3))
def test_damaged_book_is_read_as_pypdf_reads_it(place: int, damage: bytes) -> None:
    damaged = PLAIN[:place] + damage + PLAIN[place + len(damage) :]
    try:
        PdfReader(BytesIO(damaged), strict=False)
    except Exception:  # noqa: BLE001 - no reader opens it: nothing to compare
        return

    assert differences(damaged) == []


def test_encrypted_book_is_left_to_pypdf() -> None:
    locked = saved(changed(a_book()), encryption=Encryption(user="", owner="kantor", R=6))
    reader = QuickReader(locked)
    reader.decrypt("")

    for number, generation in keys_of(reader):
        with pytest.raises(Odd):
            reader._quickly(number, generation)
