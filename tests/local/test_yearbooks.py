"""The demo publications: real enough to try everything on, and honest about their figures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from chalicelib.catalogue.model import NewPublication
from chalicelib.watermark.service import prepare
from infra.local import yearbooks as package
from infra.local.yearbooks import form_of, yearbooks
from infra.local.yearbooks.content import Book, books, words
from infra.local.yearbooks.figures import rows_of, written
from infra.local.yearbooks.making import made


@pytest.fixture(scope="module")
def book() -> Book:
    return next(one for one in books() if one.file.startswith("keadaan-angkatan-kerja"))


@pytest.fixture(scope="module")
def content(book: Book) -> bytes:
    return made(book)


@pytest.fixture(scope="module")
def reader(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def test_staff_form_of_every_publication_is_accepted() -> None:
    for one in books():
        form = NewPublication(**form_of(one))

        assert NewPublication.checks["isbn"](form.isbn)
        assert form.title and form.abstract and form.shelf


def test_every_page_owns_up_to_its_figures_or_bears_none(reader: PdfReader) -> None:
    for page in reader.pages[2:-1]:
        text = page.extract_text()

        assert words().sample in text or words().source not in text


def test_pages_lie_and_stand_and_bear_the_office_s_address(reader: PdfReader) -> None:
    shapes = {page.mediabox.width > page.mediabox.height for page in reader.pages}

    assert shapes == {True, False}
    assert all(words().website in page.extract_text() for page in reader.pages)


def test_line_of_the_contents_leads_to_the_page_that_it_names(reader: PdfReader) -> None:
    fronts = next(at for at, page in enumerate(reader.pages) if words().labels["contents"] in page.extract_text())
    links: Any = reader.pages[fronts]["/Annots"]

    first, second = (_page_of(reader, link) for link in list(links)[:2])

    assert words().labels["notes"] in reader.pages[first + 1].extract_text()
    assert "1.1" in reader.pages[second].extract_text()


def test_bookmarks_hold_chapters_and_their_tables(reader: PdfReader, book: Book) -> None:
    chapters = [item for item in reader.outline if not isinstance(item, list)]

    titles = [str(item.title) for item in chapters]
    assert [title.split("  ")[-1] for title in titles[-len(book.chapters) :]] == [one.title for one in book.chapters]


def test_making_a_publication_again_gives_the_same_bytes(book: Book, content: bytes) -> None:
    assert made(book) == content


def test_publication_is_a_good_master(content: bytes, reader: PdfReader) -> None:
    assert prepare(content).pages == len(reader.pages)


def test_publication_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, book: Book) -> None:
    monkeypatch.setattr(package, "books", lambda: [book])
    monkeypatch.setattr(package, "made", lambda _: b"%PDF-1.7 the book")
    first = [one.path for one in yearbooks(tmp_path / "books")]
    monkeypatch.setattr(package, "made", lambda _: pytest.fail("made twice"))

    again = list(yearbooks(tmp_path / "books"))

    assert [one.path for one in again] == first
    assert again[0].path.read_bytes() == b"%PDF-1.7 the book"
    assert [path.suffix for path in (tmp_path / "books").iterdir()] == [".pdf"]


def test_columns_of_a_table_add_up(book: Book) -> None:
    table = next(one for one in book.chapters[1].tables if one.each == "lima_tahun")

    *rows, foot = rows_of(table, "2024")

    for men, women, both in (row.cells for row in rows):
        assert (men or 0) + (women or 0) == both
    assert foot.cells[2] == sum(row.cells[2] or 0 for row in rows)
    assert rows_of(table, "2024") != rows_of(table, "2023")


def test_figures_are_written_the_indonesian_way() -> None:
    assert [written(value, 2) for value in (1234567.891, -0.5, None)] == ["1.234.567,89", "-0,50", "–"]
    assert written(9846, 0) == "9.846"


@pytest.mark.slow
def test_all_publications_have_the_size_of_real_ones(tmp_path: Path) -> None:
    made_books = list(yearbooks(tmp_path))

    assert len(made_books) == 6
    assert max(one.path.stat().st_size for one in made_books) > 6 * 1024 * 1024
    for one in made_books:
        assert 40 <= len(PdfReader(one.path).pages) <= 350


def _page_of(reader: PdfReader, link: Any) -> int:
    target = link.get_object()["/Dest"][0]
    return next(at for at, page in enumerate(reader.pages) if page.indirect_reference == target)
