"""The tail of a copy before it is anybody's: what is the same for all, and where what is personal goes.

A tail is, in this order: the constant objects (page tree, pages, resources), the pages' drawings, the personal
objects, the cross-references and the trailer. Object numbers are given so that all that changes comes first.
"""

from __future__ import annotations

from enum import IntEnum

import msgspec

from chalicelib.watermark.model import MarkingFailed

_MAGIC = b"LoketTail1\n"


class Place(IntEnum):
    """The numbers of the personal objects."""

    CATALOG = 1
    PAGES = 2
    INFO = 3
    METADATA = 4
    FONT = 5
    DESCRIPTOR = 6
    FONT_FILE = 7
    TO_UNICODE = 8
    FRONT = 9
    FRONT_DRAWING = 10


FIRST_DRAWING = 11
"""The number of the first page's drawing; the others follow, then all constant objects."""


Size = tuple[int, int]
"""Width and height in whole points, as a page is seen."""

PALE, PANEL, SOLID = 0.3, 0.86, 1.0
"""The mark's transparencies: of its light line, of what lies under letters, and of the letters."""


class Names(msgspec.Struct, frozen=True, array_like=True):
    """How the mark's operators call its font and its transparencies on every page, with the slash."""

    font: str
    pale: str
    panel: str
    solid: str


class Drawings(msgspec.Struct, frozen=True, array_like=True):
    """The pages' own drawings, deflated, one after another in `packed`; the lists have an entry for each page.

    `lengths` are bytes in `packed`, `plain` those unpacked, `sums` their Adler-32. `sizes` and `units` are indices
    into the template's.
    """

    packed: memoryview
    lengths: list[int]
    plain: list[int]
    sums: list[int]
    sizes: list[int]
    units: list[int]


class Rows(msgspec.Struct, frozen=True, array_like=True):
    """The cross-reference rows of all constant objects, deflated."""

    packed: bytes
    plain: int
    sum: int
    count: int


class Template(msgspec.Struct, frozen=True, array_like=True):
    """All that a tail is filled from.

    `sizes` are the pages' sizes in points as seen, to which the mark is drawn; `units` are points per unit of a page.
    `catalog` are its constant entries, `labels` those that number the pages, without a front page and behind one.
    `identity` is the first half of the file's: of the master.
    """

    prefix_size: int
    prefix_sha256: str
    identity: bytes
    pages: int
    tree: int
    tagged: bool
    sizes: list[Size]
    units: list[float]
    names: Names
    catalog: bytes
    labels: tuple[bytes, bytes]
    constant: memoryview
    rows: Rows
    drawings: Drawings


def encoded(template: Template) -> bytes:
    """The bytes in which a template is kept."""
    return _MAGIC + msgspec.msgpack.encode(template)


def decoded(content: bytes) -> Template:
    """Raises MarkingFailed for what is no template."""
    if not content.startswith(_MAGIC):
        raise MarkingFailed("this is no template")
    return msgspec.msgpack.decode(memoryview(content)[len(_MAGIC) :], type=Template)
