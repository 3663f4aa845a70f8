"""The edition of a unit's catalogue: a mark that every change of a title moves on, and which titles changed last."""

from __future__ import annotations

from threading import Lock
from typing import Protocol

import msgspec

from chalicelib.catalogue.model import Publication, is_listed
from chalicelib.catalogue.search import Index
from chalicelib.unit import Unit

MOST_RECENT = 100
"""So many titles DynamoDB hands out by their keys in one call."""


class Edition(msgspec.Struct, frozen=True):
    """`recent` are the last changes, the newest at the end: the mark that each made, and its title's id.

    Marks are random, not counted: a table that was restored from a backup begins no number a second time.
    """

    unit: str
    mark: str
    recent: list[tuple[str, str]] = []


def following(edition: Edition | None, unit: str, publication_id: str, mark: str) -> Edition:
    """The edition after a change of a title."""
    earlier = edition.recent if edition else []
    return Edition(unit, mark, [*earlier, (mark, publication_id)][-MOST_RECENT:])


def changed_since(edition: Edition, mark: str) -> list[str] | None:
    """The ids of the titles that changed after `mark`; None where that is not known any more."""
    marks = [own for own, _ in edition.recent]
    if mark not in marks:
        return None
    return list(dict.fromkeys(title for _, title in edition.recent[marks.index(mark) + 1 :]))


class Titles(Protocol):
    """Where editions and titles are read."""

    def edition(self, unit: str) -> Edition | None: ...
    def of_unit(self, unit: str) -> list[Publication]: ...
    def several(self, publication_ids: list[str]) -> list[Publication]: ...


class Indexes:
    """The index of each unit's titles, kept while its edition stands. Safe to use from many threads."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, Index]] = {}
        self._lock = Lock()

    def of(self, unit: Unit, titles: Titles) -> Index:
        """The index of the unit's catalogue as it is now.

        One read where nothing has changed, one more for up to a hundred changed titles; all titles are read by a
        container's first search.
        """
        with self._lock:
            edition = titles.edition(unit.code)
            mark, held = edition.mark if edition else "", self._held.get(unit.code)
            if held is None or held[0] != mark:
                self._held[unit.code] = held = mark, _turned(held, edition, unit, titles)
            return held[1]


def _turned(held: tuple[str, Index] | None, edition: Edition | None, unit: Unit, titles: Titles) -> Index:
    """The held index with what has changed, or a new one."""
    changed = changed_since(edition, held[0]) if held and edition else None
    if held is None or changed is None:
        return _gathered(edition, unit, titles)
    _take_in(held[1], titles.several(changed))
    return held[1]


def _gathered(edition: Edition | None, unit: Unit, titles: Titles) -> Index:
    """All titles. Those that changed last are read once more: a secondary index may lag behind its table."""
    index = Index([title for title in titles.of_unit(unit.code) if is_listed(title)], unit.synonyms)
    if edition:
        _take_in(index, titles.several(list(dict.fromkeys(title for _, title in edition.recent))))
    return index


def _take_in(index: Index, titles: list[Publication]) -> None:
    index.drop(title.publication_id for title in titles if not is_listed(title))
    index.change(title for title in titles if is_listed(title))
