"""Reads the plain objects of a file three times as fast as pypdf does, and leaves all others to it.

An object is plain when every token of it is, when it ends where it says, and when the file is not encrypted; what is
read then is what pypdf would have read. It only has to be right where it answers.
"""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    create_string_object,
    read_string_from_stream,
)

DEEPEST = 64
"""Brackets within brackets."""

MOST_ELEMENTS = 50_000
"""Of one array or dictionary."""

MOST_NAMES = 4_096
"""Different names that are kept to be given again."""

_ENDED = rb"(?![^\x00\t\n\f\r ()<>\[\]{}/%])"
_TOKEN = re.compile(
    rb"[\t\n\f\r ]*+(?:"
    rb"([0-9]{1,9})[\t\n\f\r ]++([0-9]{1,5})[\t\n\f\r ]++R" + _ENDED + rb"|"
    rb"([+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++))" + _ENDED + rb"|"
    rb"(/[^\x00\t\n\x0b\f\r ()<>\[\]{}/%]*+)|"
    rb"(\((?:[^()\\\r]|\\[^\r])*+\))|"
    rb"<([0-9A-Fa-f]*+)>|"
    rb"(<<)|(>>)|(\[)|(\])|(true|false|null)" + _ENDED + rb")",
    re.DOTALL,
)
_HEADER = re.compile(rb"[\t\n\f\r ]*+([0-9]{1,9})[\t\n\f\r ]++([0-9]{1,5})[\t\n\f\r ]++obj" + _ENDED)
_AFTER = re.compile(rb"[\t\n\f\r ]*+(?:(endobj)" + _ENDED + rb"|(stream)\r?\n)")
_STREAM_ENDS = re.compile(rb"[\t\n\f\r ]*+endstream")
_PAIRS = re.compile(rb"[0-9\x00\t\n\f\r ]*+")

_REFERENCE, _NUMBER, _NAME, _STRING, _HEX, _OPEN, _CLOSE, _LIST, _LIST_END, _WORD = 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
_DICTIONARY, _ARRAY = "dictionary", "array"


class Odd(Exception):
    """Not a plain object."""


class QuickReader(PdfReader):
    """pypdf's reader over bytes, quick where an object is plain."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._reading: set[tuple[int, int]] = set()
        self._members: dict[int, tuple[bytes, int, int]] = {}
        self._unpacked: set[int] = set()
        self._names: dict[bytes, NameObject] = {}
        super().__init__(BytesIO(content), strict=False)
        # pypdf keeps each cross-reference stream that it opens under the number that it bears, also where a later
        # revision gave that number to something else.
        self.resolved_objects.clear()

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        if isinstance(indirect_reference, int):
            number, generation = indirect_reference, 0
        else:
            number, generation = indirect_reference.idnum, indirect_reference.generation
        key = (generation, number)
        if key in self.resolved_objects:
            return self.resolved_objects[key]
        try:
            found = self._quickly(number, generation)
        except Odd:
            return super().get_object(indirect_reference)
        return self.cache_indirect_object(generation, number, found)

    def _is_whole(self, content: bytes, ended: int, end: int) -> bool:
        if content is not self.content:
            return not content[ended:end].strip(b"\x00\t\n\f\r ")
        after = _AFTER.match(content, ended)
        return after is not None and after[1] is not None

    def _place(self, number: int, generation: int) -> tuple[bytes, int, int]:
        """What holds the object, where it begins after its header, and where it ends at the latest. Raises Odd."""
        if generation == 0 and number in self.xref_objStm:
            return self._member(number)
        start = self.xref.get(generation, {}).get(number)
        if start is None or self.xref_free_entry.get(generation, {}).get(number, False):
            raise Odd
        header = _HEADER.match(self.content, start)
        if header is None or int(header[1]) != number or int(header[2]) != generation:
            raise Odd
        return self.content, header.end(), len(self.content)

    def _quickly(self, number: int, generation: int) -> PdfObject:
        if self.is_encrypted or (generation, number) in self._reading:
            raise Odd
        self._reading.add((generation, number))
        try:
            return self._object_in(*self._place(number, generation))
        finally:
            self._reading.discard((generation, number))

    def _object_in(self, content: bytes, start: int, end: int) -> PdfObject:
        value, ended = self._parsed(content, start, end)
        if self._is_whole(content, ended, end):
            return value
        after = _AFTER.match(content, ended)
        if content is not self.content or after is None or not isinstance(value, DictionaryObject):
            raise Odd
        return self._stream(value, after.end())

    def _stream(self, described: DictionaryObject, start: int) -> StreamObject:
        length = described.raw_get("/Length") if "/Length" in described else None
        if isinstance(length, IndirectObject):
            length = self.get_object(length)
        data: dict[str, Any] = dict(described)
        data["__streamdata__"] = self.content[start : self.end_of_stream(length, start)]
        return StreamObject.initialize_from_dictionary(data)

    def end_of_stream(self, length: Any, start: int) -> int:
        """Where the data end that begin here, by the length that is stated. Raises Odd."""
        if isinstance(length, NumberObject) and 0 <= length <= len(self.content) - start:
            end = start + int(length)
            if _STREAM_ENDS.match(self.content, end):
                return end
        raise Odd

    def _member(self, number: int) -> tuple[bytes, int, int]:
        """The place of an object of an object stream."""
        holder, _ = self.xref_objStm[number]
        if holder not in self._unpacked:
            self._unpacked.add(holder)
            self._list_members(holder)
        if number not in self._members:
            raise Odd
        return self._members[number]

    def _list_members(self, holder: int) -> None:
        """Where each object stands of which this stream is the valid holder; none where its head is odd."""
        stream = self.get_object(holder)
        if not isinstance(stream, StreamObject) or stream.get("/Type") != "/ObjStm":
            return
        first, count = stream.get("/First"), stream.get("/N")
        if not isinstance(first, NumberObject) or not isinstance(count, NumberObject):
            return
        content = stream.get_data()
        if not 0 <= first <= len(content) or _PAIRS.fullmatch(content, 0, first) is None:
            return
        pairs = list(map(int, content[:first].replace(b"\x00", b" ").split()))
        offsets = [*pairs[1::2], len(content) - first]
        if len(pairs) != 2 * count or any(one >= other for one, other in pairwise(offsets)):
            return
        numbers = pairs[::2]
        if len(set(numbers)) != len(numbers):
            return
        for number, (start, end) in zip(numbers, pairwise(offsets), strict=True):
            if self.xref_objStm.get(number, (None, None))[0] == holder:
                self._members[number] = (content, first + start, first + end)

    def _parsed(self, content: bytes, position: int, end: int) -> tuple[PdfObject, int]:
        """The dictionary, array or number that begins here, and where it ends. Raises Odd."""
        stack: list[tuple[str, list[Any]]] = []
        match = _TOKEN.scanner(content, position, end).match  # type: ignore[attr-defined]
        while token := match():
            kind = token.lastindex
            if kind in (_OPEN, _LIST):
                stack.append((_DICTIONARY if kind == _OPEN else _ARRAY, []))
                if len(stack) > DEEPEST:
                    raise Odd
                continue
            if not stack:
                return self._number(kind, token), token.end()
            if kind in (_CLOSE, _LIST_END):
                opened, elements = stack.pop()
                if opened != (_DICTIONARY if kind == _CLOSE else _ARRAY):
                    raise Odd
                value = _dictionary(elements) if opened == _DICTIONARY else ArrayObject(elements)
                if not stack:
                    return value, token.end()
            else:
                value = self._scalar(kind, token)
            elements = stack[-1][1]
            elements.append(value)
            if len(elements) > MOST_ELEMENTS:
                raise Odd
        raise Odd

    def _number(self, kind: int | None, token: re.Match[bytes]) -> PdfObject:
        if kind != _NUMBER:
            raise Odd
        number: PdfObject = self._scalar(kind, token)
        return number

    def _scalar(self, kind: int | None, token: re.Match[bytes]) -> Any:
        if kind == _NAME:
            return self._name(token[_NAME])
        if kind == _REFERENCE:
            return IndirectObject(int(token[1]), int(token[2]), self)
        if kind == _NUMBER:
            written = token[_NUMBER]
            return FloatObject(written) if b"." in written else NumberObject(written)
        if kind == _STRING:
            return _string(token[_STRING])
        if kind == _HEX:
            digits = token[_HEX]
            return create_string_object(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        return NullObject() if token[_WORD] == b"null" else BooleanObject(token[_WORD] == b"true")

    def _name(self, written: bytes) -> NameObject:
        name = self._names.get(written)
        if name is None:
            name = NameObject("/" + NameObject.unnumber(written[1:]).decode("latin-1"))
            if len(self._names) < MOST_NAMES:
                self._names[written] = name
        return name


def _dictionary(elements: list[Any]) -> DictionaryObject:
    keys = elements[::2]
    if len(elements) % 2 or not all(isinstance(key, NameObject) for key in keys) or len(set(keys)) != len(keys):
        raise Odd
    made = DictionaryObject()
    dict.update(made, zip(keys, elements[1::2], strict=True))
    return made


def _string(written: bytes) -> Any:
    return create_string_object(written[1:-1]) if b"\\" not in written else read_string_from_stream(BytesIO(written))
