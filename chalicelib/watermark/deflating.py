"""Pieces of a compressed stream that are made apart and joined without being unpacked (RFC 1950 and 1951)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import NamedTuple

HEADER = b"\x78\x9c"
"""Of a zlib stream: deflate with a window of 32 KiB, the default level."""

MODULUS = 65_521


class Piece(NamedTuple):
    """Deflated bytes that end on a whole byte, how many bytes they unpack to, and the Adler-32 of those."""

    packed: bytes
    length: int
    sum: int


NOTHING = Piece(b"", 0, 1)


def piece(content: bytes) -> Piece:
    """Blocks that others may follow; none refers to what stood before it."""
    return _deflated(content, zlib.Z_SYNC_FLUSH) if content else NOTHING


def last_piece(content: bytes) -> Piece:
    """Blocks that end the stream."""
    return _deflated(content, zlib.Z_FINISH)


def joined(pieces: Iterable[Piece]) -> Piece:
    """The pieces one after another, as one."""
    packed, length, total = [], 0, 1
    for one in pieces:
        packed.append(one.packed)
        total = combined(total, one.sum, one.length)
        length += one.length
    return Piece(b"".join(packed), length, total)


def stream(pieces: Iterable[Piece]) -> bytes:
    """A whole zlib stream; the last of the pieces must end it."""
    whole = joined(pieces)
    return HEADER + whole.packed + whole.sum.to_bytes(4, "big")


def combined(one: int, other: int, other_length: int) -> int:
    """The Adler-32 of two contents in a row, from those of each (as zlib's adler32_combine)."""
    low = (one & 0xFFFF) - 1
    first = (low + (other & 0xFFFF)) % MODULUS
    second = ((one >> 16) + (other >> 16) + other_length * low) % MODULUS
    return second << 16 | first


def _deflated(content: bytes, flush: int) -> Piece:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Piece(packing.compress(content) + packing.flush(flush), len(content), zlib.adler32(content))
