"""The printed ticket: the page that Chromium makes of it, at both widths of paper."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import PageAt
from tests.web.api_double import ApiDouble
from tests.web.kiosk_steps import EMAIL, NAME, PORTRAIT, Kiosk, fill_to_check, send
from tests.web.qr_codes import picture_says
from tests.web.visit_answers import KIOSK_TOKEN, VISIT_TOKEN, a_unit, an_opened_visit, answering_unit, answering_visits

DOTS_PER_MM = 12
A, B = (
    {"ticket_id": f"t-{number}", "number": number, "service": service, "ahead": 0, "estimate_minutes": 0}
    for number, service in (("A-007", "printed"), ("B-012", "digital"))
)


def printed(page: Page) -> bytes:
    """The ticket, taken and printed."""
    fill_to_check(page)
    send(page)
    expect(page.locator(".ticket .number").first).to_be_visible()
    return page.pdf(prefer_css_page_size=True)


def picture_of(content: bytes) -> Image.Image:
    sheet: Any = pypdfium2.PdfDocument(content)[0]  # type: ignore[no-untyped-call]
    picture: Image.Image = sheet.render(scale=DOTS_PER_MM * 25.4 / 72).to_pil()
    return picture


@pytest.mark.parametrize(
    ("query", "size", "content_mm"), [("?kertas=58", (58, 117), 48), ("", (80, 133), 72)], ids=["58 mm", "80 mm"]
)
def test_slip_of_two_numbers_is_one_page_of_the_rolls_width_without_a_name(
    page_at: PageAt, static_site: str, query: str, size: tuple[int, int], content_mm: int
) -> None:
    page = page_at(*PORTRAIT)
    service = answering_visits(ApiDouble(page))
    service.on("POST", "/visits", (201, an_opened_visit(tickets=[A, B])))
    page.goto(f"{static_site}/kiosk/{query}#{KIOSK_TOKEN}")
    expect(page.locator("#begin")).to_be_visible()
    assert page.url == f"{static_site}/kiosk/"
    page.reload()

    content = printed(page)

    (sheet,) = PdfReader(BytesIO(content)).pages
    assert [float(side) / 72 * 25.4 for side in sheet.mediabox[2:]] == pytest.approx(size, abs=0.4)
    text = " ".join(sheet.extract_text().split())
    for words in (
        "BPS Kota Banjarmasin",
        "A-007",
        "Perpustakaan tercetak (ruang baca)",
        "B-012",
        "Perpustakaan digital",
        "Diambil",
    ):
        assert words in text
    for secret in (NAME, EMAIL, VISIT_TOKEN, "Nomor antrean Anda"):
        assert secret not in text
    picture = picture_of(content)
    box = picture.convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    assert box is not None
    assert (box[2] - box[0]) / DOTS_PER_MM <= content_mm
    assert picture_says(picture, f"{static_site}/kunjungan/#{VISIT_TOKEN}")

    page.evaluate("() => { window.prints = 0; window.print = () => { window.prints += 1; }; }")
    page.get_by_role("button", name="Cetak nomor").click()
    assert page.evaluate("window.prints") == 1


def test_long_names_and_many_numbers_stay_on_one_page(kiosk: Kiosk) -> None:
    page, service = kiosk()
    long = "Layanan perpustakaan, konsultasi, dan rekomendasi kegiatan statistik sektoral " * 2
    services = [{**one, "name": long} for one in a_unit()["services"]]
    page.evaluate("localStorage.setItem('loket.paper', '58')")
    service.on("GET", "/unit", answering_unit(services=services, short_name=long))
    page.reload()
    for tickets in ([A], [A, B, A], [A, B] * 4):
        service.on("POST", "/visits", (201, an_opened_visit(tickets=tickets)))

        (sheet,) = PdfReader(BytesIO(printed(page))).pages

        assert sheet.extract_text().count("A-007") == tickets.count(A)
        page.locator("#leave").click()
