"""Makes books to be measured, the same every time."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

Make = Callable[[BinaryIO], None]

_A5 = (420, 595)
_WORDS = (
    "penduduk kecamatan jumlah menurut tahun rumah tangga produksi luas panen persen kelurahan pertumbuhan ekonomi "
    "harga konsumen tenaga kerja pendidikan kesehatan industri perdagangan transportasi keuangan daerah angka sensus"
).split()
_ROWS, _CELLS = 20, 4
"""Of the table on a page of the tagged book."""


def text_book(out: BinaryIO) -> None:
    """300 pages of set text: nearly all of the file is what the pages draw."""
    chance = random.Random(300)  # noqa: S311 - the same book every time
    canvas = Canvas(out, pagesize=_A5, pageCompression=1, invariant=1)
    for number in range(1, 301):
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"Bagian {number}", f"p{number}")
        text = canvas.beginText(40, 550)
        text.setFont("Times-Roman", 9, leading=11)
        for _ in range(44):
            text.textLine(" ".join(chance.choices(_WORDS, k=11)))
        canvas.drawText(text)
        canvas.drawCentredString(210, 30, str(number))
        canvas.showPage()
    canvas.save()


def illustrated(pages: int, side: int, rows: int, links: int) -> Make:
    """A picture of `side` by `side` pixels on every page, of noise so that nothing can pack it, a table, and links.

    Seven links make 18 objects a page, as many as a real manual of 320 pages has.
    """

    def make(out: BinaryIO) -> None:
        chance = random.Random(pages * side)  # noqa: S311 - the same book every time
        writing = _Writing(out)
        each = 4 + 2 * links
        first = [4 + each * page for page in range(pages)]
        writing.add(1, b"<</Type/Catalog/Pages 2 0 R>>")
        writing.add(
            2, b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(b"%d 0 R" % number for number in first))
        )
        writing.add(3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
        for number in first:
            writing.add(number, _page(number, links))
            writing.add_stream(number + 1, b"", zlib.compress(_table(chance, rows)))
            writing.add_stream(number + 2, _picture(side), zlib.compress(chance.randbytes(3 * side * side), 0))
            writing.add(number + 3, b"<</Font<</F1 3 0 R>>/XObject<</Im1 %d 0 R>>>>" % (number + 2))
            for place in range(links):
                _link(writing, number + 4 + 2 * place, 190 - 7 * place)
        writing.end()

    return make


def _page(number: int, links: int) -> bytes:
    listed = b" ".join(b"%d 0 R" % (number + 4 + 2 * place) for place in range(links))
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources %d 0 R/Annots[%s]>>" % (
        *_A5,
        number + 1,
        number + 3,
        listed,
    )


def _link(writing: _Writing, number: int, height: int) -> None:
    place = b"/Rect[40 %d 380 %d]/Border[0 0 0]" % (height, height + 7)
    writing.add(number, b"<</Type/Annot/Subtype/Link%s/A %d 0 R>>" % (place, number + 1))
    writing.add(number + 1, b"<</Type/Action/S/URI/URI(https://loket.example/tabel/%d)>>" % number)


def _picture(side: int) -> bytes:
    return b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (side, side)


def _table(chance: random.Random, rows: int) -> bytes:
    lines = [b"q 340 0 0 340 40 215 cm /Im1 Do Q", b"BT /F1 6 Tf 7 TL 40 200 Td"]
    for _ in range(rows):
        cells = f"{chance.choice(_WORDS)} {chance.randrange(10**6)} {chance.randrange(10**6)} {chance.random():.2f}"
        lines.append(b"(%s) Tj T*" % cells.encode())
    return b"\n".join([*lines, b"ET", b"0.5 w 40 208 m 380 208 l S"])


class _Writing:
    """Writes a PDF as it comes, so that a book of hundreds of megabytes is never held."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._offsets: list[int] = []
        out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, number: int, body: bytes) -> None:
        """Numbers come in order from 1."""
        if number != len(self._offsets) + 1:
            raise ValueError(number)
        self._offsets.append(self._out.tell())
        self._out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def add_stream(self, number: int, entries: bytes, packed: bytes) -> None:
        head = b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(packed))
        self.add(number, b"%s\nstream\n%s\nendstream" % (head, packed))

    def end(self) -> None:
        start = self._out.tell()
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets)
        size = len(self._offsets) + 1
        self._out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows))
        self._out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))


def tagged(book: Path, out: BinaryIO) -> None:
    """The book with a table's structure on every page and in object streams, as a word processor exports it.

    A hundred structure elements a page, one for each row and cell: that is what readers for the blind go by.
    """
    with pikepdf.open(book) as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
        tables = Array()
        places: Any = Array()
        for number, page in enumerate(pdf.pages):
            page.obj.StructParents = number
            table, cells = _structure(pdf, page.obj, document)
            tables.append(table)
            places.extend([number, pdf.make_indirect(cells)])
        document.K, root.K = tables, document
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=places))
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def _structure(pdf: pikepdf.Pdf, page: Any, document: Any) -> tuple[Any, Array]:
    table = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Table, P=document))
    rows, cells = Array(), Array()
    for row in range(_ROWS):
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, P=table, K=Array()))
        for cell in range(_CELLS):
            kept = Dictionary(Type=Name.StructElem, S=Name.TD, P=element, Pg=page, K=row * _CELLS + cell)
            element.K.append(pdf.make_indirect(kept))
        cells.extend(element.K)
        rows.append(element)
    table.K = rows
    return table, cells
