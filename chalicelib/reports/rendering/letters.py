"""The two faces of a report on paper, and text broken to a measure in them.

No text is markup here: what a visitor or the staff wrote is drawn letter by letter (see `lettering`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from chalicelib.watermark.drawing import lettering
from chalicelib.watermark.drawing.lettering import FONT, font, lettered

BODY = FONT
STRONG = "LoketReport-Strong"
LONGEST = 700
"""Characters of one cell or sentence; a longer one ends with an ellipsis."""

_FILE = Path(lettering.__file__).parent / "fonts" / "OpenSans-Semibold.ttf"


@lru_cache(maxsize=1)
def register_faces() -> None:
    """Make both faces known to reportlab."""
    font()
    with _FILE.open("rb") as file:
        pdfmetrics.registerFont(TTFont(STRONG, file))


def drawable(text: str) -> str:
    """The text in letters that the faces have, on one line."""
    return lettered(text, longest=LONGEST)


def width(text: str, face: str, size: float) -> float:
    """In points; the text must be drawable."""
    return size * sum(_advance(letter, face) for letter in text)


@lru_cache(maxsize=8192)
def _advance(letter: str, face: str) -> float:
    register_faces()
    return float(pdfmetrics.stringWidth(letter, face, 1))


def wrapped(text: str, face: str, size: float, room: float) -> list[str]:
    """Lines no wider than the room: broken between words, and within a word that is wider itself."""
    lines, taken, space = [""], 0.0, width(" ", face, size)
    for word in drawable(text).split(" "):
        for piece in _pieces(word, face, size, room):
            own = width(piece, face, size)
            if lines[-1] and taken + space + own <= room:
                lines[-1], taken = f"{lines[-1]} {piece}", taken + space + own
            else:
                lines.append(piece)
                taken = own
    return [line for line in lines if line] or [""]


def _pieces(word: str, face: str, size: float, room: float) -> list[str]:
    if width(word, face, size) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, face, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def shortened(text: str, face: str, size: float, room: float) -> str:
    """One line, with an ellipsis where it would be wider than the room."""
    line = drawable(text)
    while len(line) > 1 and width(line, face, size) > room:
        line = line[:-2].rstrip() + "…"
    return line
