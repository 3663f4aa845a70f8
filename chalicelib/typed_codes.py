"""Codes that people read aloud and type: 60 bits in Crockford's base 32, in groups, behind two letters of their own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(prefix: str, choose: Callable[[str], str] = secrets.choice) -> str:
    """`LP-XXXX-XXXX-XXXX`: no letter in it looks like another."""
    return _grouped(prefix, "".join(choose(CROCKFORD) for _ in range(12)))


def code_typed(prefix: str, text: str) -> str | None:
    """A code as somebody typed it: spaces, small letters, O for 0 and I or L for 1 are forgiven; None for another."""
    plain = re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()
    body = plain.removeprefix(prefix).translate(str.maketrans("OIL", "011"))
    if not plain.startswith(prefix) or len(body) != 12 or any(letter not in CROCKFORD for letter in body):
        return None
    return _grouped(prefix, body)


def _grouped(prefix: str, body: str) -> str:
    return f"{prefix}-{body[:4]}-{body[4:8]}-{body[8:]}"
