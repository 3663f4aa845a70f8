"""Tables as people save them: columns by either name, any separator, and each row's faults with their sentences."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.audit import everything
from tests.faults import Mode, broken_off, calls_of, every_mode
from tests.imports.conftest import counts
from tests.office import Office, Reply

HEADER = "Judul;Tahun;Subjek;Nomor Katalog;ISBN;Abstrak;Rak\r\n"
BOOK = "Kota Banjarmasin Dalam Angka 2024;2024;Umum;1102001.6371;0215-2169;Angka kota;R1-2\r\n"


@pytest.fixture
def clerk(office: Office) -> str:
    return office.signed_in(office.member("petugas"))


def sent(office: Office, clerk: str, csv: str, **more: Any) -> Reply:
    return office.post("/staff/publications/import", {"source": "csv", "csv": csv, **more}, token=clerk)


def imported(office: Office, clerk: str, csv: str, **more: Any) -> dict[str, Any]:
    reply = sent(office, clerk, csv, **more)
    assert reply.status == 200, reply.json
    return dict(reply.json)


def titles(office: Office) -> dict[str, Any]:
    return {title.title: title for title in office.ports.publications.of_unit("6371")}


def test_row_becomes_a_title_that_visitors_find_at_once(office: Office, clerk: str) -> None:
    report = imported(office, clerk, HEADER + BOOK)

    [found] = office.get("/publications?q=angka banjarmasn").json["items"]
    assert (report["state"], report["rows"], counts(report)) == ("done", 1, (1, 0, 0, 0))
    assert (found["title"], found["year"], found["shelf"]) == ("Kota Banjarmasin Dalam Angka 2024", 2024, "R1-2")
    assert (found["catalogue_number"], found["isbn"], found["digital"]) == ("1102001.6371", "0215-2169", "none")


@pytest.mark.parametrize(
    "table",
    [
        "\ufefftitle,year\nPasar; Kota,2023\n",
        "sep=;\r\nJUDUL;TAHUN TERBIT\r\nPasar; Kota;2023\r\n".replace("Pasar; Kota", '"Pasar; Kota"'),
        "Year\tTitle\n2023\tPasar; Kota",
        '\n"judul_publikasi";"tahun"\n"Pasar; Kota";"2023"\n\n',
    ],
    ids=["comma", "excel", "tab", "quoted"],
)
def test_separator_order_and_language_of_the_header_do_not_matter(office: Office, clerk: str, table: str) -> None:
    report = imported(office, clerk, table)

    assert counts(report) == (1, 0, 0, 0)
    assert titles(office)["Pasar; Kota"].year == 2023


def test_all_faults_of_all_rows_are_told_by_row_and_the_others_are_taken(office: Office, clerk: str) -> None:
    report = imported(
        office,
        clerk,
        HEADER
        + BOOK
        + "Al;dua ribu;;;123;;\r\n"
        + ";;;;;;R9\r\n"
        + "\r\n"
        + 'Dua Baris 2024;2024;;;9,78602E+12;"baris satu\nbaris dua";"R\x0b1"\r\n'
        + "Lebih 2024;2024;;;;;R1;sisa\r\n",
    )

    found = {(one["row"], fault["field"], fault["code"]) for one in report["refused"] for fault in one["errors"]}
    assert counts(report) == (1, 0, 0, 4)
    assert found == {
        (3, "title", "too-short"),
        (3, "year", "not-a-year"),
        (3, "isbn", "not-an-isbn"),
        (4, "title", "required"),
        (4, "year", "required"),
        (6, "isbn", "isbn-as-figure"),
        (6, "shelf", "control-characters"),
        (7, "row", "csv-too-many-cells"),
    }
    details = {fault["code"]: fault["detail"] for one in report["refused"] for fault in one["errors"]}
    assert details["not-a-year"] == "Tahun terbit ditulis empat angka antara 1900 dan 2100, misalnya 2024."
    assert [one["title"] for one in report["refused"]] == ["Al", None, "Dua Baris 2024", "Lebih 2024"]


def test_rows_bear_the_numbers_of_the_file_that_the_table_was_cut_from(office: Office, clerk: str) -> None:
    report = imported(office, clerk, HEADER + BOOK + "Al;2024\r\n", first_row=101)

    assert [one["row"] for one in report["refused"]] == [102]


def test_cells_that_look_like_formulas_are_text(office: Office, clerk: str) -> None:
    imported(office, clerk, "judul;tahun;rak\n=1+1;2024;@SUM(A1)\n-2 persen;2024;+62\n")

    assert {title: one.shelf for title, one in titles(office).items()} == {"=1+1": "@SUM(A1)", "-2 persen": "+62"}


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("", {"required"}),
        ("\ufeff\n\n", {"csv-empty"}),
        ("nama;rak\nBuku;R1\n", {"csv-column-missing"}),
        ("judul;tahun;title\nBuku;2024;Book\n", {"csv-column-twice"}),
        ('judul;tahun\n"Buku;2024\n', {"csv-broken"}),
        ("judul;tahun\n" + "Buku;2024\n" * 101, {"csv-too-many-rows"}),
    ],
    ids=["nothing", "blank", "missing", "twice", "broken", "long"],
)
def test_table_that_cannot_be_read_is_refused_whole(office: Office, clerk: str, table: str, codes: set[str]) -> None:
    before = everything(office, besides=["ANSWERS_TABLE", "AUDIT_TABLE"])

    reply = sent(office, clerk, table)

    assert (reply.status, {fault["code"] for fault in reply.json["errors"]}) == (422, codes)
    assert {fault["field"] for fault in reply.json["errors"]} == {"csv"}
    assert everything(office, besides=["ANSWERS_TABLE", "AUDIT_TABLE"]) == before


def test_columns_that_mean_nothing_here_are_named(office: Office, clerk: str) -> None:
    report = imported(office, clerk, "judul;harga\x07;tahun;\nBuku;1000;2024;\n")

    assert (report["unknown_columns"], counts(report)) == (["harga"], (1, 0, 0, 0))


def test_bodies_that_are_no_import_are_refused(office: Office, clerk: str) -> None:
    faults = [
        office.post("/staff/publications/import", body, token=clerk).faults
        for body in ({}, {"source": "ftp"}, {"source": "webapi", "csv": "a"}, {"source": "csv", "first_row": 1})
    ]

    assert faults == [
        {"source": "required"},
        {"source": "not-in-list"},
        {"csv": "unknown-field"},
        {"csv": "required", "first_row": "out-of-range"},
    ]
    assert office.post("/staff/publications/import", {"source": "csv", "csv": "x" * 70_000}, token=clerk).status == 413
    assert office.get("/staff/publications/import").status == 401


def test_same_table_again_writes_nothing(office: Office, clerk: str) -> None:
    imported(office, clerk, HEADER + BOOK)
    before = everything(office, besides=("AUDIT_TABLE",))

    report = imported(office, clerk, HEADER + BOOK)

    assert counts(report) == (0, 0, 1, 0)
    assert everything(office, besides=("AUDIT_TABLE",)) == before


def test_only_cells_that_changed_in_the_table_are_written(office: Office, clerk: str) -> None:
    imported(office, clerk, HEADER + BOOK)
    [book] = titles(office).values()
    correction = {"title": "Kota Banjarmasin Dalam Angka 2024 (Revisi)", "shelf": "R9"}
    office.ask("PATCH", f"/staff/publications/{book.publication_id}", correction, token=clerk)

    report = imported(office, clerk, HEADER + BOOK.replace(";Umum;", ";Daerah;").replace("Angka kota", ""))

    [changed] = titles(office).values()
    assert counts(report) == (0, 1, 0, 0)
    assert (changed.title, changed.shelf) == (correction["title"], "R9")
    assert (changed.subject, changed.abstract) == ("Daerah", "Angka kota")


def test_each_year_of_a_series_is_a_title_of_its_own(office: Office, clerk: str) -> None:
    rows = "".join(f"Banjarmasin Dalam Angka;{year};;1102001.6371;0215-2169;;\n" for year in (2022, 2023, 2024))
    months = "".join(f"Inflasi {month} 2024;2024;;7102004.6371;;;\n" for month in ("Januari", "Februari"))

    report = imported(office, clerk, HEADER + rows + months)

    assert counts(report) == (5, 0, 0, 0)


def test_title_is_found_by_its_isbn_or_by_its_catalogue_number_with_a_longer_title(office: Office, clerk: str) -> None:
    imported(
        office,
        clerk,
        "judul;tahun;isbn;katalog\nPotensi Desa;2024;978-602-6927-44-6;\nIndikator Ekonomi;2024;;9201001.6371\n",
    )

    report = imported(
        office,
        clerk,
        "judul;tahun;isbn;katalog;rak\n"
        "Potensi Desa dan Kelurahan;2024;9786026927446;;R1\n"
        "Indikator Ekonomi / Economic Indicators;2024;;9201001.6371;R2\n",
    )

    assert counts(report) == (0, 2, 0, 0)
    assert {title: one.shelf for title, one in titles(office).items()} == {
        "Potensi Desa dan Kelurahan": "R1",
        "Indikator Ekonomi / Economic Indicators": "R2",
    }


def test_rows_that_mean_one_title_or_could_mean_several_are_left_to_a_person(office: Office, clerk: str) -> None:
    for _ in range(2):
        office.post("/staff/publications", {"title": "Kembar", "year": 2024}, token=clerk)

    report = imported(office, clerk, "judul;tahun\nKembar;2024\nPasar;2024\nPASAR;2024\n")

    told = [(one["row"], one["errors"][0]["code"], one["errors"][0]["detail"]) for one in report["refused"]]
    assert counts(report) == (1, 0, 0, 2)
    assert told[0][:2] == (2, "several-titles")
    assert told[1] == (4, "row-twice", "Baris ini tentang judul yang sama dengan baris 3. Hapus salah satunya.")


def test_withdrawn_title_stays_withdrawn(office: Office, clerk: str) -> None:
    imported(office, clerk, HEADER + BOOK)
    [book] = titles(office).values()
    office.ask("DELETE", f"/staff/publications/{book.publication_id}", token=clerk)

    report = imported(office, clerk, HEADER + BOOK.replace("R1-2", "R7"))

    assert counts(report) == (0, 0, 1, 0)
    assert [(one["row"], one["code"]) for one in report["remarks"]] == [(2, "withdrawn-stays")]
    assert office.get("/publications").json["items"] == []


def test_titles_of_another_unit_are_neither_found_nor_changed(office: Office, clerk: str) -> None:
    form = {"title": "Profil Kota", "year": 2024}
    theirs = office.post("/staff/publications", form, token=clerk).json["publication_id"]
    [book] = titles(office).values()
    office.ports.publications.change(book, {"unit": "7400"})

    report = imported(office, clerk, "judul;tahun;rak\nProfil Kota;2024;R1\n")

    found = office.ports.publications.find(theirs)
    assert counts(report) == (1, 0, 0, 0)
    assert found and found.shelf is None


@every_mode
def test_table_whose_call_was_broken_off_anywhere_is_sent_again_and_each_title_is_there_once(
    office: Office, clerk: str, mode: Mode
) -> None:
    table = "judul;tahun\nPasar;2024\nPotensi Desa;2023\n"
    calls = len(calls_of(lambda: imported(office, clerk, table)))
    assert calls >= 7
    for at in range(1, calls + 1):
        office.begin()
        token = office.signed_in(office.member("petugas"))
        broken_off(partial(sent, office, token, table), mode, at)

        report = imported(office, token, table)

        assert (report["rows"], report["refused_rows"]) == (2, 0), at
        assert sorted(one.title for one in office.ports.publications.of_unit("6371")) == ["Pasar", "Potensi Desa"], at
