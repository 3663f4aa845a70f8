"""A copy: the same for the same request, marked on every page, and nothing personal beside the mark."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
import segno
from pikepdf import Array, Dictionary, Name
from PIL import Image
from pypdf import PdfReader
from reportlab import rl_config

from chalicelib.watermark.drawing.marks import ANY_MASK
from chalicelib.watermark.model import MarkingFailed
from chalicelib.watermark.service import joined, mark, prepare, verify_marked
from tests.watermark.books import (
    CODE,
    SENTENCE,
    a_book,
    a_mark,
    blanked_of,
    changed,
    copy_of,
    differs,
    faults,
    names_in,
    of_pages,
    outside,
    saved,
    seen,
    texts,
)


def test_every_page_says_for_whom_from_whom_when_and_under_which_code() -> None:
    copy = copy_of(a_book(pages=4), a_mark())

    for text in texts(copy):
        for part in ("SitiRahma", "si***@example.com", "2026-11-25", "BPSKotaBanjarmasin", CODE, "tanpaizintertulis"):
            assert part in text


def test_text_of_the_book_is_still_found_and_copied_whole() -> None:
    copy = copy_of(a_book(pages=4), a_mark())

    for text in texts(copy):
        assert "".join(SENTENCE.split()) in text


def test_same_request_gives_the_same_bytes_and_another_gives_others() -> None:
    template = prepare(a_book()).template

    assert mark(template, a_mark()) == mark(template, a_mark())
    assert mark(template, a_mark(name="Budi")).sha256 != mark(template, a_mark()).sha256


def test_copy_is_sound_and_a_page_s_mark_weighs_less_than_a_kilobyte() -> None:
    prepared = prepare(a_book(pages=40))

    tail = mark(prepared.template, a_mark())

    assert faults(joined(prepared.prefix, tail)) == []
    assert len(tail.content) - len(prepared.template) < 40 * 1_000 + 20_000


def test_outside_the_mark_the_page_is_the_office_s() -> None:
    book, blank, code = a_book(pages=1), _blank_page(), "LP-0000-0000-0000"
    where_marked = differs(seen(blank), seen(copy_of(blank, a_mark(copy_code=code))), tolerance=0)

    changes = differs(seen(book), seen(copy_of(book, a_mark(copy_code=code))), tolerance=0)

    assert changes.getbbox() is not None
    assert outside(changes, where_marked).getbbox() is None


def test_mark_stays_clear_of_the_rising_diagonal() -> None:
    blank = _blank_page()
    where_marked = differs(seen(blank), seen(copy_of(blank, a_mark())), tolerance=0)
    width, height = where_marked.size

    for step in range(15, 86):
        x, y = step * width // 100, height - step * height // 100
        assert where_marked.crop((x - 8, y - 8, x + 8, y + 8)).getbbox() is None


def test_foot_is_legible_on_white_and_on_black() -> None:
    for content in (_blank_page(), _blank_page(b"0 g 0 0 420 595 re f")):
        foot = seen(copy_of(content, a_mark()), scale=3).convert("L").crop((0, 595 * 3 - 50, 900, 595 * 3))
        darkest, lightest = foot.getextrema()

        assert isinstance(darkest, int | float) and isinstance(lightest, int | float)
        assert lightest > 200
        assert darkest < 70


def test_light_line_is_seen_on_white_and_on_black() -> None:
    for content in (_blank_page(), _blank_page(b"0 g 0 0 420 595 re f")):
        upper = (0, 0, 315, 400)

        assert differs(seen(content).crop(upper), seen(copy_of(content, a_mark())).crop(upper), tolerance=30).getbbox()


def test_code_for_the_phone_leads_to_the_page_that_vouches() -> None:
    """On each of three pages, which draw the parts of the mark in turns: what comes last must not veil the code."""
    expected = segno.make(a_mark().check_url, error="l", micro=False, mask=ANY_MASK).matrix
    copy = copy_of(of_pages(b"", b"", b""), a_mark())

    codes = [_modules(seen(copy, page, scale=8).convert("L"), len(expected)) for page in range(3)]

    assert codes == [[[bool(module) for module in row] for row in expected]] * 3


def test_only_the_copy_code_is_told_to_programs() -> None:
    reader = PdfReader(BytesIO(copy_of(a_book(), a_mark())))

    assert reader.metadata == {"/Keywords": CODE, "/Title": "Kota Banjarmasin Dalam Angka 2025"}
    metadata = reader.root_object["/Metadata"].get_object().get_data()  # type: ignore[union-attr]
    assert CODE.encode() in metadata
    assert b"Siti" not in metadata and b"example.com" not in metadata


def test_identity_is_the_master_s_and_the_copy_s() -> None:
    one, other = (
        PdfReader(BytesIO(copy_of(a_book(), a_mark(copy_code=code)))).trailer["/ID"]
        for code in (CODE, "LP-0000-0000-0001")
    )

    assert one[0] == other[0]  # type: ignore[index]
    assert one[1] != other[1]  # type: ignore[index]


def test_tag_that_would_give_the_mark_away_is_set_in_tagged_books_only() -> None:
    plain = a_book()
    tagged = changed(plain)
    tagged.Root.StructTreeRoot = tagged.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
    tagged.Root.MarkInfo = Dictionary(Marked=True)

    assert b"/Artifact" not in _drawing(copy_of(plain, a_mark()))
    assert b"/Artifact BMC" in _drawing(copy_of(saved(tagged), a_mark()))
    assert "/Watermark" not in names_in(copy_of(plain, a_mark()))


def test_code_for_the_phone_stays_when_all_artifacts_of_a_tagged_book_are_deleted() -> None:
    tagged = changed(a_book())
    tagged.Root.StructTreeRoot = tagged.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
    drawing = _drawing(copy_of(saved(tagged), a_mark()))

    left = re.sub(rb"/Artifact BMC\n.*?EMC\n", b"", drawing, flags=re.DOTALL)

    assert b" Tj" not in left.rpartition(b"\nn Q\n")[2]
    assert b"BI /W 29 " in left


def test_neighbouring_pages_do_not_end_alike() -> None:
    copy = copy_of(a_book(pages=4), a_mark())

    ends = [_drawing(copy, page)[-len(b" Tj T* ET\nQ\nQ\n") :] for page in range(4)]

    assert all(one != other for one, other in pairwise(ends))


def test_visitor_s_text_is_no_plain_string_in_the_file() -> None:
    copy = saved(changed(copy_of(a_book(), a_mark())), compress_streams=False)

    assert b"Siti" not in copy
    assert CODE.encode() in copy


def test_drawing_may_open_no_file_and_no_connection() -> None:
    copy_of(a_book(), a_mark(name='<img src="file:///etc/passwd"/><a href="http://x">'))

    assert rl_config.trustedSchemes == []
    assert rl_config.trustedHosts == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"x" * 2000], ids=["empty", "torn", "text"])
def test_what_is_no_template_fails_by_name(content: bytes) -> None:
    with pytest.raises(MarkingFailed):
        mark(content, a_mark())


def test_unmarked_book_does_not_pass() -> None:
    with pytest.raises(MarkingFailed, match="page 1 does not bear the mark"):
        verify_marked(blanked_of(a_book()), a_mark(), 3)


@pytest.mark.parametrize(
    "other",
    [{"name": "Budi"}, {"copy_code": "LP-0000-0000-0001"}, {"masked_email": "bu***@example.com"}, {"unit_name": "X"}],
    ids=lambda other: next(iter(other)),
)
def test_copy_of_somebody_else_does_not_pass(other: dict[str, Any]) -> None:
    copy = copy_of(a_book(), a_mark(**other))

    with pytest.raises(MarkingFailed, match="page 1"):
        verify_marked(copy, a_mark(), 3)


def test_copy_with_a_page_less_or_a_page_unmarked_does_not_pass() -> None:
    copy = copy_of(a_book(), a_mark())
    bare = changed(copy)
    own, _, _ = bare.pages[1].obj.Contents.read_bytes().rpartition(b"\nn Q\n")
    bare.pages[1].obj.Contents.write(own + b"\nn Q\n")
    moved = changed(copy)
    moved.pages[2].obj.Rotate = 90

    verify_marked(copy, a_mark(), 3)
    for spoilt, pages, why in ((copy, 4, "3 pages"), (saved(bare), 3, "page 2"), (saved(moved), 3, "page 3")):
        with pytest.raises(MarkingFailed, match=why):
            verify_marked(spoilt, a_mark(), pages)


def test_copy_whose_mark_draws_nothing_does_not_pass() -> None:
    emptied = changed(copy_of(a_book(), a_mark()))
    drawing = emptied.pages[0].obj.Contents
    drawing.write(drawing.read_bytes().replace(b" Tj", b" pop"))

    with pytest.raises(MarkingFailed, match="page 1"):
        verify_marked(saved(emptied), a_mark(), 3)


def _blank_page(content: bytes = b"") -> bytes:
    return of_pages(content)


def _drawing(copy: bytes, page: int = 0) -> bytes:
    drawing: Any = PdfReader(BytesIO(copy)).pages[page]["/Contents"]
    return bytes(drawing.get_data())


def _modules(page: Image.Image, count: int) -> list[list[bool]]:
    """The squares of the QR code in the lower right corner, true where dark."""
    width, height = page.size
    corner = page.crop((width * 3 // 4, height * 9 // 10, width * 98 // 100, height))
    dark = corner.point(lambda value: 255 if value < 100 else 0)
    left, top, right, bottom = dark.getbbox() or (0, 0, 0, 0)
    across, down = (right - left) / count, (bottom - top) / count
    return [
        [dark.getpixel((int(left + (x + 0.5) * across), int(top + (y + 0.5) * down))) == 255 for x in range(count)]
        for y in range(count)
    ]
