"""Nothing of a visitor stays on a kiosk: not on the screen, in its storage, or behind the Back button."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble
from tests.web.kiosk_steps import EMAIL, NAME, PORTRAIT, Kiosk, fill_to_check, go_on, remains, send, to_ticket
from tests.web.visit_answers import KIOSK_TOKEN, VISIT_TOKEN, answering_visits


def test_idle_visitor_is_asked_and_then_wiped(page_at: PageAt, static_site: str) -> None:
    page, service = clocked_kiosk(page_at, static_site)
    page.locator("#begin").click()
    page.locator("#name").fill(NAME)
    go_on(page)
    page.locator("#email").fill(EMAIL)

    page.clock.run_for(60_000)
    expect(page.get_by_role("dialog", name="Apakah Anda masih di sini?")).to_be_visible()
    expect(page.locator("#idle-words")).to_contain_text("dalam 20 detik")
    page.clock.run_for(20_000)

    expect(page.locator("#begin")).to_be_visible()
    expect(page.locator("#idle")).to_be_hidden()
    for secret in (NAME, EMAIL):
        assert secret not in remains(page)
    assert service.sent("POST", "/visits") == []


def test_question_whether_anybody_is_there_is_clean_for_axe(page_at: PageAt, static_site: str, axe: AxeCheck) -> None:
    page, _ = clocked_kiosk(page_at, static_site)
    page.locator("#begin").click()
    page.clock.run_for(60_000)
    expect(page.locator("#idle")).to_be_visible()

    page.clock.resume()

    axe(page)


def test_visitor_who_is_still_here_keeps_everything(page_at: PageAt, static_site: str) -> None:
    page, _ = clocked_kiosk(page_at, static_site)
    page.locator("#begin").click()
    page.locator("#name").fill(NAME)
    page.clock.run_for(75_000)

    page.get_by_role("button", name="Saya masih di sini").click()
    page.clock.run_for(30_000)

    expect(page.locator("#name")).to_have_value(NAME)
    expect(page.locator("#idle")).to_be_hidden()


def test_number_and_visit_are_wiped_too(page_at: PageAt, static_site: str) -> None:
    page, service = clocked_kiosk(page_at, static_site)
    to_ticket(page)

    page.clock.run_for(80_000)

    expect(page.locator("#begin")).to_be_visible()
    assert VISIT_TOKEN not in remains(page)
    assert "A-007" not in remains(page)
    polls = len(service.sent("GET", "/visit"))
    page.clock.run_for(30_000)
    assert len(service.sent("GET", "/visit")) == polls


def clocked_kiosk(page_at: PageAt, static_site: str) -> tuple[Page, ApiDouble]:
    """A kiosk whose time is the test's: it moves by `page.clock` alone."""
    page = page_at(*PORTRAIT)
    service = answering_visits(ApiDouble(page))
    page.clock.install(time="2025-11-25T02:00:00Z")
    page.goto(f"{static_site}/kiosk/#{KIOSK_TOKEN}")
    expect(page.locator("#begin")).to_be_visible()
    page.clock.pause_at("2025-11-25T02:10:00Z")
    return page, service


def test_finish_wipes_and_the_next_visitor_starts_in_indonesian(kiosk: Kiosk) -> None:
    page, _ = kiosk(language="en")
    to_ticket(page)

    page.locator("#leave").click()

    expect(page.get_by_role("heading", name="Selamat datang di perpustakaan kami")).to_be_visible()
    assert VISIT_TOKEN not in remains(page)
    page.locator("#begin").click()
    expect(page.locator("#name")).to_have_value("")


def test_back_after_the_wipe_shows_the_start(kiosk: Kiosk) -> None:
    page, _ = kiosk()
    fill_to_check(page)
    page.locator("#leave").click()

    page.evaluate("history.back()")

    expect(page.locator("#begin")).to_be_visible()
    assert NAME not in remains(page)


def test_two_visitors_one_after_the_other_each_send_their_own(kiosk: Kiosk) -> None:
    page, service = kiosk()
    to_ticket(page)
    page.locator("#leave").click()

    fill_to_check(page, name="Budi Santoso", email="budi@example.com")
    send(page)
    expect(page.locator(".ticket")).to_be_visible()

    assert [body["name"] for body in service.bodies("POST", "/visits")] == [NAME, "Budi Santoso"]
    first, second = service.sent("POST", "/visits")
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]


def test_no_field_is_filled_in_by_the_browser(kiosk: Kiosk) -> None:
    page, _ = kiosk()
    fields = page.locator("input:not([type=radio], [type=checkbox]), textarea")

    assert fields.count() >= 5
    assert all(one.get_attribute("autocomplete") == "off" for one in fields.all())
    assert all(one.get_attribute("autocomplete") == "off" for one in page.locator("form").all())


def test_token_is_in_no_address_that_is_sent(kiosk: Kiosk) -> None:
    page, service = kiosk()

    to_ticket(page)

    assert not any(re.search(f"{KIOSK_TOKEN}|{VISIT_TOKEN}", one.url) for one in service.requests)
    assert json.dumps(page.evaluate("Object.values({...sessionStorage})")) == "[]"
