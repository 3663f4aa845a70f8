"""Real books and odd files, where a folder of them is at hand: CORPUS=<folder> pytest tests/watermark."""

from __future__ import annotations

import os
from pathlib import Path

import pikepdf
import pytest

from chalicelib.watermark.model import MasterRefused
from chalicelib.watermark.service import mark, prepare, verify_marked
from tests.watermark.books import CODE, a_mark, differs, faults, seen, texts_by_pdfium

CORPUS = os.environ.get("CORPUS", "")
FILES = sorted(Path(CORPUS).rglob("*.pdf")) if CORPUS else []


def sound(content: bytes) -> bool:
    """True where qpdf finds no fault with the file as it came."""
    try:
        return not faults(content)
    except pikepdf.PdfError:
        return False


@pytest.mark.skipif(not FILES, reason="CORPUS names no folder with PDFs")
@pytest.mark.filterwarnings("ignore:pikepdf is missing some specialized decoders")
@pytest.mark.parametrize("path", FILES or [Path()], ids=lambda path: path.name)
def test_file_is_refused_with_a_code_or_marked_on_every_page(path: Path) -> None:
    try:
        prepared = prepare(path.read_bytes())
    except MasterRefused:
        return

    copy = mark(prepared.content, a_mark())

    verify_marked(copy, a_mark(), prepared.pages)
    assert not faults(copy) or not sound(path.read_bytes())
    assert all(CODE in text for text in texts_by_pdfium(copy))
    assert differs(seen(prepared.content), seen(copy), tolerance=0).getbbox() is not None
