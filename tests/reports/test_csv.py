"""A report as CSV: one table that any program reads, and no cell that a spreadsheet would compute (S4)."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.reports.document import Column, Document, Section, Table
from chalicelib.reports.documents.titles import titles_document
from chalicelib.reports.rendering.csv_file import as_csv, parts_of
from chalicelib.wording import LANGUAGES, Language
from tests.reports.samples import documents, empty_documents, heading, titles

COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
CONTEXT = ["2026-11-01", "2026-11-26", "2026-11-26T13:02:03+08:00"]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def with_table(table: Table) -> Document:
    section = Section(code="titles", title="Judul", definition="", table=table)
    return msgspec.structs.replace(titles_document(titles(), heading()), sections=[section])


@settings(max_examples=50)
@given(st.text(max_size=40))
@example('=HYPERLINK("http://x")')
@example("＝1+1")
@example("\0=1+1")
@example('a",=1+1\r\n=1+1')
def test_whatever_a_title_says_is_read_back_as_one_cell_of_text(title: str) -> None:
    document = titles_document(titles(1, title), heading())

    header, row = read(as_csv(document))

    assert row[0] in (f"{title} 2025", f"'{title} 2025")
    assert not row[0].startswith(COMPUTED)
    assert row[2:] == ["1", "2", "0", "3", *CONTEXT]
    assert len(header) == len(row)


def test_numbers_stay_numbers_and_what_was_not_measured_stays_empty_or_says_why() -> None:
    kinds = [Column(kind, kind) for kind in ("decimal", "count", "minutes", "percent", "day")]
    table = Table(kinds, [(Decimal("-1.50"), -3, 601, "belum cukup data", None)], total=("Jumlah", 9, 9, 9, None))

    _, row = read(as_csv(with_table(table)))

    assert row == ["-1.50", "-3", "10.02", "belum cukup data", "", *CONTEXT]


def test_index_of_the_survey_stands_under_its_elements() -> None:
    skm = documents()[2]

    rows = read(as_csv(skm))

    assert rows[0][:6] == ["Kode", "Unsur", "Responden", "NRR (1–4)", "IKM (25–100)", "Mutu"]
    assert rows[0][6:] == ["Awal periode", "Akhir periode", "Dihitung pada"]
    assert rows[1] == ["U1", "Persyaratan", "112", "3.66", "", "", *CONTEXT]
    assert rows[-1] == ["IKM", "Indeks Kepuasan Masyarakat (IKM)", "112", "", "91.67", "A – Sangat Baik", *CONTEXT]


def test_figures_are_a_table_of_their_own() -> None:
    standard = documents()[1]

    rows = read(as_csv(standard, "summary"))

    assert [row[:3] for row in rows[1:]] == [
        ["Dilayani tepat waktu", "99.25", "Dari 266 kunjungan yang dihitung."],
        ["Median menunggu (menit)", "1.97", "Dari 262 kunjungan."],
        ["90 % menunggu paling lama (menit)", "7.02", "Dari 262 kunjungan."],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_every_report_is_a_table(language: Language) -> None:
    for document in (*documents(language), *empty_documents(language)):
        assert parts_of(document)[:2] == [document.main, "summary"]
        for part in parts_of(document):
            rows = read(as_csv(document, part))
            assert {len(row) for row in rows} == {len(rows[0])}, (document.code, part)
