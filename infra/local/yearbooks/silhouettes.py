"""What stands on the river bank of a scene, drawn as a mask: 255 is nearest, less is farther or lit."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import ImageDraw


def trees(draw: ImageDraw.ImageDraw, source: random.Random, width: int, horizon: int) -> None:
    """The wood along the bank, with palms above it."""
    x = -20.0
    while x < width:
        across = source.uniform(0.03, 0.09) * width
        high = source.uniform(0.02, 0.055) * width
        draw.ellipse((x, horizon - high, x + across, horizon + high), fill=205)
        x += across * 0.55
    for _ in range(7):
        _palm(draw, source, source.uniform(0, width), horizon, source.uniform(0.09, 0.16) * width)


def _palm(draw: ImageDraw.ImageDraw, source: random.Random, x: float, foot: float, high: float) -> None:
    lean, top = source.uniform(-0.16, 0.16) * high, foot - high
    draw.line((x, foot, x + lean, top), fill=255, width=max(2, round(high / 28)))
    for frond in range(9):
        across, up = math.cos(math.pi * frond / 8), 0.55 * math.sin(math.pi * frond / 8)
        reach = high * 0.36
        curve = [
            (x + lean + across * reach * step, top - reach * (up * step - 0.75 * (step * step) * (1 - up)))
            for step in (0, 0.25, 0.5, 0.75, 1)
        ]
        draw.line(curve, fill=255, width=max(2, round(high / 30)), joint="curve")


def _houses(draw: ImageDraw.ImageDraw, source: random.Random, width: int, horizon: int) -> None:
    """Houses on stilts; some bear the steep roof of the old Banjar houses."""
    x = source.uniform(0, 0.05) * width
    while x < width * 0.96:
        broad, high = source.uniform(0.07, 0.13) * width, source.uniform(0.035, 0.06) * width
        foot = horizon + 0.012 * width
        draw.rectangle((x, foot - high, x + broad, foot), fill=255)
        steep = source.random() < 0.3
        peak = high * (2.1 if steep else 0.75)
        middle = x + broad / 2
        inset = broad * (0.28 if steep else -0.06)
        draw.polygon(
            ((x + inset, foot - high), (middle, foot - high - peak), (x + broad - inset, foot - high)), fill=255
        )
        if steep:
            draw.polygon(
                ((x - 8, foot - high), (x + broad / 2, foot - high * 1.5), (x + broad + 8, foot - high)), fill=255
            )
        for post in range(4):
            at = x + broad * (0.08 + 0.28 * post)
            draw.line((at, foot, at, foot + high * 0.5), fill=255, width=4)
        for pane in range(source.randint(1, 3)):
            left = x + broad * (0.14 + 0.28 * pane)
            draw.rectangle((left, foot - high * 0.72, left + broad * 0.12, foot - high * 0.34), fill=70)
        x += broad * source.uniform(1.02, 1.4)


def _mosque(draw: ImageDraw.ImageDraw, source: random.Random, width: int, horizon: int) -> None:
    _houses(draw, source, width, horizon)
    middle, reach = width * 0.55, width * 0.13
    draw.rectangle((middle - reach, horizon - reach * 0.9, middle + reach, horizon + 6), fill=255)
    draw.pieslice((middle - reach * 0.8, horizon - reach * 1.75, middle + reach * 0.8, horizon), 180, 360, fill=255)
    draw.line((middle, horizon - reach * 2.1, middle, horizon - reach), fill=255, width=5)
    for side in (-1.5, 1.5):
        at = middle + side * reach
        draw.rectangle((at - 9, horizon - reach * 2.3, at + 9, horizon), fill=255)
        draw.polygon(
            ((at - 16, horizon - reach * 2.3), (at, horizon - reach * 2.75), (at + 16, horizon - reach * 2.3)), fill=255
        )


def _bridge(draw: ImageDraw.ImageDraw, _source: random.Random, width: int, horizon: int) -> None:
    deck, high = horizon - width * 0.06, width * 0.3
    draw.rectangle((0, deck, width, deck + width * 0.014), fill=255)
    for tower in (0.3, 0.7):
        at = tower * width
        draw.polygon(
            ((at - 22, horizon + 8), (at - 7, deck - high), (at + 7, deck - high), (at + 22, horizon + 8)), fill=255
        )
        for cable in range(1, 10):
            for side in (-1, 1):
                end = at + side * cable * width * 0.0245
                draw.line((at, deck - high + cable * 6, end, deck), fill=230, width=3)
    for pier in range(9):
        draw.rectangle((width * pier / 8 - 6, deck, width * pier / 8 + 6, horizon + 6), fill=255)


def _towers(draw: ImageDraw.ImageDraw, source: random.Random, width: int, horizon: int) -> None:
    x = 0.0
    while x < width:
        broad, high = source.uniform(0.05, 0.1) * width, source.uniform(0.07, 0.3) * width
        draw.rectangle((x, horizon - high, x + broad, horizon + 6), fill=255)
        for row in range(int(high // 26)):
            for column in range(int(broad // 22)):
                if source.random() < 0.55:
                    left, top = x + 8 + column * 22, horizon - high + 10 + row * 26
                    draw.rectangle((left, top, left + 9, top + 12), fill=150)
        x += broad * source.uniform(1.05, 1.5)


def _works(draw: ImageDraw.ImageDraw, source: random.Random, width: int, horizon: int) -> None:
    for place in range(4):
        left, broad, high = width * (0.05 + 0.24 * place), width * 0.19, width * source.uniform(0.07, 0.1)
        draw.rectangle((left, horizon - high, left + broad, horizon + 6), fill=255)
        for tooth in range(4):
            at = left + broad * tooth / 4
            draw.polygon(((at, horizon - high), (at, horizon - high * 1.4), (at + broad / 4, horizon - high)), fill=255)
        stack = left + broad * 0.8
        draw.polygon(
            (
                (stack - 14, horizon),
                (stack - 8, horizon - high * 3),
                (stack + 8, horizon - high * 3),
                (stack + 14, horizon),
            ),
            fill=255,
        )


def _fields(draw: ImageDraw.ImageDraw, source: random.Random, width: int, horizon: int) -> None:
    ridge = [(0, horizon)]
    for step in range(33):
        x = width * step / 32
        ridge.append(
            (round(x), round(horizon - width * (0.06 + 0.05 * math.sin(step / 4.1) + 0.03 * math.sin(step / 1.7))))
        )
    draw.polygon([*ridge, (width, horizon)], fill=170)
    for _ in range(5):
        _palm(draw, source, source.uniform(0, width), horizon, source.uniform(0.16, 0.26) * width)


SUBJECTS: dict[str, Callable[[ImageDraw.ImageDraw, random.Random, int, int], None]] = {
    "houses": _houses,
    "mosque": _mosque,
    "bridge": _bridge,
    "towers": _towers,
    "works": _works,
    "fields": _fields,
}
