"""A table of titles as people save it from a spreadsheet (CSV): its columns, its rows, and what is wrong with each."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Annotated, Any, ClassVar

import msgspec

from chalicelib.catalogue import model as catalogue
from chalicelib.catalogue.model import NewPublication
from chalicelib.catalogue.words import words_of
from chalicelib.errors import Fault, Invalid
from chalicelib.form import Faulty, filled
from chalicelib.imports.model import MOST_ROWS, Refused

DELIMITERS = (";", ",", "\t")
"""Spreadsheets set to Indonesian write semicolons, for their decimal point is a comma."""
COLUMNS = {
    "title": ("judul", "title", "judul publikasi", "nama publikasi", "judul buku"),
    "year": ("tahun", "year", "tahun terbit", "year of publication"),
    "subject": ("subjek", "subject", "kategori", "topik"),
    "catalogue_number": (
        "nomor katalog",
        "no katalog",
        "katalog",
        "catalogue number",
        "catalog number",
        "kat no",
    ),
    "isbn": ("isbn", "issn", "isbn issn", "isbn atau issn", "isbn or issn"),
    "abstract": ("abstrak", "abstract", "ringkasan", "deskripsi"),
    "shelf": ("rak", "shelf", "tempat di rak", "lokasi rak", "place on the shelf"),
}
NEEDED = {"title": "judul", "year": "tahun"}
_FIELD_OF = {name: field for field, names in COLUMNS.items() for name in names}


def _year(value: str) -> int:
    """Raises Faulty for anything but four digits of a likely year."""
    if not (value.isascii() and value.isdigit() and len(value) == 4):
        raise Faulty("not-a-year")
    if not 1900 <= int(value) <= 2100:
        raise Faulty("not-a-year")
    return int(value)


def _isbn(value: str) -> str:
    """Raises Faulty; a spreadsheet that took the digits for a figure has lost the last of them."""
    if "e+" in value.casefold():
        raise Faulty("isbn-as-figure")
    return catalogue.isbn(value)


class _Row(NewPublication, frozen=True, kw_only=True):
    """The cells of a row: all of them are text, whatever they begin with."""

    checks: ClassVar[Mapping[str, Any]] = {"isbn": _isbn, "year": _year}

    year: Annotated[str, msgspec.Meta(max_length=40)]  # type: ignore[assignment]


class Table(msgspec.Struct, frozen=True):
    """The rows below the header by their number in the person's file, and the columns that mean nothing here."""

    rows: list[tuple[int, NewPublication | Refused]]
    unknown_columns: list[str]


def read_table(text: str, first_row: int | None = None) -> Table:
    """Read a table. Raises Invalid where it is none, lacks a column that is needed, or has too many rows."""
    records = _records(text, first_row)
    header = next(((number, cells) for number, cells in records if not _is_blank(cells)), None)
    if header is None:
        raise Invalid(faults=(Fault("csv", "csv-empty"),))
    fields, unknown = _columns(header[1])
    shift = (first_row or header[0] + 1) - (header[0] + 1)
    below = [(number + shift, cells) for number, cells in records if number > header[0] and not _is_blank(cells)]
    if len(below) > MOST_ROWS:
        raise Invalid(faults=(Fault("csv", "csv-too-many-rows", {"limit": MOST_ROWS}),))
    return Table([(number, _row(number, fields, cells)) for number, cells in below], unknown)


def _records(text: str, first_row: int | None) -> list[tuple[int, list[str]]]:
    """All records by number, as a spreadsheet numbers its rows. Raises Invalid where a quotation mark is not closed."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0].strip()
    named = first[4:5] if first.casefold().startswith("sep=") and len(first) == 5 else None
    if named:
        text = text.partition("\n")[2]
    reader = csv.reader(StringIO(text, newline=""), delimiter=named or _delimiter(text), strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, 2 if named else 1):
            records.append((number, cells))
    except csv.Error as error:
        broken = len(records) + (first_row - 1 if first_row else 2 if named else 1)
        raise Invalid(faults=(Fault("csv", "csv-broken", {"row": broken}),)) from error
    return records


def _delimiter(text: str) -> str:
    """What parts the header into most columns that are known."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(delimiter: str) -> tuple[int, int]:
        cells = first.split(delimiter)
        return sum(_field_of(cell.strip('" ')) is not None for cell in cells), len(cells)

    return max(DELIMITERS, key=known)


def _field_of(name: str) -> str | None:
    """The field that a column's name means, in either language, however it is written."""
    return _FIELD_OF.get(" ".join(words_of(name.replace("_", " "))))


def _columns(header: list[str]) -> tuple[list[str | None], list[str]]:
    """The field of each column, and the names that are not known. Raises Invalid with every fault of the header."""
    fields = [_field_of(name) for name in header]
    faults = [
        Fault("csv", "csv-column-missing", {"column": word}) for name, word in NEEDED.items() if name not in fields
    ]
    twice = {name for name in fields if name is not None and fields.count(name) > 1}
    faults += [Fault("csv", "csv-column-twice", {"column": COLUMNS[name][0]}) for name in sorted(twice)]
    if faults:
        raise Invalid(faults=tuple(faults))
    pairs = zip(header, fields, strict=True)
    return fields, [shown for name, field in pairs if field is None and (shown := printable(name, 80))]


def _row(number: int, fields: list[str | None], cells: list[str]) -> NewPublication | Refused:
    given = {field: cell for field, cell in zip(fields, cells, strict=False) if field and cell.strip()}
    faults = list(_beyond(fields, cells))
    try:
        row = filled(given, _Row, lambda _: faults)
    except Invalid as invalid:
        return Refused(number, printable(given.get("title", ""), 300) or None, list(invalid.faults))
    return NewPublication(**msgspec.structs.asdict(row))


def _beyond(fields: list[str | None], cells: list[str]) -> Iterator[Fault]:
    """A row with more cells than the header has columns was taken apart in the wrong places."""
    if any(cell.strip() for cell in cells[len(fields) :]):
        yield Fault("row", "csv-too-many-cells", {"limit": len(fields)})


def _is_blank(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def printable(text: str, most: int) -> str:
    """A text that may be shown: without what is not seen, at most so many characters."""
    seen = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return " ".join(seen.split())[:most]
