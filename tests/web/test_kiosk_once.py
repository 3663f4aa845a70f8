"""One entry is one visit, whatever fingers, the Back button and networks do."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import AxeCheck
from tests.web.api_double import problem
from tests.web.kiosk_steps import NAME, Kiosk, fill_to_check, go_on, remains, send, to_ticket
from tests.web.visit_answers import VISIT_TOKEN, an_opened_visit

SLIP = {"field": "email", "code": "did-you-mean", "detail": "Apakah maksud Anda siti@gmail.com?"}


def test_double_press_sends_once(kiosk: Kiosk) -> None:
    page, service = kiosk()
    fill_to_check(page)

    page.evaluate("() => { const send = document.querySelector('[data-move=send]'); send.click(); send.click(); }")

    expect(page.locator(".ticket")).to_be_visible()
    assert len(service.sent("POST", "/visits")) == 1


def test_lost_answer_is_asked_for_again_with_the_same_key_and_entry(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    service.on("POST", "/visits", lambda _: None)
    fill_to_check(page)
    send(page)
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()
    expect(page.get_by_role("button", name="Ubah")).to_have_count(0)
    axe(page)
    service.on("POST", "/visits", (201, an_opened_visit()))

    page.get_by_role("button", name="Coba lagi").click()

    expect(page.locator(".ticket")).to_be_visible()
    tries = service.sent("POST", "/visits")
    assert len(tries) == 4
    assert len({(one.headers["idempotency-key"], one.post_data) for one in tries}) == 1


def test_refused_entry_goes_under_a_new_key(kiosk: Kiosk) -> None:
    page, service = kiosk()
    service.on("POST", "/visits", problem(422, "invalid-form", "Ada isian yang perlu diperbaiki.", [SLIP]))
    fill_to_check(page, email="siti@gmial.com")
    send(page)
    page.get_by_role("button", name="Alamat saya sudah benar").click()
    send(page)
    expect(page.locator("#email-fault")).to_be_visible()

    keys = {one.headers["idempotency-key"] for one in service.sent("POST", "/visits")}
    assert len(keys) == 2


def test_back_after_sending_sends_nothing_and_stays_at_the_number(kiosk: Kiosk) -> None:
    page, service = kiosk()
    to_ticket(page)

    page.evaluate("history.back()")

    expect(page.locator(".ticket .number")).to_be_visible()
    expect(page.locator("guest-book")).to_have_count(0)
    assert len(service.sent("POST", "/visits")) == 1


def test_back_in_the_guestbook_goes_to_the_question_before(kiosk: Kiosk) -> None:
    page, _ = kiosk()
    page.locator("#begin").click()
    page.locator("#name").fill(NAME)
    go_on(page)

    page.evaluate("history.back()")

    expect(page.locator("#name")).to_be_visible()
    expect(page.locator("#name")).to_have_value(NAME)


def test_reload_shows_the_start_and_sends_nothing(kiosk: Kiosk) -> None:
    page, service = kiosk()
    to_ticket(page)

    page.reload()

    expect(page.locator("#begin")).to_be_visible()
    assert len(service.sent("POST", "/visits")) == 1
    assert VISIT_TOKEN not in remains(page)
