"""A leaked file as it says itself what it is: Info, XMP, /ID and the first operators of its pages.

It is a stranger's file and may be damaged or hostile: each part is read within limits and by itself, and one that
cannot be read is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject

from chalicelib.watermark.master.reading import Page, bounded, entry, opened, pages_of
from chalicelib.watermark.model import LIMITS, MasterRefused, RefusalCode
from chalicelib.watermark.tracing.shifts import written_nibble

MOST_METADATA = 1_000_000
"""Bytes of an XMP packet that are read."""

MOST_INFO = 10_000
"""Letters of an entry of Info that are read."""

MOST_UNIT = 75_000.0
"""Points to a unit that ISO 32000-2 allows (annex C)."""

T = TypeVar("T")


class SaidOfItself(msgspec.Struct, frozen=True):
    """What the file says. `nibbles` is page, from 0, to the number of its shift; `pages` is 0 where no page was found.

    `units` are the points to a page's unit where it is not one; `is_locked` means that only a password opens the file.
    """

    info: str = ""
    xmp: str = ""
    identity: bytes = b""
    pages: int = 0
    nibbles: dict[int, int] = {}
    units: dict[int, float] = {}
    is_locked: bool = False


def said_of_itself(content: bytes) -> SaidOfItself:
    """All of it that can be read. Raises nothing."""
    with bounded(LIMITS):
        try:
            reader = opened(content, LIMITS)
        except MasterRefused as refused:
            return SaidOfItself(is_locked=refused.code == RefusalCode.PASSWORD_NEEDED)
        except Exception:  # noqa: BLE001 - whatever a parser raises over a stranger's file
            return SaidOfItself()
        pages = _or(lambda: pages_of(reader, LIMITS), list[Page]())
        units = _units(pages)
        return SaidOfItself(
            info=_or(lambda: _info(reader), ""),
            xmp=_or(lambda: _xmp(reader), ""),
            identity=_or(lambda: _identity(reader), b""),
            pages=len(pages),
            nibbles=_nibbles(pages, units),
            units=units,
        )


def _or(read: Callable[[], T], missing: T) -> T:
    """What was read, or what stands for it where the file is broken there."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - as above
        return missing


def _info(reader: PdfReader) -> str:
    info = entry(reader.trailer, "/Info")
    values = [info[key] for key in info] if isinstance(info, DictionaryObject) else []
    return "\n".join(_text(value)[:MOST_INFO] for value in values)


def _text(value: Any) -> str:
    if isinstance(value, ByteStringObject):
        return bytes(value).decode("latin-1")
    return str(value) if isinstance(value, TextStringObject) else ""


def _xmp(reader: PdfReader) -> str:
    packet = entry(reader.root_object, "/Metadata")
    if not isinstance(packet, StreamObject):
        return ""
    content = packet.get_data()[:MOST_METADATA]
    wide = content.startswith((b"\xfe\xff", b"\xff\xfe"))
    return content.decode("utf-16" if wide else "utf-8", errors="replace")


def _identity(reader: PdfReader) -> bytes:
    both = entry(reader.trailer, "/ID")
    second = both[1].get_object() if isinstance(both, ArrayObject) and len(both) > 1 else None
    return bytes(second.original_bytes) if isinstance(second, ByteStringObject | TextStringObject) else b""


def _units(pages: Sequence[Page]) -> dict[int, float]:
    units = {index: _or(_unit(page), 1.0) for index, page in enumerate(pages)}
    return {index: unit for index, unit in units.items() if unit != 1 and 0 < unit < MOST_UNIT}


def _unit(page: Page) -> Callable[[], float]:
    return lambda: float(entry(page.dictionary, "/UserUnit") or 1)


def _nibbles(pages: Sequence[Page], units: Mapping[int, float]) -> dict[int, int]:
    told = {index: _or(_written(page, units.get(index, 1.0)), None) for index, page in enumerate(pages)}
    return {index: nibble for index, nibble in told.items() if nibble is not None}


def _written(page: Page, unit: float) -> Callable[[], int | None]:
    resources = page.dictionary.get("/Resources", page.inherited.get("/Resources"))
    return lambda: written_nibble(page.dictionary, resources, unit)
