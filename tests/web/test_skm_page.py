"""The public page of the survey: the newest result large, those before it as a trend, and an honest empty state."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.report_answers import a_result
from tests.web.visit_answers import answering_unit

PUBLIC = ("from", "to", "published_on", "respondents", "ikm", "grade", "elements", "target")


def a_public_result(publication: str, **changes: Any) -> dict[str, Any]:
    """An item of GET /api/skm."""
    return {name: value for name, value in a_result(publication, **changes).items() if name in PUBLIC}


def opened(page: Page, site: str, *results: dict[str, Any], query: str = "") -> ApiDouble:
    service = ApiDouble(page)
    service.on("GET", "/unit", answering_unit())
    service.on("GET", "/skm", (200, {"unit": "6371", "items": list(results)}))
    page.goto(f"{site}/skm/{query}")
    return service


def test_newest_result_stands_large_in_words_with_its_chart_and_those_before_it(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(390, 844)
    newest = a_public_result("2025-01-01.2025-12-31.1", ikm=88.42, grade="A", published_on="2026-01-08")
    opened(page, static_site, newest, a_public_result("2024-07-01.2024-12-31.1", respondents=98, target=169))

    figure = page.locator(".key-figure")
    expect(figure).to_contain_text("88,42")
    expect(figure).to_contain_text("Mutu A: Sangat Baik")
    expect(figure).to_contain_text("Dipublikasikan 8 Januari 2026.")
    expect(figure).to_contain_text("Target responden tercapai.")
    expect(page.locator("[data-figure=elements] .value")).to_contain_text(["3,60", "3,51", "3,38"])
    expect(page.locator("[data-figure=earlier] .axis").last).to_have_text("2025")
    expect(page.locator("[data-figure=earlier] .value")).to_have_text(["86,25", "88,42"])
    expect(page.get_by_role("link", name="Sampaikan pengaduan")).to_have_attribute("href", "../pengaduan/")
    axe(page)
    page.get_by_role("button", name="English").click()
    page.locator("[data-figure=earlier] summary").click()
    expect(page.locator("[data-figure=earlier] tbody tr").last).to_have_text(
        "1 July 2024 to 31 December 2024 86.25 B 98".replace(" 86", "\t86").replace(" B ", "\tB\t"), use_inner_text=True
    )
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    words = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages)
    assert "U9 Facilities" in words
    assert "Print this page" not in words


def test_before_the_first_result_the_page_says_so_and_a_failure_can_be_tried_again(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(390, 844)
    service = opened(page, static_site, query="?unit=6371")
    expect(page.get_by_text("belum dipublikasikan")).to_be_visible()
    axe(page)
    assert service.sent("GET", "/skm")[0].url.endswith("/skm?unit=6371")

    service.on("GET", "/skm", problem(400, "malformed", "Permintaan ini tidak dapat dibaca."))
    page.reload()
    expect(page.locator(".banner.bad")).to_have_text("Permintaan ini tidak dapat dibaca.")
    axe(page)
    service.on("GET", "/skm", (200, {"unit": "6371", "items": [a_public_result("2024-01-01.2024-12-31.1")]}))
    page.get_by_role("button", name="Coba lagi").click()

    expect(page.locator(".large-figure")).to_contain_text("86,25")
    expect(page.locator("[data-figure=earlier]")).to_be_hidden()
