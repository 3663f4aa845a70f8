"""Finds all that a document's catalog reaches and numbers it anew, in the order in which it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from chalicelib.watermark.model import MasterRefused, RefusalCode

LONGEST_CHAIN = 16
"""References to references that are followed; more is a cycle or a joke."""

_SCALARS = frozenset(
    {NameObject, NumberObject, FloatObject, BooleanObject, NullObject, TextStringObject, ByteStringObject}
)

Visit = Callable[[DictionaryObject], None]


class Shared(PdfObject):
    """A dictionary of ours that several others refer to: written once."""

    def __init__(self, value: PdfObject) -> None:
        self.value = value

    def get_object(self) -> PdfObject:
        return self.value


class Reserved(PdfObject):
    """What will stand under a number that is known before it is written."""

    def __init__(self, number: int) -> None:
        self.number = number

    def get_object(self) -> PdfObject:
        return self


class Gathered:
    """Objects in the order of their numbers, from `first`; the same object has one number however it is referred to.

    `visit` may change a dictionary before what it holds is followed.
    """

    def __init__(self, first: int, most: int, visit: Visit) -> None:
        self.first = first
        self._most = most
        self.objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._targets: dict[tuple[int, int, int], Any] = {}
        self._visit = visit

    def reach(self, start: PdfObject) -> None:
        """Gathers all that the object reaches, but not itself."""
        waiting: list[Any] = [start]
        while waiting:
            value = waiting.pop()
            if isinstance(value, DictionaryObject):
                self._visit(value)
            fresh = [
                container
                for held in _held(value)
                if type(held) not in _SCALARS and (container := self._met(held)) is not None
            ]
            waiting.extend(reversed(fresh))

    def number_of(self, value: Any) -> int:
        """The number of a gathered object, of a reference to one, or of a stream."""
        return value.number if isinstance(value, Reserved) else self._numbers[id(self._target(value))]

    def _met(self, value: Any) -> Any | None:
        """Numbers what is written on its own; answers a container whose inside was not followed yet."""
        if isinstance(value, Reserved):
            return None
        if is_reference(value):
            value = self._target(value)
            if id(value) in self._numbers:
                return None
            self._numbered(value)
        return value if isinstance(value, (DictionaryObject, ArrayObject)) else None

    def _target(self, value: Any) -> Any:
        if isinstance(value, Shared):
            return value.value
        if not isinstance(value, IndirectObject):
            return value
        key = (id(value.pdf), value.idnum, value.generation)
        if key not in self._targets:
            self._targets[key] = _resolved(value)
        return self._targets[key]

    def _numbered(self, value: Any) -> None:
        if len(self.objects) >= self._most:
            raise MasterRefused(RefusalCode.TOO_MANY_OBJECTS)
        self._numbers[id(value)] = self.first + len(self.objects)
        self.objects.append(value)


def is_reference(value: Any) -> bool:
    """True for what is written as "12 0 R" where it stands."""
    return isinstance(value, (IndirectObject, Shared, Reserved, StreamObject))


def _held(value: Any) -> Iterable[Any]:
    return list(value.values()) if isinstance(value, DictionaryObject) else value


def _resolved(reference: IndirectObject) -> Any:
    value: Any = reference
    for _ in range(LONGEST_CHAIN):
        if not isinstance(value, IndirectObject):
            return value
        value = value.get_object()
    return None
