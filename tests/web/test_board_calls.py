"""Announcements of the board where it may not be heard: whom it announces, in which order, and what is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PageAt
from tests.web.api_double import ApiDouble
from tests.web.board_steps import TELEVISION, a_board, a_call, a_fresh_call, behind_board, numbers, record
from tests.web.visit_answers import TUESDAY_MORNING

SAYING_MS = 5000
"""How long a saying takes that nobody hears."""

MOST_TURNS = 20
A_MOMENT_MS = 20
ASKED_EVERY_MS = 2000


class Wall:
    """A board whose time stands still until a test lets it pass, and whose answers can change."""

    def __init__(self, page: Page, site: str, *calls: dict[str, Any]) -> None:
        self.page = page
        self.service: ApiDouble = behind_board(page, *calls)
        page.clock.pause_at(TUESDAY_MORNING + timedelta(seconds=1))
        page.goto(f"{site}/papan/")
        self._wait_for(calls)

    def answer(self, *calls: dict[str, Any], **changes: Any) -> None:
        """The service answers so from now on; returns once the board has it.

        That takes one turn of asking, and another where the last question was still on its way.
        """
        self.service.on("GET", "/board", (200, a_board(*calls, **changes)))
        asked = len(self.service.sent("GET", "/board"))
        for _ in range(MOST_TURNS):
            self.page.clock.run_for(ASKED_EVERY_MS)
            self.page.wait_for_timeout(A_MOMENT_MS)
            if len(self.service.sent("GET", "/board")) > asked:
                break
        self._wait_for(calls)

    def finish(self) -> list[str]:
        """Lets the waiting announcements pass; gives the numbers announced so far."""
        while len(numbers(self.page)) > len(numbers(self.page, "announced")):
            self.page.clock.run_for(SAYING_MS)
        return numbers(self.page)

    def _wait_for(self, calls: tuple[dict[str, Any], ...]) -> None:
        expect(self.page.locator(".now [data-part=connecting]")).to_be_hidden()
        rows = self.page.locator(".calls li")
        expect(rows).to_have_count(len(calls))
        for place, call in enumerate(calls):
            expect(rows.nth(place)).to_have_attribute("data-key", f"{call['number']} {call['called_at']}")


@pytest.fixture
def page(page_at: PageAt) -> Page:
    """A television without leave to sound."""
    return page_at(*TELEVISION)


def test_new_call_is_announced_with_a_steady_highlight_and_an_old_one_is_not(page: Page, static_site: str) -> None:
    wall = Wall(page, static_site, a_call("A-007"))
    wall.answer(a_fresh_call("A-008"), a_call("A-007"))

    expect(page.locator(".called")).to_have_text("A-008")
    expect(page.locator(".now[data-announcing]")).to_be_visible()
    expect(page.locator(".calls [data-announcing]")).to_have_count(1)
    assert page.evaluate("getComputedStyle(document.querySelector('.now')).animationName") == "none"
    assert wall.finish() == ["A-008"]

    expect(page.locator("[data-announcing]")).to_have_count(0)


def test_flash_where_motion_is_welcome_is_seen_at_most_three_times_a_second(page: Page, static_site: str) -> None:
    page.emulate_media(reduced_motion="no-preference")
    wall = Wall(page, static_site)
    wall.answer(a_fresh_call("A-008"))
    expect(page.locator(".now[data-announcing]")).to_be_visible()

    name, seconds, times = page.evaluate(
        "(({ animationName, animationDuration, animationIterationCount }) =>"
        " [animationName, parseFloat(animationDuration), animationIterationCount])"
        "(getComputedStyle(document.querySelector('.now')))"
    )

    assert (name, times) == ("flash", "infinite")
    assert seconds >= 1 / 3


def test_calls_at_once_are_shown_large_one_after_the_other_and_the_latest_stays(page: Page, static_site: str) -> None:
    wall = Wall(page, static_site)
    wall.answer(*(a_fresh_call(f"A-00{n}", n) for n in (3, 2, 1)))

    assert wall.finish() == ["A-001", "A-002", "A-003"]

    assert [one["large"] for one in record(page, "announcing")] == ["A-001", "A-002", "A-003"]
    assert all(one["flashing"] for one in record(page, "announcing"))
    expect(page.locator(".called")).to_have_text("A-003")


def test_call_that_is_seen_after_a_later_one_is_announced_all_the_same(page: Page, static_site: str) -> None:
    wall = Wall(page, static_site)
    wall.answer(a_fresh_call("A-001", 10))

    wall.answer(a_fresh_call("A-001", 10), a_fresh_call("B-001", 9))

    assert wall.finish() == ["A-001", "B-001"]


def test_number_called_again_is_announced_again(page: Page, static_site: str) -> None:
    wall = Wall(page, static_site)
    wall.answer(a_fresh_call("A-007", 10))
    wall.finish()

    wall.answer(a_fresh_call("A-007", 50))

    assert wall.finish() == ["A-007", "A-007"]


def test_reload_repeats_nothing_and_makes_up_for_a_call_of_the_last_minute(page: Page, static_site: str) -> None:
    wall = Wall(page, static_site)
    wall.answer(a_fresh_call("A-001", 30))
    assert wall.finish() == ["A-001"]

    calls = [a_fresh_call("A-003", 45), a_fresh_call("A-001", 30), a_call("A-002")]
    wall.service.on("GET", "/board", (200, a_board(*calls)))
    page.reload()
    expect(page.locator(".now[data-announcing]")).to_be_visible()

    assert wall.finish() == ["A-003"]


def test_call_that_staff_took_back_is_not_announced_nor_the_one_that_moves_up(page: Page, static_site: str) -> None:
    before = [a_call(f"A-00{n}", called_at=f"2025-11-25T02:03:0{n}Z") for n in range(5)]
    wall = Wall(page, static_site, *reversed(before))
    wall.answer(a_fresh_call("A-007", 7), a_fresh_call("A-006", 6), a_fresh_call("A-005", 5), *before[:2:-1])

    older = a_call("B-001", called_at="2025-11-25T02:02:00Z")
    wall.answer(a_fresh_call("A-007", 7), a_fresh_call("A-005", 5), before[4], before[3], older)

    assert wall.finish() == ["A-005", "A-007"]


def test_call_that_five_later_ones_pushed_off_the_board_is_announced_all_the_same(page: Page, static_site: str) -> None:
    wall = Wall(page, static_site)
    calls = [a_fresh_call(f"A-00{n}", n) for n in range(1, 8)]
    wall.answer(*reversed(calls[:5]))

    wall.answer(*reversed(calls[2:]))

    assert wall.finish() == [f"A-00{n}" for n in range(1, 8)]


def test_call_that_waited_two_minutes_is_said_once_and_one_of_ten_minutes_is_left_to_staff(
    page: Page, static_site: str
) -> None:
    wall = Wall(page, static_site)
    before = [a_call("A-002", called_at="2025-11-25T02:02:30Z"), a_call("A-001", called_at="2025-11-25T01:54:00Z")]
    wall.answer(a_fresh_call("A-003", 50), *before)

    assert wall.finish() == ["A-002", "A-003"]

    assert [one["times"] for one in record(page, "announcing")] == [1, 2]


def test_new_day_waits_for_the_announcement_to_end(page: Page, static_site: str) -> None:
    wall = Wall(page, static_site)
    last = a_fresh_call("A-099")
    wall.answer(last)

    wall.answer(last, a_call("A-098"), day="2025-11-26")
    assert numbers(page, "announcing") == ["A-099"]

    with page.expect_event("load"):
        page.clock.run_for(2 * SAYING_MS + 2 * ASKED_EVERY_MS)
        page.clock.resume()  # An answer that is still on its way sets timers of its own.
