"""The copies on the visitor's own phone: asked for, followed, downloaded, and what is said when that fails."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import AxeCheck
from tests.web.api_double import problem
from tests.web.kiosk_steps import look_again
from tests.web.phone_steps import Phone, a_ready_request
from tests.web.visit_answers import VISIT_TOKEN, a_delivery, a_visit


def test_copy_is_asked_for_followed_and_downloaded(phone: Phone, axe: AxeCheck, static_site: str) -> None:
    page, service = phone()
    asked = {"request_id": "r1", "state": "queued", "deliveries": [a_delivery("app")]}
    service.on("POST", "/visit/requests", (202, asked))
    service.on("POST", "/visit/requests/r1/open", (200, {"url": f"{static_site}/bersama/ikon.svg#copy"}))
    page.get_by_role("button", name="Cari publikasi").click()
    axe(page)
    page.get_by_role("button", name="Pilih publikasi ini Kota Banjarmasin Dalam Angka 2024").click()
    page.get_by_role("button", name="Unduh di ponsel ini").click()
    expect(page.locator("request-progress")).to_contain_text("Permintaan diterima.")
    axe(page)
    ready = a_ready_request(deliveries=[a_delivery("app", "ready")])
    service.on("GET", "/visit", (200, a_visit(requests=[ready])))
    look_again(page)
    axe(page)

    page.get_by_role("button", name="Unduh salinan (4,2 MB)").click()

    page.wait_for_url("**/ikon.svg#copy")
    (sent,) = service.sent("POST", "/visit/requests/r1/open")
    assert sent.headers["authorization"] == f"Bearer {VISIT_TOKEN}"
    assert service.bodies("POST", "/visit/requests") == [{"publication_id": "p1", "channels": ["app"]}]


def test_accepted_request_stays_in_sight_while_the_list_is_behind(phone: Phone) -> None:
    page, service = phone()
    asked = {"request_id": "r1", "state": "queued", "deliveries": [a_delivery()]}
    service.on("POST", "/visit/requests", (202, asked))
    page.get_by_role("button", name="Cari publikasi").click()
    page.get_by_role("button", name="Pilih publikasi ini Kota Banjarmasin Dalam Angka 2024").click()
    page.get_by_role("button", name="Kirim ke email saya").click()
    expect(page.locator("request-progress")).to_be_visible()

    look_again(page)

    expect(page.locator("request-progress")).to_contain_text("Permintaan diterima.")
    expect(page.get_by_role("button", name="Kirim ke email saya")).to_be_hidden()


def test_refused_request_is_explained_where_it_was_made(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    title = "Satu kunjungan dapat membawa pulang paling banyak sepuluh publikasi."
    service.on("POST", "/visit/requests", problem(409, "too-many-publications", title))
    page.get_by_role("button", name="Cari publikasi").click()
    page.get_by_role("button", name="Pilih publikasi ini Kota Banjarmasin Dalam Angka 2024").click()

    page.get_by_role("button", name="Kirim ke email saya").click()

    expect(page.locator("copy-request [role=alert]")).to_contain_text(title)
    axe(page)
    many = "Sudah banyak email dikirim ke alamat ini. Salinan tetap dapat diambil di halaman kunjungan Anda."
    service.on("POST", "/visit/requests", problem(429, "too-many-sends", many))
    page.get_by_role("button", name="Kirim ke email saya").click()
    expect(page.locator("copy-request [role=alert]")).to_contain_text(many)


def test_publication_without_a_digital_copy_leads_to_the_shelf(phone: Phone) -> None:
    page, _ = phone()
    page.get_by_role("button", name="Cari publikasi").click()

    page.get_by_role("button", name="Pilih publikasi ini Produk Domestik Regional Bruto").click()

    expect(page.locator("copy-request")).to_contain_text("Rak C-07")
    expect(page.get_by_role("button", name="Kirim ke email saya")).to_be_hidden()


def test_expired_copy_is_explained_beside_its_button(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(requests=[a_ready_request()])
    service.on("POST", "/visit/requests/r1/open", problem(410, "link-expired", "Masa berlaku tautan ini sudah lewat."))
    expect(page.locator("request-list")).to_contain_text("Dapat diunduh sampai 2 Des 2025, 10.00.")

    page.get_by_role("button", name="Unduh salinan").click()

    expect(page.locator("request-list .card > [role=alert]")).to_contain_text("Masa berlaku tautan ini sudah lewat.")
    axe(page)
