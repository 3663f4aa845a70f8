"""The promise's report: the share kept first and largest, how it came about, and every promise that was missed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.report_answers import a_standard
from tests.web.staff_answers import answering_staff, sign_in
from tests.web.visit_answers import a_unit, answering_unit

A4 = [596, 843]
ReportPage = Callable[..., tuple[Page, ApiDouble]]


@pytest.fixture
def report_page(page_at: PageAt, static_site: str) -> ReportPage:
    """The report on the promise, opened by somebody at the desk, with the service behind it."""

    def opened(unit: dict[str, Any] | None = None, **changes: Any) -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        service = answering_staff(page)
        service.on("GET", "/unit", answering_unit(**(unit or {})))
        service.on("GET", "/staff/reports/standard", (200, a_standard(**changes)))
        page.goto(f"{static_site}/petugas/#janji")
        sign_in(page)
        expect(page.locator("standard-report .large-figure")).to_be_visible()
        return page, service

    return opened


def cells(page: Page, list_name: str) -> list[list[str]]:
    rows = page.locator(f"standard-report :is([data-list={list_name}], [data-figure={list_name}] tbody) tr").all()
    return [
        [
            cell.inner_text() if cell.is_visible() else (cell.text_content() or "")
            for cell in row.locator("th, td").all()
        ]
        for row in rows
    ]


def test_share_stands_first_with_what_it_means_and_every_miss_below(report_page: ReportPage, axe: AxeCheck) -> None:
    page, service = report_page()
    report = page.locator("standard-report")

    expect(page.locator("standard-report .key-figure")).to_contain_text("Dilayani dalam 10 menit")
    expect(page.locator("standard-report .large-figure")).to_have_text("93,33%", use_inner_text=True)
    expect(page.locator("standard-report .key-figure")).to_contain_text("28 dari 30 kunjungan")
    expect(page.locator("standard-report .key-figure")).to_contain_text("3 menit 52 detik")
    expect(report.locator(".lead").last).to_have_text(
        "Perpustakaan tercetak (ruang baca), 1 November 2025 sampai 25 November 2025", use_inner_text=True
    )
    expect(report).to_contain_text("paling lambat 10 menit setelah buku tamu diisi")
    expect(report).to_contain_text("salinan buku kertas tanpa jam mulai dilayani")
    expect(report).to_contain_text("Dihitung 25 Nov 2025, 10.05.")
    page.locator("standard-report summary").nth(1).click()
    assert cells(page, "days") == [
        ["10 November 2025", "12", "11", "91,67%"],
        ["24 November 2025", "18", "17", "94,44%"],
    ]
    assert cells(page, "reasons") == [["Pengunjung sedang ramai", "1"], ["Belum diberi alasan", "1"]]
    assert cells(page, "misses") == [
        [
            "10 November 2025",
            "A-004",
            "12 menit 34 detik",
            "Dilayani terlambat",
            "Pengunjung sedang ramai",
            "Rombongan sekolah",
        ],
        ["24 November 2025", "A-011", "–", "Tidak sempat dilayani", "Belum diberi alasan", "–"],
    ]
    axe(page)
    assert service.sent("GET", "/staff/reports/standard")[0].url.endswith("/standard?")
    expect(page.locator("#janji-from")).to_have_value("2025-11-01")


def test_chart_draws_the_promise_between_those_who_were_served_in_time_and_the_others(report_page: ReportPage) -> None:
    page, _ = report_page()
    chart = page.locator("[data-figure=waits] .chart")
    limit = float(chart.locator(".limit").get_attribute("x1") or 0)

    expect(chart.locator(".value")).to_have_text(["9", "8", "6", "3", "2", "1"])
    bars = [(float(bar.get_attribute("x") or 0), bar.get_attribute("class")) for bar in chart.locator(".bar").all()]
    assert [look for x, look in bars if x < limit] == ["bar"] * 5
    assert [look for x, look in bars if x > limit] == ["bar missed"] * 4
    page.locator("[data-language=en]").click()
    expect(chart.locator(".side")).to_have_text(["← kept", "missed →"])
    expect(chart.locator("svg")).to_have_attribute("aria-label", re.compile("line at 10 minutes"))


def test_without_counted_visits_nothing_is_invented(report_page: ReportPage, axe: AxeCheck) -> None:
    empty = [{**band, "visits": 0} for band in a_standard()["distribution"]]
    nothing = {"share": None, "counted": 0, "within": 0, "reason": "belum-cukup-data", "median_seconds": None}
    page, _ = report_page(**nothing, p90_seconds=None, distribution=empty, reasons=[], misses=[], days=[])

    expect(page.locator("standard-report .banner.heed")).to_contain_text("Belum cukup data")
    expect(page.locator("standard-report .large-figure")).to_have_text("–")
    expect(page.locator("standard-report .key-figure")).not_to_contain_text("%")
    expect(page.locator("standard-report [data-part=misses]")).to_be_hidden()
    expect(page.locator("standard-report")).not_to_contain_text("Tidak ada janji yang terlewat pada periode ini.")
    axe(page)


def test_period_and_service_are_chosen_and_a_long_period_is_told_by_months(report_page: ReportPage) -> None:
    services = [{**one, "limit_minutes": 10} for one in a_unit()["services"]]
    page, service = report_page({"services": services}, **{"from": "2025-09-01", "to": "2025-11-25"})
    expect(page.locator("standard-report h2", has_text="Bulan demi bulan")).to_be_visible()
    page.locator("standard-report summary").nth(1).click()
    assert cells(page, "days") == [["November 2025", "30", "28", "93,33%"]]

    page.locator("#janji-service").select_option(label="Perpustakaan digital")
    page.locator("standard-report").get_by_role("button", name="Bulan sebelumnya").click()

    expect(page.locator("#janji-from")).to_have_value("2025-09-01")
    asked = service.sent("GET", "/staff/reports/standard")[-1].url
    assert asked.endswith("?service=digital&from=2025-08-01&to=2025-08-31")
    faults = [{"field": "to", "code": "out-of-range", "detail": "x"}]
    service.on("GET", "/staff/reports/standard", problem(422, "invalid-form", "x", faults))
    page.locator("standard-report").get_by_role("button", name="Tampilkan").click()
    expect(page.locator("#janji-to-fault")).to_contain_text("tidak boleh sebelum tanggal awal")


def test_report_fits_on_paper_with_its_tables_and_without_the_controls(report_page: ReportPage) -> None:
    page, _ = report_page()

    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))).pages

    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert len(sheets) <= 2
    assert [round(side) for side in sheets[0].mediabox[2:]] == A4
    assert "Pelayanan Statistik Terpadu, BPS Kota Banjarmasin" in words
    assert "lebih dari 30 menit" in words
    assert "Rombongan sekolah" in words
    assert "Tampilkan" not in words
    expect(page.locator("standard-report details[open]")).to_have_count(0)
