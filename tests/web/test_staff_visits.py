"""The guestbook at the desk: the day's visits, an entry for a visitor who needs a hand, and the paper book."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect
from pypdf import PdfReader

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.held_answers import CONTACT, an_erasure
from tests.web.staff_answers import a_listed_ticket, a_listed_visit, a_page_of, answering_staff, sign_in
from tests.web.visit_answers import TUESDAY_MORNING, VISIT_TOKEN, an_opened_visit

BookPage = Callable[..., tuple[Page, ApiDouble]]


@pytest.fixture
def book_page(page_at: PageAt, static_site: str) -> BookPage:
    """The guestbook's area on Tuesday at 10.05, and the service behind it."""

    def opened(*visits: dict[str, Any]) -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        page.clock.install(time=TUESDAY_MORNING)
        service = answering_staff(page)
        service.on("GET", "/staff/visits", (200, a_page_of(*visits)))
        service.on("POST", "/staff/visits", (201, an_opened_visit()))
        page.goto(f"{static_site}/petugas/#tamu")
        sign_in(page)
        expect(page.locator("visit-list")).to_be_visible()
        return page, service

    return opened


def summary(page: Page) -> Any:
    return page.locator("visit-form error-summary")


def begin(page: Page) -> None:
    page.get_by_role("button", name="Catat kunjungan").click()


def fill(page: Page) -> None:
    """What is obligatory, of somebody who has come for the printed library."""
    page.locator("#guest-name").fill("Siti Nurhaliza")
    page.locator("#guest-email").fill("siti@gmail.com")
    page.locator("visit-form label", has_text="Perpustakaan tercetak").click()


def record(page: Page) -> None:
    page.locator("visit-form button[type=submit]").click()


def test_visits_of_a_day_are_told_without_a_name(book_page: BookPage, axe: AxeCheck) -> None:
    done = a_listed_ticket(state="done", served_at="2025-11-25T02:01:00Z", finished_at="2025-11-25T02:04:00Z")
    page, service = book_page(
        a_listed_visit("v1", done, a_listed_ticket("B-001", service="digital")),
        a_listed_visit("v2", a_listed_ticket("A-002", state="serving"), source="phone", group_size=12),
        a_listed_visit("v3", a_listed_ticket("A-003", state="no-show"), source="staff", state="finished"),
        a_listed_visit("v4", a_listed_ticket("A-004", state="cancelled"), source="paper", ended="day-end"),
    )
    rows = page.locator("visit-list tbody tr")

    expect(rows).to_have_count(5)
    assert [text.replace("\n", "").split("\t")[3:] for text in rows.all_inner_texts()[:3]] == [
        ["09.59", "10.01", "10.04", "1", "Kios", "Kontak A-001"],
        ["09.59", "–", "–", "", "bersama A-001", ""],
        ["09.59", "–", "–", "12", "Ponsel", "Kontak A-002"],
    ]
    expect(rows.nth(2)).to_contain_text("Sedang dilayani")
    expect(rows.nth(4)).to_contain_text("Buku kertas")
    expect(rows.nth(4).locator(".tag.heed")).to_have_text("Ditutup otomatis", use_inner_text=True)
    expect(page.locator("visit-list .lead")).to_contain_text("25 November 2025: 4 kunjungan, 15 orang")
    axe(page)

    service.on("GET", "/staff/visits", (200, a_page_of()))
    page.get_by_role("button", name="Hari sebelumnya").click()
    expect(page.locator("visit-list .empty")).to_contain_text("Belum ada kunjungan pada 24 November 2025.")
    assert "day=2025-11-24" in service.sent("GET", "/staff/visits")[-1].url


def test_contact_of_one_visit_is_opened_with_a_warning_corrected_and_erased_by_whoever_is_sure(
    book_page: BookPage, axe: AxeCheck
) -> None:
    page, service = book_page(a_listed_visit("v1", a_listed_ticket("A-001")))
    person = {"contact": CONTACT, "kept_until": "2025-12-25T02:05:00Z", "erased_at": None}
    service.on("GET", "/staff/visits/v1", (200, a_listed_visit("v1") | {"consents": [], "requests": []} | person))
    service.on("POST", "/staff/erasures", (200, an_erasure()))
    page.get_by_role("button", name="Kontak A-001").click()
    shown = page.locator("visit-person > dialog")
    expect(shown).to_contain_text("Pembukaan data ini tercatat atas nama Anda.")
    expect(shown).to_contain_text("siti.rahmah@example.com")
    expect(shown).to_contain_text("Disimpan sampai 25 Des 2025, 10.05")
    axe(page)

    corrected = person | {"contact": CONTACT | {"name": "Siti Aminah", "phone": None}}
    service.on("PATCH", "/staff/visits/v1", (200, a_listed_visit("v1") | {"consents": [], "requests": []} | corrected))
    page.get_by_role("button", name="Perbaiki").click()
    shown.get_by_label("Nama lengkap").fill("Siti Aminah")
    shown.get_by_label("Nomor telepon").fill("")
    axe(page)
    page.get_by_role("button", name="Simpan perbaikan").click()
    expect(shown.locator("dl")).to_contain_text("Siti Aminah")
    sent: Any = service.sent("PATCH", "/staff/visits/v1")[-1].post_data_json
    assert (sent["name"], sent["remove"], "phone" in sent) == ("Siti Aminah", ["phone"], False)

    page.get_by_role("button", name="Hapus data atas permintaan pengunjung").click()
    expect(page.locator("visit-person sure-dialog")).to_contain_text(
        "Pastikan yang meminta adalah pengunjung itu sendiri."
    )
    page.get_by_role("button", name="Ya, hapus").click()

    expect(shown).to_contain_text("Data pengunjung sudah dihapus.")
    assert "siti.rahmah" not in page.content()
    assert service.sent("POST", "/staff/erasures")[-1].post_data_json == {"visit_id": "v1"}


def test_visitor_is_helped_by_keyboard_and_handed_a_number(book_page: BookPage, axe: AxeCheck) -> None:
    page, service = book_page()
    begin(page)
    expect(page.locator("visit-form h2").first).to_be_focused()
    expect(page.locator("visit-form")).to_contain_text("Tanyakan kepada pengunjung.")
    assert page.locator("visit-form [data-consent]:checked").count() == 0

    page.locator("#guest-name").focus()
    page.keyboard.type("Siti Nurhaliza")
    page.keyboard.press("Tab")
    page.keyboard.type("siti@gmail.com")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("#priority").select_option("pregnant")
    page.locator("#consent-special-needs").check()
    page.locator("#in-group").check()
    page.locator("#guest-men").fill("2")
    page.locator("#guest-women").fill("3")
    page.locator("#guest-job").select_option("student")
    axe(page)
    page.locator("#guest-women").press("Enter")

    expect(page.locator("queue-ticket .number")).to_have_text("A-007")
    expect(page.locator("queue-ticket h2")).to_be_focused()
    axe(page)
    (sent,) = service.sent("POST", "/staff/visits")
    assert sent.headers["idempotency-key"]
    assert sent.post_data_json == {
        "name": "Siti Nurhaliza",
        "email": "siti@gmail.com",
        "services": ["printed"],
        "priority": "pregnant",
        "job": "student",
        "group": {"men": 2, "women": 3},
        "consents": [{"code": "special-needs", "version": "2026-01"}],
        "language": "id",
    }
    (slip,) = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [float(side) / 72 * 25.4 for side in slip.mediabox[2:]] == pytest.approx((80, 103), abs=0.4)
    assert "A-007" in slip.extract_text() and "BPS Kota Banjarmasin" in slip.extract_text()
    assert "Siti" not in slip.extract_text() and "Buku tamu" not in slip.extract_text()

    page.get_by_role("link", name="Antrean").click()
    page.get_by_role("link", name="Buku tamu").click()
    expect(page.locator("visit-list")).to_be_visible()
    assert page.locator("queue-ticket svg").count() == 0
    assert VISIT_TOKEN not in page.evaluate("JSON.stringify(sessionStorage)")


def test_all_faults_are_told_at_once_and_at_their_fields(book_page: BookPage, axe: AxeCheck) -> None:
    page, service = book_page()
    begin(page)
    page.locator("visit-form label", has_text="Salin dari buku kertas").click()
    page.locator("#arrived-day").fill("2025-11-25")
    page.locator("#arrived-time").fill("10:30")
    page.locator("#served-time").fill("10:01")
    page.locator("#priority").select_option("elderly")
    page.locator("#in-group").check()
    record(page)

    expect(summary(page)).to_be_focused()
    expect(summary(page).locator("a")).to_have_text(
        [
            "Jam datang belum terjadi. Periksa tanggal dan jamnya.",
            "Jam mulai dilayani tidak boleh sebelum jam datang.",
            "Isi nama.",
            "Isi alamat email.",
            "Pilih sedikitnya satu layanan.",
            "Isi jumlah laki-laki dan perempuan; rombongan terdiri atas sedikitnya dua orang.",
            "Tanyakan persetujuan pengunjung agar kebutuhannya boleh dicatat, "
            "atau pilih “Tidak perlu” pada “Didahulukan”.",
        ],
        use_inner_text=True,
    )
    axe(page)
    assert service.sent("POST", "/staff/visits") == []
    summary(page).locator("a").nth(2).click()
    expect(page.locator("#guest-name")).to_be_focused()

    page.locator("visit-form label", has_text="Bantu pengunjung sekarang").click()
    page.locator("#priority").select_option("")
    page.locator("#in-group").uncheck()
    fill(page)
    page.locator("#guest-email").fill("siti@gmial.com")
    faults = [
        {"field": "email", "code": "did-you-mean", "detail": "Apakah maksud Anda siti@gmail.com?"},
        {"field": "phone", "code": "not-a-phone-number", "detail": "x"},
    ]
    service.on("POST", "/staff/visits", problem(422, "invalid-form", "x", faults))
    record(page)
    expect(summary(page).locator("a")).to_have_count(2)
    expect(page.locator("#guest-phone-fault")).to_contain_text("Nomor telepon belum benar.")
    page.get_by_role("button", name="Alamat sudah benar").click()
    service.on("POST", "/staff/visits", (201, an_opened_visit()))
    record(page)
    expect(page.locator("queue-ticket .number")).to_be_visible()
    refused, sent = service.sent("POST", "/staff/visits")
    assert service.bodies("POST", "/staff/visits")[1]["email_confirmed"] is True
    assert sent.headers["idempotency-key"] != refused.headers["idempotency-key"]


def test_double_click_and_reload_after_a_lost_answer_are_one_visit(book_page: BookPage) -> None:
    page, service = book_page()
    service.on("POST", "/staff/visits", problem(500, "accident", "x"))
    begin(page)
    fill(page)
    page.locator("visit-form button[type=submit]").dblclick()
    expect(page.locator("visit-form")).to_contain_text("Belum pasti apakah kunjungan Siti Nurhaliza sudah tersimpan.")
    expect(page.locator("#guest-name")).to_be_disabled()

    page.reload()
    expect(page.locator("visit-form")).to_contain_text("Belum pasti apakah kunjungan Siti Nurhaliza sudah tersimpan.")
    service.on("POST", "/staff/visits", (201, an_opened_visit()))
    page.get_by_role("button", name="Coba lagi").click()

    expect(page.locator("queue-ticket .number")).to_have_text("A-007")
    tries = service.sent("POST", "/staff/visits")
    assert len(tries) == 2
    assert len({one.headers["idempotency-key"] for one in tries}) == 1
    assert tries[0].post_data_json == tries[1].post_data_json
    assert "Siti" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.reload()
    expect(page.locator("visit-list")).to_be_visible()


def test_unanswered_entry_does_not_outlive_its_session(book_page: BookPage) -> None:
    page, service = book_page()
    service.on("POST", "/staff/visits", problem(500, "accident", "x"))
    begin(page)
    fill(page)
    record(page)
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()

    page.get_by_role("button", name="Keluar").click()

    expect(page.locator("sign-in")).to_contain_text("Anda sudah keluar.")
    assert "Siti" not in page.evaluate("JSON.stringify(sessionStorage)")
    assert "Siti" not in page.content()


def test_paper_book_is_copied_with_its_true_times_line_by_line(book_page: BookPage) -> None:
    page, service = book_page()
    becomes = page.locator("visit-form [data-slot=becomes]")
    begin(page)
    page.locator("visit-form label", has_text="Salin dari buku kertas").click()
    expect(page.locator("visit-form")).to_contain_text("Centang hanya yang disetujui pengunjung secara tertulis")
    page.locator("#arrived-day").fill("2025-11-24")
    page.locator("#arrived-time").fill("09:10")
    expect(becomes).to_contain_text("tidak dihitung dalam janji layanan")
    page.locator("#served-time").fill("09:15")
    expect(becomes).to_contain_text("Dicatat sebagai kunjungan yang sudah dilayani")
    page.locator("#finished-time").fill("09:40")
    fill(page)
    record(page)

    expect(page.locator("visit-form .banner.good")).to_contain_text("Tersimpan: A-007, 24 Nov 2025, 09.10.")
    expect(page.locator("#guest-name")).to_be_focused()
    expect(page.locator("#guest-name")).to_have_value("")
    expect(page.locator("#arrived-day")).to_have_value("2025-11-24")
    (first,) = service.bodies("POST", "/staff/visits")
    assert {name: first.get(name) for name in ("arrived_at", "served_at", "finished_at")} == {
        "arrived_at": "2025-11-24T01:10:00.000Z",
        "served_at": "2025-11-24T01:15:00.000Z",
        "finished_at": "2025-11-24T01:40:00.000Z",
    }

    page.locator("#arrived-day").fill("2025-11-25")
    page.locator("#arrived-time").fill("09:55")
    expect(becomes).to_contain_text("masuk antrean menurut jam datangnya")
    fill(page)
    record(page)
    expect(page.locator("queue-ticket .number")).to_have_text("A-007")
    assert service.bodies("POST", "/staff/visits")[-1]["arrived_at"] == "2025-11-25T01:55:00.000Z"


def test_visit_saved_under_an_earlier_session_is_not_recorded_again(book_page: BookPage) -> None:
    page, service = book_page()
    answers: list[Answer] = [problem(409, "token-shown-already", "x"), problem(500, "accident", "x")]

    def answer(_: Request) -> Answer:
        return answers.pop()

    service.on("POST", "/staff/visits", answer)
    begin(page)
    fill(page)
    record(page)
    page.get_by_role("button", name="Coba lagi").click()

    expect(page.locator("visit-form .banner.good")).to_contain_text("sudah tersimpan sebelum Anda masuk kembali")
    expect(page.locator("#guest-name")).to_have_value("")
