"""The visit on the visitor's own phone: place in line, rating, and how it ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.kiosk_steps import look_again
from tests.web.phone_steps import PHONE, Phone, a_ready_request
from tests.web.visit_answers import VISIT_TOKEN, a_ticket, a_visit, answering_visits

MOST_BYTES = 100_000
READ_AT = "2025-11-25T02:20:00Z"


def test_place_in_line_is_shown_and_follows_the_queue(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    expect(page.locator(".ticket")).to_contain_text("Ada 2 orang di depan Anda.")
    axe(page)

    service.on("GET", "/visit", (200, a_visit(tickets=[a_ticket(ahead=0)])))
    look_again(page)

    expect(page.locator(".ticket")).to_contain_text("Anda berikutnya.")


def test_wait_is_told_in_steps_and_never_as_no_minutes(phone: Phone) -> None:
    page, service = phone(tickets=[a_ticket(ahead=2, estimate_minutes=10)])
    expect(page.locator(".ticket")).to_contain_text("Sekitar 10 menit lagi.")

    service.on("GET", "/visit", (200, a_visit(tickets=[a_ticket(ahead=0, estimate_minutes=0)])))
    look_again(page)

    expect(page.locator(".ticket [data-part=estimate]")).to_contain_text("Sebentar lagi.")
    expect(page.locator(".ticket")).not_to_contain_text("0 menit")


def test_missed_call_says_what_to_do_while_it_can_be_mended(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(tickets=[a_ticket(state="no-show", ahead=0, no_show_returnable=True)])
    missed = page.locator(".ticket [data-part=missed]")
    expect(missed).to_contain_text("Silakan temui petugas bila Anda masih di sini.")
    expect(page.locator(".ticket [data-part=estimate]")).to_be_hidden()
    axe(page)

    service.on("GET", "/visit", (200, a_visit(tickets=[a_ticket(state="no-show", ahead=0)])))
    look_again(page)

    expect(missed).to_be_hidden()


def test_number_that_moved_to_another_service_says_which(phone: Phone) -> None:
    page, service = phone()

    service.on("GET", "/visit", (200, a_visit(tickets=[a_ticket(service="digital", promised_by=None)])))
    look_again(page)

    expect(page.locator(".ticket [data-part=service]")).to_contain_text("Perpustakaan digital")
    expect(page.locator(".ticket")).to_contain_text("A-007")
    expect(page.locator(".ticket [data-part=promise]")).to_be_hidden()


def test_reading_room_shows_what_was_used_since_when_and_until_when(phone: Phone, axe: AxeCheck) -> None:
    title = {"publication_id": "p1", "title": "Kota Banjarmasin Dalam Angka 2024", "shelf": "R.2", "at": READ_AT}
    reading = {"started_at": READ_AT, "ended_at": None, "ended": None, "titles": [title]}
    page, service = phone(tickets=[a_ticket(state="done", ahead=0, reading=reading)])
    room = page.locator(".ticket [data-part=reading]")
    expect(room).to_contain_text("Di ruang baca sejak pukul 10.20.")
    expect(room.locator("li")).to_contain_text("Kota Banjarmasin Dalam Angka 2024")
    expect(room.locator("li")).to_contain_text("R.2")
    axe(page)

    ended = reading | {"ended_at": "2025-11-25T03:05:00Z", "ended": "noted"}
    service.on("GET", "/visit", (200, a_visit(tickets=[a_ticket(state="done", ahead=0, reading=ended)])))
    look_again(page)

    expect(room).to_contain_text("Di ruang baca pukul 10.20–11.05.")


def test_visit_that_nobody_ended_says_that_its_day_did(phone: Phone, axe: AxeCheck) -> None:
    left = a_ticket(state="cancelled", ahead=0, ended="day-end")
    page, _ = phone(state="finished", ended="day-end", tickets=[left])

    expect(page.locator("#day-end")).to_contain_text("Kunjungan ini ditutup otomatis pada akhir hari layanan.")
    expect(page.locator("#finished")).to_be_hidden()
    expect(page.locator(".ticket [data-part=state]")).to_contain_text("Ditutup otomatis")
    expect(page.get_by_role("button", name="Akhiri kunjungan")).to_be_hidden()
    axe(page)


def test_call_says_large_where_to_go_also_in_the_title(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    called = a_ticket(state="called", desk="2", ahead=0, called_at="2025-11-25T02:10:00Z")

    service.on("GET", "/visit", (200, a_visit(tickets=[called])))
    look_again(page)

    expect(page.locator(".call")).to_contain_text("Silakan menuju loket 2")
    expect(page).to_have_title("Dipanggil: A-007 ke loket 2")
    axe(page)


def test_token_stays_in_the_fragment_and_goes_in_a_header_only(phone: Phone) -> None:
    page, service = phone()

    assert page.url.endswith(f"/kunjungan/#{VISIT_TOKEN}")
    assert not any(VISIT_TOKEN in one.url for one in service.requests)
    asked = service.sent("GET", "/visit")[0]
    assert asked.headers["authorization"] == f"Bearer {VISIT_TOKEN}"


def test_reload_without_the_fragment_finds_the_visit_of_this_tab(phone: Phone, static_site: str) -> None:
    page, _ = phone()

    page.goto(f"{static_site}/cek/")
    page.goto(f"{static_site}/kunjungan/")

    expect(page.locator(".ticket")).to_contain_text("A-007")
    assert page.url.endswith(f"#{VISIT_TOKEN}")


@pytest.mark.parametrize("fragment", ["", "#", "#not-a-token"])
def test_address_without_a_token_says_what_to_do(
    page_at: PageAt, static_site: str, axe: AxeCheck, fragment: str
) -> None:
    page = page_at(*PHONE)
    answering_visits(ApiDouble(page))

    page.goto(f"{static_site}/kunjungan/{fragment}")

    expect(page.get_by_role("heading", name="Kunjungan ini tidak ditemukan")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("Pindai kembali kode QR pada nomor antrean Anda.")
    axe(page)


def test_unknown_or_ended_token_says_so_and_asks_no_more(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PHONE)
    service = answering_visits(ApiDouble(page))
    service.on("GET", "/visit", problem(401, "unknown-visit", "Kunjungan ini tidak dikenal."))
    page.goto(f"{static_site}/kunjungan/#{VISIT_TOKEN}")
    expect(page.get_by_role("heading", name="Kunjungan ini tidak ditemukan")).to_be_visible()

    look_again(page)

    assert len(service.sent("GET", "/visit")) == 1


def test_ticket_is_cancelled_only_after_a_second_question(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    service.on("POST", "/visit/tickets/t1/cancel", (200, a_visit(tickets=[a_ticket(state="cancelled")])))
    page.get_by_role("button", name="Batalkan nomor ini A-007").click()
    expect(page.get_by_role("button", name="Tidak jadi")).to_be_focused()
    assert service.sent("POST", ".*/cancel") == []
    axe(page)

    page.get_by_role("button", name="Ya, batalkan").click()

    expect(page.locator(".ticket [data-part=state]")).to_contain_text("Dibatalkan")
    expect(page.get_by_role("button", name="Batalkan nomor ini A-007")).to_be_hidden()


def test_ticket_that_is_served_meanwhile_says_why_it_cannot_be_cancelled(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    service.on("POST", "/visit/tickets/t1/cancel", problem(409, "ticket-state", "Nomor antrean ini sudah berubah."))
    page.get_by_role("button", name="Batalkan nomor ini A-007").click()

    page.get_by_role("button", name="Ya, batalkan").click()

    expect(page.locator("visit-line [role=alert]")).to_contain_text("Nomor antrean ini sudah berubah.")
    axe(page)


def test_back_of_the_browser_goes_through_the_screens(phone: Phone) -> None:
    page, _ = phone()
    page.get_by_role("button", name="Cari publikasi").click()
    page.get_by_role("button", name="Pilih publikasi ini Kota Banjarmasin Dalam Angka 2024").click()

    page.go_back()
    expect(page.get_by_role("heading", name="Cari publikasi")).to_be_visible()
    page.go_back()

    expect(page.get_by_role("heading", name="Kunjungan Anda")).to_be_visible()


def test_visit_without_anything_used_offers_no_rating(phone: Phone) -> None:
    page, _ = phone()

    expect(page.locator("rating-offer")).to_be_hidden()


def test_finished_visit_says_so_and_keeps_its_copies(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(requests=[a_ready_request()])
    done = a_visit(state="finished", tickets=[a_ticket(state="cancelled")], requests=[a_ready_request()])
    service.on("POST", "/visit/finish", (200, done))
    service.on("GET", "/visit", (200, done))
    page.get_by_role("button", name="Akhiri kunjungan").click()

    page.get_by_role("button", name="Ya, akhiri kunjungan").click()

    expect(page.locator("#finished")).to_be_visible()
    expect(page.get_by_role("button", name="Unduh salinan (4,2 MB)")).to_be_visible()
    expect(page.get_by_role("button", name="Cari publikasi")).to_be_hidden()
    axe(page)


def test_lost_connection_says_how_old_the_place_is(page_at: PageAt, static_site: str, axe: AxeCheck) -> None:
    page = page_at(*PHONE)
    service = answering_visits(ApiDouble(page))
    page.clock.install(time="2025-11-25T02:05:00Z")
    page.goto(f"{static_site}/kunjungan/#{VISIT_TOKEN}")
    expect(page.locator(".ticket [data-part=service]")).to_contain_text("Perpustakaan tercetak")
    service.on("GET", "/visit", lambda _: None)

    page.clock.fast_forward(30_000)

    expect(page.locator("#stale")).to_contain_text("keadaan pukul 10.05")
    axe(page)
    service.on("GET", "/visit", (200, a_visit()))
    look_again(page)
    expect(page.locator("#stale")).to_be_hidden()


def test_language_switch_loses_nothing(phone: Phone, axe: AxeCheck) -> None:
    page, _ = phone()
    page.get_by_role("button", name="Cari publikasi").click()
    page.locator("#words").fill("inflasi")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", name="Find publications")).to_be_visible()
    expect(page.locator("#words")).to_have_value("inflasi")
    expect(page).to_have_title("Find publications – Loket Pustaka")
    axe(page)


def test_markup_in_a_title_is_shown_as_it_stands(phone: Phone) -> None:
    title = '"><img src=x onerror=alert(1)> {{7*7}} ${7*7}'
    page, _ = phone(requests=[a_ready_request(title=title)])
    page.on("dialog", lambda dialog: pytest.fail(f"script ran: {dialog.message}"))

    expect(page.locator("request-list h3")).to_have_text(title)
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("size", [(320, 640), (195, 422)], ids=["320 px", "200 % zoom"])
def test_small_screen_shows_everything_without_sideways_scrolling(phone: Phone, size: tuple[int, int]) -> None:
    called = a_ticket(state="called", desk="1", ahead=0)
    page, _ = phone(size, tickets=[called, a_ticket(ticket_id="t2", number="B-003")], requests=[a_ready_request()])

    def width() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth"))

    assert width() <= size[0]
    page.get_by_role("button", name="Cari publikasi").click()
    page.get_by_role("button", name="Pilih publikasi ini Kota Banjarmasin Dalam Angka 2024").click()
    assert width() <= size[0]


def test_page_weighs_less_than_100_kb(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PHONE)
    answering_visits(ApiDouble(page))
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body())))

    page.goto(f"{static_site}/kunjungan/#{VISIT_TOKEN}")
    expect(page.locator(".ticket [data-part=service]")).to_contain_text("Perpustakaan tercetak")

    assert 40_000 < sum(weights) < MOST_BYTES
