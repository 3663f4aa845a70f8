"""Whom the measured copies are for, and their mark as a page that other tools can lay over a book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark.drawing import marks
from chalicelib.watermark.drawing.lettering import font
from chalicelib.watermark.model import Mark

Size = tuple[int, int]
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def visitor(number: int) -> Mark:
    """Each number is somebody else, so that nothing that was drawn for one can be used again for the next."""
    symbols = "".join(_SYMBOLS[(number * 7 + place * 11) % 32] for place in range(12))
    code = "-".join(("LP", symbols[:4], symbols[4:8], symbols[8:]))
    return Mark(
        name=f"Siti Rahma {chr(65 + number % 26)}ulandari",
        masked_email="si***@example.com",
        issued_on=date(2026, 11, 25),
        unit_name="BPS Kota Banjarmasin",
        copy_code=code,
        check_url=f"https://loket.example/cek/?kode={code}",
        licence_line="Dilarang menggandakan untuk tujuan komersial tanpa izin tertulis dari BPS.",
        title="Kota Banjarmasin Dalam Angka 2025",
    )


def overlay(mark: Mark, sizes: Iterable[Size]) -> bytes:
    """A PDF of one page for each size, drawn by the very functions that draw our own copies' marks."""
    out = BytesIO()
    font()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    wording, squares = marks.wording_of(mark), marks.squares_of(mark.check_url)
    for size in sizes:
        canvas.setPageSize(size)
        for draw in marks.pens_for(size, wording, squares):
            canvas.saveState()
            draw(canvas)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return out.getvalue()
