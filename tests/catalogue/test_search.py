"""Finding a title among others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.catalogue.facets import facets_of
from chalicelib.catalogue.model import Publication, citation, digital_state, isbn, upload_key, upload_of
from chalicelib.catalogue.search import Index, newest_first
from chalicelib.catalogue.words import roots
from chalicelib.form import Faulty
from chalicelib.unit import read_units

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


def a_catalogue() -> list[Publication]:
    """Series of an office for two years, and one book in the spelling of 1938."""
    series = [a_title(f"{name} {year}", year=year, **more) for name, more in SERIES.items() for year in (2023, 2024)]
    old = a_title("Tjatatan Djawatan Statistik Bandjermasin 1938", year=1938)
    numbered = a_title(
        "Indeks Harga Konsumen Kota Banjarmasin 2023",
        year=2023,
        subject="Harga",
        catalogue_number="7102004.6371",
        isbn="978-602-438-596-5",
    )
    return [*(title for title in series if title.title != numbered.title), old, numbered]


SERIES: dict[str, dict[str, Any]] = {
    "Kota Banjarmasin Dalam Angka": {"subject": "Umum", "abstract": "Gambaran penduduk, sosial dan ekonomi."},
    "Jumlah Penduduk Kota Banjarmasin": {"subject": "Kependudukan"},
    "Profil Kependudukan Kota Banjarmasin": {"subject": "Kependudukan"},
    "Indeks Harga Konsumen Kota Banjarmasin": {"subject": "Harga"},
    "Keadaan Angkatan Kerja Kota Banjarmasin": {"subject": "Tenaga Kerja"},
    "Produk Domestik Regional Bruto Kota Banjarmasin": {"abstract": "Nilai tambah semua lapangan usaha."},
    "Indikator Kesejahteraan Rakyat Kota Banjarmasin": {"subject": "Sosial"},
    "Statistik Daerah Kota Banjarmasin": {"subject": "Umum"},
    "Tingkat Kemiskinan Kota Banjarmasin": {"subject": "Sosial"},
    "Potensi Pertanian Provinsi Kalimantan Selatan": {"subject": "Pertanian"},
}
TITLES = a_catalogue()
SYNONYMS = read_units(["6371"])[0].synonyms
INDEX = Index(TITLES, SYNONYMS)


def first(text: str) -> str | None:
    titles = INDEX.search(text).titles
    return titles[0].title if titles else None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("penduduk banjarmasn 2023", "Jumlah Penduduk Kota Banjarmasin 2023"),
        ("jumlah penduduk", "Jumlah Penduduk Kota Banjarmasin 2024"),
        ("kependudukan", "Profil Kependudukan Kota Banjarmasin 2024"),
        ("INDEKS HARGA", "Indeks Harga Konsumen Kota Banjarmasin 2024"),
        ("banjarm dalam angka 2023", "Kota Banjarmasin Dalam Angka 2023"),
        ("dda 2023", "Kota Banjarmasin Dalam Angka 2023"),
        ("Banjar Masin angka", "Kota Banjarmasin Dalam Angka 2024"),
        ("bjm dalam angka", "Kota Banjarmasin Dalam Angka 2024"),
        ("data penduduk di kota banjarmasin tahun 2023", "Jumlah Penduduk Kota Banjarmasin 2023"),
        ("pdrb", "Produk Domestik Regional Bruto Kota Banjarmasin 2024"),
        ("produk domestik regional bruto 2023", "Produk Domestik Regional Bruto Kota Banjarmasin 2023"),
        ("statistika daerah", "Statistik Daerah Kota Banjarmasin 2024"),
        ("pekerja", "Keadaan Angkatan Kerja Kota Banjarmasin 2024"),
        ("bekerja", "Keadaan Angkatan Kerja Kota Banjarmasin 2024"),
        ("petani", "Potensi Pertanian Provinsi Kalimantan Selatan 2024"),
        ("propinsi kalsel", "Potensi Pertanian Provinsi Kalimantan Selatan 2024"),
        ("pendoedoek djoemlah", "Jumlah Penduduk Kota Banjarmasin 2024"),
        ("catatan jawatan", "Tjatatan Djawatan Statistik Bandjermasin 1938"),
        ("nilai tambah", "Produk Domestik Regional Bruto Kota Banjarmasin 2024"),
        ("kémiskinan", "Tingkat Kemiskinan Kota Banjarmasin 2024"),
        ("978-602-438-596-5", "Indeks Harga Konsumen Kota Banjarmasin 2023"),
        ("9786024385965", "Indeks Harga Konsumen Kota Banjarmasin 2023"),
        ("978 602 438 596 5", "Indeks Harga Konsumen Kota Banjarmasin 2023"),
        ("7102004.6371", "Indeks Harga Konsumen Kota Banjarmasin 2023"),
        ("71020046371", "Indeks Harga Konsumen Kota Banjarmasin 2023"),
        ("ISBN 9786024385965", "Indeks Harga Konsumen Kota Banjarmasin 2023"),
    ],
)
def test_what_is_meant_comes_first(text: str, title: str) -> None:
    assert first(text) == title


SLIPS = {
    "banjarmasin": "banjarmasn banjarmasim bnajarmasin banjrmasin banjarmmasin banjarnasin",
    "penduduk": "penduduuk pendudk pednuduk pendduk penduudk",
    "kependudukan": "kependudkan kependudukn kpeendudukan",
    "kemiskinan": "kemisknan kemiskinn kemiskinna",
    "kesejahteraan": "kesejahtraan kesejateraan kesejahteran",
    "statistik": "statitsik statistk satistik statisitk",
    "indikator": "indikatr indikaotr",
    "indeks": "indks ideks indesk",
    "konsumen": "konsmen konsumn kosumen",
    "angkatan": "angktan agkatan angkatn",
    "pertanian": "pertanain petanian pertanin",
    "kalimantan": "kalimnatan kalimanta kalimatan",
    "produk": "porduk prodk",
    "domestik": "domstik domesitk",
    "regional": "regoinal reginal",
    "profil": "profli porfil",
    "tingkat": "tingakt tinkat",
    "potensi": "potesni potnesi",
    "provinsi": "provinis prvinsi",
    "selatan": "selatna",
    "rakyat": "rakyta",
    "daerah": "daearh dareah",
    "jumlah": "jumlha jmlah",
    "harga": "hagra",
}


def test_slips_of_the_keyboard_find_the_word_that_was_meant() -> None:
    """Letters lost, added, changed and swapped: what is found is what the word typed well would have found."""
    pairs = [(slip, meant) for meant, slips in SLIPS.items() for slip in slips.split()]

    missed = [slip for slip, meant in pairs if first(slip) != first(meant)]

    assert len(pairs) > 60
    assert missed == []


def test_mended_words_are_told() -> None:
    found = INDEX.search("pednuduk banjarmasn 2023")

    assert (found.corrected, found.missing, found.partial) == ("penduduk banjarmasin 2023", [], False)


@pytest.mark.parametrize("text", ["penduduk 2023", "kependudukan", "pendu", "pdrb", "9786024385965", "propinsi"])
def test_words_that_were_typed_well_are_left_as_they_are(text: str) -> None:
    assert INDEX.search(text).corrected is None


def test_word_that_no_title_has_is_told_and_the_others_are_looked_for() -> None:
    found = INDEX.search("xylofon kemiskinan")

    assert (found.missing, found.titles[0].title) == (["xylofon"], "Tingkat Kemiskinan Kota Banjarmasin 2024")


def test_words_that_no_title_has_together_find_titles_with_some_of_them() -> None:
    found = INDEX.search("kemiskinan pertanian")

    assert found.partial
    assert {title.title.split()[1] for title in found.titles} == {"Kemiskinan", "Pertanian"}


@pytest.mark.parametrize("text", ['"', "*", "()", "NEAR(", "-", "^", "\x00", "q" * 200, "978-111-222-333-4", "title:"])
def test_nothing_that_can_be_typed_breaks_the_search(text: str) -> None:
    assert INDEX.search(text).titles == []


@pytest.mark.parametrize(
    "text", ['harga" OR title:*', "harga*", "harga AND OR NOT", "{harga} : ^", "harga'); DROP TABLE titles"]
)
def test_words_of_the_engine_are_words_to_look_for(text: str) -> None:
    assert first(text) == "Indeks Harga Konsumen Kota Banjarmasin 2024"


def test_title_counts_more_than_abstract() -> None:
    found = [title.title for title in INDEX.search("penduduk").titles]

    assert found.index("Jumlah Penduduk Kota Banjarmasin 2023") < found.index("Kota Banjarmasin Dalam Angka 2024")


def test_unsearched_catalogue_begins_with_the_newest() -> None:
    assert [title.year for title in newest_first(TITLES)] == [2024] * 10 + [2023] * 10 + [1938]
    assert INDEX.all() == newest_first(TITLES)


def test_index_follows_its_titles() -> None:
    index = Index([a_title("Sensus Pertanian"), a_title("Sensus Ekonomi")])

    index.change([a_title("Sensus Penduduk", publication_id="Sensus Ekonomi"), a_title("Survei Sosial")])
    index.drop(["Sensus Pertanian", "tidak dikenal"])

    assert [title.title for title in index.all()] == ["Sensus Penduduk", "Survei Sosial"]
    assert [title.title for title in index.search("senssu").titles] == ["Sensus Penduduk"]
    assert index.search("ekonomi").titles == []


@pytest.mark.parametrize(
    ("word", "kin"),
    [
        ("kependudukan", "penduduk"),
        ("pengeluaran", "keluar"),
        ("penerimaan", "terima"),
        ("perikanan", "ikan"),
        ("ketenagakerjaan", "tenagakerja"),
        ("menyusun", "susunan"),
        ("pemakaian", "pakai"),
        ("perdagangan", "dagang"),
        ("perusahaan", "usaha"),
        ("statistika", "statistik"),
        ("djoemlah", "jumlah"),
        ("november", "nopember"),
    ],
)
def test_words_of_one_root_are_kin(word: str, kin: str) -> None:
    assert roots(word) & roots(kin)


@pytest.mark.parametrize(
    ("word", "other"), [("pertanian", "perikanan"), ("harga", "hasil"), ("ikan", "ekonomi"), ("2023", "2024")]
)
def test_words_of_two_roots_are_not(word: str, other: str) -> None:
    assert not roots(word) & roots(other)


def test_facets_count_what_the_other_leaves_and_join_spellings() -> None:
    titles = [a_title("a", year=2023, subject="Sosial"), a_title("b", subject="sosial"), a_title("c", subject="Sosial")]

    facets = facets_of(years_of=titles, subjects_of=titles[1:])

    assert [(one.value, one.count) for one in facets.year] == [("2024", 2), ("2023", 1)]
    assert [(one.value, one.count) for one in facets.subject] == [("sosial", 2)]


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
    text = citation(a_title("Kota Banjarmasin Dalam Angka 2024"), "BPS Kota Banjarmasin", "Banjarmasin")

    assert text == (
        "BPS Kota Banjarmasin. (2024). Kota Banjarmasin Dalam Angka 2024. Banjarmasin: BPS Kota Banjarmasin."
    )


def test_upload_is_known_by_its_key() -> None:
    publication, upload = "a" * 32, "b" * 32

    assert upload_of(upload_key(publication, upload)) == (publication, upload)
    assert upload_of("masters/x.pdf") is None
    assert upload_of(f"uploads/{publication}/../x.pdf") is None
