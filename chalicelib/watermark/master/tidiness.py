"""Tells whether a page's own drawing leaves the graphics state as it found it.

A mark drawn after it would otherwise stand on whatever the page left behind: an open text object, a hidden layer, a
matrix. The scan only has to be right where it says "tidy": a page that it wrongly calls untidy is isolated as a form,
which draws the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_BEFORE = rb"\x00\t\n\f\r \[\]()<>{}"
_ENDED = rb"(?![^\x00\t\n\f\r \[\]()<>{}/%])"


def _alone(word: bytes) -> bytes:
    """A pattern for the word as a token; it begins with a letter, so that the search can skip all other bytes."""
    return word + rb"(?<![^" + _BEFORE + rb"]" + word + rb")" + _ENDED


_TOKEN = re.compile(
    rb"\((?:[^()\\]++|\\.)*+\)"  # a string without parentheses in it
    rb"|(\(|%|" + b"|".join(map(_alone, (b"q", b"Q", b"BT", b"ET", b"BMC", b"BDC", b"EMC", b"BI"))) + rb")",
    re.DOTALL,
)
_LONG = frozenset({b"(", b"%", b"BI"})
_PARENTHESIS = re.compile(rb"(?:[^()\\]++|\\.)*+([()])", re.DOTALL)
_LINE_END = re.compile(rb"[\r\n]")
_IMAGE_DATA = re.compile(_alone(b"ID") + rb"[\x00\t\n\f\r ]")
_IMAGE_FILTERS = re.compile(rb"/F(?:ilter)?[\s\x00]*(\[[^\]]*+\]|/[^\s\x00/\[\]<>()]++)")
_KNOWN_FILTERS = frozenset(
    b"/AHx /A85 /LZW /Fl /RL /CCF /DCT /ASCIIHexDecode /ASCII85Decode /LZWDecode /FlateDecode /RunLengthDecode "
    b"/CCITTFaxDecode /DCTDecode".split()
)
_IMAGE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r ]|\Z)")

DEEPEST = 500
"""Parentheses within parentheses of a string; readers of PDFs give up much earlier."""

MOST_READ_AGAIN = 500_000_000
"""Bytes: a search for all tokens begins anew at each parenthesis within a string, and may then go on to the end."""

_OPENS = {b"q": "states", b"BT": "texts", b"BMC": "marks", b"BDC": "marks"}
_CLOSES = {b"Q": "states", b"ET": "texts", b"EMC": "marks"}


def is_tidy(content: bytes) -> bool:
    """True where every saved state, text object and marked-content sequence begins and ends within the content."""
    if content.rfind(b"[") > content.rfind(b"]") or content.rfind(b"<") > content.rfind(b">"):
        return False
    tokens = _all_tokens(content)
    return tokens is not None and _is_balanced(tokens)


def _all_tokens(content: bytes) -> list[bytes] | None:
    """All at once where there are none but short ones, and where few strings can be met twice."""
    if content.count(b"\\(") * len(content) <= MOST_READ_AGAIN:
        tokens = [token for token in _TOKEN.findall(content) if token]
        if _LONG.isdisjoint(tokens):
            return tokens
    return _short_tokens(content)


def _is_balanced(tokens: Sequence[bytes]) -> bool:
    still_open = {"states": 0, "texts": 0, "marks": 0}
    for token in tokens:
        if token in _OPENS:
            still_open[_OPENS[token]] += 1
        else:
            still_open[_CLOSES[token]] -= 1
            if still_open[_CLOSES[token]] < 0:
                return False
    return not any(still_open.values())


def _short_tokens(content: bytes) -> list[bytes] | None:
    """The tokens outside of strings, comments and inline images; None where one of those has no end."""
    tokens: list[bytes] = []
    position = 0
    while found := _TOKEN.search(content, position):
        token, position = found.group(1), found.end()
        if token in _LONG:
            after = _past(token, content, position)
            if after is None:
                return None
            position = after
        elif token:
            tokens.append(token)
    return tokens


def _past(token: bytes, content: bytes, position: int) -> int | None:
    """Where the string, comment or inline image that begins here ends; None where it does not."""
    if token == b"(":
        return _past_string(content, position)
    if token == b"%":
        ended = _LINE_END.search(content, position)
        return ended.end() if ended else len(content)
    return _past_image(content, position)


def _past_image(content: bytes, position: int) -> int | None:
    """Viewers unpack an inline image to find its end: with a filter that they do not know, some never find it."""
    data = _IMAGE_DATA.search(content, position)
    if data is None:
        return None
    filters = _IMAGE_FILTERS.search(content, position, data.start())
    if filters and not _KNOWN_FILTERS.issuperset(re.findall(rb"/[^\s\x00/\[\]]+", filters.group(1))):
        return None
    ended = _IMAGE_END.search(content, data.end() - 1)
    return ended.end() if ended else None


def _past_string(content: bytes, position: int) -> int | None:
    depth = 1
    while depth <= DEEPEST and (found := _PARENTHESIS.match(content, position)):
        depth += 1 if found.group(1) == b"(" else -1
        if depth == 0:
            return found.end()
        position = found.end()
    return None
