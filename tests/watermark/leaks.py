"""Copies as they leak: cut out, laid out anew, written anew, stripped of all that can be seen."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw
from pikepdf import ContentStreamInstruction, Dictionary, Pdf
from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark.model import PreparedMaster
from chalicelib.watermark.service import joined, mark, prepare
from tests.watermark.books import PDFIUM, a_mark, saved

RAW: Any = pypdfium2.raw
OTHER = "LP-1A2B-3C4D-5E6F"
WORDS = "penduduk rumah kecamatan laju sekolah produksi harga wisata".split()


def a_long_book(pages: int = 40, size: tuple[float, float] = (420, 595)) -> bytes:
    """Lines of words, the figures of a table and its frame, all different from page to page."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 9)
        for line in range(20):
            words = " ".join(WORDS[_chosen(number, line) >> 3 * place & 7] for place in range(5))
            canvas.drawString(
                40.3 + line % 3, size[1] - 60.7 - 11.3 * line, f"{words} {_chosen(number, line) % 99_991}"
            )
        for row in range(8):
            for column in range(4):
                figure = f"{_chosen(number, row, column) % 999_983:,}".replace(",", ".")
                canvas.drawRightString(110.1 + 83.3 * column, 190.2 - 12.7 * row, figure)
        canvas.rect(40, 90, 337 + number / 7, 113)
        canvas.line(40, 200, 377 + number / 3, 200)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _chosen(*places: int) -> int:
    """As good as chance, and the same each time."""
    return zlib.crc32(repr(places).encode())


def a_picture_book(pages: int = 20) -> bytes:
    """No letter: rectangles and lines."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(420, 595), invariant=1)
    for number in range(1, pages + 1):
        for place in range(12):
            across, up = _chosen(number, place) % 300, _chosen(number, place, 1) % 400
            canvas.rect(40.2 + across, 90.3 + up, 20 + 1.7 * place, 30 + 2.3 * place, fill=place % 2)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def prepared_book(pages: int = 40) -> PreparedMaster:
    return prepare(a_long_book(pages))


def a_copy(prepared: PreparedMaster, **changes: Any) -> bytes:
    """Siti's, unless told otherwise."""
    return joined(prepared.prefix, mark(prepared.template, a_mark(**changes)))


def stripped(copy: bytes) -> bytes:
    """As a script leaves it that understands pages: only what stands between the first `q` and its `Q` is kept."""
    pdf = pikepdf.open(BytesIO(copy))
    for page in pdf.pages:
        page.contents_coalesce()
        page.obj.Contents = pdf.make_stream(_first_state(page))
    return without_properties(saved(pdf))


def _first_state(page: pikepdf.Page) -> bytes:
    kept: list[Any] = []
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        kept.append(instruction)
        depth += {"q": 1, "Q": -1}.get(str(instruction.operator), 0)
        if depth == 0:
            break
    return pikepdf.unparse_content_stream(kept)


def without_properties(copy: bytes) -> bytes:
    """Nothing is left of what the file says of itself."""
    pdf = pikepdf.open(BytesIO(copy))
    for key in ("/Info", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    if "/Metadata" in pdf.Root:
        del pdf.Root["/Metadata"]
    return saved(pdf)


def pages_of(copy: bytes, first: int, last: int) -> bytes:
    """Pages `first` to `last`, from 1, in a file of their own."""
    source, extract = pikepdf.open(BytesIO(copy)), Pdf.new()
    extract.pages.extend(source.pages[first - 1 : last])
    return saved(extract)


def laid_out_by_pdfium(copy: bytes) -> bytes:
    """Two pages a sheet, as a browser's engine prints them."""
    source = PDFIUM(copy)
    made = RAW.FPDF_ImportNPagesToOne(source, 842, 595, 2, 1)
    out = BytesIO()
    pypdfium2.PdfDocument(made).save(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def on_other_paper(copy: bytes, scale: float = 0.87, x: float = 31.37, y: float = 44.91) -> bytes:
    """Each page scaled and placed on A4, its operators written out: as a driver prints to a file."""
    source, printed = pikepdf.open(BytesIO(copy)), Pdf.new()
    for page in source.pages:
        printed.add_blank_page(page_size=(595, 842))
        sheet = printed.pages[-1].obj
        sheet.Resources = Dictionary(XObject=Dictionary(Fx0=printed.copy_foreign(page.as_form_xobject())))
        sheet.Contents = printed.make_stream(b"q %.4f 0 0 %.4f %.2f %.2f cm /Fx0 Do Q" % (scale, scale, x, y))
    return saved(printed)


def written_anew(copy: bytes, digits: int = 1) -> bytes:
    """The shift taken out and worked into every place, which is rounded: as programs write that interpret a page."""
    pdf = pikepdf.open(BytesIO(copy))
    for page in pdf.pages:
        page.contents_coalesce()
        page.obj.Contents = pdf.make_stream(_moved(list(pikepdf.parse_content_stream(page)), digits))
    return saved(pdf)


def _moved(instructions: list[Any], digits: int) -> bytes:
    """For pages whose operators all stand in one space, as those of the books made here do."""
    first = next(index for index, one in enumerate(instructions) if str(one.operator) == "cm")
    shift = [float(number) for number in instructions[first].operands[4:]]
    return pikepdf.unparse_content_stream(
        [_placed(one, shift, digits) for index, one in enumerate(instructions) if index != first]
    )


def _placed(instruction: Any, shift: list[float], digits: int) -> Any:
    start = {"Tm": 4, "m": 0, "l": 0, "re": 0}.get(str(instruction.operator))
    if start is None:
        return instruction
    numbers = [float(number) for number in instruction.operands]
    for axis in (0, 1):
        numbers[start + axis] = round(numbers[start + axis] + shift[axis], digits)
    return ContentStreamInstruction(numbers, instruction.operator)
