"""The rating on kiosk and phone: one tap is enough, any question can be skipped, nothing that was tapped is lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.kiosk_steps import LANDSCAPE, Kiosk, look_again, open_kiosk, press_tab_to, remains, to_ticket
from tests.web.phone_steps import Phone, open_phone
from tests.web.test_kiosk_clean import clocked_kiosk
from tests.web.visit_answers import VISIT_TOKEN, a_ticket, a_visit, answering_unit

GIVEN = (201, {"visit_id": "v1", "rating": 4})
SERVED = [a_ticket(state="done", desk="1", ahead=0)]


def answer(page: Page, mark: int) -> Any:
    return page.locator("[data-step]:visible .answer").nth(mark - 1)


def move(page: Page, name: str) -> None:
    page.locator(f"visit-feedback [data-move={name}]").click()


def hide(page: Page) -> None:
    """The phone's screen goes dark, or another page is looked at."""
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_kiosk_asks_whoever_leaves_and_the_whole_survey_takes_twelve_taps(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    service.on("POST", "/visit/feedback", GIVEN)
    to_ticket(page)
    expect(page.locator("[data-screen=ticket] [data-go=feedback]")).to_be_hidden()
    service.on("GET", "/visit", (200, a_visit(tickets=SERVED)))
    look_again(page)
    expect(page.locator("[data-screen=ticket] [data-go=feedback]")).to_be_visible()

    page.locator("#leave").click()
    expect(page.get_by_role("heading", name="Seberapa puas Anda dengan layanan kami?")).to_be_focused()
    axe(page)
    answer(page, 4).click()
    axe(page)
    move(page, "agree")
    axe(page)
    for place in range(1, 10):
        expect(page.locator("[data-screen=feedback] [data-part=where]")).to_contain_text(f"Pertanyaan {place} dari 9")
        answer(page, 1 + place % 4).click()
    page.locator("#comment").fill("Terima kasih.")
    move(page, "send")

    expect(page.get_by_role("heading", name="Terima kasih atas kunjungan Anda")).to_be_visible()
    marks = {"U1": 2, "U2": 3, "U3": 4, "U4": 1, "U5": 2, "U6": 3, "U7": 4, "U8": 1, "U9": 2}
    assert service.bodies("POST", "/visit/feedback") == [{"rating": 4, "skm": marks, "comment": "Terima kasih."}]
    axe(page)


def test_face_that_was_tapped_counts_though_nobody_comes_back(page_at: PageAt, static_site: str) -> None:
    page, service = clocked_kiosk(page_at, static_site)
    service.on("POST", "/visit/feedback", GIVEN)
    service.on("GET", "/visit", (200, a_visit(tickets=SERVED)))
    to_ticket(page)
    page.locator("[data-screen=ticket] [data-go=feedback]").click()
    answer(page, 2).click()
    move(page, "agree")
    answer(page, 1).click()

    with page.expect_response("**/visit/feedback"):
        page.clock.run_for(80_000)
    page.evaluate("fetch('/bersama/ikon.svg').then(() => true)")
    expect(page.locator("body")).to_have_attribute("data-showing", "start")
    page.locator("#begin").click()
    page.clock.run_for(30_000)

    expect(page.locator("#name")).to_be_visible()
    assert service.bodies("POST", "/visit/feedback") == [{"rating": 2, "skm": {"U1": 1}}]


def test_ticket_before_the_scanner_brings_its_visit_back_to_be_rated(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(*LANDSCAPE)
    service = open_kiosk(page, static_site)
    page.goto(f"{static_site}/kiosk/?pemindai=ya")
    expect(page.locator("#scan-here")).to_be_visible()
    service.on("GET", "/visit", problem(401, "unknown-visit", "x"))
    page.keyboard.type(f"https://pustaka.example/kunjungan/#{VISIT_TOKEN}\n")
    expect(page.locator("#scan-trouble")).to_be_visible()
    axe(page)
    service.on("GET", "/visit", (200, a_visit(tickets=SERVED)))

    page.keyboard.type(f"https://pustaka.example/kunjungan/#{VISIT_TOKEN}\n")

    expect(page.get_by_role("heading", name="Seberapa puas Anda dengan layanan kami?")).to_be_focused()
    page.get_by_role("button", name="Kembali").click()
    expect(page.locator(".ticket .number")).to_have_text("A-007")
    page.locator("[data-screen=ticket] [data-go=feedback]").click()
    page.get_by_role("button", name="Tidak sekarang, selesai").click()
    expect(page.locator("#begin")).to_be_visible()
    assert VISIT_TOKEN not in remains(page)


def test_face_on_the_visits_page_counts_when_the_phone_is_put_away_but_half_written_words_do_not(phone: Phone) -> None:
    page, service = phone(tickets=SERVED)
    service.on("POST", "/visit/feedback", problem(409, "feedback-already-given", "Penilaian sudah kami terima."))
    page.locator("rating-offer .face").nth(2).click()
    expect(page.locator("[data-part=rated]")).to_contain_text("Penilaian Anda: puas.")
    move(page, "write")
    page.locator("#comment").fill("Sebenarnya")

    hide(page)

    expect(page.get_by_role("heading", name="Terima kasih atas penilaian Anda")).to_be_visible()
    assert service.bodies("POST", "/visit/feedback") == [{"rating": 3}]


def test_rating_goes_by_keyboard_alone_and_can_be_corrected(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone(tickets=SERVED)
    service.on("POST", "/visit/feedback", GIVEN)
    axe(page)
    for step in (
        "rating-offer .face[value='1']",
        "[data-move=back]",
        "visit-feedback .face[value='4']",
        "[data-move=agree]",
    ):
        press_tab_to(page, step)
        page.keyboard.press("Enter")
    for step in ("[data-answer=U1][value='4']", "[data-move=skip]", "[data-move=back]", "[data-answer=U2][value='3']"):
        press_tab_to(page, step)
        page.keyboard.press("Enter")
    expect(page.locator("[data-screen=feedback] [data-part=where]")).to_contain_text("Pertanyaan 3 dari 9")

    press_tab_to(page, "[data-move=enough]")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Terima kasih atas penilaian Anda")).to_be_focused()
    assert service.bodies("POST", "/visit/feedback") == [{"rating": 4, "skm": {"U1": 4, "U2": 3}}]


def test_second_click_of_a_double_one_answers_nothing_and_a_lost_connection_loses_nothing(phone: Phone) -> None:
    page, service = phone(tickets=SERVED)
    service.on("POST", "/visit/feedback", lambda _: None)
    page.locator("rating-offer .face").nth(3).click()
    move(page, "agree")
    answer(page, 2).click()
    answer(page, 2).dispatch_event("click", {"detail": 2})
    expect(page.locator("[data-screen=feedback] [data-part=where]")).to_contain_text("Pertanyaan 2 dari 9")
    move(page, "enough")
    expect(page.locator("visit-feedback error-summary")).to_be_focused()
    service.on("POST", "/visit/feedback", GIVEN)

    move(page, "enough")

    expect(page.get_by_role("heading", name="Terima kasih atas penilaian Anda")).to_be_visible()
    sent = service.sent("POST", "/visit/feedback")
    assert {one.headers["idempotency-key"] for one in sent} == {sent[0].headers["idempotency-key"]}
    assert sent[-1].post_data_json == {"rating": 4, "skm": {"U1": 2}}


def test_survey_of_bps_is_asked_where_the_unit_turns_it_on(page_at: PageAt, static_site: str, axe: AxeCheck) -> None:
    page = page_at(320, 640)
    service = asking_skd(page, static_site)
    page.locator("rating-offer .face").nth(3).click()
    move(page, "agree")
    for _ in range(9):
        move(page, "skip")
    expect(page.get_by_role("heading", name="Masih ada waktu untuk 16 pertanyaan lagi?")).to_be_visible()
    axe(page)
    move(page, "agree")
    page.locator("[data-answer=skd][value='8']").click()
    axe(page)
    page.locator("[data-answer=importance][value='10']").click()
    for place in range(2, 17):
        expect(page.locator("[data-screen=feedback] [data-part=where]")).to_contain_text(f"Pertanyaan {place} dari 16")
        move(page, "skip")

    move(page, "send")

    expect(page.get_by_role("heading", name="Terima kasih atas penilaian Anda")).to_be_visible()
    assert service.bodies("POST", "/visit/feedback") == [{"rating": 4, "skd": {"1": 8}, "skd_importance": {"1": 10}}]
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def asking_skd(page: Page, site: str) -> ApiDouble:
    """The page of a served visit to a unit that asks BPS's own survey."""
    service = open_phone(page, site, tickets=SERVED)
    service.on("GET", "/unit", answering_unit(skd={"asked": True, "importance": True}))
    service.on("POST", "/visit/feedback", GIVEN)
    page.reload()
    expect(page.locator("rating-offer .face")).to_have_count(4)
    return service
