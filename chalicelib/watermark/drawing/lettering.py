"""Text as the mark's font can draw it: never a box, never a control character, never an exception.

What the font has (Latin with Vietnamese, Greek, Cyrillic) stays as it is. Other scripts are transliterated: a font for
all of them would weigh twenty times the mark. The copy code and the masked address say beyond doubt who is meant.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

# Nothing that reportlab is told may make it open a file or a connection.
rl_config.trustedSchemes = []
rl_config.trustedHosts = []
# Streams stay bytes: the detour by ASCII costs a quarter of their size and most of the time.
rl_config.useA85 = 0

FONT = "LoketMark"
LONGEST = 80
"""Characters of one text; a longer one ends with an ellipsis."""

_FILE = Path(__file__).parent / "fonts" / "OpenSans-Regular.ttf"
_SPOKEN = {"\u0623": "A", "\u0625": "I", "\u0622": "A"}
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Me"})


@lru_cache(maxsize=1)
def font() -> TTFont:
    """The mark's font. Its codes are not ASCII, so that a copy's text is not a plain string in the file."""
    with _FILE.open("rb") as file:
        loaded = TTFont(FONT, file, asciiReadable=False)
    # reportlab takes fonts of one face for one font: whoever registered it before us would choose our codes.
    loaded.face.name = b"OpenSans-Mark"
    pdfmetrics.registerFont(loaded)
    return loaded


def lettered(text: str, longest: int = LONGEST) -> str:
    """The text in letters that the font has, on one line."""
    drawn = "".join(_letter(character) for character in unicodedata.normalize("NFC", text))
    words = " ".join(drawn.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def width_of(text: str, size: float) -> float:
    """In points; the text must be lettered."""
    return size * sum(map(_advance, text))


@lru_cache(maxsize=4096)
def _advance(letter: str) -> float:
    return float(font().stringWidth(letter, 1))


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in _DROPPED:
        return ""
    if _is_drawn(character):
        return character
    base = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    if base and all(_is_drawn(part) for part in base):
        return base
    return _transliterated(character)


def _transliterated(character: str) -> str:
    """Syllables of Chinese characters are parted by a space; a letter without a counterpart gives nothing."""
    sound = _SPOKEN.get(character) or anyascii(character)
    sound = "".join(part for part in sound if part.isalnum() or part in " -.,")
    return f" {sound}" if sound[:1].isupper() and len(sound) > 1 else sound


def _is_drawn(character: str) -> bool:
    return bool(font().face.charToGlyph.get(ord(character), 0))
