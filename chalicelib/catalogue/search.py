"""Ranked search over a unit's titles, by SQLite's full-text engine (FTS5, BM25) in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from threading import RLock

import msgspec

from chalicelib.catalogue.model import Publication
from chalicelib.catalogue.spelling import Spelling
from chalicelib.catalogue.words import MOST_WORDS, numbers_in, plain_number, roots, words_of

COLUMNS = "title, subject, year, numbers, abstract, roots"
MOST_PARTIAL = 1000
WEIGHTS = "10.0, 4.0, 6.0, 6.0, 1.0, 3.0"
FILLERS = frozenset(
    ("di", "dan", "yang", "untuk", "dari", "pada", "tentang", "ke", "dengan", "tahun", "buku", "the", "of", "in", "and")
)
"""Words that say nothing of a title; they are looked for only where nothing else is."""


class Found(msgspec.Struct, frozen=True):
    """Titles, the best first, and how the words were taken.

    `corrected` are the words as they were understood, where slips were mended; `missing` those that no title has;
    `partial` says that no title holds all of the others.
    """

    titles: list[Publication]
    corrected: str | None = None
    missing: list[str] = []
    partial: bool = False


class Index:
    """The titles of one unit, ready to be searched. Safe to use from many threads."""

    def __init__(self, publications: Iterable[Publication], synonyms: Sequence[Sequence[str]] = ()) -> None:
        """`synonyms` are groups of words or phrases that stand for each other."""
        self._synonyms = [[tuple(words_of(phrase)) for phrase in group] for group in synonyms]
        self._granted = {word for group in self._synonyms for phrase in group for word in phrase}
        self._lock = RLock()
        self._titles: dict[int, Publication] = {}
        self._rows: dict[str, int] = {}
        self._places: dict[int, int] = {}
        self._engine = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._engine.execute(
            f"CREATE VIRTUAL TABLE titles USING fts5({COLUMNS},"
            " tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
        )
        self._spelling = Spelling(self._engine)
        self.change(publications)

    def change(self, publications: Iterable[Publication]) -> None:
        """Take titles in, each in place of what it was."""
        with self._lock:
            self._engine.execute("BEGIN")
            for publication in sorted(publications, key=_newest):
                self._put(publication)
            self._engine.execute("COMMIT")
            self._places = {}
            self._spelling.renew()

    def drop(self, publication_ids: Iterable[str]) -> None:
        """Leave titles out from now on."""
        with self._lock:
            for publication_id in publication_ids:
                self._remove(publication_id)
            self._places = {}

    def all(self) -> list[Publication]:
        """Every title, the newest first."""
        with self._lock:
            return [self._titles[row] for row in self._in_order()]

    def search(self, text: str) -> Found:
        """Titles that hold every word, or its kin, or a word that begins so, or what a mistyped one was meant to be."""
        with self._lock:
            return self._search(text)

    def _put(self, publication: Publication) -> None:
        self._remove(publication.publication_id)
        row = self._engine.execute(
            f"INSERT INTO titles({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
            _columns(publication),
        ).lastrowid
        assert row is not None
        self._titles[row] = publication
        self._rows[publication.publication_id] = row

    def _remove(self, publication_id: str) -> None:
        row = self._rows.pop(publication_id, None)
        if row is not None:
            self._engine.execute("DELETE FROM titles WHERE rowid = ?", (row,))
            del self._titles[row]

    def _search(self, text: str) -> Found:
        numbers = numbers_in(text)
        asked = [_any_of([_begins(digits), _all_of(map(_begins, words_of(typed)))]) for typed, digits in numbers]
        missing = [typed for typed, digits in numbers if not self._has_number(typed, digits)]
        asked = [one for one, (typed, _) in zip(asked, numbers, strict=True) if typed not in missing]
        meant = self._spelling.mended(_telling(text, numbers), self._granted)
        missing += [word for word, own in meant if not own]
        words = [known for _, own in meant for known in own]
        asked += self._groups(words)
        mended = any(own not in ([], [word]) for word, own in meant)
        corrected = " ".join([typed for typed, _ in numbers] + words) if mended else None
        return self._found(asked, Found([], corrected, missing))

    def _found(self, asked: list[str], taken: Found) -> Found:
        """The titles that fulfil all that is asked, else those that fulfil some of it."""
        if not asked:
            return taken
        titles = self._matching(_all_of(asked))
        partial = not titles and len(asked) > 1
        titles = self._matching(_any_of(self._rarest(asked))) if partial else titles
        return msgspec.structs.replace(taken, titles=titles, partial=partial)

    def _rarest(self, asked: list[str]) -> list[str]:
        """What few titles fulfil: what most of them do tells none from another. At least one."""
        counted = sorted((self._count(condition), place) for place, condition in enumerate(asked))
        few = [asked[place] for count, place in counted if count <= MOST_PARTIAL]
        return few or [asked[counted[0][1]]]

    def _count(self, condition: str) -> int:
        (count,) = self._engine.execute("SELECT count(*) FROM titles WHERE titles MATCH ?", (condition,)).fetchone()
        return int(count)

    def _has_number(self, typed: str, digits: str) -> bool:
        begins = self._spelling.begins_one
        return begins(digits) or all(begins(part) for part in words_of(typed))

    def _groups(self, words: list[str]) -> list[str]:
        """One condition for each word, or for each run of words that has synonyms."""
        place, groups = 0, []
        while place < len(words):
            length, others = self._known_synonyms(words, place)
            own = _all_of(map(_kin, words[place : place + length]))
            groups.append(_any_of([own, *map(_phrase, others)]))
            place += length
        return groups

    def _known_synonyms(self, words: list[str], place: int) -> tuple[int, list[tuple[str, ...]]]:
        """How many words from `place` on form the longest phrase that has synonyms (else 1), and these."""
        fitting = [
            (len(phrase), [other for other in group if other != phrase])
            for group in self._synonyms
            for phrase in group
            if tuple(words[place : place + len(phrase)]) == phrase
        ]
        return max(fitting, key=lambda one: one[0], default=(1, []))

    def _matching(self, query: str) -> list[Publication]:
        """Titles by their rank; of two alike the newer first, as yearbooks are wanted."""
        select = f"SELECT rowid, bm25(titles, {WEIGHTS}) FROM titles WHERE titles MATCH ?"  # noqa: S608
        found = self._engine.execute(select, (query,))
        places = self._in_order()
        return [self._titles[row] for _, _, row in sorted((round(rank, 4), places[row], row) for row, rank in found)]

    def _in_order(self) -> dict[int, int]:
        """Of every row its place in a catalogue that nobody searches."""
        if not self._places:
            ordered = sorted(self._titles, key=lambda row: _newest(self._titles[row]))
            self._places = {row: place for place, row in enumerate(ordered)}
        return self._places


def newest_first(publications: Iterable[Publication]) -> list[Publication]:
    """The order of a catalogue that nobody searches."""
    return sorted(publications, key=_newest)


def _newest(publication: Publication) -> tuple[int, str, str]:
    return (-publication.year, publication.title.casefold(), publication.publication_id)


def _telling(text: str, numbers: list[tuple[str, str]]) -> list[str]:
    """The words that say something of a title; the others only where there are no more."""
    for typed, _ in numbers:
        text = text.replace(typed, " ")
    typed_words = words_of(text)[:MOST_WORDS]
    return [word for word in typed_words if word not in FILLERS] or ([] if numbers else typed_words)


def _begins(word: str) -> str:
    """The word itself counts twice: angka before angkatan."""
    return f'("{word}" OR "{word}"*)' if len(word) > 2 else f'"{word}"'


def _kin(word: str) -> str:
    """A word that begins so, or one of the same root."""
    others = [f'"{root}"' for root in sorted(roots(word)) if not root.startswith(word)]
    return f"({_begins(word)} OR roots : ({' OR '.join(others)}))" if others else _begins(word)


def _phrase(words: Iterable[str]) -> str:
    return f'"{" ".join(words)}"'


def _all_of(conditions: Iterable[str]) -> str:
    return f"({' AND '.join(conditions)})"


def _any_of(conditions: Iterable[str]) -> str:
    return f"({' OR '.join(conditions)})"


def _columns(publication: Publication) -> tuple[str, ...]:
    numbers = f"{publication.catalogue_number or ''} {publication.isbn or ''}"
    joined = [plain_number(number) for number in (publication.catalogue_number, publication.isbn) if number]
    told = f"{publication.title} {publication.subject or ''}"
    return (
        " ".join(words_of(publication.title)),
        " ".join(words_of(publication.subject or "")),
        str(publication.year),
        " ".join([*words_of(numbers), *joined]),
        " ".join(words_of(publication.abstract or "")),
        " ".join(root for word in dict.fromkeys(words_of(told)) for root in sorted(roots(word))),
    )
