"""Compressed streams joined from pieces: what they unpack to is what was packed."""

from __future__ import annotations

import zlib

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.watermark.deflating import combined, joined, last_piece, piece, stream

CONTENTS = st.lists(st.binary(max_size=3_000), min_size=1, max_size=6)


@given(CONTENTS)
def test_pieces_unpack_to_their_contents_in_a_row(contents: list[bytes]) -> None:
    whole = stream([*map(piece, contents[:-1]), last_piece(contents[-1])])

    assert zlib.decompress(whole) == b"".join(contents)


@given(CONTENTS)
def test_pieces_joined_before_are_one_piece(contents: list[bytes]) -> None:
    one = joined(map(piece, contents))

    assert one.length == sum(map(len, contents))
    assert one.sum == zlib.adler32(b"".join(contents))
    assert zlib.decompress(stream([one, last_piece(b"end")])) == b"".join(contents) + b"end"


def test_checksums_combine_over_long_contents() -> None:
    one, other = b"\xff" * 200_000, bytes(range(256)) * 1_000

    assert combined(zlib.adler32(one), zlib.adler32(other), len(other)) == zlib.adler32(one + other)
