"""Importing titles on the staff page: a table portion by portion, and the WebAPI as it goes, with what to do next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.staff_answers import answering_staff, sign_in

PATH = "/staff/publications/import"
Desk = Callable[[], tuple[Page, ApiDouble]]
NO_KEY = (
    "Kunci WebAPI BPS untuk kantor ini belum disimpan. Minta pengelola sistem menyimpannya di parameter store (SSM)."
)


def a_report(source: str = "csv", state: str = "done", **changes: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("import_id", "reason", "reason_code", "started_at", "changed_at", "page", "pages"))
    counts = dict.fromkeys(("rows", "added", "changed", "unchanged", "refused_rows"), 0)
    lists: dict[str, Any] = {"refused": [], "remarks": [], "unknown_columns": []}
    return {"source": source, "state": state, **nothing, **counts, **lists, **changes}


def a_refusal(row: int, title: str | None, **faults: str) -> dict[str, Any]:
    errors = [{"field": field, "code": "x", "detail": detail} for field, detail in faults.items()]
    return {"row": row, "title": title, "errors": errors}


@pytest.fixture
def desk(page_at: PageAt, static_site: str) -> Desk:
    """The import screen, signed in."""

    def opened() -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        service = answering_staff(page)
        service.on("GET", PATH, (200, a_report("webapi", "none")))
        page.goto(f"{static_site}/petugas/#impor")
        sign_in(page)
        expect(page.get_by_role("heading", name="Impor publikasi")).to_be_visible()
        return page, service

    return opened


def choose(page: Page, file: Path, content: str, encoding: str = "utf-8") -> None:
    file.write_bytes(content.encode(encoding))
    page.locator("#import-file").set_input_files(file)
    page.get_by_role("button", name="Impor berkas ini").click()


def said(page: Page, element: str) -> Locator:
    return page.locator(f"{element} [role=status]")


def test_table_goes_in_portions_and_comes_back_as_one_report(desk: Desk, tmp_path: Path, axe: AxeCheck) -> None:
    page, service = desk()

    def taken(request: Request) -> Answer:
        body = request.post_data_json or {}
        rows = 40 if body["first_row"] == 105 else 100
        fault = a_refusal(body["first_row"] + 3, "Al", isbn="ISBN terdiri atas 10 atau 13 angka.", year="Isi tahun.")
        remark = {"row": body["first_row"], "title": "Lama", "code": "withdrawn-stays", "detail": "Tetap ditarik."}
        report: dict[str, Any] = {
            "rows": rows,
            "added": rows - 2,
            "unchanged": 1,
            "refused_rows": 1,
            "unknown_columns": ["harga"],
        }
        return 200, a_report(refused=[fault], remarks=[remark], **report)

    service.on("POST", PATH, taken)
    rows = [f'Buku {number};2024;"baris satu\nbaris ""dua"""' for number in range(1, 141)]
    rows[2:2] = ["", ";;", "   "]
    choose(page, tmp_path / "buku.csv", "judul;tahun;abstrak\r\n" + "\r\n".join(rows))

    report = page.locator("table-import import-report")
    expect(said(page, "table-import")).to_have_text(
        "Selesai, tetapi 2 baris belum masuk. Sebabnya ada di bawah.", use_inner_text=True
    )
    expect(report.locator("h3").first).to_have_text("Hasil impor buku.csv", use_inner_text=True)
    expect(report.locator(".tallies li:visible")).to_have_text(
        ["140 baris", "136 baru", "2 tidak berubah", "2 belum masuk"], use_inner_text=True
    )
    expect(report.locator("tbody tr")).to_have_count(4)
    expect(report.locator("tbody tr").nth(1)).to_contain_text("Tahun: Isi tahun.")
    expect(report).to_contain_text("Kolom yang tidak dikenal dan tidak dibaca: harga.")
    expect(report).to_contain_text("Baris 105, Lama: Tetap ditarik.", use_inner_text=True)
    bodies = service.bodies("POST", PATH)
    assert [(body["source"], body["first_row"]) for body in bodies] == [("csv", 2), ("csv", 105)]
    assert [body["csv"].count("Buku") for body in bodies] == [100, 40]
    assert bodies[0]["csv"].startswith('judul;tahun;abstrak\nBuku 1;2024;"baris satu\nbaris ""dua"""\nBuku 2;')
    assert bodies[0]["csv"].count("\n\n\n\nBuku 3;") == 1
    assert bodies[1]["csv"].startswith("judul;tahun;abstrak\nBuku 101;")
    axe(page)


def test_spreadsheet_files_of_old_and_tables_of_other_marks_are_read(desk: Desk, tmp_path: Path) -> None:
    page, service = desk()
    service.on("POST", PATH, (200, a_report(rows=1, added=1)))

    for name, content, encoding in (
        ("a.csv", "sep=;\r\njudul;tahun\r\nKafé;2024\r\n", "windows-1252"),
        ("b.csv", "judul\ttahun\r\nKafé\t2024\r\n", "utf-16"),
        ("c.csv", "\ufeffjudul,tahun\nKafé,2024", "utf-8"),
    ):
        choose(page, tmp_path / name, content, encoding)
        expect(page.locator("table-import h3").first).to_have_text(f"Hasil impor {name}", use_inner_text=True)

    assert [(body["csv"], body["first_row"]) for body in service.bodies("POST", PATH)] == [
        ("sep=;\njudul;tahun\nKafé;2024\n", 3),
        ("judul\ttahun\nKafé\t2024\n", 2),
        ("judul,tahun\nKafé,2024\n", 2),
    ]
    expect(said(page, "table-import")).to_have_text("Selesai: semua baris sudah masuk.", use_inner_text=True)


def test_file_that_cannot_be_taken_says_why_and_what_to_do(desk: Desk, tmp_path: Path, axe: AxeCheck) -> None:
    page, service = desk()
    missing = [{"field": "csv", "code": "csv-column-missing", "detail": "Kolom tahun tidak ada."}]
    service.on("POST", PATH, problem(422, "invalid-form", "Ada isian yang perlu diperbaiki.", missing))
    summary = page.locator("table-import error-summary")

    page.get_by_role("button", name="Impor berkas ini").click()
    expect(summary).to_contain_text("Pilih berkas CSV.")
    for content, words in (
        ("PK\x03\x04\x00", "Ini berkas Excel"),
        ('judul;tahun\nSatu;2024\n"Dua;2024\nTiga;2024\n', "Tanda kutip pada baris 3 tidak ditutup"),
        ("judul;tahun\n;;\n", "Berkas ini kosong"),
        ("judul;rak\nBuku;R1\n", "Kolom tahun tidak ada."),
    ):
        choose(page, tmp_path / "buku.csv", content)
        expect(summary).to_contain_text(words)

    expect(summary).to_be_focused()
    assert len(service.sent("POST", PATH)) == 1
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_lost_connection_tells_how_far_it_went_and_a_row_too_long_is_told(desk: Desk, tmp_path: Path) -> None:
    page, service = desk()
    page.clock.install()
    first = (200, a_report(rows=100, added=100))
    service.on("POST", PATH, lambda request: first if (request.post_data_json or {})["first_row"] == 2 else None)
    rows = [f"Buku {number};2024" for number in range(1, 121)] + ["x" * 70_000 + ";2024"]

    choose(page, tmp_path / "buku.csv", "judul;tahun\n" + "\n".join(rows))
    for _ in range(2):
        expect(said(page, "table-import")).to_contain_text("Mengimpor: 101 dari 121 baris")
        page.clock.run_for(5000)

    expect(said(page, "table-import")).to_contain_text("Sambungan terputus setelah 101 dari 121 baris.")
    expect(page.locator("table-import tbody tr")).to_contain_text("122")
    expect(page.locator("table-import tbody tr")).to_contain_text("terlalu panjang")


def test_example_can_be_downloaded_and_is_a_table_that_is_taken(desk: Desk) -> None:
    page, _ = desk()

    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh contoh CSV").click()

    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == "contoh-publikasi.csv"
    assert content.startswith(b"\xef\xbb\xbfjudul;tahun;subjek;nomor katalog;ISBN;abstrak;rak\r\n")


def test_fetching_is_followed_to_its_end(desk: Desk, axe: AxeCheck) -> None:
    page, service = desk()
    page.clock.install()
    area, button = page.locator("webapi-import"), page.get_by_role("button", name="Ambil dari WebAPI BPS")
    at = {"changed_at": "2025-11-25T02:00:00Z"}
    answers = [
        a_report("webapi", "running", page=0, **at),
        a_report("webapi", "running", page=3, pages=7, rows=30, added=28, unchanged=2, **at),
        a_report("webapi", page=7, pages=7, rows=64, added=60, refused_rows=1, unchanged=3, **at)
        | {"refused": [a_refusal(12, None, pub_id="Tanpa nomor pengenal.")]},
    ]
    service.on("POST", PATH, (200, answers[0]))
    service.on("GET", PATH, lambda _: (200, answers[0]))

    button.click()
    expect(said(page, "webapi-import")).to_have_text("Menghubungi WebAPI BPS", use_inner_text=True)
    expect(button).to_have_attribute("aria-disabled", "true")
    answers.pop(0)
    page.clock.run_for(2100)
    expect(said(page, "webapi-import")).to_have_text(
        "Mengambil: halaman 3 dari 7 selesai, 30 judul", use_inner_text=True
    )
    expect(area.locator("progress")).to_have_attribute("max", "7")
    axe(page)
    answers.pop(0)
    page.clock.run_for(2100)

    expect(said(page, "webapi-import")).to_contain_text("Selesai: 64 judul di WebAPI BPS sudah dibandingkan, 1 di")
    expect(area.locator("tbody tr")).to_contain_text("Tanpa nomor pengenal.")
    expect(area.locator("progress")).to_be_hidden()
    expect(button).to_have_attribute("aria-disabled", "false")
    asked = len(service.sent("GET", PATH))
    page.clock.run_for(10_000)
    assert len(service.sent("GET", PATH)) == asked, "what is over is not asked for again"
    page.locator("[data-language=en]").click()
    expect(said(page, "webapi-import")).to_contain_text("Done: 64 titles")
    axe(page)


def test_what_stands_in_the_way_of_fetching_is_said_plainly(desk: Desk) -> None:
    page, service = desk()
    failed = a_report("webapi", "failed", reason=NO_KEY, reason_code="webapi-key-missing")
    service.on("POST", PATH, problem(409, "import-running", "Sedang diambil."))
    service.on("GET", PATH, (200, failed))

    page.get_by_role("button", name="Ambil dari WebAPI BPS").click()
    expect(said(page, "webapi-import")).to_have_text(f"Pengambilan berhenti. {NO_KEY}", use_inner_text=True)
    service.on("POST", PATH, problem(409, "webapi-not-offered", "Kantor ini belum punya kode domain."))
    page.get_by_role("button", name="Ambil dari WebAPI BPS").click()

    expect(said(page, "webapi-import")).to_have_text("Kantor ini belum punya kode domain.", use_inner_text=True)
    expect(page.locator('nav a[href="#publikasi"]')).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Kembali ke daftar").click()
    expect(page.get_by_role("heading", name="Publikasi", exact=True)).to_be_visible()
    expect(page.locator('nav a[href="#publikasi"]')).to_have_attribute("aria-current", "page")
