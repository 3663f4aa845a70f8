"""Which title of the catalogue a source speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from chalicelib.catalogue.model import NewPublication, Publication, plain_isbn
from chalicelib.catalogue.words import plain_number, words_of
from chalicelib.form import Faulty
from chalicelib.imports.titles import SourceTitle, before_of, id_of

Key = tuple[str, str, int]
ISBN_LENGTHS = (10, 13)


class KnownTitles:
    """A unit's titles, withdrawn ones too, by what a source may know of them."""

    def __init__(self, unit: str, titles: Iterable[Publication]) -> None:
        self._unit = unit
        self._titles: dict[str, Publication] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._keyed: defaultdict[Key, set[str]] = defaultdict(set)
        for title in titles:
            self.keep(title)

    def keep(self, title: Publication) -> None:
        """Know a title, or what it has become. Another unit's is none of ours."""
        if title.unit != self._unit:
            return
        self._titles[title.publication_id] = title
        for source, said in (title.imported or {}).items():
            if said.name:
                self._named[source, said.name] = title.publication_id
        for key in _keys(title):
            self._keyed[key].add(title.publication_id)

    def match(self, title: SourceTitle) -> Publication | None:
        """The title that is meant: by the source's own name for it, else title, ISBN or catalogue number of its year.

        BPS gives each year's volume of a series the same catalogue number and ISSN: only with the year they tell one
        book, and the catalogue number only where the titles are akin. Raises Faulty where several titles fit.
        """
        own = self._named.get((title.source, title.name)) or id_of(self._unit, title)
        if own in self._titles:
            return self._titles[own]
        for key in _keys(title.said):
            found = [one for one in self._holding(key) if _may_be(one, title, key)]
            if found:
                return _only(found)
        return None

    def _holding(self, key: Key) -> Iterator[Publication]:
        for publication_id in sorted(self._keyed.get(key, ())):
            if key in _keys(self._titles[publication_id]):
                yield self._titles[publication_id]


def _keys(title: Publication | NewPublication) -> list[Key]:
    keys = [("title", " ".join(words_of(title.title)), title.year)]
    if title.isbn and len(plain_isbn(title.isbn)) in ISBN_LENGTHS:
        keys.append(("isbn", plain_isbn(title.isbn), title.year))
    if title.catalogue_number:
        keys.append(("number", plain_number(title.catalogue_number), title.year))
    return keys


def _may_be(known: Publication, title: SourceTitle, key: Key) -> bool:
    """A title that the WebAPI calls otherwise is another one, however alike the two are."""
    before = before_of(known, title)
    if title.source == "webapi" and before is not None and before.name != title.name:
        return False
    return key[0] != "number" or _are_akin(known.title, title.said.title)


def _are_akin(one: str, other: str) -> bool:
    """Whether one title is the other with more words, as a second language adds them; volumes and months differ."""
    first, second = set(words_of(one)), set(words_of(other))
    more = first ^ second
    return (first <= second or second <= first) and all(word.isalpha() and len(word) > 3 for word in more)


def _only(found: list[Publication]) -> Publication:
    listed = [one for one in found if one.state != "withdrawn"] or found
    if len(listed) > 1:
        raise Faulty("several-titles", count=len(listed))
    return listed[0]
