"""The four ways home on the phone and on the kiosk: chosen, mended where they cannot work, told to the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Page, expect

from chalicelib.office.contract import OPERATIONS
from tests.browser import AxeCheck
from tests.web.api_double import problem
from tests.web.kiosk_steps import Kiosk, look_again, to_ticket
from tests.web.phone_steps import Phone, a_ready_request
from tests.web.test_link_page import a_view
from tests.web.visit_answers import AT, a_channel, a_delivery, a_reach, a_request, a_visit, channels_but

WEB = Path(__file__).parents[2] / "web"
TITLE = "Pilih publikasi ini Kota Banjarmasin Dalam Angka 2024"
CONSENT = "Saya setuju dihubungi melalui WhatsApp di nomor yang saya isi"
BOUNCED = a_ready_request(
    deliveries=[a_delivery("app", "ready"), a_delivery("email", "bounced", "address-bounced")], offer="whatsapp"
)
NO_MAIL = channels_but(a_channel("email", "address-bounced"))
WAYS = "() => import('/bersama/request-words.js').then(({ wayWords }) => %s)"


def keeps(method: str, path: str, answer: dict[str, Any]) -> bool:
    """Whether an answer of the doubles is one that the contract promises."""
    operation = next(one for one in OPERATIONS if (one.method, one.path) == (method, path))
    return bool(msgspec.convert(answer, operation.answer))


def choose(page: Page) -> None:
    page.get_by_role("button", name="Cari publikasi").click()
    page.get_by_role("button", name=TITLE).click()


def asked(channel: str) -> dict[str, object]:
    return {"request_id": "r1", "state": "queued", "deliveries": [a_delivery(channel)]}


def test_pages_are_tried_with_answers_that_keep_the_contract() -> None:
    visit = a_visit(requests=[BOUNCED, a_request()], channels=NO_MAIL)

    assert keeps("get", "/visit", visit)
    assert keeps("post", "/links/view", a_view())


def test_way_that_cannot_work_says_why_and_what_would_help(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(channels=channels_but(a_channel("whatsapp", "whatsapp-off")), reach=a_reach(phone="***7890"))

    choose(page)

    way = page.locator("[data-way=whatsapp]")
    expect(way).to_contain_text("Belum dapat dipakai")
    expect(way).to_contain_text("Pengiriman lewat WhatsApp sedang dimatikan oleh kantor kami.")
    expect(way).to_contain_text("Silakan pilih email, flash disk, atau unduhan di halaman ini.")
    expect(way.get_by_role("button")).to_have_count(0)
    expect(page.locator("[data-way=email]")).to_contain_text("ke s***@example.com")
    axe(page)
    service.on("GET", "/visit", (200, a_visit(channels=channels_but(a_channel("whatsapp", "whatsapp-off", "en")))))
    page.get_by_role("button", name="English").click()
    expect(way).to_contain_text("Our office has turned off sending by WhatsApp for now.")
    assert service.sent("GET", "/visit")[-1].headers["accept-language"] == "en"


def test_consent_to_whatsapp_is_given_in_the_page_and_the_copy_asked_for_at_once(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(channels=channels_but(a_channel("whatsapp", "whatsapp-needs-consent")))
    landline = {"field": "phone", "code": "not-a-mobile-number", "detail": "x"}
    service.on("POST", "/visit/consents", problem(422, "invalid-form", "x", [landline]))
    service.on("POST", "/visit/requests", (202, asked("whatsapp")))
    choose(page)
    page.get_by_role("button", name="Setujui dan isi nomor ponsel").click()
    expect(page.get_by_label("Nomor ponsel yang memakai WhatsApp")).to_be_focused()
    page.get_by_role("button", name="Setuju dan kirim").click()
    expect(page.get_by_text("Beri tanda setuju")).to_be_visible()
    assert service.sent("POST", "/visit/consents") == []
    page.get_by_role("checkbox", name=CONSENT).check()
    page.get_by_label("Nomor ponsel yang memakai WhatsApp").fill("0511 3350000")
    page.get_by_role("button", name="Setuju dan kirim").click()
    expect(page.get_by_text("Isi nomor ponsel. Nomor telepon rumah")).to_be_visible()
    axe(page)
    agreed = a_visit(reach=a_reach(phone="***7890", consents=["contact-whatsapp"]))
    service.on("POST", "/visit/consents", (200, agreed))
    service.on("GET", "/visit", (200, agreed))

    page.get_by_label("Nomor ponsel yang memakai WhatsApp").fill("0812 3456 7890")
    page.get_by_role("button", name="Setuju dan kirim").click()

    expect(page.locator("request-progress")).to_contain_text("WhatsApp: menunggu salinan selesai.")
    assert service.bodies("POST", "/visit/consents")[-1] == {
        "code": "contact-whatsapp",
        "version": "2026-01",
        "phone": "0812 3456 7890",
    }
    assert service.bodies("POST", "/visit/requests") == [{"publication_id": "p1", "channels": ["whatsapp"]}]


def test_bounced_address_is_corrected_in_the_page_and_the_mail_asked_for_again(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(channels=NO_MAIL, requests=[BOUNCED])
    slip = {"field": "email", "code": "did-you-mean", "detail": "Apakah maksud Anda siti@gmail.com?"}
    service.on("POST", "/visit/email", problem(422, "invalid-form", "x", [slip]))
    service.on("POST", "/visit/requests", (202, asked("email")))
    page.get_by_role("button", name="Perbaiki alamat email").click()
    page.get_by_label("Alamat email yang benar").fill("siti@gmial.com")
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("button", name="Alamat saya sudah benar")).to_be_visible()
    axe(page)
    service.on("POST", "/visit/email", (200, a_visit(requests=[BOUNCED])))
    service.on("GET", "/visit", (200, a_visit(requests=[a_ready_request(deliveries=[a_delivery("email")])])))

    page.get_by_role("button", name="Alamat saya sudah benar").click()

    expect(page.get_by_label("Alamat email yang benar")).to_be_hidden()
    expect(page.locator("delivery-list")).to_contain_text("Email: menunggu")
    assert service.bodies("POST", "/visit/email")[-1] == {"email": "siti@gmial.com", "email_confirmed": True}
    assert service.bodies("POST", "/visit/requests") == [{"publication_id": "p1", "channels": ["email"]}]


def test_failure_is_told_once_with_its_reason_and_the_next_way_offered(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(requests=[a_ready_request(deliveries=[a_delivery("email", "sent")])])
    alert = page.locator("delivery-list [data-part=failed]")
    expect(alert).to_have_attribute("role", "alert")
    expect(alert).to_be_empty()
    service.on("GET", "/visit", (200, a_visit(channels=NO_MAIL, requests=[BOUNCED])))
    look_again(page)
    expect(alert).to_contain_text("Email Anda tidak sampai.")
    expect(alert).to_contain_text("Email kembali: kotak surat di alamat ini tidak ada")
    axe(page)
    alert.locator(".banner").evaluate("(box) => { box.dataset.seen = 'once'; }")
    later = a_visit(channels=NO_MAIL, requests=[BOUNCED | {"read_at": AT}], feedback_given=True)
    service.on("GET", "/visit", (200, later))
    look_again(page)
    expect(page.locator("#rated")).to_be_visible()
    expect(alert.locator("[data-seen=once]")).to_be_visible()
    both = [*BOUNCED["deliveries"], a_delivery("whatsapp")]
    service.on("POST", "/visit/requests", (202, {"request_id": "r1", "state": "ready", "deliveries": both}))
    service.on("GET", "/visit", (200, a_visit(channels=NO_MAIL, requests=[BOUNCED | {"deliveries": both}])))

    page.get_by_role("button", name="Kirim lewat WhatsApp").click()

    expect(alert).to_be_empty()
    expect(page.locator("delivery-list")).to_contain_text("WhatsApp: menunggu dikirim.")
    assert service.bodies("POST", "/visit/requests") == [{"publication_id": "p1", "channels": ["whatsapp"]}]


def test_download_is_offered_in_place_of_a_failed_mail_and_begins_at_once(phone: Phone, static_site: str) -> None:
    failed = a_ready_request(deliveries=[a_delivery("email", "refused", "mail-refused")], offer="app")
    page, service = phone(requests=[failed])
    service.on("POST", "/visit/requests", (202, asked("app") | {"state": "ready"}))
    service.on("POST", "/visit/requests/r1/open", (200, {"url": f"{static_site}/bersama/ikon.svg#copy"}))

    page.get_by_role("button", name="Unduh di sini").click()

    page.wait_for_url("**/ikon.svg#copy")
    assert service.bodies("POST", "/visit/requests") == [{"publication_id": "p1", "channels": ["app"]}]


def test_withdrawn_title_is_told_once_for_all_ways_and_no_other_is_offered(phone: Phone) -> None:
    ways = [a_delivery(channel, "refused", "copy-withdrawn") for channel in ("app", "email")]

    page, _ = phone(requests=[a_ready_request(deliveries=ways, offer="whatsapp")])

    expect(page.locator("delivery-list [data-part=failed] .banner")).to_have_count(1)
    expect(page.locator("delivery-list [data-part=failed]")).to_contain_text("Publikasi ini sudah ditarik")
    expect(page.locator("delivery-list [data-part=ways-on]")).to_be_hidden()
    expect(page.get_by_role("button", name="Unduh salinan")).to_be_hidden()


def test_flash_disk_is_asked_to_the_desk_until_its_copy_is_proved(phone: Phone) -> None:
    page, service = phone(requests=[a_request(deliveries=[a_delivery("flashdisk")])])
    ways = page.locator("delivery-list")
    expect(ways).to_contain_text("Siapkan flash disk Anda, lalu silakan ke loket.")

    def then(state: str, proof: str | None, words: str) -> None:
        one = a_delivery("flashdisk", state, proof=proof)
        service.on("GET", "/visit", (200, a_visit(requests=[a_ready_request(deliveries=[one])])))
        look_again(page)
        expect(ways).to_contain_text(words)

    then("ready", None, "Silakan ke loket dengan flash disk Anda.")
    then("delivered", "sha256", "Flash disk: sudah disalin pada 25 Nov 2025, 10.05. Isinya dibaca kembali")
    then("sent", "said", "Flash disk: diserahkan petugas pada 25 Nov 2025, 10.05.")


def test_every_state_of_every_way_has_its_words_in_both_languages(phone: Phone) -> None:
    page, _ = phone(requests=[a_ready_request()])
    expect(page.locator("request-list h3")).to_be_visible()

    told = page.evaluate(
        WAYS
        % """["app", "email", "whatsapp", "flashdisk"].flatMap((channel) =>
          ["new", "rendering", "ready", "sending", "sent", "delivered", "bounced", "complained", "unknown", "refused"]
            .map((state) => wayWords({ channel, state, since: "2025-11-25T02:05:00Z" }, { state: "ready" })))"""
    )

    assert len(told) == 40
    assert all(words["id"] and words["en"] and "{" not in words["id"] + words["en"] for words in told)
    assert {"id": "WhatsApp: kiriman ditolak pada 25 Nov 2025, 10.05."}.items() <= told[26].items()


def test_sentence_that_stands_in_several_pieces_of_a_page_says_the_same_in_each() -> None:
    """The first that is found is shown."""
    pieces = ("bersama/copies", "bersama/sentences", "bersama/catalogue", "bersama/file-check", "kiosk/sentences")
    texts = [(WEB / f"{piece}.html").read_text("utf-8") for piece in pieces]

    sentences = {line.strip() for text in texts for line in text.splitlines() if "data-key=" in line}

    assert len({line.split('"')[1] for line in sentences}) == len(sentences)


def test_too_many_mails_says_from_when_on_another_may_go(phone: Phone) -> None:
    page, service = phone()
    body = {"type": "urn:loket:problem:too-many-sends", "title": "Sudah banyak email dikirim.", "status": 429}
    service.on("POST", "/visit/requests", (429, body, {"Retry-After": "1800"}))
    choose(page)

    page.get_by_role("button", name="Kirim ke email saya").click()

    again = (datetime.now(UTC) + timedelta(minutes=30, hours=8)).strftime(".%M.")
    said = page.locator("copy-request > [role=alert]")
    expect(said).to_contain_text("Sudah banyak email dikirim. Dapat dicoba lagi p")
    expect(said).to_contain_text(again)


def test_consent_is_withdrawn_as_easily_as_it_was_given(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(reach=a_reach(phone="***7890", consents=["contact-whatsapp"]))
    withdrawn = a_visit(channels=channels_but(a_channel("whatsapp", "whatsapp-needs-consent")))
    service.on("DELETE", "/visit/consents/contact-whatsapp", (200, withdrawn))
    expect(page.locator("visit-reach")).to_contain_text(CONSENT)
    page.get_by_role("button", name="Tarik persetujuan").click()
    axe(page)

    page.get_by_role("button", name="Ya, tarik persetujuan").click()

    expect(page.get_by_text("Persetujuan Anda sudah ditarik.")).to_be_visible()
    expect(page.locator("visit-reach li")).to_have_count(0)
    assert len(service.sent("DELETE", "/visit/consents/contact-whatsapp")) == 1


def test_copy_shows_its_fingerprint_and_the_visit_what_was_read(phone: Phone, axe: AxeCheck) -> None:
    read = {"publication_id": "p2", "title": "Statistik Kesejahteraan Rakyat 2023", "year": 2023, "read_at": AT}
    parts = [{"size": 4_213_000, "sha256": "ab" * 32}]
    page, _ = phone(requests=[a_ready_request(parts=parts)], readings=[read])

    page.get_by_text("Periksa keutuhan berkas").click()

    expect(page.locator("request-list .prints code")).to_have_text("ab" * 32)
    expect(page.get_by_role("button", name="Salin sidik jari")).to_be_visible()
    expect(page.locator("reading-list li")).to_contain_text(
        "Statistik Kesejahteraan Rakyat 2023 pada 25 Nov 2025, 10.05"
    )
    expect(page.get_by_role("button", name="Sangat puas")).to_be_visible()
    axe(page)


def test_kiosk_tells_of_a_failure_on_any_screen_and_leads_to_the_other_ways(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    service.on("POST", "/visit/requests", (202, asked("email")))
    to_ticket(page)
    page.locator("[data-go=catalogue]").click()
    page.get_by_role("button", name=TITLE).click()
    page.get_by_role("button", name="Kirim ke email saya").click()
    page.locator("copy-request [data-go=back]").click()
    service.on("GET", "/visit", (200, a_visit(channels=NO_MAIL, requests=[BOUNCED])))
    look_again(page)
    banner = page.locator("undelivered-banner")
    expect(banner.get_by_role("alert")).to_contain_text("Salinan “Kota Banjarmasin Dalam Angka 2024” tidak sampai.")
    axe(page)

    page.get_by_role("button", name="Lihat cara lain").click()

    expect(banner).to_be_hidden()
    expect(page.get_by_role("button", name="Kirim lewat WhatsApp")).to_be_visible()
    axe(page)
