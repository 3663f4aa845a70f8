"""Pages of every kind: the mark lies on each as its reader sees it."""

from __future__ import annotations

from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from chalicelib.watermark.master.tidiness import is_tidy
from tests.watermark.books import (
    CODE,
    a_mark,
    blanked_of,
    changed,
    copy_of,
    differs,
    faults,
    numbers,
    of_pages,
    saved,
    seen,
    texts,
)

TEXT = b"BT /F1 12 Tf 60 300 Td (Isi halaman) Tj ET\n"


def sized(width: float, height: float, **attributes: Any) -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(width, height))
    for key, value in attributes.items():
        pdf.pages[0].obj[f"/{key}"] = value
    return saved(pdf)


@pytest.mark.parametrize(
    ("page", "upright"),
    [
        (sized(400, 600, Rotate=180), sized(400, 600)),
        (sized(600, 400, Rotate=90), sized(400, 600)),
        (sized(600, 400, Rotate=270), sized(400, 600)),
        (sized(600, 400, Rotate=-90), sized(400, 600)),
        (sized(400, 600, Rotate=360), sized(400, 600)),
        (sized(400, 600, Rotate=45), sized(400, 600)),
        (sized(900, 900, CropBox=numbers(150, 200, 550, 800)), sized(400, 600)),
        (sized(900, 900, CropBox=numbers(100, 300, 700, 700), Rotate=90), sized(400, 600)),
        (sized(400, 600, MediaBox=numbers(-200, 600, 200, 0)), sized(400, 600)),
        (sized(400, 600, CropBox=numbers(-50, -50, 900, 900)), sized(400, 600)),
        (sized(400, 600, CropBox=numbers(2000, 2000, 2100, 2100)), sized(400, 600)),
        (sized(612, 792, MediaBox=Array([1, 2])), sized(612, 792)),
    ],
    ids=[
        "upside down", "turned right", "turned left", "turned back", "full turn", "no quarter turn", "cropped",
        "cropped and turned", "corners swapped", "crop beyond", "crop elsewhere", "no box",
    ],
)  # fmt: skip
def test_mark_is_upright_on_the_page_as_it_is_seen(page: bytes, upright: bytes) -> None:
    turned, straight = (seen(copy_of(one, a_mark()), scale=2) for one in (page, upright))

    assert turned.size == straight.size
    assert differs(turned, straight, tolerance=90).getbbox() is None


def test_page_in_larger_units_bears_the_mark_in_proportion() -> None:
    copy = copy_of(sized(200, 300, UserUnit=3), a_mark())

    assert differs(seen(copy), seen(blanked_of(sized(200, 300)))).getbbox() is not None
    assert all(CODE in text for text in texts(copy))


def test_box_turn_and_resources_are_inherited_from_the_tree() -> None:
    pdf = changed(of_pages(TEXT, TEXT))
    tree = pdf.Root.Pages
    tree.Resources, tree.MediaBox, tree.Rotate = pdf.pages[0].obj.Resources, numbers(0, 0, 600, 400), 90
    for page in pdf.pages:
        del page.obj.MediaBox, page.obj.Resources
    book = saved(pdf)

    copy = copy_of(book, a_mark())

    assert seen(copy, scale=1).size == (400, 600)
    assert all(CODE in text and "Isihalaman" in text for text in texts(copy))


def test_mixed_sizes_each_have_their_own_mark() -> None:
    sizes = [(420, 595), (595, 420), (842, 1191), (420, 595), (420.3, 595.2), (30, 20)]
    pdf = Pdf.new()
    for size in sizes:
        pdf.add_blank_page(page_size=size)

    copy = copy_of(saved(pdf), a_mark())

    assert faults(copy) == []
    assert all(CODE in text for text in texts(copy)[len(sizes) :])
    for page in range(len(sizes)):
        assert differs(seen(copy, page, 2), seen(saved(pdf), page, 2), tolerance=0).getbbox() is not None


@pytest.mark.parametrize("size", [(3, 3), (12, 400), (400, 12), (60, 60), (5000, 5000), (14400, 300)], ids=str)
def test_foot_never_runs_off_a_page(size: tuple[float, float]) -> None:
    from chalicelib.watermark.drawing.layout import foot_of
    from chalicelib.watermark.drawing.lettering import width_of

    foot = foot_of(*size, ("Siti Rahma", "si***@example.com", "BPS Kota Banjarmasin", CODE), a_mark().licence_line)

    assert foot.height <= 0.11 * size[1]
    for line, letters in foot.lines:
        assert foot.margin + width_of(line, letters) <= size[0] - foot.code_side


def test_pages_that_share_their_resources_are_all_marked() -> None:
    pdf = changed(of_pages(*[TEXT] * 4))
    shared = pdf.make_indirect(pdf.pages[0].obj.Resources)
    for number, page in enumerate(pdf.pages):
        page.obj.Resources = shared
        page.obj.Contents = pdf.pages[0].obj.Contents
        page.obj.MediaBox = numbers(0, 0, 420, 595) if number % 2 else numbers(0, 0, 595, 420)

    copy = copy_of(saved(pdf), a_mark())

    assert all(CODE in text and "Isihalaman" in text for text in texts(copy))


def test_name_that_the_book_uses_already_is_left_to_it() -> None:
    pdf = changed(of_pages(TEXT + b"q 1 0 0 1 100 100 cm /X Do Q"))
    own = pdf.make_stream(b"1 0 0 rg 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=numbers(0, 0, 50, 50))
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=own)

    copy = copy_of(saved(pdf), a_mark())

    assert seen(copy, scale=1).getpixel((110, 595 - 110)) == (255, 0, 0)
    assert all(CODE in text for text in texts(copy))


UNTIDY = {
    "state left open": b"q q 0.1 0 0 0.1 0 0 cm " + TEXT,
    "state closed too often": TEXT + b"Q Q Q 0.01 0 0 0.01 900 900 cm",
    "text left open": TEXT + b"BT /F1 9 Tf 3 Tr",
    "hidden layer left open": TEXT + b"/OC /Hidden BDC ",
    "clip left open": TEXT + b"0 0 10 10 re W",
    "path left open": TEXT + b"0 0 m 400 400 l",
    "no white space at the end": TEXT + b"1 0 0 1 0 0 cm",
    "string left open": TEXT + b"BT (tidak ditutup",
    "array left open": TEXT + b"[ /x 1 2",
    "image without end": TEXT + b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00\x01\x02",
    "matrix without inverse": TEXT + b"0 0 0 0 0 0 cm",
    "white ink": TEXT + b"1 g 1 1 1 RG /GS0 gs 3 Tr",
    "comment at the end": TEXT + b"% selesai",
}


@pytest.mark.parametrize("content", UNTIDY.values(), ids=UNTIDY)
def test_whatever_a_page_leaves_behind_its_mark_is_seen_and_read(content: bytes) -> None:
    pdf = changed(of_pages(content, TEXT))
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="tersembunyi"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    pdf.pages[0].obj.Resources.Properties = Dictionary(Hidden=group)
    prepared = blanked_of(saved(pdf))

    copy = copy_of(saved(pdf), a_mark(copy_code="LP-0000-0000-0000"))

    spoilt, plain = (differs(seen(prepared, page), seen(copy, page), tolerance=8) for page in (0, 1))
    assert differs(spoilt, plain, tolerance=90).getbbox() is None
    assert all("LP-0000-0000-0000" in text for text in texts(copy))


def test_annotation_cannot_cover_the_mark() -> None:
    pdf = changed(of_pages(TEXT))
    white = pdf.make_stream(b"1 g 0 0 420 595 re f", Type=Name.XObject, Subtype=Name.Form, BBox=numbers(0, 0, 420, 595))
    cover = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=numbers(0, 0, 420, 595), AP=Dictionary(N=white), F=4)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(cover)])

    copy = copy_of(saved(pdf), a_mark())

    blank = copy_of(of_pages(b""), a_mark())
    assert differs(seen(copy), seen(blank)).getbbox() is None


@pytest.mark.parametrize(
    ("content", "tidy"),
    [
        (b"", True),
        (b"q 1 0 0 1 0 0 cm Q", True),
        (b"q (Q \\) q) Tj Q", True),
        (b"q (a (b) Q) Tj Q", True),
        (b"% Q\nq Q", True),
        (b"/q /Q Do", True),
        (b"q BI /W 1 /F /Fl ID \x00Q EIx EI Q", True),
        (b"/Span BMC q EMC Q", True),
        (b"q", False),
        (b"Q q", False),
        (b"BT", False),
        (b"/Span BMC", False),
        (b"(", False),
        (b"[", False),
        (b"BI /W 1 ID xx", False),
        (b"BI /W 1 /F /Unknown ID xx EI", False),
    ],
)
def test_tidiness_is_told_by_what_is_left_open(content: bytes, tidy: bool) -> None:
    assert is_tidy(content) is tidy
