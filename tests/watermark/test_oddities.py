"""What was met in odd public files, each made here anew: it costs no more than it should and looks as it did."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pytest
from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, String
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

from chalicelib.watermark.master.tidiness import is_tidy
from chalicelib.watermark.model import MasterRefused
from chalicelib.watermark.service import prepare
from tests.watermark.books import (
    a_book,
    a_mark,
    blanked_of,
    changed,
    copy_of,
    faults,
    of_pages,
    saved,
    seen,
    texts,
)

HEAVY = b"0.9 g 0 0 420 595 re f\n" + b"".join(
    b"%d %d m %d %d l S\n" % (n * 7919 % 420, n * 104729 % 595, n * 1299709 % 420, n * 15485863 % 595)
    for n in range(9_000)
)
"""Too much for a tail: it becomes a form."""


def drawn_in(content: bytes) -> bytes:
    """What the first page draws, without its forms."""
    contents: Any = PdfReader(BytesIO(content)).pages[0]["/Contents"]
    drawn: bytes = contents.get_object().get_data()
    return drawn


def test_drawing_that_pages_share_counts_for_each_of_them() -> None:
    pdf = Pdf.new()
    shared = pdf.make_stream(b"")
    shared.write(zlib.compress(b" " * 50_000_000), filter=Name.FlateDecode)
    for _ in range(9):
        pdf.add_blank_page()
        pdf.pages[-1].obj.Contents = shared

    with pytest.raises(MasterRefused, match="content-too-big"):
        prepare(saved(pdf))


@pytest.mark.parametrize("open_string", [b"(\\", b"((", b"(\\(("], ids=["escaped", "nested", "both"])
def test_string_without_an_end_is_read_once(open_string: bytes) -> None:
    assert not is_tidy(open_string * 1_000_000)


def test_parentheses_within_strings_hide_no_operator() -> None:
    assert is_tidy(b"q (a \\( b) Tj (c (d) \\) e) Tj Q")
    assert not is_tidy(b"q (a \\( b) Tj (c (d) \\) e Q) Tj")


def test_bookmarks_in_a_circle_are_dropped() -> None:
    pdf = changed(a_book())
    first = pdf.Root.Outlines.First
    first.Next.Next = first

    blanked = blanked_of(saved(pdf))

    assert "/Outlines" not in PdfReader(BytesIO(blanked)).root_object
    assert faults(blanked) == []


def test_bookmark_that_lacks_its_neighbour_keeps_the_others() -> None:
    pdf = changed(a_book())
    pdf.Root.Outlines.First.Next.Next = String("rusak")

    assert len(PdfReader(BytesIO(blanked_of(saved(pdf)))).outline) == 2


def test_form_of_a_heavy_page_is_not_clipped_at_the_edge_of_the_sheet() -> None:
    resources: Any = PdfReader(BytesIO(blanked_of(of_pages(HEAVY)))).pages[0]["/Resources"]

    (form,) = resources["/XObject"].values()

    x0, y0, x1, y1 = form.get_object()["/BBox"]
    assert x0 < -400 and y0 < -500 and x1 > 800 and y1 > 1_000


def test_resources_that_are_a_stream_are_none() -> None:
    """What a stream says of itself is no font; the mark's own must still be found."""
    pdf = changed(of_pages(b"0 0 m 50 50 l S"))
    page = pdf.pages[0].obj
    page.Resources = page.Contents

    copy = copy_of(saved(pdf), a_mark())

    resources: Any = PdfReader(BytesIO(copy)).pages[0]["/Resources"]
    assert set(resources) == {"/Font", "/ExtGState"}
    assert not isinstance(resources.get_object(), StreamObject)


@pytest.mark.parametrize(
    "wrong",
    [b"BT undefined 10 Tf ET", b"1 2 3 cm", b"10 l S", b"/F1 Tf"],
    ids=["unknown operator", "matrix too short", "point too short", "font without size"],
)
def test_drawing_at_which_a_viewer_gives_up_takes_no_mark_with_it(wrong: bytes) -> None:
    drawn = drawn_in(copy_of(of_pages(b"q " + wrong + b" Q"), a_mark()))

    assert wrong not in drawn
    assert b"/Page Do" in drawn


@pytest.mark.parametrize(
    "right",
    [
        b"BT /F1 9 Tf 1 0 0 1 5 5 Tm [(a) -3.5 (b\\)) <0A0b>] TJ (c (d)) ' T* ET",
        b"/P <</MCID 0 /A [1 2] /B <</C (x)>>>> BDC .5 -.5 +1. 1 k /Cs1 cs 1 0 0 /P1 scn 0 0 9 9 re f* EMC",
        b"% a remark (\nq [3 1] 0 d 1 w 0 0 m 1 1 2 2 3 3 c h b* Q",
        b"q BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q n",
    ],
    ids=["text", "marks and colours", "lines", "picture"],
)
def test_drawing_of_known_operators_stays_within_the_page(right: bytes) -> None:
    assert right in drawn_in(copy_of(of_pages(right), a_mark()))


def test_object_number_that_a_cross_reference_stream_had_before_is_what_it_is_now() -> None:
    first = bytearray(b"%PDF-1.5\n")
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        4: b"<</Length 23>>stream\nBT /F1 9 Tf (nama) Tj ET\nendstream",
    }
    rows = [bytes(4)]
    for number, body in bodies.items():
        rows.append(b"\x01%s\x00" % len(first).to_bytes(2, "big"))
        first += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows.append(b"\x01%s\x00" % len(first).to_bytes(2, "big"))
    first_table = cross_references(5, b"/Size 6", b"".join(rows), len(first))
    second = bytes(first) + first_table
    font = b"5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"
    place = len(second) + len(font)
    rows = [b"\x01%s\x00" % where.to_bytes(2, "big") for where in (len(second), place)]
    prev = b"/Size 7/Index[5 2]/Prev %d" % len(first)

    content = second + font + cross_references(6, prev, b"".join(rows), place)

    resources: Any = PdfReader(BytesIO(blanked_of(content))).pages[0]["/Resources"]
    assert resources["/Font"]["/F1"]["/BaseFont"] == "/Helvetica"


def cross_references(number: int, entries: bytes, rows: bytes, place: int) -> bytes:
    head = b"%d 0 obj\n<</Type/XRef/W[1 2 1]/Root 1 0 R/Length %d%s>>stream\n" % (number, len(rows), entries)
    return b"%s%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (head, rows, place)


@pytest.mark.parametrize("name", ["/Fl", "/AHx"])
def test_short_name_of_a_filter_is_understood(name: str) -> None:
    pdf = changed(of_pages(b""))
    drawing = b"0 0 1 rg 0 0 420 595 re f"
    packed = zlib.compress(drawing) if name == "/Fl" else drawing.hex().encode() + b">"
    pdf.pages[0].obj.Contents.write(packed, filter=Name(name))

    assert seen(blanked_of(saved(pdf)), scale=1).getpixel((200, 300)) == (0, 0, 255)


def test_filter_that_is_null_is_none() -> None:
    pdf = changed(of_pages(b""))
    plain = saved(pdf, object_stream_mode=ObjectStreamMode.disable, compress_streams=False)
    drawing = b"0 0 1 rg 0 0 420 595 re f"
    content = plain.replace(b"<< /Length 0 >>\nstream\n", b"<< /Filter null /Length 25 >>\nstream\n" + drawing)
    assert content != plain

    assert seen(blanked_of(content), scale=1).getpixel((200, 300)) == (0, 0, 255)


def test_heavy_page_that_blends_draws_for_itself() -> None:
    pdf = changed(of_pages(HEAVY))
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary(BM=Name.Multiply))

    assert HEAVY in drawn_in(blanked_of(saved(pdf)))
    assert HEAVY not in drawn_in(blanked_of(of_pages(HEAVY)))


def test_neighbour_that_is_no_bookmark_is_dropped() -> None:
    pdf = changed(a_book())
    pdf.Root.Outlines.First.Next.Next = Name.Dest
    pdf.Root.Outlines.Last = 7

    assert faults(blanked_of(saved(pdf))) == []


def test_revision_whose_end_marker_was_lost_is_the_book() -> None:
    first = of_pages(b"BT /F1 12 Tf 40 500 Td (draf) Tj ET")
    writer = PdfWriter(BytesIO(first), incremental=True)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 40 500 Td (akhir) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    book = BytesIO()
    writer.write(book)
    cut = book.getvalue().rstrip().removesuffix(b"%%EOF")
    assert b"%%EOF" in cut

    assert "akhir" in texts(blanked_of(cut))[0]


def test_stream_that_is_longer_than_it_says_is_read_to_its_end() -> None:
    drawing = b"0 0 1 rg 0 0 420 595 re f"
    pdf = changed(of_pages(b""))
    pdf.pages[0].obj.Contents.write(zlib.compress(drawing), filter=Name.FlateDecode)
    plain = saved(pdf, object_stream_mode=ObjectStreamMode.disable)
    length = b"/Length %d" % len(zlib.compress(drawing))
    content = plain.replace(length, b"/Length 15")
    assert content != plain

    assert seen(blanked_of(content), scale=1).getpixel((200, 300)) == (0, 0, 255)


def test_number_that_no_reader_holds_is_written_as_large_as_they_can() -> None:
    pdf = changed(of_pages(b""))
    plain = saved(pdf, object_stream_mode=ObjectStreamMode.disable)
    content = plain.replace(b"/BaseFont", b"/Odd 99999999999999999999999999 /BaseFont")

    assert faults(blanked_of(content)) == []
