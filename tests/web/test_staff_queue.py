"""The desk on the staff page: calling, serving, skipping, and what is said when things change meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble
from tests.web.staff_answers import (
    a_called_ticket,
    a_queue,
    a_staff_ticket,
    answering,
    answering_staff,
    calling,
    choose_desk,
    sign_in,
)
from tests.web.visit_answers import TUESDAY_MORNING

Desk = Callable[..., tuple[Page, ApiDouble]]


@pytest.fixture
def desk(page_at: PageAt, static_site: str) -> Desk:
    """Rina at desk 1 with a queue, on Tuesday morning, and the service behind her."""

    def opened(*tickets: dict[str, Any], chosen: bool = True) -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        page.clock.install(time=TUESDAY_MORNING)
        service = answering_staff(page)
        service.on("GET", "/staff/queue", (200, a_queue(*tickets)))
        page.goto(f"{static_site}/petugas/")
        sign_in(page)
        if chosen:
            choose_desk(page)
            expect(page.locator(".as-of").first).to_contain_text("10.05")
        return page, service

    return opened


def own(page: Page) -> Any:
    return page.locator(".own-tickets")


def test_desk_is_asked_once_and_kept_for_the_day(desk: Desk) -> None:
    page, _ = desk()

    page.reload()

    expect(page.locator("[data-part=at-desk]")).to_contain_text("Loket 1")
    expect(page.locator(".call-next")).to_be_visible()


def test_desk_is_asked_anew_on_another_day(desk: Desk) -> None:
    page, _ = desk()

    page.clock.set_system_time(TUESDAY_MORNING.replace(day=26))
    page.reload()

    expect(page.get_by_text("Di loket mana Anda bertugas hari ini?")).to_be_visible()


def test_work_does_not_begin_without_a_desk_and_a_service(desk: Desk) -> None:
    page, _ = desk(chosen=False)

    page.locator("#services-printed").uncheck()
    page.locator("#services-digital").uncheck()
    page.get_by_role("button", name="Mulai bertugas").click()

    expect(page.locator("desk-choice error-summary")).to_contain_text("Pilih loket tempat Anda bertugas.")
    expect(page.locator("desk-choice error-summary")).to_contain_text("Pilih sedikitnya satu layanan.")


def test_waiting_list_tells_time_in_words_and_lateness_by_sign_and_text(desk: Desk) -> None:
    page, _ = desk(
        a_staff_ticket("A-001", late=True, waiting_seconds=3900),
        a_staff_ticket("B-001", service="digital", priority="elderly", promised_by=None, waiting_seconds=360),
    )

    rows = page.locator("[data-part=waiting] tbody tr")

    expect(rows.nth(0)).to_contain_text("menunggu 1 jam 5 menit")
    expect(rows.nth(0).locator(".late")).to_contain_text("Lewat janji pukul 10.09")
    expect(rows.nth(1)).to_contain_text("menunggu 6 menit")
    expect(rows.nth(1)).to_contain_text("Didahulukan")
    expect(rows.nth(1).locator(".late")).to_be_hidden()
    expect(page.locator("nav .tag")).to_have_text("2")


def test_next_is_called_by_one_key_for_this_desk(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"))
    calling(service, a_called_ticket("A-001"))

    page.keyboard.press("n")

    expect(own(page)).to_contain_text("A-001")
    expect(page.get_by_role("status").filter(has_text="A-001 dipanggil ke Loket 1.")).to_be_visible()
    assert service.sent("POST", "/staff/queue/calls")[0].post_data_json == {
        "desk": "1",
        "services": ["printed", "digital"],
    }


def test_two_presses_call_one_visitor(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"), a_staff_ticket("A-002"))
    calling(service, a_called_ticket("A-001"), a_staff_ticket("A-002"))

    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(own(page)).to_contain_text("A-001")
    page.keyboard.press("n")

    expect(page.get_by_role("status").filter(has_text="A-001 masih dipanggil.")).to_be_visible()
    assert len(service.sent("POST", "/staff/queue/calls")) == 1


def test_nobody_waiting_is_said_calmly(desk: Desk) -> None:
    page, _ = desk()

    page.locator(".call-next").click()

    expect(page.locator(".banner.calm")).to_contain_text("Tidak ada yang menunggu untuk loket ini.")
    expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_have_count(0)


def test_lost_answer_to_a_call_is_not_repeated_blindly(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"))
    service.on("POST", "/staff/queue/calls", lambda _: None)

    page.locator(".call-next").click()

    expect(page.get_by_role("alert").filter(has_text="Jawaban layanan tidak sampai")).to_be_visible()
    assert len(service.sent("POST", "/staff/queue/calls")) == 1


@pytest.mark.parametrize(
    ("key", "act", "state"), [("r", "recall", "called"), ("l", "serve", "called"), ("d", "finish", "serving")]
)
def test_each_key_moves_the_topmost_number_of_this_desk(desk: Desk, key: str, act: str, state: str) -> None:
    page, service = desk(a_called_ticket("A-001", state=state), a_called_ticket("A-002", desk="2", state=state))
    after = {"recall": "called", "serve": "serving", "finish": "done"}[act]
    service.on("POST", f"/staff/tickets/ticket-A-001/{act}", (200, a_called_ticket("A-001", state=after)))

    page.keyboard.press(key)

    expect(page.get_by_role("status").filter(has_text="A-001")).to_be_visible()
    assert len(service.sent("POST", f"/staff/tickets/ticket-A-001/{act}")) == 1


def test_number_called_in_vain_tells_how_often(desk: Desk) -> None:
    page, _ = desk(a_called_ticket("A-001", calls=3))

    expect(own(page)).to_contain_text("Sudah dipanggil 3 kali, terakhir pukul 10.04")


def test_number_taken_by_somebody_else_is_explained_with_what_it_is_now(desk: Desk) -> None:
    page, service = desk(a_called_ticket("A-001"))
    refusal = {"type": "urn:loket:problem:ticket-state", "title": "x", "status": 409, "found": "cancelled"}
    service.on("POST", "/staff/tickets/ticket-A-001/serve", (409, refusal))
    service.on("GET", "/staff/queue", (200, a_queue()))

    page.keyboard.press("l")

    expect(page.get_by_role("alert").filter(has_text="A-001 tidak dapat diubah: nomor ini dibatalkan")).to_be_visible()
    expect(own(page)).not_to_contain_text("A-001")


def test_skip_waits_ten_seconds_for_a_second_thought(desk: Desk) -> None:
    page, service = desk(a_called_ticket("A-001"))
    service.on("POST", "/staff/tickets/ticket-A-001/skip", (200, a_called_ticket("A-001", state="no-show")))

    page.keyboard.press("s")
    expect(page.get_by_role("status").filter(has_text="A-001 akan dilewati")).to_be_visible()
    assert service.sent("POST", "/staff/tickets/ticket-A-001/skip") == []
    page.clock.run_for(10_000)

    expect(page.get_by_role("status").filter(has_text="A-001 dilewati.")).to_be_visible()
    assert len(service.sent("POST", "/staff/tickets/ticket-A-001/skip")) == 1


def test_skip_can_be_undone(desk: Desk) -> None:
    page, service = desk(a_called_ticket("A-001"))

    page.keyboard.press("s")
    page.get_by_role("button", name="Batalkan").click()
    page.clock.run_for(30_000)

    expect(own(page).get_by_role("button", name="Mulai layani A-001")).to_be_visible()
    assert service.sent("POST", "/staff/tickets/ticket-A-001/skip") == []


def test_calling_the_next_skips_at_once_what_was_to_be_skipped(desk: Desk) -> None:
    page, service = desk(a_called_ticket("A-001"), a_staff_ticket("A-002"))
    service.on("POST", "/staff/tickets/ticket-A-001/skip", (200, a_called_ticket("A-001", state="no-show")))
    calling(service, a_called_ticket("A-002"))

    page.keyboard.press("s")
    page.keyboard.press("n")

    expect(own(page)).to_contain_text("A-002")
    assert len(service.sent("POST", "/staff/tickets/ticket-A-001/skip")) == 1


def test_lists_that_may_be_old_say_so_until_the_service_answers_again(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"))
    service.on("GET", "/staff/queue", lambda _: None)

    page.clock.run_for(11_000)
    stale = page.get_by_role("status").filter(has_text="Daftar ini mungkin sudah berubah")
    expect(stale).to_contain_text("10.05")
    service.on("GET", "/staff/queue", (200, a_queue(a_staff_ticket("A-002"))))
    page.clock.run_for(60_000)

    expect(stale).to_be_hidden()
    expect(page.locator("[data-part=waiting]")).to_contain_text("A-002")


def test_hands_find_the_next_step_where_the_last_button_was(desk: Desk) -> None:
    page, service = desk(a_called_ticket("A-001"))
    answering(service, "/staff/tickets/ticket-A-001/serve", a_called_ticket("A-001", state="serving"))
    answering(service, "/staff/tickets/ticket-A-001/finish", a_called_ticket("A-001", state="done"))

    own(page).get_by_role("button", name="Mulai layani A-001").press("Enter")
    expect(own(page).get_by_role("button", name="Selesai A-001")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(".call-next")).to_be_focused()


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
    expect(page.get_by_role("dialog")).to_contain_text("Panggil nomor berikutnya")
    axe(page)
    page.get_by_label("Gunakan pintasan satu huruf").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.locator(".call-next").click()

    expect(page.locator(".banner.calm")).to_be_visible()
    assert len(service.sent("POST", "/staff/queue/calls")) == 1


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.slow)])
def test_busy_desk_is_accessible(desk: Desk, axe: AxeCheck, language: str) -> None:
    page, _ = desk(
        a_called_ticket("A-001"),
        a_called_ticket("B-001", desk="2", state="serving", service="digital"),
        a_staff_ticket("A-002", late=True),
        a_staff_ticket("A-003", priority="pregnant"),
    )
    page.locator(f"[data-language={language}]").click()

    axe(page)
    page.keyboard.press("s")
    page.clock.run_for(500)

    axe(page)


def test_page_of_the_desk_fits_a_small_laptop(desk: Desk) -> None:
    page, _ = desk(a_called_ticket("A-001"), *(a_staff_ticket(f"A-00{n}") for n in range(2, 9)))

    expect(own(page)).to_contain_text("A-001")

    assert page.evaluate("document.documentElement.scrollHeight") <= 768


def test_no_list_of_the_queue_shows_more_than_numbers(desk: Desk) -> None:
    page, _ = desk(a_staff_ticket("A-001", name="Siti Nurhaliza", priority="disability"))

    expect(page.locator("[data-part=waiting]")).to_contain_text("A-001")

    assert "Siti" not in page.content()
    assert "disability" not in page.content()
