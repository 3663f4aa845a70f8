"""PDFs that the tests make themselves, and how a reader sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageChops, ImageFilter
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark import service
from chalicelib.watermark.model import Mark

PDFIUM: Any = pypdfium2.PdfDocument
CODE = "LP-8K2M-Q7RT-4XPA"
SENTENCE = "Jumlah penduduk Kota Banjarmasin menurut kecamatan 657.663"


def a_mark(**changes: Any) -> Mark:
    """Siti's."""
    return msgspec.structs.replace(
        Mark(
            name="Siti Rahma",
            masked_email="si***@example.com",
            issued_on=date(2026, 11, 25),
            unit_name="BPS Kota Banjarmasin",
            copy_code=CODE,
            check_url=f"https://loket.example/cek/?kode={CODE}",
            licence_line="Dilarang menggandakan untuk tujuan komersial tanpa izin tertulis dari BPS.",
            title="Kota Banjarmasin Dalam Angka 2025",
        ),
        **changes,
    )


def a_book(pages: int = 3, size: tuple[float, float] = (420, 595)) -> bytes:
    """Text, a table's rules and a dark rectangle on every page, with a bookmark and a link to the last page."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas.setAuthor("C:\\Users\\budi\\naskah.docx")
    for number in range(1, pages + 1):
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"Bab {number}", f"p{number}")
        canvas.linkRect("", f"p{pages}", (40, size[1] - 80, 140, size[1] - 60))
        canvas.setFont("Helvetica", 9)
        canvas.drawString(40, size[1] - 70, f"{SENTENCE} ({number})")
        canvas.setFillGray(0.1)
        canvas.rect(40, size[1] / 2, size[0] - 80, 60, fill=1)
        canvas.line(40, size[1] - 90, size[0] - 40, size[1] - 90)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def copy_of(master: bytes, mark: Mark) -> bytes:
    """The whole copy of a master for somebody."""
    prepared = service.prepare(master)
    return service.joined(prepared.prefix, service.mark(prepared.template, mark))


def blanked_of(master: bytes) -> bytes:
    """The prepared master as a book without marks."""
    prepared = service.prepare(master)
    return service.blanked(prepared.prefix, prepared.template)


def of_pages(*contents: bytes, **attributes: Any) -> bytes:
    """One page for each content stream, all with the same attributes."""
    pdf = Pdf.new()
    for content in contents:
        pdf.add_blank_page(page_size=(420, 595))
        page = pdf.pages[-1].obj
        page.Contents = pdf.make_stream(content)
        page.Resources = Dictionary(
            Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        )
        for key, value in attributes.items():
            page[f"/{key}"] = value
    return saved(pdf)


def saved(pdf: Pdf, **how: Any) -> bytes:
    out = BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def changed(content: bytes) -> Pdf:
    """The file, to be changed."""
    return Pdf.open(BytesIO(content))


def numbers(*values: float) -> Array:
    return Array(list(values))


def seen(content: bytes, page: int = 0, scale: float = 1.5) -> Image.Image:
    """The page as pdfium shows it on a screen, annotations included."""
    pdf = PDFIUM(content)
    try:
        image: Image.Image = pdf[page].render(scale=scale).to_pil().convert("RGB")
    finally:
        pdf.close()
    return image


def differs(one: Image.Image, other: Image.Image, tolerance: int = 24) -> Image.Image:
    """A mask of where two pictures differ by more than a rounding of edges."""
    difference = ImageChops.difference(one, other).convert("L")
    return difference.point(lambda value: 255 if value > tolerance else 0)


def outside(mask: Image.Image, region: Image.Image) -> Image.Image:
    """What of the mask lies outside a region, which is widened by two pixels."""
    return ImageChops.subtract(mask, region.filter(ImageFilter.MaxFilter(5)))


def texts(content: bytes) -> Sequence[str]:
    """Each page's text as pdfium reads it, then as pypdf does, without spaces and line ends."""
    by_pypdf = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return [*texts_by_pdfium(content), *("".join(text.split()) for text in by_pypdf)]


def texts_by_pdfium(content: bytes) -> Sequence[str]:
    pdf = PDFIUM(content)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    finally:
        pdf.close()


def faults(content: bytes) -> list[str]:
    """What qpdf says against the file."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return list(pdf.check_pdf_syntax())


def names_in(content: bytes) -> set[str]:
    """Every dictionary key and name in every object of the file."""
    found: set[str] = set()
    with pikepdf.open(BytesIO(content)) as pdf:
        for value in pdf.objects:
            _collect(value, found)
    return found


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, inner in value.items():
            found.add(str(key))
            if not getattr(inner, "is_indirect", False):
                _collect(inner, found)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            if not getattr(inner, "is_indirect", False):
                _collect(inner, found)
    elif isinstance(value, pikepdf.Name):
        found.add(str(value))
