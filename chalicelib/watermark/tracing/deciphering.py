"""From the numbers that pages tell to the copy code, and the chance that they tell it by accident."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from chalicelib.watermark.covert import CYCLE, NOBODY, code_of, nibbles_of
from chalicelib.watermark.tracing.answers import Fit

DECIDE = CYCLE - 1
"""Pages that decide a code: the sixteenth holds the check, and every page beyond says again what another said."""

BY_ACCIDENT = 1 / 16
"""A page tells any number as often as any other."""

FLUKE = 0.5
"""A fit that an accident brings about more often than not is no fit."""

AT_REST = 0.75
"""Share of pages that were not moved, from which on none is taken to have been: one page in sixteen tells a zero."""

FOUND = 1e-3
"""Below it no other beginning is tried."""

FIRST, IN_FRONT = 0, -1
"""Where a whole copy's pages begin: at the book's first, or at a page in front of it, which tells no number."""

LEAST = 1e-30
"""A chance below it is not told: other things go wrong more often."""

REARRANGED = 0.01
"""Share of files that are taken to hold their pages in another order than the book, where nothing speaks for it."""

Readings = Mapping[int, int]
"""Page, counted from 0, and the number that it tells."""

Placed = Sequence[tuple[int, int]]
"""Place in the cycle, from 0 to 15, and the number that a page tells there."""


def fits(readings: Readings, candidates: Sequence[str], *, is_placed: bool, ways: int = 1) -> list[Fit]:
    """The copies that the readings tell, the best first: the code they spell, and the candidates that they fit.

    `is_placed` says that pages are counted as in the book. Where they are not, they are taken for a whole copy's,
    which may have a page in front; then the candidates are tried for pages from anywhere on, as in an extract. The
    chance of an accident counts each try, and with `ways` that pages could be read in so many ways.
    """
    if _at_rest(readings):
        return []
    begins = (FIRST,) if is_placed or 0 in readings else (FIRST, IN_FRONT)
    found = _handed_out(readings, candidates, begins, ways)
    if not is_placed and min((fit.chance for fit in found), default=1.0) > FOUND:
        found = _handed_out(readings, candidates, range(CYCLE), ways)
    least = 0.0 if is_placed else REARRANGED * BY_ACCIDENT
    spelt = [fit for begin in begins for fit in _spelt(_placed(readings, begin), ways, least)]
    found += [fit for fit in spelt if fit.copy_code not in candidates]
    best: dict[str, Fit] = {}
    for fit in sorted(found, key=_order):
        best.setdefault(fit.copy_code, fit)
    return [fit for fit in best.values() if fit.chance <= FLUKE]


def _at_rest(readings: Readings) -> bool:
    """Whether the pages look like those of a book that nobody moved, perhaps with some that were misread."""
    return list(readings.values()).count(0) >= AT_REST * len(readings)


def _handed_out(readings: Readings, candidates: Sequence[str], begins: Sequence[int], ways: int) -> list[Fit]:
    """Each candidate, as it fits from each beginning."""
    tries = ways * len(begins) * len(candidates)
    return [_fit_of(code, _placed(readings, begin), tries) for begin in begins for code in candidates]


def _placed(readings: Readings, begin: int) -> Placed:
    return [((page + begin) % CYCLE, nibble) for page, nibble in readings.items()]


def _order(fit: Fit) -> tuple[float, str]:
    return fit.chance, fit.copy_code


def _agreeing(code: str, placed: Placed) -> int:
    expected = nibbles_of(code)
    return sum(expected[place] == nibble for place, nibble in placed)


def _fit_of(code: str, placed: Placed, tries: int) -> Fit:
    """Pages sixteen apart tell the same: of another copy they agree together or not at all, so places are counted."""
    by_place, expected = _majority(placed), nibbles_of(code)
    places = sum(expected[place] == nibble for place, nibble in by_place.items())
    chance = min(1.0, tries * accident(len(by_place), places))
    return Fit(code, _agreeing(code, placed), len(placed), chance)


def _spelt(placed: Placed, ways: int, least: float) -> list[Fit]:
    """The code that the places spell, where every one was seen and the check holds.

    Fifteen pages spell any code; the check and the pages that say again what others said tell that it is one. Pages
    laid out two or four on a sheet say it again too soon.
    """
    by_place = _majority(placed)
    code = code_of(by_place)
    if code in (None, NOBODY) or all(by_place[place] == by_place[place + CYCLE // 2] for place in range(CYCLE // 2)):
        return []
    agreeing = _agreeing(str(code), placed)
    chance = ways * accident(len(placed) - DECIDE, max(0, agreeing - DECIDE))
    return [Fit(str(code), agreeing, len(placed), min(1.0, max(least, chance)))]


def _majority(placed: Placed) -> dict[int, int]:
    """What most pages of each place tell."""
    votes: dict[int, Counter[int]] = {}
    for place, nibble in placed:
        votes.setdefault(place, Counter())[nibble] += 1
    return {place: votes[place].most_common(1)[0][0] for place in votes}


def accident(of: int, agreeing: int) -> float:
    """The chance that at least `agreeing` of `of` numbers agree with a code that they have nothing to do with.

    The upper tail of a binomial distribution.
    """
    logs = (_log_term(of, hits) for hits in range(agreeing, of + 1))
    return min(1.0, max(LEAST, math.fsum(math.exp(log) for log in logs)))


def _log_term(of: int, hits: int) -> float:
    ways = math.lgamma(of + 1) - math.lgamma(hits + 1) - math.lgamma(of - hits + 1)
    return ways + hits * math.log(BY_ACCIDENT) + (of - hits) * math.log1p(-BY_ACCIDENT)
