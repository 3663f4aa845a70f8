"""Names of all the world: legible or honestly transliterated, never a box, never an exception."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.watermark.drawing.lettering import font, lettered
from tests.watermark.books import CODE, a_book, a_mark, copy_of, texts

OTHER_FIRST = """
from infra.local.yearbooks.typesetting import register_fonts
from reportlab.pdfbase import pdfmetrics
from chalicelib.watermark.drawing.lettering import FONT, font
register_fonts()
print(pdfmetrics.getFont(FONT if font() else "") is font(), font()._asciiReadable, end="")
"""


def test_font_is_the_mark_s_own_whoever_uses_its_face_before() -> None:
    done = subprocess.run([sys.executable, "-c", OTHER_FIRST], capture_output=True, text=True, check=True)

    assert done.stdout == "True False"


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Nguyễn Thị Mỹ Hạnh", "Nguyễn Thị Mỹ Hạnh"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Đặng Ôn Đức", "Đặng Ôn Đức"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("Александр Пушкин", "Александр Пушкин"),
        ("Ελένη Παπαδοπούλου", "Ελένη Παπαδοπούλου"),
        ("王小明", "Wang Xiao Ming"),
        ("أحمد محمد", "Ahmd mhmd"),
        ("ꦱꦶꦠꦶ", "siti"),
        ("Siti 🌺👩‍👧 Rahma", "Siti Rahma"),
        ("S\u202eitis\u2066\u200b\x00i", "Sitisi"),
        ("Siti\r\n\tRahma\u2028Wati", "Siti Rahma Wati"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("🌺", ""),
        ("", ""),
    ],
)
def test_name_is_written_in_letters_that_the_font_has(name: str, drawn: str) -> None:
    assert lettered(name) == drawn


def test_endless_name_ends_with_an_ellipsis() -> None:
    assert lettered("Siti " * 40) == ("Siti " * 16).rstrip()[:79].rstrip() + "…"
    assert len(lettered("a" * 500)) == 80


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_drawn(text: str) -> None:
    glyphs = font().face.charToGlyph

    assert all(glyphs.get(ord(character)) for character in lettered(text))


@pytest.mark.parametrize("name", ["Nguyễn Văn Đức", "王小明", "أحمد", "Siti 🌺", "<script>", "🌺", "\u202ea"])
def test_copy_bears_whatever_name_its_visitor_has(name: str) -> None:
    copy = copy_of(a_book(pages=2), a_mark(name=name))

    for text in texts(copy):
        assert "".join(lettered(name).split()) in text
        assert CODE in text
