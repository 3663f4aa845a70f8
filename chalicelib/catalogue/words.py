"""Indonesian words as a catalogue meets them: spelled as before 1972, with prefixes, mistyped."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MOST_WORDS = 12
SHORTEST_ROOT = 4

_OLD = (("oe", "u"), ("tj", "c"), ("dj", "j"), ("sj", "sy"), ("x", "ks"), ("v", "p"), ("f", "p"))
"""Spellings of before the reform of 1972 (EYD), and letters that titles use for each other: provinsi, propinsi."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\b[0-9](?:[\s.-]?[0-9]){6,}(?:[\s.-]?[xX])?\b")
_PREFIXES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("meny", "aiueo", ("s",)),
    ("peny", "aiueo", ("s",)),
    ("meng", "aiueo", ("", "k")),
    ("peng", "aiueo", ("", "k")),
    ("meng", "ghk", ("",)),
    ("peng", "ghk", ("",)),
    ("mem", "aiueo", ("p",)),
    ("pem", "aiueo", ("p",)),
    ("mem", "bp", ("",)),
    ("pem", "bp", ("",)),
    ("men", "aiueo", ("t",)),
    ("pen", "aiueo", ("t",)),
    ("men", "cdjtsz", ("",)),
    ("pen", "cdjtsz", ("",)),
    ("ber", "", ("",)),
    ("per", "", ("",)),
    ("ter", "", ("",)),
    ("ke", "", ("",)),
    ("se", "", ("",)),
    ("be", "k", ("",)),
    ("pe", "klrwyt", ("",)),
    ("me", "lrwy", ("",)),
)
"""A prefix, the letters that it stands before, and what it may have swallowed (Tata Bahasa Baku, 4th edition)."""


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, in small letters without accents, in their order."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return _WORD.findall(text.casefold())


def numbers_in(text: str) -> list[tuple[str, str]]:
    """Long numbers as they were typed, parted or not, and as `plain_number`: ISBNs and catalogue numbers."""
    return [(found, plain_number(found)) for found in dict.fromkeys(_NUMBER.findall(text))]


def plain_number(text: str) -> str:
    """A number without what parts it."""
    return re.sub(r"[^0-9a-z]", "", text.casefold())


def modern(word: str) -> str:
    """A word in one spelling of those that it may have."""
    for old, new in _OLD:
        word = word.replace(old, new)
    return word.removesuffix("a") if word.endswith("ika") else word


@lru_cache(maxsize=20_000)
def roots(word: str) -> frozenset[str]:
    """What a word may be built from, itself in its modern spelling included; two words with a root in common are kin.

    No dictionary decides, so there are roots among them that are no words: they find nothing.
    """
    if not word.isalpha():
        return frozenset((word,))
    whole = modern(word)
    found = _without_suffixes(whole)
    for _ in range(2):
        found |= {root for form in found for root in _without_prefix(form)}
    return frozenset((whole, *(form for form in found if len(form) >= SHORTEST_ROOT)))


def _without_suffixes(word: str) -> set[str]:
    plain = re.sub(r"(nya|lah|kah)$", "", word) if len(word) >= SHORTEST_ROOT + 3 else word
    return {plain} | {
        plain.removesuffix(suffix)
        for suffix in ("an", "kan")
        if plain.endswith(suffix) and len(plain) - len(suffix) >= SHORTEST_ROOT
    }


def _without_prefix(word: str) -> set[str]:
    return {
        swallowed + word[len(prefix) :]
        for prefix, before, swallows in _PREFIXES
        if word.startswith(prefix) and (not before or word[len(prefix) : len(prefix) + 1] in tuple(before))
        for swallowed in swallows
        if len(swallowed) + len(word) - len(prefix) >= SHORTEST_ROOT
    }


def slips(typed: str, meant: str) -> float:
    """How many letters were lost, added, changed or swapped with their neighbour (optimal string alignment).

    A beginning of `meant` counts too, half a slip worse than the whole word.
    """
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for place, letter in enumerate(typed):
        earlier, before = before, row
        row = [place + 1]
        for other, wanted in enumerate(meant):
            cost = min(before[other + 1] + 1, row[other] + 1, before[other] + (letter != wanted))
            if place and other and letter == meant[other - 1] and typed[place - 1] == wanted:
                cost = min(cost, earlier[other - 1] + 1)
            row.append(cost)
    return min(row[-1], min(row) + 0.5)


def most_slips(word: str) -> int:
    """So many slips are taken for one word's: none in a short one, which would be another word."""
    return 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 7 else 2
