"""How far, and by how much scaled, a page stands from where it was set; what numbers the shifts of all pages tell.

A program that prints a book to other paper moves and scales all its pages alike. What is the same on all pages says
nothing; what differs from page to page, in steps of a tenth of a point, is the code.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from chalicelib.watermark.covert import STEP
from chalicelib.watermark.tracing.shifts import nibble_of

Point = tuple[float, float]
Pair = tuple[Point, Point]
"""Where something stands in the clean book, and where it stands in the leaked file."""

NEAR = 0.06
"""Points around the middle within which a pair counts: as far as rounding to a tenth of a point goes."""

SURE = 0.035
"""Points from a step within which a shift is taken for it: a third of a step."""

SHORT = 20.0
"""Points over which things must be spread to tell a scale."""

ALIKE = 0.8
"""Share of pages that must stand on steps for their common shift to be known."""


FEWEST_MOVED = 8
"""Pages from which it can be told that all were moved alike: one page alone is always on its own step."""


class Measured(msgspec.Struct, frozen=True):
    """A leaked page that is page `page` of the book, from 0: its scale, and its shift in points."""

    page: int
    scale: float
    shift: Point


def measured(page: int, pairs: Sequence[Pair], unit: float) -> Measured | None:
    """The shift of one page with so many points to its unit; None where too few things agree on one."""
    if not pairs:
        return None
    scale = _scale(pairs)
    across = _middle([theirs[0] / scale - ours[0] for ours, theirs in pairs])
    up = _middle([theirs[1] / scale - ours[1] for ours, theirs in pairs])
    return None if across is None or up is None else Measured(page, scale, (across * unit, up * unit))


def _middle(moved: Sequence[float]) -> float | None:
    middle = statistics.median(moved)
    near = [one for one in moved if abs(one - middle) <= NEAR]
    return statistics.fmean(near) if len(near) >= max(1, len(moved) / 3) else None


def _scale(pairs: Sequence[Pair]) -> float:
    """By which all was stretched: a line through each axis's pairs, the one that lies closer to its line tells it.

    1 unless the page clearly was.
    """
    lines = [line for axis in (0, 1) if (line := _line([(ours[axis], theirs[axis]) for ours, theirs in pairs]))]
    slope, error = min(lines, key=lambda line: line[1], default=(1.0, 0.0))
    return slope if slope > 0.1 and abs(slope - 1) > max(5 * error, 1e-4) else 1.0


def _line(pairs: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Slope of the least squares, and its standard error."""
    if len(pairs) < 3:
        return None
    ours, theirs = statistics.fmean(one for one, _ in pairs), statistics.fmean(one for _, one in pairs)
    spread = math.fsum((one - ours) ** 2 for one, _ in pairs)
    if spread < SHORT**2:
        return None
    slope = math.fsum((one - ours) * (other - theirs) for one, other in pairs) / spread
    off = math.fsum((other - theirs - slope * (one - ours)) ** 2 for one, other in pairs)
    return slope, math.sqrt(off / (len(pairs) - 2) / spread)


def told(pages: Sequence[Measured], moved: Mapping[int, int]) -> list[dict[int, int]]:
    """Page of the book -> number, in each way that the shifts can be read; none where they cannot.

    `moved` are the numbers by which the book's own pages were moved already.

    One way where pages stand where they were set but for the code; several where all were moved alike and it is
    not certain which step is the first.
    """
    largest = _of_one_kind([_from_rest(one, moved.get(one.page, 0)) for one in pages])
    if not largest:
        return []
    axes = [_steps([one.shift[axis] for one in largest]) for axis in (0, 1)]
    return [_numbers(largest, across, up) for across in axes[0] for up in axes[1]]


def _from_rest(one: Measured, nibble: int) -> Measured:
    across, up = one.shift
    return Measured(one.page, one.scale, (across + nibble // 4 * STEP, up + nibble % 4 * STEP))


def _of_one_kind(pages: Sequence[Measured]) -> list[Measured]:
    """Those of the commonest scale: a cover of another size is moved in another way."""
    scales = Counter(round(one.scale, 3) for one in pages)
    commonest = scales.most_common(1)[0][0] if scales else 0
    return [one for one in pages if abs(one.scale - commonest) <= 0.001]


def _numbers(pages: Sequence[Measured], across: float, up: float) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in pages:
        nibble = nibble_of(one.shift[0] - across, one.shift[1] - up, tolerance=SURE)
        if nibble is not None:
            found.setdefault(one.page, nibble)
    return found


def _steps(shifts: Sequence[float]) -> list[float]:
    """What all pages were moved by, apart from the code: nothing, or what puts most of them on four steps."""
    if _on_steps(shifts, 0.0) >= ALIKE * len(shifts):
        return [0.0]
    if len(shifts) < FEWEST_MOVED:
        return [0.0]
    phase = _phase(shifts)
    lowest = round((min(shifts) - phase) / STEP) - 3
    highest = round((max(shifts) - phase) / STEP)
    if highest - lowest > 400:
        return [0.0]
    firsts = {phase + first * STEP: _on_steps(shifts, phase + first * STEP) for first in range(lowest, highest + 1)}
    most = max(firsts.values())
    return [first for first, count in firsts.items() if count == most] if most >= ALIKE * len(shifts) else [0.0]


def _on_steps(shifts: Sequence[float], first: float) -> int:
    return sum(nibble_of(one - first, 0.0, tolerance=SURE) is not None for one in shifts)


def _phase(shifts: Sequence[float]) -> float:
    """Where in a step the shifts lie: the mean on a circle of one step's length."""
    turns = [one / STEP * math.tau for one in shifts]
    return math.atan2(math.fsum(map(math.sin, turns)), math.fsum(map(math.cos, turns))) / math.tau * STEP
