"""The few sizes to which a mark is drawn for all pages of a book; a page of another size has it stretched a little."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from chalicelib.watermark.master.geometry import Geometry
from chalicelib.watermark.template import Size

MOST_DRAWN = 8
"""Sizes for which a mark is drawn before they are taken together; each costs a copy as much as two hundred pages."""


class Sizes(msgspec.Struct, frozen=True):
    """How each page is seen, the sizes that are drawn, in whole points, and which of them each page takes."""

    geometries: list[Geometry]
    drawn: list[Size]
    taken: list[int]

    def of_page(self, place: int) -> Size:
        return self.drawn[self.taken[place]]


def sizes_of(geometries: Sequence[Geometry]) -> Sizes:
    """Sizes within a step of each other are one; the step widens from half a point until few are left."""
    exact = [(_points(one.width), _points(one.height)) for one in geometries]
    step = 0.0
    groups = exact
    while len(set(groups)) > MOST_DRAWN and step < 0.25:
        step = max(0.02, step * 2)
        groups = [(_group(width, step), _group(height, step)) for width, height in exact]
    drawn: dict[Size, Size] = {}
    for group, size in zip(groups, exact, strict=True):
        drawn.setdefault(group, size)
    places = {group: place for place, group in enumerate(drawn)}
    return Sizes(list(geometries), list(drawn.values()), [places[group] for group in groups])


def _points(length: float) -> int:
    return max(1, round(length))


def _group(points: int, step: float) -> int:
    return round(math.log(points) / math.log1p(step))
