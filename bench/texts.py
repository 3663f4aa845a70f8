"""What the text objects of a page say: their strings, read by the tables (ToUnicode) of their fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec
import pikepdf

SHOWING = frozenset({"Tj", "TJ", "'", '"'})

_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_PAIR = re.compile(r"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]+)\s*>")
_RANGE = re.compile(r"<\s*(\w+)\s*>\s*<\s*(\w+)\s*>\s*(?:<\s*(\w+)\s*>|\[([^\]]*)\])")


class Text(msgspec.Struct):
    """One text object: where the operators stand that show it, in which fonts, and what it says."""

    showing: list[int]
    fonts: set[str]
    said: list[str]

    def says(self, words: Sequence[str]) -> bool:
        """Spaces do not count: they are often no letters but moves."""
        said = "".join("".join(self.said).split())
        return any("".join(word.split()) in said for word in words)


def texts(operators: Sequence[Any], resources: Any) -> Iterator[Text]:
    """One for each BT ... ET; a font stays chosen from one to the next."""
    font, found = "", Text([], set(), [])
    for place, one in enumerate(operators):
        name = str(one.operator)
        if name == "BT":
            found = Text([], set(), [])
        elif name == "Tf":
            font = str(one.operands[0])
        elif name in SHOWING:
            found.showing.append(place)
            found.fonts.add(font)
            found.said.append(_read(shown(one), font, resources))
        elif name == "ET":
            yield found


def shown(operator: Any) -> bytes:
    """The bytes that a text-showing operator shows; of any other, none."""
    if str(operator.operator) not in SHOWING:
        return b""
    last = operator.operands[-1]
    parts = list(last) if isinstance(last, pikepdf.Array) else [last]
    return b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))


def _read(content: bytes, font: str, resources: Any) -> str:
    table = resources.get("/Font", pikepdf.Dictionary()).get(font, pikepdf.Dictionary()).get("/ToUnicode")
    if not isinstance(table, pikepdf.Stream):
        return content.decode("latin-1")
    width, letters = _letters(table.read_bytes())
    codes = (content[place : place + width] for place in range(0, len(content), width))
    return "".join(letters.get(int.from_bytes(code, "big"), "") for code in codes)


@lru_cache(maxsize=1_000)
def _letters(table: bytes) -> tuple[int, dict[int, str]]:
    """Bytes of one code, and what each code means (ISO 32000-2, 9.10.3)."""
    letters: dict[int, str] = {}
    digits = 2
    for kind, body in _SECTION.findall(table.decode("latin-1")):
        for entry in (_PAIR if kind == "bfchar" else _RANGE).findall(body):
            digits = len(entry[0])
            letters.update(_pair(*entry) if kind == "bfchar" else _range(*entry))
    return digits // 2, letters


def _pair(code: str, meant: str) -> dict[int, str]:
    return {int(code, 16): _text(meant)}


def _range(first: str, last: str, meant: str, listed: str) -> dict[int, str]:
    codes = range(int(first, 16), int(last, 16) + 1)
    if listed:
        return dict(zip(codes, map(_text, re.findall(r"<\s*(\w+)\s*>", listed)), strict=False))
    begin = int(meant, 16)
    return {code: _text(f"{begin + place:0{len(meant)}x}") for place, code in enumerate(codes)}


def _text(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")
