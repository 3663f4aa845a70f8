"""The kiosk around a visit: start page, device, number, catalogue, copies, rating."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.kiosk_steps import LANDSCAPE, NAME, PORTRAIT, Kiosk, fill_to_check, forward, look_again, send, to_ticket
from tests.web.visit_answers import (
    KIOSK_TOKEN,
    VISIT_TOKEN,
    a_delivery,
    a_request,
    a_ticket,
    a_visit,
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


def test_closed_office_says_when_it_opens(page_at: PageAt, static_site: str, axe: AxeCheck) -> None:
    page = page_at(*LANDSCAPE)
    service = answering_visits(ApiDouble(page))
    service.on("GET", "/unit", answering_unit(open=False, opens_at="2025-12-01T00:00:00Z"))

    page.goto(f"{static_site}/kiosk/#{KIOSK_TOKEN}")

    expect(page.locator("[data-screen=closed]")).to_contain_text(
        "Kami buka kembali Senin, 1 Desember 2025 pukul 08.00."
    )
    axe(page)


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
    page, _ = kiosk()

    to_ticket(page)

    expect(page.locator(".ticket")).to_contain_text("A-007")
    expect(page.locator(".ticket")).to_contain_text("Ada 2 orang di depan Anda.")
    expect(page.locator(".ticket")).to_contain_text("Anda dilayani paling lambat pukul 10.15.")
    expect(page.locator(".carry .qr svg").first).to_be_visible()


def test_paper_ticket_holds_number_service_time_and_code_but_no_name(kiosk: Kiosk) -> None:
    page, _ = kiosk()
    to_ticket(page)

    page.emulate_media(media="print")

    paper = page.locator(".paper")
    expect(paper).to_be_visible()
    expect(paper).to_contain_text("A-007")
    expect(paper.locator("svg")).to_be_visible()
    assert NAME not in paper.inner_text()
    box = paper.bounding_box()
    assert box is not None
    assert box["width"] <= 48 / 25.4 * 96 + 1


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

    expect(page.locator("request-progress")).to_contain_text("Email: sudah dikirim.")
    (sent,) = service.sent("POST", "/visit/requests")
    assert sent.headers["authorization"] == f"Bearer {VISIT_TOKEN}"
    assert sent.post_data_json == {"publication_id": "p1", "channels": ["email"]}
    axe(page)


def test_search_goes_to_the_service_and_an_empty_answer_says_what_to_do(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    to_ticket(page)
    page.locator("[data-go=catalogue]").click()
    expect(page.locator(".publication")).to_have_count(3)
    service.on("GET", "/publications", (200, {"items": [], "next": None}))

    page.locator("#words").fill("kemiskinan & inflasi")
    page.get_by_role("button", name="Cari", exact=True).click()

    expect(page.locator("[data-part=status]")).to_contain_text("Tidak ada publikasi yang cocok.")
    assert "q=kemiskinan+%26+inflasi" in service.sent("GET", "/publications")[-1].url
    axe(page)


def test_rating_is_offered_once_something_was_used_and_skipped_questions_are_left_out(
    kiosk: Kiosk, axe: AxeCheck
) -> None:
    page, service = kiosk()
    service.on("POST", "/visit/feedback", (201, {"visit_id": "v1", "rating": 4}))
    to_ticket(page)
    expect(page.locator("[data-screen=ticket] [data-go=feedback]")).to_be_hidden()
    service.on("GET", "/visit", (200, a_visit(tickets=[a_ticket(state="serving", desk="1", ahead=0)])))
    look_again(page)
    page.locator("[data-screen=ticket] [data-go=feedback]").click()
    page.locator("label", has_text="Sangat puas").click()
    axe(page)
    forward(page)
    page.get_by_role("button", name="Ya, saya bersedia").click()
    page.locator("label:visible", has_text="Sangat sesuai").click()
    axe(page)
    forward(page)
    for _ in range(7):
        page.get_by_role("button", name="Lewati pertanyaan ini").click()
    page.locator("label:visible", has_text="Cukup").click()
    forward(page)
    page.locator("#comment").fill("Terima kasih.")

    page.get_by_role("button", name="Kirim penilaian").click()

    expect(page.get_by_role("heading", name="Terima kasih atas kunjungan Anda")).to_be_visible()
    (sent,) = service.sent("POST", "/visit/feedback")
    assert sent.post_data_json == {"rating": 4, "skm": {"U1": 4, "U9": 2}, "comment": "Terima kasih."}
    axe(page)
