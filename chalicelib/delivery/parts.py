"""The consecutive pieces (parts) of a copy: told to its owner, so that the file can be checked after the download."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from chalicelib.watermark.model import Tail

LEAST_PART = 5 * 1024 * 1024
"""Bytes that S3 asks of every part of a joined object but the last (S3 user guide, multipart upload limits)."""


class Part(msgspec.Struct, frozen=True):
    """A piece of a copy: its size in bytes and its SHA-256, hexadecimal."""

    size: int
    sha256: str


class CopyInfo(msgspec.Struct, frozen=True):
    """A copy as it lies in storage, and what stands beside it there."""

    key: str
    copy_code: str
    pages: int
    parts: tuple[Part, ...]

    @property
    def size_bytes(self) -> int:
        return sum(part.size for part in self.parts)


def parts_of_joined(tail: Tail) -> tuple[Part, ...]:
    """The two pieces of a copy that storage joins: the hash of the first is known from preparation."""
    return Part(tail.prefix_size, tail.prefix_sha256), Part(len(tail.content), tail.sha256)


def parts_of_whole(content: bytes) -> tuple[Part, ...]:
    """The one piece of a copy that is put whole: its plain SHA-256."""
    return (Part(len(content), hashlib.sha256(content).hexdigest()),)


def as_metadata(copy: CopyInfo) -> dict[str, str]:
    """What stands beside the object; nothing in it is personal. A part is written `size:sha256`."""
    parts = " ".join(f"{part.size}:{part.sha256}" for part in copy.parts)
    return {"copy-code": copy.copy_code, "pages": str(copy.pages), "parts": parts}


def of_metadata(key: str, size_bytes: int, metadata: dict[str, str]) -> CopyInfo | None:
    """The copy of an object; None for an object that does not say what it is, or has another size than it says."""
    parts, code = _parts_in(metadata.get("parts", "")), metadata.get("copy-code")
    pages = metadata.get("pages", "")
    if code is None or not pages.isdecimal() or not parts:
        return None
    copy = CopyInfo(key, code, int(pages), parts)
    return copy if copy.size_bytes == size_bytes else None


def _parts_in(text: str) -> tuple[Part, ...]:
    found = [re.fullmatch(r"(\d{1,15}):([0-9a-f]{64})", one) for one in text.split(" ")]
    return tuple(Part(int(one[1]), one[2]) for one in found if one) if all(found) else ()


def parts_answer(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """The pieces as they are shown."""
    return [{"size": part.size, "sha256": part.sha256} for part in parts]
