"""Finding a title among others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.catalogue.model import Publication, citation, digital_state, isbn, upload_key, upload_of
from chalicelib.catalogue.search import Index, newest_first
from chalicelib.form import Faulty

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def a_title(title: str, **changes: Any) -> Publication:
    fields: dict[str, Any] = {
        "publication_id": title,
        "unit": "6371",
        "title": title,
        "year": 2024,
        "state": "ready",
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Publication(**(fields | changes))


TITLES = [
    a_title("Kota Banjarmasin Dalam Angka 2024", year=2024, subject="Umum"),
    a_title("Kota Banjarmasin Dalam Angka 2023", year=2023, subject="Umum"),
    a_title("Keadaan Angkatan Kerja", subject="Tenaga kerja", abstract="Penduduk bekerja di Kota Banjarmasin"),
    a_title("Indeks Harga Konsumen", subject="Harga", catalogue_number="7102004.6371", isbn="978-602-438-596-5"),
]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("indeks harga", ["Indeks Harga Konsumen"]),
        ("INDEKS", ["Indeks Harga Konsumen"]),
        ("banjarm 2023", ["Kota Banjarmasin Dalam Angka 2023"]),
        ("7102004", ["Indeks Harga Konsumen"]),
        ("9786024385965", ["Indeks Harga Konsumen"]),
        ("978-602-438-596-5", ["Indeks Harga Konsumen"]),
        ("bekerja", ["Keadaan Angkatan Kerja"]),
        ("tidak ada", []),
        ('"', []),
        ('harga" OR title:*', []),
        ("harga*", ["Indeks Harga Konsumen"]),
    ],
)
def test_titles_are_found_by_words_their_beginnings_and_numbers(text: str, titles: list[str]) -> None:
    assert [publication.title for publication in Index(TITLES).ranked(text)] == titles


def test_title_counts_more_than_abstract() -> None:
    assert Index(TITLES).ranked("banjarmasin")[-1].title == "Keadaan Angkatan Kerja"


def test_unsearched_catalogue_begins_with_the_newest() -> None:
    assert [title.year for title in newest_first(TITLES)] == [2024, 2024, 2024, 2023]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"state": "awaiting-file"}, "none"),
        ({"state": "preparing"}, "preparing"),
        ({"state": "refused"}, "none"),
        ({"state": "ready", "master_key": "m"}, "ready"),
        ({"state": "refused", "master_key": "m"}, "ready"),
        ({"state": "withdrawn", "master_key": "m"}, "none"),
    ],
)
def test_softcopy_is_there_while_a_prepared_master_is(changes: dict[str, Any], state: str) -> None:
    assert digital_state(a_title("x", **changes)) == state


@pytest.mark.parametrize(
    "number", ["978-602-438-596-5", "0-306-40615-2", "0378-5955", "155860832X", "978-602-438-596-4"]
)
def test_isbn_and_issn_are_kept_as_the_book_prints_them(number: str) -> None:
    assert isbn(number) == number


@pytest.mark.parametrize("number", ["1234", "ISBN", "978-602-438-596", "-"])
def test_text_without_the_digits_of_an_isbn_is_a_fault(number: str) -> None:
    with pytest.raises(Faulty, match="not-an-isbn"):
        isbn(number)


def test_citation_names_author_year_title_place_and_publisher() -> None:
    text = citation(TITLES[0], "BPS Kota Banjarmasin", "Banjarmasin")

    assert text == (
        "BPS Kota Banjarmasin. (2024). Kota Banjarmasin Dalam Angka 2024. Banjarmasin: BPS Kota Banjarmasin."
    )


def test_upload_is_known_by_its_key() -> None:
    publication, upload = "a" * 32, "b" * 32

    assert upload_of(upload_key(publication, upload)) == (publication, upload)
    assert upload_of("masters/x.pdf") is None
    assert upload_of(f"uploads/{publication}/../x.pdf") is None
