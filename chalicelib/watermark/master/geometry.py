"""A page as its reader sees it: turned, cropped and scaled, and how that maps to the page's own coordinates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import msgspec
from pypdf.generic import ArrayObject

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

LETTER: Box = (0.0, 0.0, 612.0, 792.0)
"""What viewers assume where a page has no usable MediaBox."""

LARGEST = 1_000_000.0
"""Coordinates beyond this are no page."""


class Geometry(msgspec.Struct, frozen=True):
    """The visible box in the page's own units, its turn clockwise in degrees, and points per unit."""

    box: Box
    turn: int
    unit: float

    @property
    def width(self) -> float:
        """In points, as seen."""
        return self._side(upright=self.turn % 180 == 0)

    @property
    def height(self) -> float:
        """In points, as seen."""
        return self._side(upright=self.turn % 180 != 0)

    def _side(self, *, upright: bool) -> float:
        x0, y0, x1, y1 = self.box
        return ((x1 - x0) if upright else (y1 - y0)) * self.unit

    def placed(self, width: float, height: float) -> Matrix:
        """The matrix that lays a drawing of this size over the whole visible page, upright for its reader."""
        x0, y0, x1, y1 = self.box
        u = self.width / width / self.unit
        v = self.height / height / self.unit
        placements: dict[int, Matrix] = {
            0: (u, 0, 0, v, x0, y0),
            90: (0, u, -v, 0, x1, y0),
            180: (-u, 0, 0, -v, x1, y1),
            270: (0, -u, v, 0, x0, y1),
        }
        return placements[self.turn]


def geometry_of(page: Mapping[str, Any]) -> Geometry:
    """Of a page that holds all its own attributes."""
    media = box_of(page.get("/MediaBox")) or LETTER
    crop = box_of(page.get("/CropBox"))
    return Geometry((overlap(crop, media) if crop else None) or media, _turn(page.get("/Rotate")), _unit(page))


def box_of(value: Any) -> Box | None:
    """A rectangle with its corners in order, or None where it is missing, flat or not a rectangle."""
    value = value.get_object() if value is not None else None
    if not isinstance(value, ArrayObject) or len(value) < 4:
        return None
    numbers = [number(corner) for corner in value[:4]]
    if any(one is None or not abs(one) <= LARGEST for one in numbers):
        return None
    x0, y0, x1, y1 = (one or 0.0 for one in numbers)
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[0] < box[2] and box[1] < box[3] else None


def number(value: Any) -> float | None:
    """A PDF number, or None."""
    value = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return None


def overlap(one: Box, other: Box) -> Box | None:
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _turn(value: Any) -> int:
    turn = number(value)
    return int(turn) % 360 if turn is not None and turn % 90 == 0 else 0


def _unit(page: Mapping[str, Any]) -> float:
    unit = number(page.get("/UserUnit"))
    return unit if unit is not None and 0 < unit <= LARGEST else 1.0
