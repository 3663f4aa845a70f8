"""A report as a workbook: typed cells, filters, definitions beside figures, and nothing that is computed (S4)."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.reports.documents.standard import standard_document
from chalicelib.reports.documents.titles import titles_document
from chalicelib.reports.rendering.xlsx_file import as_xlsx
from chalicelib.wording import LANGUAGES, Language
from tests.reports.samples import documents, empty_documents, heading, standard, titles
from tests.reports.workbook import Read, Workbook

TEXT = st.text(st.characters(exclude_characters="\ufffe\uffff", codec="utf-8"), max_size=40)


def book_of(place: int, language: Language = "id") -> Workbook:
    return Workbook(as_xlsx(documents(language)[place]))


@settings(max_examples=40)
@given(TEXT)
@example("=1+1")
@example("http://example.com")
@example("\0=1+1\r\n_x0041_")
@example("0123")
def test_whatever_a_title_says_is_read_back_as_text(title: str) -> None:
    book = Workbook(as_xlsx(titles_document(titles(1, title), heading())))

    _, row, _ = book.rows("Menurut judul")

    assert (row[0].kind, row[0].value) == ("s", f"{title} 2025")
    assert "<f>" not in book.source("Menurut judul") and "<hyperlink" not in book.source("Menurut judul")


def test_cells_are_of_their_types() -> None:
    rows = Workbook(as_xlsx(standard_document(standard(), heading()))).rows("Janji yang tidak ditepati")

    assert rows[1] == [
        Read("n", "46331", "dd/mm/yyyy"),
        Read("s", "A-017", "@"),
        Read("n", f"{601 / 86400:.16g}", "[m]:ss"),
        Read("s", "Dilayani terlambat", "@"),
        Read("s", "Pengunjung sedang ramai", "@"),
        Read("s", "Rombongan dari SMA datang bersamaan", "@"),
    ]
    assert rows[2][2] == Read("n", "", "@")


def test_month_is_a_date_and_a_share_a_number() -> None:
    months, services = book_of(2).rows("Menurut bulan"), book_of(0).rows("Menurut layanan")

    assert months[2][0] == Read("n", "46327", "mmm yyyy")
    assert months[1][2] == Read("s", "kelompok kecil", "@")
    assert services[1][1:] == [Read("n", "140", "#,##0"), Read("n", "55.56", '0.00" %"')]


def test_first_sheet_says_what_the_report_is_and_what_its_figures_mean() -> None:
    book = book_of(2)

    said = [cell.value for cell in chain.from_iterable(book.rows("Ringkasan"))]
    properties = {one.tag.rpartition("}")[2]: one.text for one in book.xml("docProps/core.xml")}

    assert said[:5] == [
        "Laporan Survei Kepuasan Masyarakat (SKM)",
        "Pelayanan Statistik Terpadu, BPS Kota Banjarmasin",
        "Jalan Gatot Subroto No. 5, Banjarmasin 70235",
        "Periode: 1 November 2026 sampai dengan 26 November 2026",
        "Dihitung pada 26 November 2026 pukul 13.02 WITA",
    ]
    assert "Target 132, menurut 200 pengguna periode sebelumnya." in said
    assert any("dibulatkan satu kali (Permen PANRB 14/2017)" in text for text in said)
    assert (properties["title"], properties["creator"]) == (said[0], "BPS Kota Banjarmasin")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_filter_a_fixed_head_and_a_sheet_of_its_own(language: Language) -> None:
    for document in (*documents(language), *empty_documents(language)):
        book = Workbook(as_xlsx(document))
        assert len(set(book.names)) == len(document.sections) + 1
        for name in book.names[1:]:
            assert "<autoFilter" in book.source(name) and 'state="frozen"' in book.source(name), (document.code, name)
        charts = [part for part in book.parts if part.startswith("xl/charts/chart")]
        assert len(charts) == sum(section.chart is not None for section in document.sections)
