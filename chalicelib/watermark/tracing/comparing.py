"""The covert code against the office's clean book: how far each page stands from where it was set.

Programs that write a page anew (Ghostscript, cairo, a browser's printer) round each letter's place to a tenth of a
point or less, but not all alike: the middle of many letters is exact to a few thousandths.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import msgspec

from chalicelib.watermark.tracing.measuring import Measured, Pair, measured
from chalicelib.watermark.tracing.seeing import GRAM, Pages, Seen

SAMPLE = 8
"""One run of letters in eight is kept to know a page again."""

FEWEST_SHARED = 6
FEWEST_PAIRS = 8
MOST_PAIRS = 3_000


def known_pages(leaked: Sequence[Seen | None], clean: Sequence[Seen | None]) -> dict[int, int]:
    """Leaked page -> page of the book, by runs of letters that no other page has.

    By all its letters where they are few; by its number where both files have as many pages and nothing speaks against.
    """
    keepers: dict[int, int] = {}
    for page, seen in enumerate(clean):
        for gram in _sampled(seen):
            keepers[gram] = -1 if keepers.get(gram, page) != page else page
    wholes = {seen.letters: page for page, seen in enumerate(clean) if seen and seen.letters}
    same_count = len(leaked) == len(clean)
    found: dict[int, int] = {}
    for index, seen in enumerate(leaked):
        votes = Counter(keepers[gram] for gram in _sampled(seen) if keepers.get(gram, -1) >= 0)
        page, shared = votes.most_common(1)[0] if votes else (index, 0)
        if shared >= FEWEST_SHARED:
            found[index] = page
        elif seen and seen.letters in wholes:
            found[index] = wholes[seen.letters]
        elif same_count and _may_be(seen, clean[index]):
            found[index] = index
    return found | _between(found, len(leaked), len(clean))


def _may_be(leaked: Seen | None, clean: Seen | None) -> bool:
    """Whether a page has all that the book's page has, which may be nothing but pictures."""
    return not (leaked and leaked.letters) or bool(clean and clean.letters in leaked.letters)


def _between(found: Mapping[int, int], leaked: int, clean: int) -> dict[int, int]:
    """Pages with few letters of their own, by their neighbours: where both say the same, as in an extract."""
    between: dict[int, int] = {}
    for index in range(leaked):
        if index in found:
            continue
        before = max((known for known in found if known < index), default=None)
        after = min((known for known in found if known > index), default=None)
        apart = {found[known] - known for known in (before, after) if known is not None}
        if len(apart) == 1 and 0 <= (page := index + apart.pop()) < clean:
            between[index] = page
    return between


def _sampled(seen: Seen | None) -> set[int]:
    letters = seen.letters if seen else ""
    runs = (letters[start : start + GRAM] for start in range(len(letters) - GRAM + 1))
    hashes = (zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)
    return {one for one in hashes if one % SAMPLE == 0}


class Both(msgspec.Struct, frozen=True):
    """The leaked file and the clean book, as they are shown and as they read."""

    leak: Pages
    leaked: Sequence[Seen | None]
    book: Pages
    clean: Sequence[Seen | None]


def all_measured(
    both: Both, known: Mapping[int, int], units: Mapping[int, float], going: Callable[[], bool]
) -> list[Measured]:
    """Each leaked page that the book knows against its page. `units` are the points to a leaked page's unit.

    `going` says whether there is time for another.
    """
    found = []
    for index, page in known.items():
        if not going():
            break
        pairs = _letters(both, index, page)
        if len(pairs) < FEWEST_PAIRS:
            pairs += _corners(both, index, page)
        one = measured(page, pairs, units.get(index, 1.0))
        found += [one] if one else []
    return found


def _letters(pages: Both, index: int, page: int) -> list[Pair]:
    """The same runs of letters on both pages; where enough do, only those that begin a piece of text on both."""
    leaked, clean = pages.leaked[index], pages.clean[page]
    if leaked is None or clean is None:
        return []
    ours, theirs = clean.unique_grams(), leaked.unique_grams()
    shared = [gram for gram in ours if gram in theirs][:MOST_PAIRS]
    set_here = pages.book.letters(page, [ours[gram] for gram in shared])
    found_there = pages.leak.letters(index, [theirs[gram] for gram in shared])
    both = list(zip(set_here, found_there, strict=False))
    leading = [pair for pair in both if pair[0].leads and pair[1].leads]
    chosen = leading if len(leading) >= FEWEST_PAIRS else both
    return [((here.x, here.y), (there.x, there.y)) for here, there in chosen]


def _corners(pages: Both, index: int, page: int) -> list[Pair]:
    """Where the text is gone or was never there: paths and pictures of a size that stands once on both pages."""
    set_here, found_there = pages.book.corners(page), pages.leak.corners(index)
    return [(corner, found_there[key]) for key, corner in set_here.items() if key in found_there]
