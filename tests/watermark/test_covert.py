"""The code that hides in where pages stand."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from chalicelib.watermark.covert import CYCLE, NOBODY, code_of, nibbles_of
from tests.watermark.books import CODE, a_book, a_mark, changed, copy_of, saved


def test_sixteen_pages_tell_the_copy_code() -> None:
    nibbles = dict(enumerate(nibbles_of(CODE)))

    assert len(nibbles) == CYCLE
    assert code_of(nibbles) == CODE


def test_code_of_nobody_moves_no_page() -> None:
    assert set(nibbles_of(NOBODY)) == {0}


def test_a_page_read_wrongly_or_not_at_all_tells_no_code() -> None:
    nibbles = dict(enumerate(nibbles_of(CODE)))

    assert code_of({place: nibble for place, nibble in nibbles.items() if place != 3}) is None
    assert code_of({**nibbles, 15: nibbles[15] ^ 1}) is None


def test_every_page_is_moved_as_its_nibble_says() -> None:
    reader = PdfReader(BytesIO(copy_of(a_book(pages=18), a_mark())))

    moved = [_moved(page) for page in reader.pages]

    expected = [(nibble // 4, nibble % 4) for nibble in nibbles_of(CODE)]
    assert moved == [*expected, *expected[:2]]


def test_a_page_of_large_units_is_moved_by_as_little() -> None:
    pdf = changed(a_book(pages=18))
    for page in pdf.pages:
        page.obj.UserUnit = 10

    reader = PdfReader(BytesIO(copy_of(saved(pdf), a_mark())))

    assert [_moved(page, unit=10) for page in reader.pages][:16] == [(n // 4, n % 4) for n in nibbles_of(CODE)]


def _moved(page: Any, unit: int = 1) -> tuple[int, int]:
    """Tenths of a point to the right and up."""
    opening = re.match(rb"q 1 0 0 1 ([\d.]+) ([\d.]+) cm\n", page["/Contents"].get_data())
    assert opening is not None
    return round(float(opening[1]) * 10 * unit), round(float(opening[2]) * 10 * unit)
