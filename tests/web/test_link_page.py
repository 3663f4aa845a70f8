"""The page behind the link in the mail: looking takes nothing, the button gives, every refusal has a way on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, ApiDouble, problem, too_many
from tests.web.visit_answers import answering_unit

PHONE = (390, 844)
TOKEN = "Lk0_tokenOfOneLink-aaaaaaaaaaaaaaaaaaaaaaaa"
COPY = b"%PDF-1.7 marked copy, first part" + b" and its tail"
PARTS = [
    {"size": 32, "sha256": hashlib.sha256(COPY[:32]).hexdigest()},
    {"size": len(COPY) - 32, "sha256": hashlib.sha256(COPY[32:]).hexdigest()},
]
LinkPage = Callable[..., tuple[Page, ApiDouble]]


def a_view(**changes: Any) -> dict[str, Any]:
    """POST /api/links/view of a link that opens."""
    view = {
        "title": "Kota Banjarmasin Dalam Angka 2024",
        "pages": 359,
        "size_bytes": 4_213_000,
        "parts": PARTS,
        "copy_code": "LP-7K3M-9QXD-2F5A",
        "expires_at": "2025-12-02T02:05:00Z",
        "state": "active",
        "may_rate": False,
    }
    return {**view, **changes}


@pytest.fixture
def link_page(page_at: PageAt, static_site: str) -> LinkPage:
    """The link's page on a phone, and the service behind it; storage answers under /penyimpanan."""

    def opened(
        answer: Answer | Callable[..., Answer | None] | None = None,
        fragment: str = f"#{TOKEN}",
        size: tuple[int, int] = PHONE,
    ) -> tuple[Page, ApiDouble]:
        page = page_at(*size)
        service = ApiDouble(page)
        service.on("GET", "/unit", answering_unit())
        service.on("POST", "/links/view", answer or (200, a_view()))
        service.on("POST", "/links/open", (200, an_opening(static_site)))
        page.route("**/penyimpanan/**", _storage)
        page.goto(f"{static_site}/unduh/{fragment}")
        return page, service

    return opened


def an_opening(site: str) -> dict[str, Any]:
    """POST /api/links/open."""
    return {
        "url": f"{site}/penyimpanan/salinan",
        "filename": "Kota Banjarmasin Dalam Angka 2024 (LP-7K3M-9QXD-2F5A).pdf",
        "size_bytes": len(COPY),
        "parts": PARTS,
        "expires_at": "2025-11-25T02:10:00Z",
    }


def _storage(route: Route) -> None:
    headers = {"Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="salinan.pdf"'}
    route.fulfill(status=200, body=COPY, headers=headers)


def button(page: Page) -> Any:
    return page.locator(".download")


def test_link_shows_what_it_leads_to_and_until_when_but_not_for_whom(link_page: LinkPage) -> None:
    page, _ = link_page((200, a_view(name="Siti Nurhaliza")))

    expect(page.get_by_role("heading", level=1, name="Salinan Anda siap diunduh")).to_be_focused()
    expect(page.locator(".publication")).to_contain_text("Kota Banjarmasin Dalam Angka 2024")
    expect(page.locator(".publication")).to_contain_text("PDF, 359 halaman, 4,2 MB")
    expect(page.locator(".until")).to_contain_text("2 Des 2025, 10.05")
    assert "Siti" not in page.content()


def test_looking_opens_nothing_and_the_token_never_stands_in_an_address_that_is_sent(link_page: LinkPage) -> None:
    page, service = link_page()

    expect(button(page)).to_be_visible()
    page.reload()
    expect(button(page)).to_be_visible()

    assert service.sent("POST", "/links/open") == []
    assert all(TOKEN not in one.url for one in service.requests)
    assert service.sent("POST", "/links/view")[0].post_data_json == {"token": TOKEN}


def test_button_downloads_and_can_be_pressed_again(link_page: LinkPage) -> None:
    page, service = link_page()

    with page.expect_download():
        button(page).click()
    expect(page.get_by_role("status")).to_contain_text("Unduhan dimulai")
    with page.expect_download() as second:
        page.get_by_role("button", name="Unduh lagi").click()

    assert second.value.path().read_bytes() == COPY
    assert len(service.sent("POST", "/links/open")) == 2


@pytest.mark.parametrize(
    ("status", "code", "heading"),
    [
        (410, "link-expired", "Tautan ini sudah tidak berlaku"),
        (410, "copy-gone", "Salinan ini sudah dihapus"),
        (410, "copy-withdrawn", "Publikasi ini sudah ditarik"),
        (403, "link-revoked", "Tautan ini sudah dihentikan"),
        (404, "unknown-link", "Tautan ini tidak kami kenali"),
        (429, "too-many-requests", "Mohon coba lagi sebentar lagi"),
        (500, "accident", "Ada gangguan pada layanan kami"),
    ],
)
def test_refused_link_says_what_to_do_and_how_to_reach_the_office(
    link_page: LinkPage, axe: AxeCheck, status: int, code: str, heading: str
) -> None:
    page, _ = link_page(problem(status, code, "x"))

    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page.locator("office-contact")).to_contain_text("05116773031")
    expect(button(page)).to_be_hidden()
    expect(page).to_have_title(re.compile(heading))
    axe(page)
    page.get_by_role("button", name="English").click()
    axe(page)


def test_link_that_ends_between_looking_and_pressing_says_so(link_page: LinkPage) -> None:
    page, service = link_page()
    service.on("POST", "/links/open", problem(410, "link-expired", "x"))

    button(page).click()

    expect(page.get_by_role("heading", level=1, name="Tautan ini sudah tidak berlaku")).to_be_visible()


def test_busy_service_at_the_button_says_when_to_press_again(link_page: LinkPage) -> None:
    page, service = link_page()
    service.on("POST", "/links/open", too_many(45))

    button(page).click()

    expect(page.get_by_role("alert")).to_contain_text("45 detik")
    expect(button(page)).to_be_visible()


def test_expired_link_is_renewed_for_the_address_that_it_was_sent_to(link_page: LinkPage, axe: AxeCheck) -> None:
    page, service = link_page(problem(410, "link-expired", "x"))
    wrong = {"field": "email", "code": "address-differs", "detail": "x"}
    service.on("POST", "/links/renew", problem(422, "invalid-form", "x", [wrong]))
    page.get_by_role("button", name="Kirim tautan baru").click()
    expect(page.locator("#email-fault")).to_contain_text("Isi alamat email Anda.")
    assert service.sent("POST", "/links/renew") == []
    page.get_by_label("Alamat email Anda").fill("lain@example.com")
    page.get_by_role("button", name="Kirim tautan baru").click()
    expect(page.locator("#email-fault")).to_contain_text("bukan alamat yang dikirimi tautan lama")
    axe(page)
    service.on("POST", "/links/renew", (200, {"sent_to": "s***@example.com"}))

    page.get_by_label("Alamat email Anda").fill("siti@example.com")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name="Tautan baru dikirim")).to_be_focused()
    expect(page.locator("[data-screen=renewed]")).to_contain_text("Tautan baru dikirim ke s***@example.com.")
    assert service.bodies("POST", "/links/renew")[-1] == {"token": TOKEN, "email": "siti@example.com"}
    axe(page)


@pytest.mark.parametrize("ended", [False, True])
def test_visit_is_rated_below_the_copy_whether_or_not_the_link_still_opens(
    link_page: LinkPage, axe: AxeCheck, ended: bool
) -> None:
    status, body = problem(410, "link-expired", "x")[:2]
    page, service = link_page((status, body | {"may_rate": True}) if ended else (200, a_view(may_rate=True)))
    service.on("POST", "/links/feedback", (201, {"rating": 4}))
    expect(page.locator("rating-offer")).to_be_visible()
    axe(page)

    page.locator("rating-offer .face").nth(3).click()
    axe(page)
    page.get_by_role("button", name="Cukup, kirim penilaian").click()

    expect(page.get_by_role("heading", level=1, name="Terima kasih atas penilaian Anda")).to_be_focused()
    assert service.bodies("POST", "/links/feedback") == [{"token": TOKEN, "rating": 4}]
    page.get_by_role("button", name="Kembali ke salinan Anda").click()
    expect(page.locator("rating-offer")).to_be_hidden()


def test_line_in_the_mail_leads_to_the_faces_at_once_and_rates_nothing_by_itself(link_page: LinkPage) -> None:
    page, service = link_page((200, a_view(may_rate=True)), f"#{TOKEN}/nilai")

    expect(page.get_by_role("heading", level=1, name="Seberapa puas Anda dengan layanan kami?")).to_be_focused()
    page.get_by_role("button", name="Kembali").click()

    expect(button(page)).to_be_visible()
    assert service.bodies("POST", "/links/view") == [{"token": TOKEN}]
    assert service.sent("POST", "/links/feedback") == []


def test_visit_that_is_rated_says_so_to_whoever_comes_to_rate_it(link_page: LinkPage, axe: AxeCheck) -> None:
    page, _ = link_page(fragment=f"#{TOKEN}/nilai")

    expect(page.locator("copy-link")).to_contain_text("Kunjungan ini sudah dinilai")
    expect(button(page)).to_be_visible()
    axe(page)


def test_renewal_that_must_wait_or_comes_too_late_says_so(link_page: LinkPage, axe: AxeCheck) -> None:
    page, service = link_page(problem(410, "link-expired", "x"))
    page.get_by_label("Alamat email Anda").fill("siti@example.com")
    service.on("POST", "/links/renew", too_many(45))
    page.get_by_role("button", name="Kirim tautan baru").click()
    expect(page.get_by_role("alert")).to_contain_text("45 detik")
    axe(page)
    service.on("POST", "/links/renew", lambda _: None)
    page.get_by_role("button", name="Kirim tautan baru").click()
    expect(page.get_by_role("alert")).to_contain_text("Sambungan terputus.")

    service.on("POST", "/links/renew", problem(410, "copy-gone", "x"))
    page.get_by_role("button", name="Kirim tautan baru").click()

    expect(page.get_by_role("heading", level=1, name="Salinan ini sudah dihapus")).to_be_focused()


def test_lost_connection_is_told_and_mended_by_trying_again(link_page: LinkPage) -> None:
    page, service = link_page(lambda _: None)

    expect(page.get_by_role("heading", level=1, name="Sambungan terputus")).to_be_visible()
    service.on("POST", "/links/view", (200, a_view()))
    page.get_by_role("button", name="Coba lagi").click()

    expect(button(page)).to_be_visible()


def test_page_without_a_token_sends_the_reader_to_the_mail(link_page: LinkPage, axe: AxeCheck) -> None:
    page, service = link_page(fragment="")

    expect(page.get_by_role("heading", level=1, name="Buka halaman ini dari email Anda")).to_be_visible()
    axe(page)
    assert service.sent("POST", "/links/view") == []


def test_page_works_where_the_office_cannot_be_asked(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PHONE)
    service = ApiDouble(page)
    service.on("GET", "/unit", problem(500, "accident", "x"))
    service.on("POST", "/links/view", (200, a_view()))

    page.goto(f"{static_site}/unduh/#{TOKEN}")

    expect(button(page)).to_be_visible()
    expect(page.locator("office-contact")).to_be_hidden()


def test_other_link_in_the_same_tab_is_looked_at_anew(link_page: LinkPage) -> None:
    page, service = link_page()
    expect(button(page)).to_be_visible()

    service.on("POST", "/links/view", (200, a_view(title="Statistik Daerah 2023")))
    page.evaluate("location.hash = 'another'")

    expect(page.locator(".publication")).to_contain_text("Statistik Daerah 2023")
    assert service.sent("POST", "/links/view")[-1].post_data_json == {"token": "another"}


def test_downloaded_file_is_checked_part_by_part_on_the_device(link_page: LinkPage, tmp_path: Any) -> None:
    page, service = link_page()
    whole, torn = tmp_path / "utuh.pdf", tmp_path / "terpotong.pdf"
    whole.write_bytes(COPY)
    torn.write_bytes(COPY[:-3] + b"ale")
    page.get_by_text("Periksa keutuhan berkas").click()

    page.locator("file-check input").set_input_files(whole)
    expect(page.locator("file-check .banner")).to_contain_text("Utuh:")
    page.locator("file-check input").set_input_files(torn)
    expect(page.locator("file-check .banner")).to_contain_text("Berbeda:")

    expect(page.locator(".prints code")).to_have_text([str(part["sha256"]) for part in PARTS])
    assert {one.url.split("/api")[1] for one in service.requests} <= {"/unit", "/links/view"}


def test_title_is_only_text(link_page: LinkPage) -> None:
    page, _ = link_page((200, a_view(title='<img src=x onerror="document.title=1">{{7*7}}')))

    expect(page.locator(".publication")).to_contain_text('<img src=x onerror="document.title=1">{{7*7}}')

    assert page.locator("main img").count() == 0


def test_ready_page_is_accessible_in_both_languages_and_fits_a_small_phone(link_page: LinkPage, axe: AxeCheck) -> None:
    page, _ = link_page(size=(320, 640))
    expect(button(page)).to_be_visible()
    page.locator("summary").click()

    for language in ("Bahasa Indonesia", "English"):
        page.get_by_role("button", name=language).click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_whole_way_goes_by_keyboard(link_page: LinkPage) -> None:
    page, _ = link_page()
    expect(page.get_by_role("heading", level=1, name="Salinan Anda siap diunduh")).to_be_focused()

    page.keyboard.press("Tab")
    expect(button(page)).to_be_focused()
    with page.expect_download():
        page.keyboard.press("Enter")

    expect(page.get_by_role("status").locator(".banner")).to_be_visible()
