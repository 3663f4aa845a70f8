"""Ranked search over a unit's titles, by SQLite's full-text engine (FTS5, BM25) in memory."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from chalicelib.catalogue.model import Publication, plain_isbn

WEIGHTS = "10.0, 4.0, 6.0, 6.0, 6.0, 1.0"
MOST_WORDS = 12


class Index:
    """The titles of one unit, ready to be searched."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self._publications = list(publications)
        self._engine = sqlite3.connect(":memory:", check_same_thread=False)
        self._engine.execute(
            "CREATE VIRTUAL TABLE titles USING fts5(title, subject, year, catalogue_number, isbn, abstract,"
            " tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')"
        )
        self._engine.executemany(
            "INSERT INTO titles(rowid, title, subject, year, catalogue_number, isbn, abstract)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(row, *_columns(publication)) for row, publication in enumerate(self._publications)],
        )

    def ranked(self, text: str) -> list[Publication]:
        """Titles that hold every word (or its beginning), the best match first."""
        words = re.findall(r"\w+", text)[:MOST_WORDS]
        if not words:
            return []
        query = " ".join(f'"{word}"*' for word in words)
        found = self._engine.execute(
            f"SELECT rowid FROM titles WHERE titles MATCH ? ORDER BY bm25(titles, {WEIGHTS}), rowid",  # noqa: S608
            (query,),
        )
        return [self._publications[row] for (row,) in found]


def _columns(publication: Publication) -> tuple[str, str, str, str, str, str]:
    return (
        publication.title,
        publication.subject or "",
        str(publication.year),
        publication.catalogue_number or "",
        f"{publication.isbn} {plain_isbn(publication.isbn)}" if publication.isbn else "",
        publication.abstract or "",
    )


def newest_first(publications: Sequence[Publication]) -> list[Publication]:
    """The order of a catalogue that nobody searches."""
    return sorted(publications, key=lambda p: (-p.year, p.title.casefold(), p.publication_id))
