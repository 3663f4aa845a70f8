"""Lays a clean master out: what every copy begins with, and the template of what follows."""

from __future__ import annotations

import hashlib
from itertools import count
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from chalicelib.watermark.deflating import piece
from chalicelib.watermark.master.cleaning import clean_anywhere
from chalicelib.watermark.master.gathering import Gathered, Shared
from chalicelib.watermark.master.labels import Ranges, numbered, numbered_behind_front
from chalicelib.watermark.master.preparing import Book
from chalicelib.watermark.master.reading import entry
from chalicelib.watermark.master.writing import HEADER, Written, entries_of, serialised
from chalicelib.watermark.model import Limits, Tell
from chalicelib.watermark.template import FIRST_DRAWING, Drawings, Rows, Template


def laid_out(book: Book, identity: bytes, limits: Limits, tell: Tell) -> tuple[bytes, Template]:
    """The prefix and the template. `identity` is the first half of the file's (ISO 32000-2, 14.4), of 16 bytes."""
    kept = book.own
    gathered = Gathered(
        FIRST_DRAWING + len(book.pages),
        limits.objects,
        visit=lambda found: clean_anywhere(found, kept),
    )
    gathered.reach(book.root)
    tell("laying-out", 0, 1)
    prefix, constant = _written(book, gathered)
    tell("laying-out", 1, 1)
    content = prefix.content
    return content, Template(
        prefix_size=len(content),
        prefix_sha256=hashlib.sha256(content).hexdigest(),
        identity=identity,
        pages=len(book.pages),
        tree=gathered.number_of(Shared(book.tree)),
        tagged=book.tagged,
        sizes=book.sizes.drawn,
        units=sorted(set(book.units)),
        names=book.names,
        catalog=_catalog(book.root, gathered),
        labels=(_labels(book.labels, gathered), _labels_behind_front(book.labels, gathered)),
        constant=memoryview(constant.content),
        rows=_rows(prefix.rows | constant.rows),
        drawings=_drawings(book),
    )


def _written(book: Book, gathered: Gathered) -> tuple[Written, Written]:
    """No page, no tree of pages and no resources of a page stand in the prefix: by itself it is no book."""
    in_tail = _kept_for_tail(book)
    numbered_objects = list(enumerate(gathered.objects, gathered.first))
    numbers = count(gathered.first + len(gathered.objects))
    packed: list[tuple[int, Any]] = []
    late: list[tuple[int, Any]] = []
    prefix = Written(0, gathered)
    prefix.add_raw(HEADER)
    for number, value in numbered_objects:
        if isinstance(value, StreamObject):
            prefix.add_stream(number, value)
        else:
            (late if id(value) in in_tail else packed).append((number, value))
    prefix.add_packed(packed, lambda: next(numbers))
    constant = Written(prefix.end, gathered)
    constant.add_packed(late, lambda: next(numbers))
    return prefix, constant


def _kept_for_tail(book: Book) -> set[int]:
    resources = (entry(page, "/Resources") for page in book.pages)
    return {id(book.tree), *map(id, book.pages), *map(id, resources)}


def _catalog(root: DictionaryObject, gathered: Gathered) -> bytes:
    constant = DictionaryObject(root)
    for key in ("/Type", "/Pages"):
        constant.pop(key, None)
    return entries_of(constant, gathered)


def _labels(ranges: Ranges, gathered: Gathered) -> bytes:
    return _label_entry(numbered(ranges), gathered) if ranges else b""


def _labels_behind_front(ranges: Ranges, gathered: Gathered) -> bytes:
    return _label_entry(numbered_behind_front(ranges), gathered)


def _label_entry(listed: ArrayObject, gathered: Gathered) -> bytes:
    return b"/PageLabels%s" % serialised(DictionaryObject({NameObject("/Nums"): listed}), gathered)


def _rows(rows: dict[int, bytes]) -> Rows:
    deflated = piece(b"".join(rows[number] for number in sorted(rows)))
    return Rows(deflated.packed, deflated.length, deflated.sum, len(rows))


def _drawings(book: Book) -> Drawings:
    units = sorted(set(book.units))
    return Drawings(
        packed=memoryview(b"".join(one.packed for one in book.drawings)),
        lengths=[len(one.packed) for one in book.drawings],
        plain=[one.length for one in book.drawings],
        sums=[one.sum for one in book.drawings],
        sizes=book.sizes.taken,
        units=[units.index(unit) for unit in book.units],
    )
