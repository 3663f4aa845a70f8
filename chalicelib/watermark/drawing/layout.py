"""Where the lines at a page's foot stand and how large: legible where there is room, within the page always."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.watermark.drawing.lettering import width_of

SEPARATOR = "  ·  "
LEADING = 1.36
BASE = 6.2
"""Points of the letters on a page of 420 points (148 mm) width."""

TERMS = 0.88
"""The terms beside the first line."""

MOST_OF_HEIGHT = 0.1
"""The foot never takes more of the page."""


class Foot(msgspec.Struct, frozen=True):
    """All in points from the page's lower left corner; `lines` are texts with the size of their letters."""

    height: float
    margin: float
    padding: float
    code_side: float
    lines: tuple[tuple[str, float], ...]


def foot_of(width: float, height: float, parts: Sequence[str], terms: str) -> Foot:
    """Lines as large as fit: broken between parts, made smaller down to 70 %, at last shrunk until they fit."""
    letters = BASE * max(width / 420, 1) ** 0.35
    for share in (1.0, 0.92, 0.85, 0.78, 0.7):
        foot = _foot(width, height, letters * share, parts, terms)
        if foot.height <= MOST_OF_HEIGHT * height and len(foot.lines) <= 4 and _fits(foot, width):
            return foot
    return _shrunk(width, height, parts, terms)


def _foot(width: float, height: float, letters: float, parts: Sequence[str], terms: str) -> Foot:
    margin = 0.045 * width
    side = _code_side(width, height, letters)
    room = width - 2 * margin - side - (letters if side else 0)
    upper = [(line, letters) for line in broken(parts, SEPARATOR, letters, room)]
    lower = [(line, letters * TERMS) for line in _evenly(terms.split(), letters * TERMS, room)]
    lines = tuple(upper + lower)
    padding = 0.55 * letters
    return Foot(sum(size for _, size in lines) * LEADING + 2 * padding, margin, padding, side, lines)


def _code_side(width: float, height: float, letters: float) -> float:
    """Five lines high, so that a phone reads it from a screen; none where it would be too small to be read."""
    side = min(4.9 * letters, MOST_OF_HEIGHT * height)
    return side if side >= 20 and side <= 0.2 * width else 0.0


def broken(parts: Sequence[str], separator: str, letters: float, room: float) -> list[str]:
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{separator}{part}" if lines else part
        if lines and width_of(longer, letters) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _evenly(words: Sequence[str], letters: float, room: float) -> list[str]:
    """In as few lines as fit, of about the same length: no last word alone."""
    lines = broken(words, " ", letters, room)
    for share in (0.9, 0.8, 0.7, 0.6):
        narrower = broken(words, " ", letters, room * share)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _fits(foot: Foot, width: float) -> bool:
    room = width - 2 * foot.margin - foot.code_side
    return all(width_of(line, letters) <= room for line, letters in foot.lines)


def _shrunk(width: float, height: float, parts: Sequence[str], terms: str) -> Foot:
    """On a page of a few points, too small to be read there but still found by search and by the office."""
    texts = [text for text in (SEPARATOR.join(parts), terms) if text]
    margin = 0.045 * width
    widest = max((width_of(text, 1) for text in texts), default=1)
    letters = min((width - 2 * margin) / widest, MOST_OF_HEIGHT * height / (LEADING * len(texts) + 1.1))
    padding = 0.55 * letters
    return Foot(
        letters * LEADING * len(texts) + 2 * padding, margin, padding, 0.0, tuple((text, letters) for text in texts)
    )
