"""Finds all that a document's catalog reaches and numbers it anew, in the order in which it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from chalicelib.watermark.master.reading import MOST_OBJECTS
from chalicelib.watermark.model import MasterRefused, RefusalCode

LONGEST_CHAIN = 16
"""References to references that are followed; more is a cycle or a joke."""

Visit = Callable[[DictionaryObject], None]


class Shared(PdfObject):
    """A dictionary of ours that several others refer to: written once."""

    def __init__(self, value: PdfObject) -> None:
        self.value = value

    def get_object(self) -> PdfObject:
        return self.value


class Gathered:
    """Objects in the order of their numbers, from 1; the same object has one number however it is referred to."""

    def __init__(self, visit: Visit | None = None) -> None:
        """`visit` may change a dictionary before what it holds is followed."""
        self.objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._targets: dict[tuple[int, int, int], Any] = {}
        self._visit = visit

    def add(self, start: PdfObject) -> int:
        """Gathers the object and all it reaches; answers its number."""
        number = self._numbered(start)
        waiting: list[Any] = [start]
        while waiting:
            value = waiting.pop()
            if self._visit is not None and isinstance(value, DictionaryObject):
                self._visit(value)
            fresh = [container for held in _held(value) if (container := self._met(held)) is not None]
            waiting.extend(reversed(fresh))
        return number

    def number_of(self, value: Any) -> int:
        """The number of a gathered object, of a reference to one, or of a stream."""
        return self._numbers[id(self._target(value))]

    def _met(self, value: Any) -> Any | None:
        """Numbers what is written on its own; answers a container whose inside was not followed yet."""
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

    def _numbered(self, value: Any) -> int:
        if len(self.objects) >= MOST_OBJECTS:
            raise MasterRefused(RefusalCode.TOO_MANY_OBJECTS)
        self.objects.append(value)
        self._numbers[id(value)] = len(self.objects)
        return len(self.objects)


def is_reference(value: Any) -> bool:
    """True for what is written as "12 0 R" where it stands."""
    return isinstance(value, (IndirectObject, Shared, StreamObject))


def _held(value: Any) -> Iterable[Any]:
    return list(value.values()) if isinstance(value, DictionaryObject) else value


def _resolved(reference: IndirectObject) -> Any:
    value: Any = reference
    for _ in range(LONGEST_CHAIN):
        if not isinstance(value, IndirectObject):
            return value
        value = value.get_object()
    return None
