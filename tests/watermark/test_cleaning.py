"""What of a master stays, and what never reaches a visitor."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, Destination, NameObject

from chalicelib.watermark.service import prepare
from tests.watermark.books import (
    SENTENCE,
    a_book,
    a_mark,
    blanked_of,
    changed,
    copy_of,
    differs,
    faults,
    names_in,
    numbers,
    of_pages,
    saved,
    seen,
    texts,
)

SCRIPT = Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert('masuk')"))


def an_annotation(pdf: Pdf, **entries: Any) -> None:
    page = pdf.pages[0].obj
    annotation = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=numbers(50, 50, 150, 90), **entries))
    page.Annots = Array([*page.get("/Annots", Array()), annotation])


def opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = SCRIPT
    pdf.Root.AA = Dictionary(WC=SCRIPT)
    pdf.pages[0].obj.AA = Dictionary(O=SCRIPT)


def named_scripts(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))


def attached(pdf: Pdf) -> None:
    pdf.attachments["gaji.txt"] = b"rahasia kantor"
    pdf.Root.AF = Array([pdf.Root.Names.EmbeddedFiles.Names[1]])
    an_annotation(pdf, Subtype=Name.FileAttachment, FS=pdf.Root.Names.EmbeddedFiles.Names[1])


def sending_form(pdf: Pdf) -> None:
    submit = Dictionary(S=Name.SubmitForm, F=String("https://elsewhere.example"))
    an_annotation(pdf, Subtype=Name.Widget, FT=Name.Btn, T=String("kirim"), A=submit, AA=Dictionary(E=SCRIPT))
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([pdf.pages[0].obj.Annots[-1]]), XFA=pdf.make_stream(b"<xdp/>"), NeedAppearances=True
    )


def launching_link(pdf: Pdf) -> None:
    an_annotation(pdf, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("cmd.exe")))
    an_annotation(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)")))
    an_annotation(pdf, Subtype=Name.Link, A=Dictionary(S=Name.GoTo, D=String("x"), Next=SCRIPT))
    pdf.Root.Outlines.First.A = SCRIPT


def rich_media(pdf: Pdf) -> None:
    content = pdf.make_stream(b"a film", Type=Name.EmbeddedFile)
    an_annotation(pdf, Subtype=Name.RichMedia, RichMediaContent=Dictionary(Assets=Dictionary(F=content)))
    an_annotation(pdf, Subtype=Name.Screen, A=Dictionary(S=Name.Rendition, JS=String("x()")))


def hidden_in_structure(pdf: Pdf) -> None:
    """A script reached only through an action that the reader never lists."""
    holder = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, A=SCRIPT, AA=Dictionary(U=SCRIPT)))
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, K=Dictionary(Type=Name.OBJR, Obj=holder)))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))


def told_by_metadata(pdf: Pdf) -> None:
    private = Dictionary(Illustrator=Dictionary(Private=pdf.make_stream(b"C:\\Users\\budi\\naskah.ai")))
    pdf.pages[0].obj.PieceInfo = private
    pdf.Root.Metadata = pdf.make_stream(b"<x>C:\\Users\\budi</x>", Type=Name.Metadata, Subtype=Name.XML)


ACTIVE = [
    opening,
    named_scripts,
    attached,
    sending_form,
    launching_link,
    rich_media,
    hidden_in_structure,
    told_by_metadata,
]
FORBIDDEN = set(
    "/JavaScript /JS /OpenAction /AA /Launch /EmbeddedFiles /EmbeddedFile /EF /SubmitForm /XFA /RichMedia /Rendition "
    "/AcroForm /FileAttachment /PieceInfo /AF /Filespec /Screen /Author /Creator /Producer".split()
)


@pytest.mark.parametrize("spoil", ACTIVE, ids=lambda spoil: spoil.__name__)
def test_what_acts_or_tells_of_its_making_is_dropped(spoil: Callable[[Pdf], None]) -> None:
    pdf = changed(a_book())
    spoil(pdf)

    for content in (blanked_of(saved(pdf)), copy_of(saved(pdf), a_mark())):
        assert not names_in(content) & FORBIDDEN
        assert b"budi" not in unpacked(content) and b"rahasia" not in unpacked(content)
        assert faults(content) == []


def annotations_of(reader: PdfReader) -> list[Any]:
    listed: Any = reader.pages[0]["/Annots"]
    return [one.get_object() for one in listed]


def unpacked(content: bytes) -> bytes:
    return saved(changed(content), compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)


def test_prepared_master_is_measured_and_clean() -> None:
    prepared = prepare(a_book(pages=5))

    assert prepared.pages == 5
    assert prepared.prefix_sha256 == hashlib.sha256(prepared.prefix).hexdigest()
    assert prepared.template_sha256 == hashlib.sha256(prepared.template).hexdigest()
    assert abs(prepared.size_bytes - len(copy_of(a_book(pages=5), a_mark()))) < 5_000
    assert faults(blanked_of(a_book(pages=5))) == []
    assert prepare(a_book(pages=5)) == prepared


def test_prepared_page_looks_like_the_master() -> None:
    book = a_book()

    assert differs(seen(book), seen(blanked_of(book))).getbbox() is None


def test_bookmarks_and_links_still_lead_to_their_pages() -> None:
    reader = PdfReader(BytesIO(copy_of(a_book(pages=4), a_mark())))

    outline = [reader.get_destination_page_number(item) for item in reader.outline if isinstance(item, Destination)]
    link = annotations_of(reader)[0]

    assert outline == [0, 1, 2, 3]
    assert (link.get("/Dest") or link["/A"]["/D"])[0].get_object() == reader.pages[3]


def test_web_address_stays_a_link() -> None:
    pdf = changed(a_book())
    an_annotation(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://banjarmasinkota.bps.go.id")))

    reader = PdfReader(BytesIO(blanked_of(saved(pdf))))

    addresses = [one["/A"].get("/URI") for one in annotations_of(reader) if "/A" in one]
    assert "https://banjarmasinkota.bps.go.id" in addresses


def test_master_with_an_empty_user_password_is_decrypted() -> None:
    for revision in (3, 4, 6):
        locked = saved(
            changed(a_book()),
            encryption=Encryption(user="", owner="kantor", R=revision, metadata=revision > 3, aes=revision > 3),
        )

        book = blanked_of(locked)

        assert not PdfReader(BytesIO(book)).is_encrypted
        assert "".join(SENTENCE.split()) in texts(book)[0]


def test_earlier_revision_and_unreachable_objects_are_left_behind() -> None:
    first = unpacked(of_pages(b"BT /F1 12 Tf 40 500 Td (draf rahasia) Tj ET"))
    writer = PdfWriter(BytesIO(first), incremental=True)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 40 500 Td (naskah akhir) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    book = BytesIO()
    writer.write(book)
    assert b"(draf rahasia)" in book.getvalue()

    content = unpacked(blanked_of(book.getvalue()))

    assert b"naskah akhir" in content
    assert b"draf rahasia" not in content


def test_page_out_of_the_tree_does_not_travel_along() -> None:
    pdf = changed(of_pages(b"BT /F1 12 Tf 40 500 Td (terlihat) Tj ET", b"BT /F1 12 Tf 40 500 Td (dicabut) Tj ET"))
    removed = pdf.pages[1].obj
    pdf.Root.Dests = Dictionary(lama=Array([removed, Name.Fit]))
    del pdf.pages[1]

    content = unpacked(blanked_of(saved(pdf)))

    assert b"terlihat" in content
    assert b"dicabut" not in content


def test_page_that_is_listed_twice_becomes_two_pages() -> None:
    pdf = changed(a_book(pages=1))
    tree = pdf.Root.Pages
    tree.Kids, tree.Count = Array([tree.Kids[0], tree.Kids[0]]), 2

    copy = copy_of(saved(pdf), a_mark(copy_code="LP-0000-0000-0000"))

    assert len(PdfReader(BytesIO(copy)).pages) == 2
    assert differs(seen(copy, 0), seen(copy, 1)).getbbox() is None


def test_value_of_a_form_field_is_printed_on_the_page() -> None:
    pdf = changed(of_pages(b""))
    drawn = pdf.make_stream(
        b"0 0 1 rg 0 0 100 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=numbers(0, 0, 100, 40)
    )
    an_annotation(pdf, Subtype=Name.Widget, FT=Name.Tx, T=String("nama"), AP=Dictionary(N=drawn))
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)

    prepared = blanked_of(saved(pdf))

    assert "/Annots" not in names_in(prepared)
    assert seen(prepared, scale=1).getpixel((100, 595 - 70)) == (0, 0, 255)


def test_hidden_annotation_stays_unseen() -> None:
    pdf = changed(of_pages(b""))
    drawn = pdf.make_stream(b"0 0 100 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=numbers(0, 0, 100, 40))
    an_annotation(pdf, Subtype=Name.Stamp, F=2, AP=Dictionary(N=drawn))

    prepared = blanked_of(saved(pdf))

    assert seen(prepared, scale=1).getpixel((100, 595 - 70)) == (255, 255, 255)


def test_odd_names_of_resources_are_kept_to_the_byte() -> None:
    pdf = changed(of_pages(b"BT /F\xb7\xc2#20x 30 Tf 40 300 Td (Nama ganjil) Tj ET"))
    fonts = pdf.pages[0].obj.Resources.Font
    fonts["/Odd"] = fonts["/F1"]
    plain = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    odd = plain.replace(b"/Odd ", b"/F\xb7\xc2#20x ")

    prepared = blanked_of(odd)

    assert "Namaganjil" in texts(prepared)[0]
    assert differs(seen(odd), seen(prepared)).getbbox() is None
