"""The kiosk around a visit: start page, device, number, catalogue, copies, rating."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.kiosk_steps import LANDSCAPE, PORTRAIT, Kiosk, fill_to_check, look_again, send, to_ticket
from tests.web.qr_codes import modules_on_page, says
from tests.web.visit_answers import (
    KIOSK_TOKEN,
    ONSITE_CODE,
    PUBLICATIONS,
    VISIT_TOKEN,
    a_delivery,
    a_found,
    a_request,
    a_ticket,
    a_visit,
    an_onsite_code,
    answering_unit,
    answering_visits,
)


def test_start_page_says_what_it_costs_and_what_one_needs(kiosk: Kiosk) -> None:
    page, _ = kiosk()

    for words in (
        "Gratis",
        "Siapkan email aktif",
        "Sekitar 2 menit",
        "BPS Kota Banjarmasin",
        "Senin–Kamis",
        "08.00–15.30",
    ):
        expect(page.locator("[data-screen=start]")).to_contain_text(words)


def test_token_leaves_the_address_and_stays_with_the_device(kiosk: Kiosk) -> None:
    page, _ = kiosk()

    assert KIOSK_TOKEN not in page.url

    page.reload()

    expect(page.locator("#begin")).to_be_visible()


def test_device_without_a_token_says_what_staff_must_do(page_at: PageAt, static_site: str, axe: AxeCheck) -> None:
    page = page_at(*PORTRAIT)
    answering_visits(ApiDouble(page))

    page.goto(f"{static_site}/kiosk/")

    expect(page.get_by_role("heading", name="Perangkat ini belum terdaftar")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("Di halaman petugas, daftarkan perangkat baru.")
    axe(page)


def test_registration_is_taken_while_the_page_is_already_open(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PORTRAIT)
    answering_visits(ApiDouble(page))
    page.goto(f"{static_site}/kiosk/")
    expect(page.get_by_role("heading", name="Perangkat ini belum terdaftar")).to_be_visible()

    page.goto(f"{static_site}/kiosk/#{KIOSK_TOKEN}")

    expect(page.locator("#begin")).to_be_visible()
    assert KIOSK_TOKEN not in page.url


def test_device_that_was_taken_out_of_use_forgets_its_token(kiosk: Kiosk) -> None:
    page, service = kiosk()
    service.on("POST", "/visits", problem(401, "unknown-device", "Perangkat ini belum terdaftar."))
    fill_to_check(page)

    send(page)

    expect(page.get_by_role("heading", name="Perangkat ini belum terdaftar")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_one_page_goes_through_a_day_by_itself(page_at: PageAt, static_site: str, axe: AxeCheck) -> None:
    page = page_at(*LANDSCAPE)
    service = answering_visits(ApiDouble(page))
    closed = {"open": False, "opens_at": "2025-11-25T00:00:00Z", "closes_at": None}
    service.on("GET", "/unit", answering_unit(**closed, closed_reason="Upacara bendera"))
    page.clock.install(time="2025-11-24T23:00:00Z")
    page.goto(f"{static_site}/kiosk/#{KIOSK_TOKEN}")
    closed_screen, invitation = page.locator("[data-screen=closed]"), page.locator("phone-invitation")
    expect(closed_screen).to_contain_text("Kami buka kembali Selasa, 25 November 2025 pukul 08.00.")
    expect(closed_screen).to_contain_text("Alasan: Upacara bendera")
    expect(invitation).to_be_hidden()
    assert service.sent("GET", "/onsite-code") == []
    axe(page)

    service.on("GET", "/unit", answering_unit(closes_at="2025-11-25T07:30:00Z"))
    service.on("GET", "/onsite-code", (200, an_onsite_code(expires_at="2025-11-25T03:00:00Z")))
    page.clock.fast_forward("01:00:01")
    expect(invitation).to_contain_text("Isi buku tamu di ponsel Anda: pindai kode ini")
    expect(invitation).to_contain_text(ONSITE_CODE)
    assert says(modules_on_page(invitation.locator("svg")), f"https://pustaka.example/tamu/#{ONSITE_CODE}")
    expect(page.locator("#begin")).to_be_visible()
    expect(page.locator(".open-until")).to_be_hidden()

    service.on("GET", "/onsite-code", (200, an_onsite_code("6371-NEXT-DAYS", "2025-11-26T16:00:00Z")))
    page.clock.fast_forward("03:00:00")
    expect(invitation).to_contain_text("6371-NEXT-DAYS")
    assert says(modules_on_page(invitation.locator("svg")), "https://pustaka.example/tamu/#6371-NEXT-DAYS")

    page.clock.fast_forward("04:00:00")
    expect(page.locator(".open-until")).to_contain_text("Hari ini kami buka sampai pukul 15.30.")
    axe(page)

    service.on("GET", "/onsite-code", problem(401, "unknown-device", "Perangkat ini belum terdaftar."))
    page.clock.fast_forward("00:01:01")
    expect(invitation).to_be_hidden()
    expect(page.locator("#begin")).to_be_visible()

    service.on("GET", "/unit", answering_unit(**closed | {"opens_at": "2025-11-26T00:00:00Z"}))
    page.clock.fast_forward("00:29:00")
    expect(closed_screen).to_contain_text("Kami buka kembali Rabu, 26 November 2025 pukul 08.00.")
    expect(page.locator(".closed-reason")).to_be_hidden()


def test_code_of_the_day_outlives_a_network_gap_but_not_its_day(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PORTRAIT)
    service = answering_visits(ApiDouble(page))
    service.on("GET", "/onsite-code", (200, an_onsite_code(expires_at="2025-11-25T02:30:00Z")))
    page.clock.install(time="2025-11-25T02:00:00Z")
    page.goto(f"{static_site}/kiosk/#{KIOSK_TOKEN}")
    invitation = page.locator("phone-invitation")
    expect(invitation).to_be_visible()
    service.on("GET", "/unit", (503, {}, {"Retry-After": "60"}))
    service.on("GET", "/onsite-code", (503, {}, {"Retry-After": "60"}))

    with page.expect_response("**/api/unit"):
        page.clock.fast_forward("00:05:00")
    expect(invitation).to_be_visible()
    page.clock.fast_forward("00:25:30")
    expect(invitation).to_be_hidden()
    expect(page.locator("#begin")).to_be_visible()

    service.on("GET", "/unit", answering_unit())
    service.on("GET", "/onsite-code", (200, an_onsite_code("6371-NEXT-DAYS")))
    look_again(page)
    expect(invitation).to_contain_text("6371-NEXT-DAYS")


def test_office_that_closes_meanwhile_says_so(kiosk: Kiosk) -> None:
    page, service = kiosk()
    status, body = problem(409, "closed", "Kantor sedang tutup.")[:2]
    service.on("POST", "/visits", (status, {**body, "opens_at": "2025-11-26T00:00:00Z"}))
    fill_to_check(page)
    service.on("GET", "/unit", answering_unit(open=False, opens_at="2025-11-26T00:00:00Z"))

    send(page)

    expect(page.locator("[data-screen=closed]")).to_contain_text("Rabu, 26 November 2025")


def test_service_out_of_reach_sends_the_visitor_to_the_desk(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PORTRAIT)
    service = answering_visits(ApiDouble(page))
    service.on("GET", "/unit", (503, {}, {"Retry-After": "60"}))

    page.goto(f"{static_site}/kiosk/#{KIOSK_TOKEN}")

    expect(page.get_by_role("heading", name="Layanan belum dapat dihubungi")).to_be_visible()


def test_number_comes_with_what_happens_next_and_a_code_for_the_phone(kiosk: Kiosk) -> None:
    page, service = kiosk()

    to_ticket(page)

    expect(page.locator(".ticket")).to_contain_text("A-007")
    expect(page.locator(".ticket")).to_contain_text("Ada 2 orang di depan Anda. Sekitar 10 menit lagi.")
    expect(page.locator(".ticket")).to_contain_text("Anda dilayani paling lambat pukul 10.15.")
    code = modules_on_page(page.locator(".carry .qr svg").first)
    assert says(code, f"{page.url.removesuffix('kiosk/')}kunjungan/#{VISIT_TOKEN}")

    moved = a_ticket(service="digital", ahead=0, estimate_minutes=0, promised_by=None)
    service.on("GET", "/visit", (200, a_visit(tickets=[moved])))
    look_again(page)

    expect(page.locator(".ticket")).to_contain_text("Perpustakaan digital")
    expect(page.locator(".ticket")).to_contain_text("Anda berikutnya. Sebentar lagi.")
    expect(page.locator(".ticket .promise")).to_be_hidden()


def test_call_is_shown_wherever_the_visitor_is(kiosk: Kiosk) -> None:
    page, service = kiosk()
    to_ticket(page)
    page.locator("[data-go=catalogue]").click()
    service.on("GET", "/visit", (200, a_visit(tickets=[a_ticket(state="called", desk="2", ahead=0)])))
    look_again(page)

    expect(page.locator("#called")).to_contain_text("Nomor A-007: silakan menuju loket 2.")


def test_copy_is_asked_for_by_mail_and_followed_until_it_is_there(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    service.on("POST", "/visit/requests", (202, {"request_id": "r1", "state": "queued", "deliveries": [a_delivery()]}))
    to_ticket(page)
    page.locator("[data-go=catalogue]").click()
    axe(page)
    page.get_by_role("button", name="Pilih publikasi ini Kota Banjarmasin Dalam Angka 2024").click()
    page.get_by_role("button", name="Kirim ke email saya").click()
    expect(page.locator("request-progress")).to_contain_text("Permintaan diterima.")

    service.on(
        "GET", "/visit", (200, a_visit(requests=[a_request(state="ready", deliveries=[a_delivery(state="sent")])]))
    )

    expect(page.locator("request-progress")).to_contain_text("Email: sudah dikirim pada 25 Nov 2025, 10.05.")
    (sent,) = service.sent("POST", "/visit/requests")
    assert sent.headers["authorization"] == f"Bearer {VISIT_TOKEN}"
    assert sent.post_data_json == {"publication_id": "p1", "channels": ["email"]}
    axe(page)


def test_search_goes_to_the_service_and_an_empty_answer_says_what_to_do(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    to_ticket(page)
    page.locator("[data-go=catalogue]").click()
    expect(page.locator(".publication")).to_have_count(3)
    service.on(
        "GET", "/publications", (200, a_found(search={"corrected": None, "missing": ["inflasi"], "partial": False}))
    )

    page.locator("#words").fill("kemiskinan & inflasi")
    page.get_by_role("button", name="Cari", exact=True).click()

    expect(page.locator("[data-part=status]")).to_contain_text("Tidak ada publikasi yang cocok.")
    expect(page.locator("[data-part=nothing]")).to_contain_text("tanyakan kepada petugas")
    assert "q=kemiskinan+%26+inflasi" in service.sent("GET", "/publications")[-1].url
    axe(page)
    service.on("GET", "/publications", (200, a_found(*PUBLICATIONS)))
    page.get_by_role("button", name="Tampilkan semua publikasi").click()
    expect(page.locator(".publication")).to_have_count(3)
    expect(page.locator("#words")).to_have_value("")
