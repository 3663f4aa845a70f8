"""A report on paper: what it says, in which order, in which letters, and that nothing in it can act."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from chalicelib.reports.document import Document
from chalicelib.reports.documents.standard import standard_document
from chalicelib.reports.documents.titles import titles_document
from chalicelib.reports.documents.visits import visits_document
from chalicelib.reports.rendering import paper
from chalicelib.reports.rendering.paper import Box, Paper, Rule, Text
from chalicelib.reports.rendering.pdf_chart import lay_chart
from chalicelib.reports.rendering.pdf_file import as_pdf
from chalicelib.reports.rendering.pdf_table import lay_table
from chalicelib.wording import LANGUAGES, Language
from tests.reports.samples import documents, empty_documents, heading, standard, titles, visits

TOKENS = Path(__file__).parents[2] / "web" / "bersama" / "tokens.css"


def read(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(as_pdf(document)))


def pages_of(document: Document) -> list[str]:
    return [page.extract_text() for page in read(document).pages]


def said(document: Document) -> str:
    return " ".join(" ".join(pages_of(document)).split())


def root_of(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def outline_of(reader: PdfReader) -> list[Any]:
    return list(reader.outline)


def test_report_says_who_made_it_of_when_and_what_its_figures_mean() -> None:
    text = said(documents()[2])

    in_order = [
        "Pelayanan Statistik Terpadu, BPS Kota Banjarmasin",
        "Jalan Gatot Subroto No. 5, Banjarmasin 70235",
        "Telepon 05116773031 · Surel bps6371@bps.go.id · Laman banjarmasinkota.bps.go.id",
        "Laporan Survei Kepuasan Masyarakat (SKM)",
        "Periode: 1 November 2026 sampai dengan 26 November 2026",
        "Dihitung pada 26 November 2026 pukul 13.02 WITA",
        "91,67 Dari 112 responden.",
        "A – Sangat Baik",
        "Target 132, menurut 200 pengguna periode sebelumnya.",
        "IKM = jumlah NRR sembilan unsur ÷ 9 × 25",
        "U8 Penanganan pengaduan, saran, dan masukan 105 3,73",
        "Oktober 2026 4 kelompok kecil",
        "Mengetahui, Kepala BPS Kota Banjarmasin",
        "NIP",
    ]
    assert [found for found in in_order if found not in text] == []
    assert [text.index(found) for found in in_order] == sorted(text.index(found) for found in in_order)


@pytest.mark.parametrize(("language", "tag"), [("id", "id-ID"), ("en", "en")])
def test_file_tells_its_title_language_and_author_and_brings_its_letters(language: Language, tag: str) -> None:
    for document in documents(language):
        reader = read(document)
        about = reader.metadata
        assert about is not None
        assert (about.title, about.author) == (document.name, "BPS Kota Banjarmasin")
        assert root_of(reader)["/Lang"] == tag
        assert root_of(reader)["/ViewerPreferences"]["/DisplayDocTitle"]
        fonts = [font for page in reader.pages for font in fonts_of(page)]
        drawn = [font for font in fonts if font["/Subtype"] == "/TrueType"]
        assert drawn and all("/FontFile2" in font["/FontDescriptor"] for font in drawn)
        assert [entry.title for entry in outline_of(reader)] == [
            document.title,
            *(one.title for one in document.sections),
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_head_is_broken(language: Language) -> None:
    for section in (section for document in documents(language) for section in document.sections):
        sheet = Paper()

        lay_table(sheet, section.table, section.title, language)

        heads = [mark.text for mark in sheet.pages[0] if isinstance(mark, Text) and mark.colour == paper.BLUE_DEEP]
        assert " ".join(heads) == " ".join(column.title for column in section.table.columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_of_nothing_says_so_and_invents_no_figure(language: Language) -> None:
    missing = {"id": "belum cukup data", "en": "not enough data"}[language]
    for document in empty_documents(language):
        text = said(document)

        assert not re.search(r"\b0[.,]00\b", text), document.code
        if document.code in ("standard", "skm", "skd", "complaints"):
            assert missing in text, document.code


def test_long_table_has_its_head_on_every_sheet_and_every_sheet_its_number() -> None:
    pages = pages_of(titles_document(titles(600), heading()))

    table = [page for page in pages if "Kota Banjarmasin Dalam Angka" in page]
    assert len(table) > 10
    assert all(re.search(r"Judul\s+Tahun\s+Cetak\s+Dibaca", page) for page in table)
    assert all("Menurut judul (lanjutan)" in page for page in table[1:])
    assert all(f"Halaman {number} dari {len(pages)}" in page for number, page in enumerate(pages, 1))


@pytest.mark.parametrize("rows", range(20, 80, 3))
def test_signature_never_stands_on_a_sheet_alone(rows: int) -> None:
    last = pages_of(standard_document(standard(rows), heading()))[-1]

    assert "Mengetahui," in last and "A-0" in last


def test_text_is_drawn_as_it_was_written_and_nothing_in_it_acts() -> None:
    hostile = '<a href="file:///etc/passwd">x</a> <img src="http://127.0.0.1/x"/> {{7*7}} & Nguyễn 王小明 ' + "w" * 400
    document = titles_document(titles(1, hostile), heading())

    reader = read(document)
    text = "".join(page.extract_text() for page in reader.pages)
    together = re.sub(r"\s", "", text)

    assert '<ahref="file:///etc/passwd">x</a><imgsrc="http://127.0.0.1/x"/>{{7*7}}&Nguyễn' in together
    assert "WangXiaoMing" in together and "w" * 400 in together
    assert not [page for page in reader.pages if page.get("/Annots")]
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(root_of(reader))


def test_report_of_a_year_shows_its_months_first_and_its_days_last() -> None:
    document = visits_document(visits(365), heading(days=365))

    text = said(document)

    assert text.index("Menurut bulan") < text.index("Menurut jenis instansi") < text.index("Menurut hari")
    assert "Januari 2027" in text and "2.836" in text


def test_late_visits_differ_by_more_than_colour_and_the_promise_has_its_line() -> None:
    distribution = standard_document(standard(), heading()).section("distribution")
    sheet = Paper()
    assert distribution.chart is not None

    lay_chart(sheet, distribution.chart, distribution.table, "id")

    marks = sheet.pages[0]
    columns = [mark for mark in marks if isinstance(mark, Box) and mark.colour != paper.PAPER]
    assert [box.hatched for box in columns] == [False] * 5 + [True] * 4
    assert columns[0].high == pytest.approx(columns[1].high * 141 / 60)
    assert [mark.dashed for mark in marks if isinstance(mark, Rule)].count(True) == 1
    texts = [mark.text for mark in marks if isinstance(mark, Text)]
    assert {"Kunjungan", "batas janji layanan", "141", "0–2", "> 30"} <= set(texts)


def test_colours_are_those_of_the_pages() -> None:
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", TOKENS.read_text("utf-8")))

    ours = {name.lower().replace("_", "-"): getattr(paper, name) for name in vars(paper) if _is_colour(name)}

    assert ours == {name: tokens[name] for name in ours}
    assert len(ours) == 11


def _is_colour(name: str) -> bool:
    return str(getattr(paper, name)).startswith("#") and name.isupper()
