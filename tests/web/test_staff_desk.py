"""The lists of the desk on the staff page: fresh or old, for hands on the keyboard, on a small laptop."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import AxeCheck
from tests.web.desk_steps import Desk, now_in_line, own, said, waiting
from tests.web.staff_answers import (
    a_called_ticket,
    a_queue,
    a_served_ticket,
    a_staff_ticket,
    an_ended_ticket,
    answering,
)

SOON = "2025-11-25T02:09:00Z"


def test_lists_that_may_be_old_say_so_and_their_times_go_on(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"))
    service.on("GET", "/staff/queue", lambda _: None)

    page.clock.run_for(11_000)
    stale = said(page, "Daftar ini mungkin sudah berubah")
    expect(stale).to_contain_text("10.05")
    page.clock.fast_forward(180_000)
    expect(waiting(page)).to_contain_text("menunggu 9 menit")
    service.on("GET", "/staff/queue", (200, a_queue(a_staff_ticket("A-002"))))
    page.clock.run_for(60_000)

    expect(stale).to_be_hidden()
    expect(waiting(page)).to_contain_text("A-002")


def test_unchanged_answer_redraws_nothing_and_counts_as_fresh(desk: Desk) -> None:
    page, service = desk()
    tag = '"queue-1"'
    served = (200, a_queue(a_staff_ticket("A-001"), a_called_ticket("A-002", desk="2")), {"ETag": tag})
    service.on("GET", "/staff/queue", lambda asked: (304, "") if asked.headers.get("if-none-match") == tag else served)
    with page.expect_response(lambda answer: answer.status == 304):
        page.clock.run_for(6_000)
    page.evaluate("""() => {
        globalThis.redrawn = [];
        const watch = new MutationObserver((changes) => globalThis.redrawn.push(...changes.map((one) => one.type)));
        for (const list of document.querySelectorAll('[data-part$=rows]')) watch.observe(list, {childList: true});
    }""")

    with page.expect_response(lambda answer: answer.status == 304):
        page.clock.run_for(12_000)

    assert page.evaluate("globalThis.redrawn") == []
    page.clock.fast_forward(60_000)
    with page.expect_response(lambda answer: answer.status == 304):
        page.clock.run_for(3_000)
    expect(page.locator("queue-desk [data-slot=stale]")).to_be_hidden()
    expect(waiting(page)).to_contain_text("menunggu 7 menit")


def test_hands_find_the_next_step_and_keep_their_place_when_lists_change(desk: Desk) -> None:
    page, service = desk(a_called_ticket("A-001"), a_staff_ticket("A-002"), a_staff_ticket("A-003"))
    rest = (a_staff_ticket("A-002"), a_staff_ticket("A-003"))
    answering(service, "/staff/tickets/ticket-A-001/serve", a_served_ticket("A-001", reading=None), *rest)
    answering(service, "/staff/tickets/ticket-A-001/finish", an_ended_ticket("A-001"), *rest)

    own(page).get_by_role("button", name="Mulai layani A-001").press("Enter")
    expect(own(page).get_by_role("button", name="Selesai A-001")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".call-next")).to_be_focused()

    third = waiting(page).get_by_role("button", name="Pindahkan A-003")
    third.focus()
    now_in_line(page, service, a_staff_ticket("A-003"), a_staff_ticket("A-002"))
    expect(waiting(page).locator("th")).to_contain_text(["A-003", "A-002"])
    expect(third).to_be_focused()
    now_in_line(page, service, a_staff_ticket("A-002"))
    expect(page.get_by_role("region", name="Nomor yang menunggu")).to_be_focused()


def test_letters_typed_into_a_field_or_with_a_modifier_call_nobody(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"))

    page.keyboard.press("Control+n")
    page.get_by_role("link", name="Publikasi").click()
    page.get_by_role("button", name="Tambah publikasi").click()
    page.locator("#pub-title").press_sequentially("nnn")
    page.locator("h1:visible").press("n")

    assert service.sent("POST", "/staff/queue/calls") == []


def test_shortcuts_are_listed_and_can_be_turned_off(desk: Desk, axe: AxeCheck) -> None:
    page, service = desk(a_staff_ticket("A-001"))

    page.keyboard.press("?")
    expect(page.get_by_role("dialog").locator("kbd")).to_have_text(["N", "R", "D", "L", "S", "T", "U", "P", "?"])
    axe(page)
    page.get_by_label("Gunakan pintasan satu huruf").uncheck()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.locator(".call-next").click()

    expect(page.locator(".banner.calm")).to_be_visible()
    assert len(service.sent("POST", "/staff/queue/calls")) == 1


def a_busy_queue() -> list[dict[str, Any]]:
    """A number of each kind, and more of those who wait than a screen holds."""
    return [
        a_called_ticket("A-001", group_size=3, priority="elderly", undo_until=SOON),
        a_served_ticket("A-002"),
        a_called_ticket("B-001", desk="2", by="budi", service="digital", promised_by=None),
        an_ended_ticket("A-003", "no-show"),
        an_ended_ticket("A-004"),
        a_staff_ticket("A-005", promised_by="2025-11-25T02:04:00Z"),
        a_staff_ticket("A-006", promised_by="2025-11-25T02:07:00Z", priority="disability", name="Siti Nurhaliza"),
        *(a_staff_ticket(f"A-0{number}") for number in range(10, 30)),
    ]


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.slow)])
def test_busy_desk_fits_a_small_laptop_is_accessible_and_shows_no_more_than_numbers(
    desk: Desk, axe: AxeCheck, language: str
) -> None:
    late = a_served_ticket("A-004", served_at="2025-11-25T02:12:00Z", late=True)
    page, service = desk(*a_busy_queue(), unexplained=(late,))
    page.locator(f"[data-language={language}]").click()
    expect(waiting(page)).to_have_count(22)

    axe(page)
    assert "Siti" not in page.content()
    assert "disability" not in page.locator("queue-desk").inner_html()
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [1366, 768]
    for part in (
        ".call-next",
        "[data-part=urgent]",
        "[data-part=elsewhere]",
        "[data-action=serve]",
        "[data-action=undo]",
    ):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)

    service.on("GET", "/staff/queue", lambda _: None)
    page.clock.run_for(11_000)
    expect(page.locator("queue-desk [data-slot=stale]")).to_be_visible()
    axe(page)
