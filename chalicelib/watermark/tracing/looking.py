"""Looks at a leaked file for every source that can name a copy, and at the clean book where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from chalicelib.watermark.tracing.answers import Answer, Evidence, Fit, Gap, Source
from chalicelib.watermark.tracing.book import Book
from chalicelib.watermark.tracing.codes import codes_in_bytes, is_code
from chalicelib.watermark.tracing.comparing import Both, all_measured, known_pages
from chalicelib.watermark.tracing.deciphering import fits
from chalicelib.watermark.tracing.measuring import told as told_by_shifts
from chalicelib.watermark.tracing.opening import SaidOfItself, said_of_itself
from chalicelib.watermark.tracing.seeing import Pages, Seen, shown
from chalicelib.watermark.tracing.weighing import LIKELY, Looked, identified, told, weighed, written

MOST_PAGES = 2_000
MOST_SECONDS = 150.0
"""Of the clock, for one file; pages that are not reached by then are not looked at."""

WRITTEN_ENOUGH = 0.9
"""Share of pages whose own operators tell their shift, from which on nothing is measured."""


def look(file: bytes, book: Book | None, candidates: Sequence[str]) -> Answer:
    """The answer about a file."""
    until = time.monotonic() + MOST_SECONDS
    return _Look(file, book, [code for code in candidates if is_code(code)], lambda: time.monotonic() < until).answer()


class _Look:
    """One file being looked at. `going` says whether there is time for another page."""

    def __init__(self, file: bytes, book: Book | None, candidates: Sequence[str], going: Callable[[], bool]) -> None:
        self._file, self._book, self._candidates, self._going = file, book, candidates, going
        self._gaps: list[Gap] = []
        self._told = 0

    def answer(self) -> Answer:
        said = said_of_itself(self._file)
        with shown(self._file) as pages:
            seen = self._seen(pages)
            evidence = [*self._metadata(said), *written(Source.TEXT, _texts(seen), self._candidates)]
            found = self._fits(said, pages, seen)
        evidence += told(found)
        self._note(said, seen, evidence, found)
        looked = Looked(len(seen) or said.pages, self._told, tuple(self._gaps))
        return weighed(evidence, found, self._candidates, looked)

    def _seen(self, pages: Pages | None) -> list[Seen | None]:
        if pages is None:
            return []
        count = min(pages.count, MOST_PAGES)
        seen = [pages.seen(index) for index in range(count) if self._going()]
        if len(seen) < pages.count:
            self._gaps.append(Gap.NOT_ALL_PAGES)
        return seen

    def _metadata(self, said: SaidOfItself) -> Iterator[Evidence]:
        for source, text in ((Source.INFO, said.info), (Source.XMP, said.xmp)):
            yield from written(source, [text] if text else [], self._candidates)
        yield from identified(said.identity, self._candidates)
        if not said.pages:
            yield from written(Source.BYTES, ["\n".join(codes_in_bytes(self._file))], self._candidates)

    def _fits(self, said: SaidOfItself, pages: Pages | None, seen: Sequence[Seen | None]) -> list[Fit]:
        """By what the pages' own operators say; against the book where they do not say enough."""
        self._told = len(said.nibbles) if any(said.nibbles.values()) else 0
        if self._book is None or pages is None:
            return fits(said.nibbles, self._candidates, is_placed=False)
        with shown(self._book.clean) as book:
            clean = [book.seen(index) for index in range(book.count) if self._going()] if book else []
            known = known_pages(seen, clean)
            if book is None or not known:
                self._gaps.append(Gap.OTHER_BOOK)
                return fits(said.nibbles, self._candidates, is_placed=False)
            by_operators = fits(_placed(said.nibbles, known), self._candidates, is_placed=True)
            if len(said.nibbles) >= WRITTEN_ENOUGH * len(seen) and by_operators and by_operators[0].chance <= LIKELY:
                return by_operators
            measured = all_measured(Both(pages, seen, book, clean), known, said.units, self._going)
        by_shifts = self._by_shifts(told_by_shifts(measured, self._book.moved))
        return min([by_operators, *by_shifts], key=lambda found: found[0].chance if found else 1.0)

    def _by_shifts(self, ways: Sequence[Mapping[int, int]]) -> list[list[Fit]]:
        if not self._going() and Gap.NOT_ALL_PAGES not in self._gaps:
            self._gaps.append(Gap.NOT_ALL_PAGES)
        self._told = max([self._told, *map(len, ways)])
        return [fits(way, self._candidates, is_placed=True, ways=len(ways)) for way in ways]

    def _note(
        self, said: SaidOfItself, seen: Sequence[Seen | None], evidence: Sequence[Evidence], found: Sequence[Fit]
    ) -> None:
        """What could not be found, and why."""
        sources = {one.source for one in evidence}
        if said.is_locked:
            self._gaps.append(Gap.PASSWORD)
        elif not seen and not said.pages:
            self._gaps.append(Gap.UNREADABLE)
        elif Source.TEXT not in sources:
            self._gaps.append(Gap.NO_CODE if any(page and page.letters for page in seen) else Gap.NO_TEXT)
        if seen and Source.COVERT not in sources:
            self._gaps.append(_why_untold(self._told, found))
            self._gaps += [Gap.NO_BOOK] if self._book is None else []


def _why_untold(told: int, found: Sequence[Fit]) -> Gap:
    if not told:
        return Gap.NO_SHIFT
    return Gap.AMBIGUOUS if len(found) > 1 else Gap.FEW_PAGES


def _texts(seen: Sequence[Seen | None]) -> list[str]:
    return [page.letters if page else "" for page in seen]


def _placed(nibbles: Mapping[int, int], known: Mapping[int, int]) -> dict[int, int]:
    """The numbers by the page of the book; of a page that was taken twice, the first."""
    placed: dict[int, int] = {}
    for index, nibble in nibbles.items():
        if index in known:
            placed.setdefault(known[index], nibble)
    return placed
