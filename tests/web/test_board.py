"""The board: who is called where, and what it says when it cannot know."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.board_steps import TELEVISION, Board, a_board, a_call, open_board
from tests.web.visit_answers import TUESDAY_MORNING, answering_unit


@pytest.fixture
def board(page_at: PageAt, static_site: str) -> Board:
    """The board on a wall, and the service behind it."""

    def opened(*calls: dict[str, Any], size: tuple[int, int] = TELEVISION, query: str = "") -> tuple[Page, ApiDouble]:
        page = page_at(*size)
        return page, open_board(page, static_site, *calls, address=query)

    return opened


def latest(page: Page) -> Any:
    return page.locator(".called")


def stale(page: Page) -> Any:
    return page.locator(".stale")


def test_last_call_is_large_with_its_desk_and_the_last_five_beside(board: Board) -> None:
    page, _ = board(*(a_call(f"A-00{n}", called_at=f"2025-11-25T02:03:0{n}Z") for n in (7, 6, 5, 4, 3)))

    expect(latest(page)).to_have_text("A-007")
    expect(page.locator(".now .desk")).to_contain_text("Loket 2")
    expect(page.locator(".calls .figure")).to_have_text(["A-007", "A-006", "A-005", "A-004", "A-003"])
    expect(page.locator(".waiting .figure")).to_have_text(["3", "12"])


def test_both_languages_stand_together(board: Board) -> None:
    page, _ = board(a_call())

    expect(page.locator(".now .desk")).to_have_text(re.compile(r"Loket 2\s*Desk 2"), use_inner_text=True)
    expect(page.locator(".now .service")).to_have_text(
        re.compile(r"Perpustakaan tercetak \(ruang baca\)\s*Printed library \(reading room\)"), use_inner_text=True
    )


def test_desk_is_called_as_the_unit_calls_it_and_a_place_by_its_own_name(board: Board) -> None:
    page, service = board(a_call("A-002"), a_call("A-001", desk="Ruang Baca"))
    service.on("GET", "/unit", answering_unit(desk_name="Meja layanan"))

    page.reload()

    expect(page.locator(".now .desk [lang=id]")).to_have_text("Meja layanan 2")
    expect(page.locator(".calls .at").last).to_have_text("Ruang Baca")


def test_clock_is_the_offices(board: Board) -> None:
    page, _ = board()

    expect(page.locator(".clock")).to_have_text("10.05")
    expect(page.locator(".day")).to_contain_text("Selasa, 25 November 2025")


def test_clock_of_a_device_that_is_hours_wrong_is_put_right_by_the_service(board: Board) -> None:
    page, service = board()
    service.on("GET", "/board", (200, a_board(a_call(), as_of="2025-11-25T06:45:00Z")))

    page.clock.run_for(3000)

    expect(page.locator(".clock")).to_have_text("14.45")


def test_unchanged_board_is_asked_for_by_its_tag_and_counts_as_fresh(board: Board) -> None:
    page, service = board()
    tag = '"b1"'

    def answer(request: Request) -> Answer:
        known = request.headers.get("if-none-match") == tag
        return (304, "", {"ETag": tag}) if known else (200, a_board(a_call()), {"ETag": tag})

    service.on("GET", "/board", answer)
    for _ in range(10):
        asked = len(service.sent("GET", "/board"))
        page.clock.run_for(2000)
        while len(service.sent("GET", "/board")) == asked:
            page.wait_for_timeout(20)

    assert service.sent("GET", "/board")[-1].headers["if-none-match"] == tag
    expect(latest(page)).to_have_text("A-007")
    expect(stale(page)).to_be_hidden()


def test_board_without_fresh_numbers_says_since_when_and_mends_itself(board: Board) -> None:
    page, service = board(a_call("A-007"))
    expect(latest(page)).to_have_text("A-007")
    service.on("GET", "/board", lambda _: None)

    page.clock.run_for(12_000)
    expect(stale(page)).to_contain_text("Sambungan terputus sejak pukul 10.05")
    expect(latest(page)).to_have_text("A-007")
    service.on("GET", "/board", (200, a_board(a_call("A-009"))))
    page.clock.run_for(30_000)

    expect(stale(page)).to_be_hidden()
    expect(latest(page)).to_have_text("A-009")


def test_reload_without_connection_shows_the_last_numbers_and_says_so(board: Board) -> None:
    page, service = board(a_call("A-007"))
    expect(latest(page)).to_have_text("A-007")
    service.on("GET", "/board", lambda _: None)
    service.on("GET", "/unit", lambda _: None)

    page.reload()

    expect(latest(page)).to_have_text("A-007")
    expect(stale(page)).to_contain_text("Sambungan terputus sejak pukul")


def test_yesterdays_numbers_are_not_shown_after_a_reload(board: Board) -> None:
    page, service = board(a_call("A-007"))
    expect(latest(page)).to_have_text("A-007")
    service.on("GET", "/board", lambda _: None)

    page.clock.set_system_time(TUESDAY_MORNING.replace(day=26))
    page.reload()

    expect(page.get_by_role("heading", name="Menghubungkan ke layanan")).to_be_visible()
    expect(latest(page)).to_be_hidden()


def test_new_day_begins_with_a_fresh_page(board: Board) -> None:
    page, service = board(a_call("A-099"))
    expect(latest(page)).to_have_text("A-099")
    page.locator("body").evaluate("(body) => body.setAttribute('data-yesterday', '')")

    service.on("GET", "/board", (200, a_board(day="2025-11-26")))
    page.clock.run_for(2000)

    expect(page.get_by_role("heading", name="Selamat datang")).to_be_visible()
    expect(page.locator("body")).not_to_have_attribute("data-yesterday", "")


def test_unit_of_the_address_is_passed_on(board: Board) -> None:
    page, service = board(query="?unit=6371")

    expect(page.locator("#office")).to_contain_text("BPS Kota Banjarmasin")
    page.clock.run_for(2000)

    assert all("unit=6371" in one.url for one in service.requests)


def test_unknown_unit_is_told_to_staff(board: Board) -> None:
    page, service = board()
    service.on("GET", "/board", problem(404, "unknown-unit", "x"))

    page.clock.run_for(3000)

    expect(stale(page)).to_contain_text("Alamat papan ini tidak dikenal")


def test_name_that_strays_into_an_answer_is_never_shown(board: Board) -> None:
    page, _ = board({**a_call(), "name": "Siti Nurhaliza"})

    expect(latest(page)).to_have_text("A-007")

    assert "Siti" not in page.content()


def test_whatever_a_number_holds_is_only_text(board: Board) -> None:
    page, _ = board(a_call('<img src=x onerror="document.title=1">'))

    expect(latest(page)).to_have_text('<img src=x onerror="document.title=1">')

    assert page.locator("call-board img").count() == 0


def test_picture_moves_by_a_few_pixels_every_minute(board: Board) -> None:
    page, _ = board(a_call())
    expect(latest(page)).to_have_text("A-007")

    page.clock.run_for(60_000)
    expect(page.locator("restful-screen")).to_have_css("transform", "matrix(1, 0, 0, 1, 0, -4)")
    page.clock.run_for(60_000)

    expect(page.locator("restful-screen")).to_have_css("transform", "matrix(1, 0, 0, 1, 4, -4)")


def test_every_state_is_accessible(board: Board, axe: AxeCheck) -> None:
    page, service = board()
    expect(page.get_by_role("heading", name="Selamat datang")).to_be_visible()
    axe(page)

    service.on("GET", "/board", (200, a_board(a_call())))
    page.clock.run_for(2000)
    expect(latest(page)).to_have_text("A-007")
    axe(page)

    service.on("GET", "/board", lambda _: None)
    page.clock.run_for(12_000)
    expect(stale(page)).to_be_visible()
    axe(page)
