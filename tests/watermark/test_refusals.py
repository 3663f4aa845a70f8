"""Files that are no masters: each is refused with its own code, quickly, and nothing else ever comes out."""

from __future__ import annotations

import random
from contextlib import suppress

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf

from chalicelib.watermark.model import LIMITS, MasterRefused
from chalicelib.watermark.service import prepare
from tests.watermark.books import a_book, a_mark, changed, copy_of, of_pages, saved


def refusal_of(content: bytes) -> str:
    with pytest.raises(MasterRefused) as refused:
        prepare(content)
    return refused.value.code.value


def with_tree(change: str) -> bytes:
    """A book whose page tree was damaged in one way."""
    pdf = changed(a_book(pages=2))
    tree = pdf.Root.Pages
    if change == "cycle":
        tree.Kids = Array([tree])
    elif change == "empty":
        tree.Kids, tree.Count = Array([]), 0
    elif change == "count":
        tree.Count = 359
    elif change == "kids":
        tree.Kids = 7
    elif change == "deep":
        for _ in range(200):
            tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([tree]), Count=2))
        pdf.Root.Pages = tree
    elif change == "doubling":
        for _ in range(40):
            tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([tree, tree]), Count=2))
        pdf.Root.Pages = tree
    elif change == "missing":
        del pdf.Root.Pages
    return raw(pdf)


def raw(pdf: Pdf, nulls: int = 0) -> bytes:
    """Written by hand: qpdf would mend the tree, and drop `nulls` objects that nothing refers to."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for value in pdf.objects:
        offsets.append(len(out))
        out += b"%d 0 obj\n" % len(offsets)
        out += value.unparse(resolved=True) if not isinstance(value, pikepdf.Stream) else _stream(value)
        out += b"\nendobj\n"
    offsets += [len(out)] * nulls
    out += b"%d 0 obj\nnull\nendobj\n" % len(offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    root = pdf.Root.objgen[0]
    out += b"trailer\n<</Root %d 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (root, len(offsets) + 1, start)
    return bytes(out)


def _stream(value: pikepdf.Stream) -> bytes:
    data = value.read_raw_bytes()
    entries = b"".join(str(key).encode() + b" " + inner.unparse() for key, inner in value.items() if key != "/Length")
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\x00", "empty-file"),
        (b"Laporan bulanan, bukan PDF.\n" * 100, "not-a-pdf"),
        (b"<html>" + b" " * 2000 + a_book(), "not-a-pdf"),
        (b"%PDF-1.7\n%%EOF\n", "unreadable"),
        (a_book()[:400], "unreadable"),
        (with_tree("missing"), "no-pages"),
        (with_tree("empty"), "no-pages"),
        (with_tree("count"), "page-count-differs"),
        (with_tree("cycle"), "page-tree-broken"),
        (with_tree("deep"), "page-tree-broken"),
        (with_tree("kids"), "page-tree-broken"),
        (with_tree("doubling"), "too-many-pages"),
        (saved(changed(a_book()), encryption=Encryption(user="rahasia", owner="rahasia")), "password-needed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_no_book_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refusal_of(content) == code


def test_more_than_two_thousand_pages_are_refused() -> None:
    pdf = Pdf.new()
    for _ in range(2_001):
        pdf.add_blank_page()

    assert refusal_of(saved(pdf)) == "too-many-pages"


def test_more_than_a_hundred_megabytes_are_refused_unread() -> None:
    assert refusal_of(b"%PDF-1.7\n" + bytes(LIMITS.bytes)) == "too-big"


def test_file_of_too_many_objects_is_refused_as_soon_as_it_is_opened() -> None:
    book = raw(changed(a_book(pages=1)), nulls=150_001)

    assert refusal_of(book) == "too-many-objects"


def test_page_whose_drawing_cannot_be_unpacked_is_refused() -> None:
    pdf = changed(of_pages(b"0 0 m"))
    pdf.pages[0].obj.Contents.write(b"\x00\x01\x02 this was never packed", filter=Name.FlateDecode)

    assert refusal_of(saved(pdf)) == "page-unreadable"


def test_portfolio_is_refused() -> None:
    pdf = changed(a_book())
    pdf.Root.Collection = Dictionary(Type=Name.Collection)

    assert refusal_of(saved(pdf)) == "portfolio"


def test_form_whose_pages_are_made_by_the_viewer_is_refused() -> None:
    pdf = changed(a_book())
    pdf.Root.NeedsRendering = True

    assert refusal_of(saved(pdf)) == "dynamic-form"


def test_copy_of_a_visitor_is_refused_as_a_master() -> None:
    copy = copy_of(a_book(), a_mark())

    assert refusal_of(copy) == "already-marked"


def test_damaged_book_is_refused_or_prepared_and_never_fails_otherwise() -> None:
    book, source = a_book(pages=2), random.Random(6371)
    for _ in range(150):
        damaged = bytearray(book)
        for _ in range(source.randint(1, 12)):
            damaged[source.randrange(len(damaged))] = source.randrange(256)
        with suppress(MasterRefused):
            assert prepare(bytes(damaged)).pages == 2


def test_truncated_book_is_never_taken_for_whole() -> None:
    book = a_book(pages=4)
    for share in (0.2, 0.4, 0.6, 0.8):
        with suppress(MasterRefused):
            assert prepare(book[: int(len(book) * share)]).pages == 4
