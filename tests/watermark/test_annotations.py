"""Annotations: what they draw is where it was, to the pixel, and nothing that they bring covers the mark or acts."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String
from pypdf import PdfReader

from tests.watermark.books import (
    a_book,
    a_mark,
    blanked_of,
    changed,
    copy_of,
    differs,
    names_in,
    numbers,
    of_pages,
    saved,
    seen,
)


def with_annotation(pdf: Pdf, **entries: Any) -> bytes:
    annotation = Dictionary(Type=Name.Annot, **entries)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])
    return saved(pdf)


def link_of(content: bytes) -> Any:
    listed: Any = PdfReader(BytesIO(blanked_of(content))).pages[0]["/Annots"]
    return listed[0].get_object()


def test_border_of_a_link_that_would_cover_the_page_goes() -> None:
    target = Dictionary(S=Name.URI, URI=String("https://www.bps.go.id"))
    broad = with_annotation(
        changed(a_book()), Subtype=Name.Link, Rect=numbers(9, 9, 60, 20), A=target, Border=numbers(0, 0, 112)
    )
    thin = with_annotation(
        changed(a_book()), Subtype=Name.Link, Rect=numbers(9, 9, 60, 20), A=target, Border=numbers(0, 0, 2)
    )

    assert link_of(broad)["/Border"] == [0, 0, 0]
    assert link_of(broad)["/A"]["/URI"] == "https://www.bps.go.id"
    assert link_of(thin)["/Border"] == [0, 0, 2]


def test_stamp_at_odd_coordinates_is_where_it_was_to_the_pixel() -> None:
    pdf = changed(of_pages(b""))
    look = pdf.make_stream(
        b"0.5 w 1 0 0 RG 5.3 5.7 141.009 206.634 re S 0 0 1 rg 30.123 40.457 33.333 17.77 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=numbers(0, 0, 151.625, 217.478),
        Matrix=numbers(1, 0, 0, 1, -70.86, -236.177),
    )
    content = with_annotation(
        pdf, Subtype=Name.Stamp, Rect=numbers(106.979, 207.943, 258.604, 425.421), AP=Dictionary(N=look)
    )

    for scale in (0.8, 1, 1.7):
        assert (
            differs(seen(content, scale=scale), seen(blanked_of(content), scale=scale), tolerance=2).getbbox() is None
        )


def test_stamp_that_does_not_turn_with_the_page_is_drawn_upright() -> None:
    pdf = changed(of_pages(b"", Rotate=90))
    look = pdf.make_stream(
        b"1 0 0 rg 0 0 60 20 re f 0 0 1 rg 0 0 10 10 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=numbers(0, 0, 60, 20),
    )
    content = with_annotation(
        pdf, Subtype=Name.Stamp, F=4 | 16, Rect=numbers(100, 300, 160, 320), AP=Dictionary(N=look)
    )

    assert differs(seen(content), seen(blanked_of(content)), tolerance=2).getbbox() is None


def highlighted(width: float) -> bytes:
    """Tinted as Acrobat does it."""
    pdf = changed(a_book(pages=1))
    look = pdf.make_stream(
        b"/R0 gs 1 1 0 rg 0 0 400 15 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=numbers(0, 0, width, 15),
        Resources=Dictionary(ExtGState=Dictionary(R0=Dictionary(BM=Name.Multiply))),
    )
    box = numbers(38, 518, 38 + width, 518 + width)
    return with_annotation(pdf, Subtype=Name.Highlight, Rect=box, AP=Dictionary(N=look, D=look), Popup=Dictionary())


def test_highlight_stays_one_and_tints_the_same_pixels() -> None:
    content = highlighted(width=120)

    blanked = blanked_of(content)

    assert set(link_of(content)) == {"/Type", "/Subtype", "/Rect", "/AP"}
    assert set(link_of(content)["/AP"]) == {"/N"}
    assert differs(seen(content), seen(blanked), tolerance=0).getbbox() is None


def test_highlight_over_much_of_the_page_is_drawn_below_the_mark() -> None:
    assert "/Annots" not in PdfReader(BytesIO(blanked_of(highlighted(width=300)))).pages[0]


def test_field_that_is_reached_by_the_structure_alone_is_emptied() -> None:
    pdf = changed(of_pages(b""))
    field = Dictionary(Subtype=Name.Widget, FT=Name.Sig, Rect=numbers(9, 9, 60, 20), T=String("tanda tangan"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
    told = Dictionary(Type=Name.StructElem, S=Name.Form, K=Dictionary(Type=Name.OBJR, Obj=pdf.pages[0].obj.Annots[0]))
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=pdf.make_indirect(told)))

    assert not {"/Widget", "/Sig"} & names_in(copy_of(saved(pdf), a_mark()))


def test_highlight_whose_look_has_no_room_stays_unseen() -> None:
    pdf = changed(a_book(pages=1))
    look = pdf.make_stream(b"1 1 0 rg 0 0 99 15 re f", Type=Name.XObject, Subtype=Name.Form, BBox=numbers(0, 0, 99, 15))
    quads = numbers(38, 540, 140, 540, 38, 518, 140, 518)
    nowhere = numbers(800, 800, 800, 800)
    content = with_annotation(pdf, Subtype=Name.Highlight, Rect=nowhere, QuadPoints=quads, AP=Dictionary(N=look))

    assert differs(seen(content), seen(blanked_of(content)), tolerance=0).getbbox() is None
