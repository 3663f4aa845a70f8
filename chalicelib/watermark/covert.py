"""The code that hides in where each page stands: its drawing is moved by up to 0.3 points, which no eye sees.

Sixteen pages carry a copy code and a check on it, four bits each; the seventeenth begins anew. It stays when a
script takes all that can be seen off a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

CYCLE = 16
"""Pages that carry a whole code."""

STEP = 0.1
"""Points that a page is moved by at the least; at the most it is three times that, each way."""

NOBODY = "LP-0000-0000-0000"
"""The code that moves no page; nobody's copy bears it."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of a copy code: Crockford's base 32."""

_SYMBOLS = 12


def nibbles_of(copy_code: str) -> tuple[int, ...]:
    """Sixteen numbers below 16: the page at index i carries number i modulo 16.

    Of a nibble n the page is moved n // 4 steps to the right and n % 4 steps up, in its own unturned coordinates.
    """
    value = 0
    for symbol in _symbols_of(copy_code):
        value = value * 32 + ALPHABET.index(symbol)
    return (*(value >> 4 * place & 15 for place in reversed(range(CYCLE - 1))), _check(copy_code))


def code_of(nibbles: Mapping[int, int]) -> str | None:
    """The copy code of nibbles by their place from 0 to 15; None where one is missing or the check fails."""
    if any(place not in nibbles for place in range(CYCLE)):
        return None
    value = 0
    for place in range(CYCLE - 1):
        value = value << 4 | nibbles[place]
    symbols = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(_SYMBOLS)))
    code = "-".join(("LP", *(symbols[start : start + 4] for start in range(0, _SYMBOLS, 4))))
    return code if _check(code) == nibbles[CYCLE - 1] else None


def _symbols_of(copy_code: str) -> str:
    return copy_code.removeprefix("LP-").replace("-", "")


def _check(copy_code: str) -> int:
    return _digest(copy_code) ^ _digest(NOBODY)


def _digest(copy_code: str) -> int:
    return hashlib.sha256(copy_code.encode()).digest()[0] & 15
