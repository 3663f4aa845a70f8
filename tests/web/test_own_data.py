"""On the visit's page a person sees, downloads, corrects and erases what is held; the notice says what that is."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
from playwright.sync_api import expect

from chalicelib.office.privacy_schemas import HeldShape
from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.held_answers import CONTACT, a_held, an_erasure
from tests.web.phone_steps import PHONE, Phone
from tests.web.visit_answers import a_visit, answering_visits

SLIP = {"field": "email", "code": "did-you-mean", "detail": "Maksud Anda siti@gmail.com?"}


def test_person_sees_downloads_and_corrects_what_is_held(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    msgspec.convert(a_held(), HeldShape)
    service.on("GET", "/visit/data", (200, a_held()))
    page.get_by_role("button", name="Data saya").click()
    shown = page.locator("own-data")
    expect(shown).to_contain_text("siti.rahmah@example.com")
    expect(shown).to_contain_text("Disimpan sampai 25 Des 2025, 10.05, lalu dihapus malam itu juga.")
    expect(shown).to_contain_text("Disetujui 25 Nov 2025, 10.05")
    expect(shown).to_contain_text("Email: terkirim 25 Nov 2025, 10.07")
    expect(shown).to_contain_text("Kode LP-ABCD-EFGH-JKMN, diminta 25 November 2025.")
    axe(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh data saya").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8")) == a_held()

    page.get_by_role("button", name="Perbaiki data").click()
    page.get_by_label("Nama lengkap").fill("Siti Aminah")
    page.get_by_label("Alamat email").fill("siti@gmial.com")
    page.get_by_label("Instansi, sekolah").fill("")
    service.on("PATCH", "/visit/data", (200, a_held()))
    service.on("POST", "/visit/email", problem(422, "invalid-form", "Ada isian yang perlu diperbaiki.", [SLIP]))
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("own-data-form error-summary")).to_contain_text("Maksud Anda siti@gmail.com?")
    axe(page)

    service.on("POST", "/visit/email", (200, a_visit()))
    service.on("GET", "/visit/data", (200, a_held(contact=CONTACT | {"name": "Siti Aminah", "institution": None})))
    page.get_by_role("button", name="Simpan").click()

    expect(shown).to_contain_text("Data Anda sudah diperbaiki.")
    expect(shown.locator("[data-list=contact]")).to_contain_text("Siti Aminah")
    sent = [json.loads(one.post_data or "") for one in service.requests if one.method == "PATCH"][-1]
    assert sent == {"name": "Siti Aminah", "phone": CONTACT["phone"], "remove": ["institution"]}
    again = [json.loads(one.post_data or "") for one in service.requests if one.url.endswith("/visit/email")][-1]
    assert again == {"email": "siti@gmial.com", "email_confirmed": True}


def test_person_who_is_sure_erases_everything_and_the_page_forgets_its_key(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    service.on("GET", "/visit/data", (200, a_held()))
    service.on("DELETE", "/visit/data", (200, an_erasure()))
    page.get_by_role("button", name="Data saya").click()
    page.get_by_role("button", name="Hapus data saya", exact=True).click()
    expect(page.locator("own-data sure-button")).to_contain_text("tempat Anda dalam antrean")
    axe(page)

    page.get_by_role("button", name="Ya, hapus data saya").click()

    expect(page.get_by_role("heading", name="Data Anda sudah dihapus")).to_be_focused()
    axe(page)
    assert (page.url.partition("#")[2], page.evaluate("sessionStorage.getItem('loket.visit')")) == ("", None)
    assert "A-007" not in page.content()


def test_visit_that_was_erased_says_so(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PHONE)
    service = answering_visits(ApiDouble(page))
    service.on("GET", "/visit", problem(410, "visit-erased", "Data kunjungan ini sudah dihapus."))

    page.goto(f"{static_site}/kunjungan/#Vv0_tokenOfOneVisit-aaaaaaaaaaaaaaaaaaaaaaa")

    expect(page.get_by_role("heading", name="Data Anda sudah dihapus")).to_be_visible()
    assert page.url.endswith("/kunjungan/")


def test_notice_tells_the_office_s_own_times_and_leads_back_to_the_kiosk(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(*PHONE)
    answering_visits(ApiDouble(page))
    page.clock.install()
    page.goto(f"{static_site}/privasi/#kiosk")
    expect(page.locator("[data-slot=contact]")).to_contain_text("30 hari sejak kunjungan.")
    expect(page.locator("[data-slot=copies]")).to_contain_text("7 hari sejak dibuat")
    expect(page.locator("office-contact")).to_contain_text("BPS Kota Banjarmasin")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    page.clock.fast_forward(61_000)

    page.wait_for_url("**/kiosk/")
