"""What mistyped words were meant to be, by the words that the titles themselves are made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Set as AnySet

from chalicelib.catalogue.words import modern, most_slips, roots, slips

CANDIDATES = 60
Meant = tuple[str, list[str]]
"""A word as it was typed, and the words that it is taken for: itself, another, two, or none."""


class Spelling:
    """The words of an index's titles, kept by SQLite: FTS5's vocabulary, and trigrams of it to find neighbours by."""

    def __init__(self, engine: sqlite3.Connection) -> None:
        self._engine, self._fresh = engine, False
        engine.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(titles, col)")
        engine.execute("CREATE VIRTUAL TABLE spellings USING fts5(term, titles UNINDEXED, tokenize='trigram')")

    def renew(self) -> None:
        """The titles have changed; their words are looked at when a word is next unknown."""
        self._fresh = False

    def mended(self, typed: list[str], granted: AnySet[str] = frozenset()) -> list[Meant]:
        """Every word as it was meant; `granted` are words that need not stand in any title."""
        place, meant = 0, []
        while place < len(typed):
            pair = "".join(typed[place : place + 2]) if place + 1 < len(typed) else ""
            known = typed[place] in granted or self._is_known(typed[place])
            if pair and self._is_word(pair) and not (known and self._is_known(typed[place + 1])):
                meant.append((f"{typed[place]} {typed[place + 1]}", [pair]))
                place += 2
            else:
                meant.append((typed[place], [typed[place]] if known else self._meant(typed[place])))
                place += 1
        return meant

    def begins_one(self, word: str) -> bool:
        """Whether a word or number of the titles begins so."""
        query = "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1"
        return self._engine.execute(query, (word, word + "\U0010ffff")).fetchone() is not None

    def _is_known(self, word: str) -> bool:
        return self.begins_one(word) or any(self._is_word(root, "roots") for root in roots(word))

    def _is_word(self, word: str, column: str | None = None) -> bool:
        query = "SELECT 1 FROM vocabulary WHERE term = ? AND (? IS NULL OR col = ?) LIMIT 1"
        return self._engine.execute(query, (word, column, column)).fetchone() is not None

    def _meant(self, word: str) -> list[str]:
        nearest = self._nearest(word)
        return [nearest] if nearest else self._parted(word)

    def _nearest(self, word: str) -> str | None:
        """The word of the titles with the fewest slips between; of several the one that more titles have."""
        most, spelled = most_slips(word), modern(word)
        if not most:
            return None
        near = [
            (min(slips(word, term), slips(spelled, modern(term))), -titles, term)
            for term, titles in self._neighbours(word) + (self._neighbours(spelled) if spelled != word else [])
            if term.isalpha()
        ]
        best = min(near, default=None)
        return best[2] if best and best[0] <= most else None

    def _neighbours(self, word: str) -> list[tuple[str, int]]:
        self._gather()
        padded = f"__{word}_"
        trigrams = {padded[place : place + 3] for place in range(len(padded) - 2)}
        query = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
        found = self._engine.execute(
            "SELECT term, titles FROM spellings WHERE spellings MATCH ? ORDER BY rank LIMIT ?", (query, CANDIDATES)
        )
        return [(padded_term.strip("_"), titles) for padded_term, titles in found]

    def _gather(self) -> None:
        if self._fresh:
            return
        self._engine.execute("BEGIN")
        self._engine.execute("DELETE FROM spellings")
        self._engine.execute(
            "INSERT INTO spellings(term, titles) SELECT '__' || term || '_', sum(doc) FROM vocabulary"
            " WHERE col IN ('title', 'subject', 'abstract') AND length(term) > 2 GROUP BY term"
        )
        self._engine.execute("COMMIT")
        self._fresh = True

    def _parted(self, word: str) -> list[str]:
        """Two words of the titles that were typed as one, parted so that both are long."""
        middle = len(word) / 2
        for place in sorted(range(3, len(word) - 2), key=lambda place: abs(place - middle)):
            if self._is_word(word[:place]) and self._is_word(word[place:]):
                return [word[:place], word[place:]]
        return []
