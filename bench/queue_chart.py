"""The chart of docs/queue.md: which share of the visitors was called within how many minutes."""

from __future__ import annotations

from bisect import bisect_right
from statistics import median
from xml.sax.saxutils import escape

import msgspec

WIDE, HIGH = 400, 300  # of one panel's plot, in the picture's units
LEFT, TOP, GAP, BELOW = 76, 84, 60, 66
MINUTES = 45
INK, SOFT, GRID = "#1f2933", "#52606d", "#e4e7eb"
Point = tuple[float, float]
STYLES = (("#66707c", "7 5"), ("#0b6e99", "none"))  # by colour and by dashes: first-come, then ours


class Curve(msgspec.Struct, frozen=True):
    """How long the visitors of one class waited by one rule, in minutes."""

    name: str
    minutes: list[float]


def drawn(panels: dict[str, tuple[Curve, Curve]], promise: int) -> str:
    """An SVG with one panel a class, on a ground of its own, so that it reads the same on a light and a dark page."""
    width, height = LEFT + len(panels) * (WIDE + GAP), TOP + HIGH + BELOW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif" role="img">',
        "<title>Share of visitors called within so many minutes: first-come and our rule</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#ffffff"/>',
    ]
    for nth, (title, curves) in enumerate(panels.items()):
        parts += _panel(LEFT + nth * (WIDE + GAP), title, curves, promise)
    turned = f"rotate(-90 22 {TOP + HIGH / 2})"
    parts.append(_text((22, TOP + HIGH / 2), "share of visitors called", SOFT, transform=turned))
    return "\n".join([*parts, "</svg>", ""])


def _panel(left: float, title: str, curves: tuple[Curve, Curve], promise: int) -> list[str]:
    parts = [_text((left, 32), title, INK, font_size=17, font_weight=600, text_anchor="start"), *_axes(left)]
    x, _ = _at(left, promise, 0)
    parts.append(_line((x, TOP), (x, TOP + HIGH), SOFT, "2 3"))
    parts.append(
        _text((x + 6, TOP + HIGH - 10), f"promise: {promise} minutes", SOFT, font_size=12, text_anchor="start")
    )
    for nth, (curve, (colour, dashes)) in enumerate(zip(curves, STYLES, strict=True)):
        start, words = left + nth * WIDE * 0.52, f"{curve.name} (median {median(curve.minutes):.1f})"
        parts.append(_curve(left, curve, f'stroke="{colour}" stroke-dasharray="{dashes}"'))
        parts.append(_line((start, 58), (start + 30, 58), colour, dashes, 2.5))
        parts.append(_text((start + 38, 62.5), words, INK, text_anchor="start"))
    return parts


def _axes(left: float) -> list[str]:
    parts: list[str] = []
    for share in range(0, 101, 25):
        x, y = _at(left, 0, share / 100)
        parts.append(_line((x, y), (x + WIDE, y), GRID if share else SOFT))
        parts.append(_text((x - 8, y + 4), f"{share} %", SOFT, font_size=12, text_anchor="end"))
    for minutes in range(0, MINUTES + 1, 5):
        x, y = _at(left, minutes, 0)
        parts.append(_line((x, y), (x, y + 5), SOFT))
        parts.append(_text((x, y + 21), str(minutes), SOFT, font_size=12))
    parts.append(_text((left + WIDE / 2, TOP + HIGH + 46), "minutes from the guestbook to the call", SOFT))
    return parts


def _curve(left: float, curve: Curve, stroke: str) -> str:
    ordered = sorted(curve.minutes)
    steps = (quarter / 4 for quarter in range(MINUTES * 4 + 1))
    places = (_at(left, minutes, bisect_right(ordered, minutes) / len(ordered)) for minutes in steps)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline points="{points}" fill="none" stroke-width="2.5" {stroke}/>'


def _at(left: float, minutes: float, share: float) -> Point:
    return left + minutes / MINUTES * WIDE, TOP + HIGH * (1 - share)


def _line(start: Point, end: Point, colour: str, dashes: str = "none", width: float = 1) -> str:
    place = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
    return f'<line {place} stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dashes}"/>'


def _text(at: Point, words: str, colour: str, **changes: str | float) -> str:
    look = {"font_size": 13, "text_anchor": "middle", **changes}
    attributes = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in look.items())
    return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" fill="{colour}" {attributes}>{escape(words)}</text>'
