"""Is this copy ours? The page that answers it to anybody, naming nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem, too_many
from tests.web.visit_answers import answering_unit

CODE = "LP-7K3M-9QXD-2F50"
GENUINE = {
    "genuine": True,
    "publication": {"title": "Kota Banjarmasin Dalam Angka 2024", "year": 2024},
    "issued_on": "2025-11-25",
    "unit": "Pelayanan Statistik Terpadu, BPS Kota Banjarmasin",
}
CheckPage = Callable[..., tuple[Page, ApiDouble]]


@pytest.fixture
def check_page(page_at: PageAt, static_site: str) -> CheckPage:
    """The page on a phone; the service knows one copy."""

    def opened(query: str = "", size: tuple[int, int] = (390, 844)) -> tuple[Page, ApiDouble]:
        page = page_at(*size)
        service = ApiDouble(page)
        service.on("GET", "/unit", answering_unit())
        service.on("GET", "/copies/.*", problem(404, "unknown-copy", "x"))
        service.on("GET", f"/copies/{CODE}", (200, GENUINE))
        page.goto(f"{static_site}/cek/{query}")
        return page, service

    return opened


def heading(page: Page, words: str) -> Any:
    return page.get_by_role("heading", level=1, name=words)


def test_code_in_the_address_is_answered_with_the_publication_and_the_day(check_page: CheckPage) -> None:
    page, _ = check_page(f"?kode={CODE}")

    expect(heading(page, "Kode ini tercatat di kantor kami")).to_be_focused()
    expect(page.locator(".answer")).to_contain_text("Kota Banjarmasin Dalam Angka 2024")
    expect(page.locator(".answer")).to_contain_text("25 November 2025")
    expect(page.locator(".answer")).to_contain_text("BPS Kota Banjarmasin")


TYPED = (
    "lp-7k3m-9qxd-2f50",
    " LP 7K3M 9QXD 2F50 ",
    "7k3m9qxd2f50",
    "LP-7K3M-9QXD-2F5O",
    "LP–7K3M–9QXD–2F50",
    "1p7k3m9qxd2f50",
)


def test_code_is_understood_as_people_type_it(check_page: CheckPage) -> None:
    page, service = check_page()

    for times, typed in enumerate(TYPED, 1):
        page.locator("#kode").fill(typed)
        page.locator("#kode").press("Enter")
        expect(heading(page, "Kode ini tercatat di kantor kami")).to_be_visible()
        assert len(service.sent("GET", f"/copies/{CODE}")) == times, typed
        page.go_back()
        expect(heading(page, "Periksa keaslian salinan")).to_be_visible()


def test_answer_has_an_address_of_its_own_and_back_leads_to_the_question(check_page: CheckPage) -> None:
    page, _ = check_page()
    page.locator("#kode").fill(CODE)
    page.get_by_role("button", name="Periksa").click()
    expect(heading(page, "Kode ini tercatat di kantor kami")).to_be_visible()

    assert page.url.endswith(f"?kode={CODE}")
    page.go_back()

    expect(heading(page, "Periksa keaslian salinan")).to_be_visible()
    expect(page.locator("#kode")).to_have_value("")


def test_unknown_code_is_said_plainly_with_what_to_do(check_page: CheckPage) -> None:
    page, _ = check_page("?kode=LP-0000-0000-0000")

    expect(heading(page, "Kode ini tidak ditemukan")).to_be_visible()
    expect(page.locator("section:visible")).to_contain_text("LP-0000-0000-0000")
    expect(page.locator("office-contact")).to_contain_text("05116773031")


NO_CODES = {
    "LP-7K3M": "Kode salinan terdiri atas LP dan 12 huruf atau angka",
    "": "Isi kode salinan.",
    "LP-7K3M-9QXD-2F5U": "Kode salinan terdiri atas LP dan 12 huruf atau angka",
}


def test_what_cannot_be_a_code_is_not_asked_for(check_page: CheckPage, axe: AxeCheck) -> None:
    page, service = check_page()

    for typed, words in NO_CODES.items():
        page.locator("#kode").fill(typed)
        page.get_by_role("button", name="Periksa").click()
        expect(page.locator("error-summary")).to_be_focused()
        expect(page.locator("error-summary")).to_contain_text(words)
        expect(page.locator("#kode")).to_have_attribute("aria-invalid", "true")
        expect(page).to_have_title(re.compile("^Kesalahan: "))
        axe(page)
    assert service.sent("GET", "/copies/.*") == []


def test_lost_connection_can_be_tried_again(check_page: CheckPage, axe: AxeCheck) -> None:
    page, service = check_page()
    service.on("GET", f"/copies/{CODE}", lambda _: None)
    page.locator("#kode").fill(CODE)
    page.get_by_role("button", name="Periksa").click()

    expect(heading(page, "Kode belum dapat diperiksa")).to_be_visible()
    axe(page)
    service.on("GET", f"/copies/{CODE}", (200, GENUINE))
    page.get_by_role("button", name="Periksa lagi").click()

    expect(heading(page, "Kode ini tercatat di kantor kami")).to_be_visible()


def test_too_many_checks_say_when_to_come_back(check_page: CheckPage) -> None:
    page, service = check_page()
    service.on("GET", f"/copies/{CODE}", too_many(120))

    page.locator("#kode").fill(CODE)
    page.get_by_role("button", name="Periksa").click()

    expect(page.locator(".banner.bad")).to_contain_text("120 detik")


def test_nothing_of_the_address_is_taken_for_markup(check_page: CheckPage) -> None:
    page, service = check_page('?kode=<img src=x onerror="document.title=1">')

    expect(page.locator("error-summary")).to_be_visible()

    assert page.locator("main img").count() == 0
    assert service.sent("GET", "/copies/.*") == []


@pytest.mark.parametrize("query", ["", f"?kode={CODE}", "?kode=LP-0000-0000-0000"])
def test_every_answer_is_accessible_in_both_languages_on_a_small_phone(
    check_page: CheckPage, axe: AxeCheck, query: str
) -> None:
    page, _ = check_page(query, (320, 640))
    expect(page.locator("office-contact")).to_be_visible()
    expect(page.locator("[data-screen=asking]")).to_be_hidden()

    axe(page)
    page.get_by_role("button", name="English").click()
    axe(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
