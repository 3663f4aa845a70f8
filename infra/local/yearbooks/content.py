"""What the demo publications say: read from content/*.toml, where all their Indonesian stands."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

FOLDER = Path(__file__).parent / "content"


class Column(msgspec.Struct, frozen=True):
    """`kind`: a figure between `low` and `high`, the sum of those before it, a share of them in percent, or a code."""

    head: str
    head_en: str = ""
    kind: Literal["figure", "sum", "share"] = "figure"
    low: float = 10
    high: float = 1000
    decimals: int = 0


class Table(msgspec.Struct, frozen=True):
    """A table, or one for each member of the list `each`, whose name fills "{each}" in its titles.

    `rows` names a list, and "{each}" there the members of the one that the table is about. The last row holds the
    columns' sums or means, or is missing.
    """

    title: str
    title_en: str
    rows: str
    columns: tuple[Column, ...]
    each: str = ""
    foot: Literal["sum", "mean", "none"] = "sum"
    wide: bool = False
    chart: Literal["", "bars", "lines", "pie"] = ""


class Chapter(msgspec.Struct, frozen=True):
    """`scene` names the picture before it; `notes` are its technical notes, `review` a few paragraphs of text."""

    title: str
    title_en: str
    scene: str
    notes: tuple[str, ...]
    review: tuple[str, ...]
    tables: tuple[Table, ...]


class Book(msgspec.Struct, frozen=True):
    """One publication. `scene` is its cover; `accent` a colour as six hexadecimal digits."""

    file: str
    title: str
    title_en: str
    year: int
    data_year: int
    subject: str
    catalogue_number: str
    publication_number: str
    issn: str
    shelf: str
    abstract: str
    paper: Literal["B5", "A5", "A4"]
    accent: str
    scene: str
    foreword: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    pictures: bool = False


class Words(msgspec.Struct, frozen=True):
    """What all of them say alike."""

    office: str
    office_en: str
    city: str
    website: str
    address: str
    licence: str
    sample: str
    source: str
    signer: str
    signer_office: str
    place: str
    labels: dict[str, str]
    feet: dict[str, str]
    weights: dict[str, tuple[float, ...]]
    lists: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words and lists of the city."""
    return msgspec.convert(tomllib.loads((FOLDER / "words.toml").read_text("utf-8")), Words)


def books() -> list[Book]:
    """All publications, the quickest to make first."""
    paths = sorted(FOLDER.glob("[0-9]*.toml"))
    return [msgspec.convert(tomllib.loads(path.read_text("utf-8")), Book, strict=False) for path in paths]
