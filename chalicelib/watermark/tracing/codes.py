"""Copy codes in whatever was read: with the spaces, hyphens and line ends that programs put into them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from chalicelib.watermark.covert import ALPHABET, NOBODY

_SPACES = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\x00]+")
_HYPHENS = re.compile(r"[\u2010-\u2015\u2212\ufe63\uff0d\x02\ufffe]")
_FOUR = f"([{ALPHABET}]{{4}})"
_CODE = re.compile(f"LP-{_FOUR}-{_FOUR}-{_FOUR}")


def codes_in(text: str) -> Iterator[str]:
    """Every copy code in a text, in order; one that is written twice comes twice."""
    plain = _HYPHENS.sub("-", _SPACES.sub("", text))
    return (found.group() for found in _CODE.finditer(plain) if found.group() != NOBODY)


def codes_in_bytes(content: bytes) -> Iterator[str]:
    """Every copy code that stands in bytes as ASCII or as UTF-16."""
    pattern = re.compile(rb"L\x00?P\x00?-\x00?(?:[0-9A-Z]\x00?){4}(?:-\x00?(?:[0-9A-Z]\x00?){4}){2}")
    for found in pattern.finditer(content):
        yield from codes_in(found.group().decode("latin-1"))


def identity_of(copy_code: str) -> bytes:
    """The second part of a copy's /ID."""
    return hashlib.sha256(copy_code.encode()).digest()[:16]


def is_code(text: str) -> bool:
    """Whether it has the form of a copy code."""
    return _CODE.fullmatch(text) is not None
