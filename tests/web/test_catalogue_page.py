"""The catalogue on a visitor's phone: covers, what narrows a search, and how a search was understood."""

from __future__ import annotations

import gzip
from base64 import b64decode
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser import AxeCheck, PageAt
from tests.web.phone_steps import PHONE, Phone, open_phone
from tests.web.visit_answers import PUBLICATIONS, a_found

MOST_BYTES = 100_000
PICTURE = b64decode("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=")
FACETS = {
    "year": [{"value": "2024", "count": 7}, {"value": "2023", "count": 12}],
    "subject": [{"value": "Kependudukan", "count": 15}, {"value": "Sosial", "count": 4}],
}


def with_covers(page: Page) -> list[str]:
    """Answers pictures of covers; gives the addresses that were asked for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="image/jpeg", body=PICTURE)

    page.route("**/covers/**", answer)
    return asked


def books(number: int) -> list[dict[str, Any]]:
    return [{**PUBLICATIONS[0], "publication_id": f"p{n}", "cover_url": f"/covers/p{n}/a.jpg"} for n in range(number)]


def test_catalogue_weighs_less_than_100_kb_before_pictures_and_pictures_wait_to_be_seen(
    page_at: PageAt, static_site: str
) -> None:
    page = page_at(*PHONE)
    covers, weights = with_covers(page), dict[str, int]()
    page.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body()))}))
    service = open_phone(page, static_site)
    service.on("GET", "/publications", (200, a_found(*books(20), facets=FACETS, total=20)))

    page.get_by_role("button", name="Cari publikasi").click()

    expect(page.locator(".publication")).to_have_count(20)
    page.locator(".cover img").first.evaluate("image => image.complete || new Promise((done) => (image.onload = done))")
    assert 1 <= len(covers) < 20
    assert 20_000 < sum(size for url, size in weights.items() if "/covers/" not in url) < MOST_BYTES


def test_search_is_narrowed_by_keyboard_and_says_how_it_was_understood(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    with_covers(page)
    page.get_by_role("button", name="Cari publikasi").click()
    taken = {"corrected": "penduduk banjarmasin", "missing": ["xylofon"], "partial": False}
    found = a_found(*books(2), PUBLICATIONS[2], facets=FACETS, search=taken, next="c", total=19)
    service.on("GET", "/publications", (200, found))

    page.locator("#words").fill("penduduk banjarmasn xylofon")
    page.locator("#words").press("Enter")

    expect(page.locator("catalogue-search [role=status]")).to_contain_text("Menampilkan 3 dari 19 publikasi.")
    expect(page.locator("[data-part=corrected]")).to_contain_text("Menampilkan hasil untuk “penduduk banjarmasin”.")
    expect(page.locator("[data-part=missing]")).to_contain_text("Tidak ada publikasi dengan “xylofon”.")
    expect(page.locator(".cover img").first).to_be_visible()
    expect(page.locator(".cover img").last).to_be_hidden()
    expect(page.locator(".publication").first).to_contain_text("Salinan digital tersedia")
    expect(page.locator(".publication").last).to_contain_text("Rak C-07")
    axe(page)

    page.locator("#facet-subject").focus()
    page.locator("#facet-subject").select_option(label="Kependudukan (15)")
    page.locator("#facet-year").select_option(label="2023 (12)")

    expect(page.locator("#facet-year")).to_have_value("2023")
    last = service.sent("GET", "/publications")[-1].url
    assert last.endswith("?unit=6371&limit=20&q=penduduk+banjarmasn+xylofon&subject=Kependudukan&year=2023")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#facet-year option").first).to_have_text("All")
    expect(page.locator("#facet-year")).to_have_value("2023")
    page.locator("#words").fill("harga")
    page.locator("#words").press("Enter")
    expect(page.locator("#facet-year")).to_have_value("")
    assert service.sent("GET", "/publications")[-1].url.endswith("?unit=6371&limit=20&q=harga")
