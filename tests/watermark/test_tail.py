"""Prefix and tail: the one is no book, the other is small, and only together they are a copy."""

from __future__ import annotations

import os
import zlib
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from chalicelib.watermark.drawing.marks import drawn
from chalicelib.watermark.master.contents import HEAVY
from chalicelib.watermark.model import FrontPage, Mark, MarkingFailed
from chalicelib.watermark.service import joined, mark, prepare, prove, verify_marked
from tests.watermark.books import (
    CODE,
    SENTENCE,
    a_book,
    a_mark,
    blanked_of,
    changed,
    copy_of,
    differs,
    faults,
    of_pages,
    saved,
    seen,
    texts_by_pdfium,
)

FRONT = FrontPage(
    heading="Salinan publikasi",
    title="Kota Banjarmasin Dalam Angka 2025",
    rows=(("Untuk", "Siti Rahma (si***@example.com)"), ("Kode salinan", CODE)),
    closing="Dilarang menggandakan untuk tujuan komersial tanpa izin tertulis dari BPS.",
)


def a_picture_book(side: int) -> bytes:
    """Two pages with a picture that cannot be packed."""
    pdf = changed(a_book(pages=2))
    picture = pdf.make_stream(os.urandom(side * side), Width=side, Height=side, BitsPerComponent=8)
    picture.Type, picture.Subtype, picture.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    for page in pdf.pages:
        page.obj.Resources.XObject = Dictionary(Foto=picture)
        page.contents_add(b"q 100 0 0 100 40 40 cm /Foto Do Q")
    return saved(pdf)


def a_heavy_page(lines: int = 4_000) -> bytes:
    """Operators that pack to more than the tail of a copy should carry."""
    numbers = os.urandom(4 * lines)
    pairs = zip(numbers[::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=True)
    return b"\n".join(b"%d.%d %d.%d m %d %d l S" % (a, b, c, d, b + 99, a + 99) for a, b, c, d in pairs)


def test_prefix_by_itself_is_no_book() -> None:
    prefix = prepare(a_book()).prefix

    with pytest.raises((PyPdfError, KeyError)):
        assert not PdfReader(BytesIO(prefix)).pages
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(BytesIO(prefix))


def test_copy_has_one_end_and_no_earlier_one_to_be_cut_at() -> None:
    copy = copy_of(a_book(), a_mark())

    assert copy.count(b"%%EOF") == 1
    assert copy.count(b"startxref") == 1


def test_tail_of_a_picture_book_is_as_small_whatever_the_pictures_weigh() -> None:
    small, large = prepare(a_picture_book(50)), prepare(a_picture_book(1_500))

    assert len(large.prefix) - len(small.prefix) > 2_000_000
    assert abs(len(large.template) - len(small.template)) < 100


def test_tail_belongs_to_one_prefix_only() -> None:
    one, other = prepare(a_picture_book(50)), prepare(a_picture_book(50))
    tail = mark(one.template, a_mark())

    verify_marked(joined(one.prefix, tail), a_mark(), 2)
    with pytest.raises(MarkingFailed, match="another prefix"):
        joined(other.prefix, tail)


def test_each_page_has_one_stream_and_no_drawing_is_shared() -> None:
    with pikepdf.open(BytesIO(copy_of(a_book(), a_mark()))) as pdf:
        streams = [page.obj.Contents.objgen for page in pdf.pages]

        assert len(set(streams)) == 3
        assert not any("/XObject" in page.obj.Resources for page in pdf.pages)


def test_stream_of_a_page_is_sound_zlib_with_its_checksum() -> None:
    with pikepdf.open(BytesIO(copy_of(a_book(), a_mark()))) as pdf:
        for page in pdf.pages:
            assert zlib.decompress(page.obj.Contents.read_raw_bytes()) == page.obj.Contents.read_bytes()


def test_heavy_drawing_lies_in_the_prefix_and_looks_the_same() -> None:
    book = of_pages(a_heavy_page(), a_heavy_page(10))

    prepared = prepare(book)

    assert len(prepared.template) < HEAVY
    for page in (0, 1):
        assert differs(seen(book, page), seen(blanked_of(book), page), tolerance=0).getbbox() is None
    assert all(CODE in text for text in texts_by_pdfium(copy_of(book, a_mark())))


def test_drawing_that_a_thousand_pages_share_is_kept_once() -> None:
    pdf = changed(of_pages(a_heavy_page()))
    page = pdf.pages[0].obj
    pdf.Root.Pages.Kids = Array([pdf.make_indirect(Dictionary(dict(page.items()))) for _ in range(1_000)])
    pdf.Root.Pages.Count = 1_000

    prepared = prepare(saved(pdf))

    assert prepared.pages == 1_000
    assert prepared.size_bytes < 2_000_000


def test_names_that_the_book_uses_are_not_taken() -> None:
    pdf = changed(of_pages(b"BT /F1 20 Tf 40 300 Td (Isi) Tj ET q /GS1 gs 0 0 50 50 re f Q"))
    resources = pdf.pages[0].obj.Resources
    resources.ExtGState = Dictionary(GS1=Dictionary(ca=0.1), GS2=Dictionary(ca=0.2))
    book = saved(pdf)

    assert differs(seen(book), seen(blanked_of(book)), tolerance=0).getbbox() is None
    assert all(CODE in text and "Isi" in text for text in texts_by_pdfium(copy_of(book, a_mark())))


def test_every_size_of_page_has_a_mark_of_its_size_and_many_sizes_share_a_few() -> None:
    pdf = pikepdf.Pdf.new()
    for step in range(60):
        pdf.add_blank_page(page_size=(300 + 9 * step, 900 - 7 * step))
    book = saved(pdf)

    copy = copy_of(book, a_mark())

    verify_marked(copy, a_mark(), 60)
    assert faults(copy) == []
    for page in (0, 30, 59):
        assert differs(seen(book, page), seen(copy, page), tolerance=30).getbbox() is not None


def test_page_in_front_says_whose_copy_of_what_it_is() -> None:
    copy = copy_of(a_book(), a_mark(front=FRONT))

    front, first, *_ = texts_by_pdfium(copy)

    assert len(PdfReader(BytesIO(copy)).pages) == 4
    for part in ("Salinanpublikasi", "KotaBanjarmasinDalamAngka2025", "Untuk", "si***@example.com", CODE):
        assert part in front
    assert "".join(SENTENCE.split()) in first
    assert faults(copy) == []
    verify_marked(copy, a_mark(front=FRONT), 3)


def test_pages_keep_their_numbers_behind_a_page_in_front() -> None:
    pdf = changed(a_book())
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D, St=1)]))
    book = saved(pdf)

    assert labels(copy_of(book, a_mark())) == ["i", "ii", "1"]
    assert labels(copy_of(book, a_mark(front=FRONT))) == ["Salinan", "i", "ii", "1"]
    assert labels(copy_of(a_book(), a_mark(front=FRONT))) == ["Salinan", "1", "2", "3"]


def test_bookmarks_lead_to_the_same_pages_behind_a_page_in_front() -> None:
    reader = PdfReader(BytesIO(copy_of(a_book(), a_mark(front=FRONT))))

    assert [reader.get_destination_page_number(one) for one in reader.outline] == [1, 2, 3]  # type: ignore[arg-type]


def test_long_words_in_front_stay_on_the_page() -> None:
    long = msgspec.structs.replace(FRONT, rows=(("Sitasi", "kata " * 300), ("Alamat", "https://" + "x" * 300)))

    for size in ((420, 595), (60, 80), (900, 300)):
        copy = copy_of(a_book(size=size), a_mark(front=long))
        picture = seen(copy)

        edge = picture.crop((picture.width - 2, 0, picture.width, picture.height * 3 // 4))
        assert edge.convert("L").getextrema()[0] > 200  # type: ignore[operator]


def test_text_of_more_letters_than_a_font_has_codes_is_transliterated() -> None:
    letters = "".join(map(chr, range(0x1EA0, 0x1EF0))), "".join(map(chr, range(0x0400, 0x0450)))
    others = "".join(map(chr, range(0x0391, 0x03C9)))
    many = a_mark(name=letters[0], unit_name=letters[1], licence_line=others)

    copy = copy_of(a_book(), many)

    verify_marked(copy, many, 3)
    assert all(CODE in text for text in texts_by_pdfium(copy))


def test_proof_is_told_page_by_page() -> None:
    told: list[tuple[str, int, int]] = []
    prepared = prepare(a_book(pages=12), tell=lambda *what: told.append(what))

    prove(prepared, tell=lambda *what: told.append(what))

    assert ("reading", 12, 12) in told
    assert told[-1] == ("proving", 12, 12)


@pytest.mark.parametrize("spoil", ["operators", "text"])
def test_mark_that_does_not_say_whose_copy_it_is_never_leaves(spoil: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(mark: Mark, *rest: Any) -> Any:
        drawing = drawn(mark, *rest)
        other = drawn(a_mark(name="Budi"), *rest)
        return msgspec.structs.replace(drawing, texts=other.texts) if spoil == "text" else other

    template = prepare(a_book()).template
    monkeypatch.setattr("chalicelib.watermark.marking.drawn", spoilt)

    with pytest.raises(MarkingFailed, match="whose copy"):
        mark(template, a_mark())


def labels(copy: bytes) -> list[str]:
    return list(PdfReader(BytesIO(copy)).page_labels)
