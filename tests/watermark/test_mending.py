"""A whole file whose cross-references are lost is a book; one that was cut off is none."""

from __future__ import annotations

from typing import Any

import pytest
from pikepdf import Encryption, ObjectStreamMode

from chalicelib.watermark.model import MasterRefused
from chalicelib.watermark.service import prepare
from tests.watermark.books import SENTENCE, a_book, blanked_of, changed, differs, faults, saved, seen, texts

PLAIN: dict[str, Any] = {"object_stream_mode": ObjectStreamMode.disable}


@pytest.mark.parametrize(
    ("lost", "instead"),
    [(b"startxref", b"startxrex"), (b"xref\n0", b"xrex\n0")],
    ids=["where they are", "the table"],
)
def test_book_whose_cross_references_are_lost_is_read_by_its_objects(lost: bytes, instead: bytes) -> None:
    whole = saved(changed(a_book(pages=4)), **PLAIN)
    damaged = whole.replace(lost, instead)
    assert damaged != whole

    blanked = blanked_of(damaged)

    assert all("".join(SENTENCE.split()) in text for text in texts(blanked)[:4])
    assert differs(seen(whole), seen(blanked), tolerance=0).getbbox() is None
    assert faults(blanked) == []


def refusal_of(content: bytes) -> str:
    with pytest.raises(MasterRefused) as refused:
        prepare(content)
    return refused.value.code.value


def test_book_that_was_cut_off_is_not_taken_for_whole() -> None:
    whole = saved(changed(a_book(pages=4)), **PLAIN)

    for end in (whole.index(b"xref\n0"), whole.rindex(b"endobj"), len(whole) // 2):
        assert refusal_of(whole[:end]) == "unreadable"


def test_objects_that_cannot_be_found_by_looking_are_not_guessed() -> None:
    packed = saved(changed(a_book()), object_stream_mode=ObjectStreamMode.generate)
    locked = saved(changed(a_book()), encryption=Encryption(user="", owner="kantor"), **PLAIN)

    assert refusal_of(packed.replace(b"startxref", b"startxrex")) == "unreadable"
    assert refusal_of(locked.replace(b"startxref", b"startxrex")) == "unreadable"


def test_last_of_two_objects_with_one_number_counts() -> None:
    whole = saved(changed(a_book(pages=1)), **PLAIN, compress_streams=False)
    pdf = changed(whole)
    number = pdf.pages[0].obj.Contents.objgen[0]
    drawing = b"0 0 1 rg 0 0 420 595 re f"
    later = b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (number, len(drawing), drawing)
    table = whole.index(b"xref\n0")

    content = whole[:table] + later + whole[table:].replace(b"startxref", b"startxrex")

    assert seen(blanked_of(content), scale=1).getpixel((200, 300)) == (0, 0, 255)
