"""Opens a PDF within limits and finds its pages; pypdf is told here how much a file may ask of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pypdf.filters
from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
)

from chalicelib.watermark.master.mending import MendingReader, mended
from chalicelib.watermark.model import Limits, MasterRefused, RefusalCode

MOST_DEPTH = 100
"""Levels of a page tree; real books have two to six."""

NODES_TO_A_PAGE = 4
"""Entries of a page tree for each page allowed, nodes above pages too; a node listed often counts as often."""

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
"""What a page takes from the nodes above it (ISO 32000-2, table 31)."""

_WRITTEN = re.compile(rb"[^\x00\t\n\f\r ]")
_NAME_ENDS = re.compile(rb"[\x00\s]+|[()<>\[\]{}/%]")
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def _read_names_exactly() -> None:
    """Lets pypdf read a name as the bytes it is, so that what a page calls is still found under the same name.

    Read as Latin-1, any name can be written back; a NUL ends it, and only two hexadecimal digits follow a "#" (7.3.5).
    """
    NameObject.CHARSETS = ("latin-1",)  # type: ignore[assignment]
    NameObject.delimiter_pattern = _NAME_ENDS
    NameObject.unnumber = staticmethod(_unnumbered)  # type: ignore[assignment, method-assign]


def _unnumbered(name: bytes) -> bytes:
    return _NUMBERED.sub(lambda found: bytes.fromhex(found.group(1).decode()), name)


def _take_filters_as_viewers_do() -> None:
    """The short names of inline images stand in other streams as well, and null for none."""
    decoded = pypdf.filters.decode_stream_data
    pypdf.filters._deprecate_inline_image_filters = lambda **_: None
    pypdf.filters.decode_stream_data = lambda stream: decoded(_without_null_filter(stream))


def _without_null_filter(stream: StreamObject) -> StreamObject:
    if isinstance(stream.get("/Filter"), NullObject):
        stream[NameObject("/Filter")] = ArrayObject()
    return stream


_read_names_exactly()
_take_filters_as_viewers_do()


class Page(msgspec.Struct, frozen=True):
    """A page as the tree lists it, with what it inherits."""

    dictionary: DictionaryObject
    inherited: dict[str, Any]


@contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """Bounds on what parsing one file may cost; the work on a decoded stream is twice its length at most."""
    with apply_configuration(
        maximum_declared_stream_length=limits.bytes,
        stream_decoding_work_maximum_length=2 * limits.drawing,
        page_tree_maximum_depth=MOST_DEPTH,
        page_tree_maximum_entries=NODES_TO_A_PAGE * limits.pages,
        jbig2dec_binary=None,
        disable_legacy_handling=True,
    ):
        yield


def _with_end(content: bytes) -> bytes:
    """The last revision ends where the file does, also where its end marker was lost; no earlier one is the book."""
    return content if content.rfind(b"%%EOF") > content.rfind(b"startxref") else content + b"\n%%EOF\n"


def _read(content: bytes) -> MendingReader:
    try:
        return MendingReader(content)
    except LimitReachedError:
        raise
    except (PyPdfError, TypeError, ValueError, AttributeError, KeyError, IndexError):
        again = mended(content)
        if again is None:
            raise
        return MendingReader(again)


def opened(content: bytes, limits: Limits) -> PdfReader:
    """The file, decrypted where an empty password opens it. Raises MasterRefused."""
    if len(content) > limits.bytes:
        raise MasterRefused(RefusalCode.TOO_BIG)
    if _WRITTEN.search(content) is None:
        raise MasterRefused(RefusalCode.EMPTY_FILE)
    if b"%PDF-" not in content[:1024]:
        raise MasterRefused(RefusalCode.NOT_A_PDF)
    reader = _read(_with_end(content))
    if len(reader.xref_objStm) + sum(map(len, reader.xref.values())) > limits.objects:
        raise MasterRefused(RefusalCode.TOO_MANY_OBJECTS)
    if reader.is_encrypted and not reader.decrypt(""):
        raise MasterRefused(RefusalCode.PASSWORD_NEEDED)
    return reader


def entry(dictionary: DictionaryObject, key: str) -> Any:
    """The value itself, references followed, or None."""
    return dictionary[key] if key in dictionary else None  # noqa: SIM401 - get() does not follow references


def pages_of(reader: PdfReader, limits: Limits) -> list[Page]:
    """All pages in order. Raises MasterRefused for a tree that is broken or does not hold what it says."""
    root = entry(reader.root_object, "/Pages")
    if not isinstance(root, DictionaryObject):
        raise MasterRefused(RefusalCode.NO_PAGES)
    pages = list(_leaves(root, limits.pages))
    _check_count(pages, entry(root, "/Count"))
    return pages


def _check_count(pages: list[Page], stated: Any) -> None:
    if isinstance(stated, NumberObject) and stated != len(pages):
        raise MasterRefused(RefusalCode.PAGE_COUNT_DIFFERS)
    if not pages:
        raise MasterRefused(RefusalCode.NO_PAGES)


def _leaves(root: DictionaryObject, most: int) -> Iterator[Page]:
    """The tree's pages, walked without recursion: it may be cyclic, deep or wide."""
    stack: list[tuple[DictionaryObject, dict[str, Any], frozenset[int]]] = [(root, {}, frozenset())]
    found = seen = 0
    while stack:
        node, inherited, above = stack.pop()
        if id(node) in above or len(above) > MOST_DEPTH:
            raise MasterRefused(RefusalCode.PAGE_TREE_BROKEN)
        inherited = inherited | {key: node.raw_get(key) for key in INHERITED if key in node}
        if "/Kids" not in node:
            if entry(node, "/Type") == "/Pages":
                continue
            found += 1
            if found > most:
                raise MasterRefused(RefusalCode.TOO_MANY_PAGES)
            yield Page(node, inherited)
            continue
        kids = _kids(node)
        seen += len(kids)
        if seen > NODES_TO_A_PAGE * most:
            raise MasterRefused(RefusalCode.TOO_MANY_PAGES)
        above = above | {id(node)}
        stack.extend((kid, inherited, above) for kid in reversed(kids))


def _kids(node: DictionaryObject) -> list[DictionaryObject]:
    kids = node["/Kids"]
    if not isinstance(kids, ArrayObject):
        raise MasterRefused(RefusalCode.PAGE_TREE_BROKEN)
    resolved = [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in kids]
    return [kid for kid in resolved if isinstance(kid, DictionaryObject)]
