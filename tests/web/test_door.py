"""The door of the site: where a visitor can go from here."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble
from tests.web.visit_answers import answering_unit


def test_door_leads_to_the_pages_and_is_accessible_in_both_languages(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(320, 640)
    ApiDouble(page).on("GET", "/unit", answering_unit())

    page.goto(f"{static_site}/")
    expect(page.locator("office-contact")).to_be_visible()

    links = page.locator("main a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "kiosk/",
        "papan/",
        "cek/",
        "pengaduan/",
        "skm/",
        "petugas/",
    ]
    for language in ("Bahasa Indonesia", "English"):
        page.get_by_role("button", name=language).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        axe(page)


def test_door_opens_without_the_service(page_at: PageAt, static_site: str) -> None:
    page = page_at(390, 844)
    ApiDouble(page)

    page.goto(f"{static_site}/")

    expect(page.get_by_role("link", name="Papan antrean")).to_be_visible()
    expect(page.locator("office-contact")).to_be_hidden()


def test_address_of_no_page_says_what_to_do_and_how_to_reach_the_office(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(320, 640)
    ApiDouble(page).on("GET", "/unit", answering_unit())

    page.goto(f"{static_site}/tidak-ada/")

    expect(page.get_by_role("heading", level=1, name="Halaman ini tidak ada")).to_be_visible()
    expect(page.locator("office-contact")).to_contain_text("05116773031")
    for language in ("Bahasa Indonesia", "English"):
        page.get_by_role("button", name=language).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        axe(page)
