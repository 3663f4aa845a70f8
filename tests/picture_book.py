"""A book whose prefix is so large that storage joins its copies: pictures that no compression makes smaller."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from random import Random

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.office import Office

JOINED = 1400
"""Dots a side that give a picture of 5.9 MB: just more than the least part of S3."""


@lru_cache
def a_picture_book(side: int = JOINED, pages: int = 2) -> bytes:
    """A picture of side x side dots, 3 bytes each, on the first page, and text on every page."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(420, 595), invariant=1)
    noise = Image.frombytes("RGB", (side, side), Random(side).randbytes(side * side * 3))
    canvas.drawImage(ImageReader(noise), 60, 100, 300, 300)
    for number in range(1, pages + 1):
        canvas.drawString(60, 500, f"Jumlah penduduk menurut kecamatan, halaman {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def prefix_of(office: Office, publication: str) -> tuple[str, bytes]:
    """Key and bytes of a publication's prefix as it lies in storage."""
    found = office.ports.publications.find(publication)
    assert found is not None
    key = f"{found.master_key}/prefix.pdf"
    answer = office.s3.get_object(Bucket=office.environment["MASTERS_BUCKET"], Key=key)
    return key, bytes(answer["Body"].read())
