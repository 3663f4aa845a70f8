"""Sound books of our own in which everything occurs that occurs in books; the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, String
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark.drawing.lettering import FONT, font
from tests.watermark.books import a_book, changed, numbers, of_pages

_TEXT = b"BT /F1 12 Tf 40 500 Td (Jumlah penduduk 657.663) Tj ET"


def _saved(pdf: Pdf, **how: Any) -> bytes:
    out = BytesIO()
    if "/ID" in pdf.trailer:
        del pdf.trailer.ID
    pdf.save(out, static_id=True, **how)
    return out.getvalue()


def _plain() -> bytes:
    """Nothing packed: damage meets the structure itself."""
    pdf = changed(a_book())
    return _saved(
        pdf,
        object_stream_mode=ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
    )


def _packed() -> bytes:
    return _saved(changed(a_book(pages=5)), object_stream_mode=ObjectStreamMode.generate)


def _linearized() -> bytes:
    return _saved(changed(a_book()), linearize=True)


def _locked() -> bytes:
    """Opened by the empty password."""
    rights = Encryption(user="", owner="kantor", R=3, metadata=False, aes=False)
    return _saved(changed(a_book()), encryption=rights)


def _pictures() -> bytes:
    """A photograph, a picture with transparency, an embedded font, text in grey."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(300, 400), invariant=1)
    font()
    shades = Image.linear_gradient("L")
    photograph = Image.merge("RGB", (shades, shades.rotate(90), shades.rotate(180)))
    clear = photograph.convert("RGBA")
    clear.putalpha(shades)
    for picture in (photograph, clear):
        canvas.drawImage(ImageReader(picture), 20, 150, 200, 200, mask="auto")
        canvas.setFont(FONT, 14)
        canvas.setFillGray(0.4)
        canvas.drawString(20, 100, "Gambar 1. Kepadatan penduduk – ñ ü")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _annotated() -> bytes:
    """Fields, a stamp, a highlight, links to the web and within, a script that must go."""
    pdf = changed(a_book())
    page = pdf.pages[0].obj
    look = pdf.make_stream(
        b"0 0 1 rg 0 0 100 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=numbers(0, 0, 100, 40)
    )
    kinds: list[dict[str, Any]] = [
        {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("nama"), "V": String("Siti"), "AP": Dictionary(N=look)},
        {"Subtype": Name.Stamp, "AP": Dictionary(N=look), "F": 4},
        {"Subtype": Name.Highlight, "QuadPoints": numbers(50, 90, 150, 90, 50, 50, 150, 50), "C": numbers(1, 1, 0)},
        {"Subtype": Name.Link, "A": Dictionary(S=Name.URI, URI=String("https://www.bps.go.id"))},
    ]
    made = [pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=numbers(50, 50, 150, 90), **kind)) for kind in kinds]
    page.Annots = Array([*page.get("/Annots", Array()), *made])
    pdf.Root.AcroForm = Dictionary(Fields=Array([made[0]]))
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return _saved(pdf, object_stream_mode=ObjectStreamMode.disable)


def _tagged() -> bytes:
    """A structure for screen readers, a layer, page labels."""
    pdf = changed(
        of_pages(b"/P <</MCID 0>> BDC " + _TEXT + b" EMC /OC /L1 BDC 0 0 50 50 re f EMC", b"/P <</MCID 0>> BDC Q q EMC")
    )
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    told = [
        pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=tree, Pg=page.obj, K=0)) for page in pdf.pages
    ]
    tree.K = Array(told)
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, Array([told[0]]), 1, Array([told[1]])])))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Peta")))
    for place, page in enumerate(pdf.pages):
        page.obj.StructParents = place
        page.obj.Resources.Properties = Dictionary(L1=layer)
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = tree, Dictionary(Marked=True)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer])))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))
    return _saved(pdf)


def _turned() -> bytes:
    """Pages turned, cropped away from the corner, scaled, of other sizes; attributes that stand above the pages."""
    pdf = changed(of_pages(*[_TEXT] * 5))
    for place, (turn, box) in enumerate(
        [(90, (0, 0, 420, 595)), (180, (50, 60, 300, 520)), (270, (-20, -30, 400, 500))]
    ):
        page = pdf.pages[place].obj
        page.Rotate, page.CropBox = turn, numbers(*box)
    pdf.pages[3].obj.UserUnit = 2
    pdf.pages[4].obj.MediaBox = numbers(0, 0, 30, 20)
    tree = pdf.Root.Pages
    tree.Resources = pdf.pages[0].obj.Resources
    for one in pdf.pages:
        del one.obj.Resources
    inner = pdf.make_indirect(Dictionary(Type=Name.Pages, Parent=tree, Kids=Array(list(tree.Kids)), Count=5))
    for one in pdf.pages:
        one.obj.Parent = inner
    tree.Kids = Array([inner])
    return _saved(pdf, object_stream_mode=ObjectStreamMode.disable)


def _untidy() -> bytes:
    """Drawings that leave open what they begin or close too often, one in pieces, one with a picture in line."""
    picture = b"q 50 0 0 50 100 100 cm BI /W 4 /H 4 /CS /G /BPC 8 ID " + bytes(range(0, 160, 10)) + b" EI Q"
    pdf = changed(of_pages(b"q q " + _TEXT, _TEXT + b" Q Q", b"BT /F1 9 Tf (tak selesai", picture, b"0 0 m 50 50 l"))
    halves = [pdf.make_stream(half) for half in (b"BT /F1 12 Tf 40 ", b"500 Td (dua bagian) Tj", b" ET")]
    pdf.pages[0].obj.Contents = Array(halves)
    return _saved(pdf, object_stream_mode=ObjectStreamMode.disable, compress_streams=False)


def _revised() -> bytes:
    """An incremental update on top of an earlier revision."""
    writer = PdfWriter(BytesIO(_plain()), incremental=True)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 40 500 Td (naskah akhir) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _by_pypdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(a_book(pages=4))))
    writer.add_metadata({"/Title": "Kota dalam angka", "/Author Name": "kantor"})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


GOOD_FILES: dict[str, Callable[[], bytes]] = {
    "own: by reportlab": a_book,
    "own: unpacked": _plain,
    "own: object streams": _packed,
    "own: linearized": _linearized,
    "own: encrypted": _locked,
    "own: pictures": _pictures,
    "own: annotations": _annotated,
    "own: tagged": _tagged,
    "own: turned and cropped": _turned,
    "own: untidy": _untidy,
    "own: revised": _revised,
    "own: by pypdf": _by_pypdf,
}
