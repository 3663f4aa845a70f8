"""The guestbook on the visitor's own phone: opened by the code of the day, kept in its tab, sent once."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.kiosk_steps import EMAIL, NAME, fill_to_check, go_on, look_again, remains, send
from tests.web.phone_steps import PHONE
from tests.web.visit_answers import ONSITE_CODE, VISIT_TOKEN, an_opened_visit, answering_unit, answering_visits

SMALL, ZOOMED = (320, 640), (195, 422)
NEXT_CODE, THIRD_CODE = "6371-NEXT-DAYS", "6371-THRD-DAYS"
MOST_BYTES = 60_000
UNKNOWN = problem(401, "unknown-device", "Kode atau perangkat ini tidak dikenal.")


def scanned(page: Page, site: str) -> ApiDouble:
    """A phone that has scanned the code in the office; gives the service behind the page."""
    service = answering_visits(ApiDouble(page))
    page.goto(f"{site}/tamu/#{ONSITE_CODE}")
    expect(page.locator("#begin")).to_be_visible()
    return service


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, marks=pytest.mark.slow), SMALL, pytest.param(ZOOMED, marks=pytest.mark.slow)]
)
def test_guestbook_goes_from_the_code_to_the_visits_own_page(
    page_at: PageAt, static_site: str, axe: AxeCheck, size: tuple[int, int]
) -> None:
    page = page_at(*size)
    service = scanned(page, static_site)
    assert page.url == f"{static_site}/tamu/"
    assert ONSITE_CODE not in page.evaluate(
        "JSON.stringify([history.state, {...localStorage}, document.body.innerHTML])"
    )

    def look() -> None:
        axe(page)
        assert width(page) <= size[0]

    look()
    page.locator("#begin").click()
    assert page.locator("#name").get_attribute("autocomplete") == "name"
    page.locator("#name").fill(NAME)
    go_on(page)
    page.locator("#email").fill(EMAIL)
    look()
    go_on(page)
    page.go_back()
    expect(page.locator("#email")).to_have_value(EMAIL)
    go_on(page)
    go_on(page)
    page.locator("[data-services] label").first.click()
    page.locator("label", has_text="Datang berombongan?").click()
    page.get_by_role("button", name="Tambah laki-laki").dblclick()
    look()
    for _ in range(2):
        go_on(page)
    look()
    page.locator("[data-move=skip]").click()
    expect(page.locator(".summary")).to_contain_text("2 laki-laki, 0 perempuan")
    look()

    send(page)

    page.wait_for_url(f"{static_site}/kunjungan/#{VISIT_TOKEN}")
    expect(page.locator(".ticket")).to_contain_text("A-007")
    (sent,) = service.sent("POST", "/visits")
    assert sent.headers["authorization"] == f"Bearer {ONSITE_CODE}"
    assert sent.headers["idempotency-key"]
    assert sent.post_data_json == {
        "name": NAME,
        "email": EMAIL,
        "services": ["printed"],
        "group": {"men": 2, "women": 0},
        "consents": [],
        "language": "id",
    }
    assert not any(ONSITE_CODE in one.url for one in service.requests)
    for secret in (NAME, EMAIL):
        assert secret not in remains(page)

    page.go_back()
    expect(page.get_by_role("link", name="Lihat nomor Anda")).to_be_visible()
    expect(page.locator("#name")).to_have_value("")


@pytest.mark.parametrize("fragment", ["", f"#{ONSITE_CODE}", pytest.param("#not-a-code", marks=pytest.mark.slow)])
def test_without_todays_code_nothing_can_be_filled_in(
    page_at: PageAt, static_site: str, axe: AxeCheck, fragment: str
) -> None:
    page = page_at(*SMALL)
    service = answering_visits(ApiDouble(page))
    service.on("GET", "/unit", UNKNOWN)

    page.goto(f"{static_site}/tamu/{fragment}")

    expect(page.get_by_role("heading", name="Pindai kode di layar kantor")).to_be_visible()
    ended = page.get_by_text("Kode ini sudah tidak berlaku. Pindai kode di layar kantor.")
    expect(ended).to_be_visible(visible=bool(fragment))
    expect(page.locator("#begin")).to_be_hidden()
    expect(page.locator("guest-book")).to_be_hidden()
    axe(page)
    assert width(page) <= SMALL[0]
    asked = len(service.requests)
    look_again(page)
    page.get_by_role("button", name="Lanjut", exact=True).last.click()
    expect(page.locator("#code-fault")).to_be_visible()
    assert len(service.requests) == asked

    service.on("GET", "/unit", answering_unit())
    page.locator("#code").fill(NEXT_CODE.lower())
    page.keyboard.press("Enter")

    expect(page.locator("#begin")).to_be_visible()
    assert service.sent("GET", "/unit")[-1].headers["authorization"] == f"Bearer {NEXT_CODE}"
    assert service.sent("POST", "/visits") == []


def test_code_that_dies_in_the_middle_costs_no_answer(page_at: PageAt, static_site: str, axe: AxeCheck) -> None:
    page = page_at(*PHONE)
    service = scanned(page, static_site)
    service.on("POST", "/visits", UNKNOWN)
    fill_to_check(page)
    send(page)
    expect(page.locator("#ended")).to_be_visible()
    expect(page.locator("#kept")).to_be_visible()
    axe(page)
    service.on("POST", "/visits", (201, an_opened_visit()))

    page.goto(f"{static_site}/tamu/#{NEXT_CODE}")

    expect(page.locator(".summary")).to_contain_text(EMAIL)
    page.goto(f"{static_site}/tamu/#{THIRD_CODE}")
    expect(page).to_have_url(f"{static_site}/tamu/")
    send(page)
    page.wait_for_url(f"{static_site}/kunjungan/#{VISIT_TOKEN}")
    first, second = service.sent("POST", "/visits")
    assert second.headers["authorization"] == f"Bearer {THIRD_CODE}"
    assert (second.post_data, second.headers["idempotency-key"] == first.headers["idempotency-key"]) == (
        first.post_data,
        False,
    )


def test_reload_keeps_the_answers_and_sends_the_same_entry_again(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PHONE)
    service = scanned(page, static_site)
    page.locator("#begin").click()
    page.locator("#name").fill(NAME)
    page.reload()
    expect(page.locator("#name")).to_have_value(NAME)
    page.evaluate("history.back()")
    unanswered: list[Request] = []
    page.route("**/api/visits", lambda route: unanswered.append(route.request))
    fill_to_check(page)
    with page.expect_request("**/api/visits"):
        page.evaluate("() => { const send = document.querySelector('[data-move=send]'); send.click(); send.click(); }")

    page.reload()
    page.unroute("**/api/visits")
    expect(page.get_by_text("Kami belum tahu apakah data Anda sudah sampai.")).to_be_visible()
    expect(page.locator(".summary")).to_contain_text("Perpustakaan tercetak")
    expect(page.get_by_role("button", name="Ubah")).to_have_count(0)
    page.get_by_role("button", name="Coba lagi").click()

    page.wait_for_url(f"{static_site}/kunjungan/#{VISIT_TOKEN}")
    tries = [*unanswered, *service.sent("POST", "/visits")]
    assert len(tries) == 2
    assert len({(one.headers["idempotency-key"], one.post_data) for one in tries}) == 1


def test_closed_office_says_when_it_opens_and_goes_on_when_it_does(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(*PHONE)
    service = answering_visits(ApiDouble(page))
    page.clock.install(time="2025-11-25T02:00:00Z")
    page.goto(f"{static_site}/tamu/#{ONSITE_CODE}")
    fill_to_check(page)
    status, refusal = problem(409, "closed", "Kantor sedang tutup.")[:2]
    service.on("POST", "/visits", (status, {**refusal, "opens_at": "2025-11-26T00:00:00Z"}))
    closed = answering_unit(open=False, opens_at="2025-11-26T00:00:00Z", closed_reason="Rapat pegawai")
    service.on("GET", "/unit", closed)
    send(page)
    expect(page.locator("[data-screen=closed]")).to_contain_text(
        "Kami buka kembali Rabu, 26 November 2025 pukul 08.00."
    )
    expect(page.locator("[data-screen=closed]")).to_contain_text("Alasan: Rapat pegawai")
    axe(page)

    service.on("GET", "/unit", answering_unit())
    page.clock.fast_forward("00:01:01")

    expect(page.locator(".summary")).to_contain_text(EMAIL)


def test_page_weighs_little_on_its_way(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PHONE)
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(gzip.compress(answer.body()))))

    scanned(page, static_site)

    assert 10_000 < sum(weights) < MOST_BYTES
