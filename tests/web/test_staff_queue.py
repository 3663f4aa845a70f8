"""The desk on the staff page: its shift, its calls and moves, by hand and by keyboard, and what is found meanwhile."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.web.desk_steps import Desk, now_in_line, own, pressed, refused, said, waiting
from tests.web.staff_answers import (
    a_called_ticket,
    a_queue,
    a_served_ticket,
    a_staff_ticket,
    an_ended_ticket,
    answering,
    calling,
    changing,
    choose_desk,
)
from tests.web.visit_answers import TUESDAY_MORNING

SOON = "2025-11-25T02:09:00Z"


def conflict(code: str, **found: Any) -> tuple[int, dict[str, Any]]:
    return 409, {"type": f"urn:loket:problem:{code}", "title": "x", "status": 409, **found}


def test_desk_is_asked_once_a_day_and_work_does_not_begin_without_it(desk: Desk) -> None:
    page, _ = desk(chosen=False)

    page.locator("#services-printed").uncheck()
    page.locator("#services-digital").uncheck()
    page.get_by_role("button", name="Mulai bertugas").click()
    expect(page.locator("desk-choice error-summary")).to_contain_text("Pilih loket tempat Anda bertugas.")
    expect(page.locator("desk-choice error-summary")).to_contain_text("Pilih sedikitnya satu layanan.")

    page.locator("#services-printed").check()
    choose_desk(page)
    page.reload()
    expect(page.locator("[data-part=at-desk]")).to_contain_text("Loket 1")
    expect(page.locator(".call-next")).to_be_visible()
    page.clock.set_system_time(TUESDAY_MORNING.replace(day=26))
    page.reload()

    expect(page.get_by_text("Di loket mana Anda bertugas hari ini?")).to_be_visible()


def test_whole_work_is_done_by_keyboard_alone(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"), a_staff_ticket("A-002"))
    others = (a_staff_ticket("A-002"),)

    calling(service, a_called_ticket("A-001", undo_until=SOON), *others)
    page.keyboard.press("n")
    expect(said(page, "A-001 dipanggil ke Loket 1.")).to_be_visible()
    assert service.bodies("POST", "/staff/queue/calls") == [
        {"desk": "1", "services": ["printed", "digital"], "holding": []}
    ]

    page.keyboard.press("s")
    expect(said(page, "A-001 belum dapat dilewati: Dipanggil 1 dari 3 kali")).to_be_visible()
    assert service.sent("POST", "/staff/tickets/ticket-A-001/skip") == []

    enough: dict[str, Any] = {"calls": 3, "counted_calls": 3, "skippable": True, "revision": "r5"}
    called = a_called_ticket("A-001", move="recall", **enough)
    assert pressed(page, service, "r", "recall", called, *others) == {"revision": "A-001-r2"}
    expect(own(page)).to_contain_text("Sudah dipanggil 3 dari 3 kali: boleh dilewati.")

    skipped = an_ended_ticket("A-001", "no-show", undo_until=SOON, revision="r6")
    assert pressed(page, service, "s", "skip", skipped, *others) == {"revision": "r5"}
    expect(own(page)).not_to_contain_text("A-001")
    assert pressed(page, service, "u", "undo", called, *others) == {"revision": "r6"}
    expect(own(page)).to_contain_text("A-001")

    served = a_served_ticket("A-001", reading=None)
    pressed(page, service, "d", "serve", served, *others)
    expect(own(page)).to_contain_text("Sedang dilayani")
    pressed(page, service, "d", "finish", an_ended_ticket("A-001"), *others)
    expect(said(page, "A-001 selesai.")).to_be_visible()

    calling(service, a_called_ticket("A-002"), an_ended_ticket("A-001"))
    page.keyboard.press("n")
    expect(own(page)).to_contain_text("A-002")
    answering(service, "/staff/tickets/ticket-A-002/transfer", a_staff_ticket("A-002", service="digital"))
    page.keyboard.press("t")
    expect(page.get_by_role("dialog").get_by_role("radio", name="Perpustakaan digital")).to_be_focused()
    page.keyboard.press("Enter")
    expect(said(page, "A-002 dipindahkan ke Perpustakaan digital.")).to_be_visible()
    assert service.bodies("POST", "/staff/tickets/ticket-A-002/transfer") == [
        {"service": "digital", "revision": "A-002-r2"}
    ]

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Pindahkan ke layanan lain")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_second_click_calls_nobody_and_shows_whom_the_first_one_called(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"), a_staff_ticket("A-002"))
    found = a_queue(a_called_ticket("A-001", countable_at=SOON))
    changing(service, "/staff/queue/calls", conflict("desk-holds", found=["A-001"]), found)

    page.keyboard.press("n")

    expect(refused(page, "loket ini ternyata sudah memanggil A-001")).to_be_visible()
    expect(own(page)).to_contain_text("A-001")
    expect(own(page)).to_contain_text("dipanggil rina, loket 1, 10.04")
    assert len(service.sent("POST", "/staff/queue/calls")) == 1

    page.keyboard.press("n")
    expect(said(page, "A-001 baru saja dipanggil. Beri waktu sampai 10.09")).to_be_visible()
    assert len(service.sent("POST", "/staff/queue/calls")) == 1


def test_next_is_called_beside_one_who_has_had_a_minute_to_come(desk: Desk) -> None:
    page, service = desk(a_called_ticket("A-001"), a_staff_ticket("A-002"))
    later = {"moved_at": "2025-11-25T02:05:00Z", "countable_at": SOON}
    calling(service, a_called_ticket("A-002", **later), a_called_ticket("A-001"))

    page.locator(".call-next").click()

    expect(own(page).locator(".ticket-number")).to_have_text(["A-002", "A-001"])
    expect(own(page).locator("kbd:visible")).to_have_text(["D", "R", "T"])
    assert service.bodies("POST", "/staff/queue/calls")[0]["holding"] == ["ticket-A-001"]


def test_nobody_waiting_is_said_calmly_and_a_lost_call_is_not_repeated_blindly(desk: Desk) -> None:
    page, service = desk()

    page.locator(".call-next").click()
    expect(page.locator(".banner.calm")).to_contain_text("Tidak ada yang menunggu untuk loket ini.")
    expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_have_count(0)
    service.on("POST", "/staff/queue/calls", lambda _: None)
    page.locator(".call-next").click()

    expect(refused(page, "Jawaban layanan tidak sampai")).to_be_visible()
    assert len(service.sent("POST", "/staff/queue/calls")) == 2


def test_refused_move_says_what_was_found_and_shows_it(desk: Desk) -> None:
    called = a_called_ticket("A-001", skippable=True, counted_calls=3, calls=3)
    page, service = desk(called)
    path = "/staff/tickets/ticket-A-001"
    early = conflict("too-early-to-skip", calls=2, needed=3, next_at="2025-11-25T02:32:00Z")
    changing(service, f"{path}/skip", early, a_queue(called))
    changing(service, f"{path}/recall", conflict("ticket-state", found="made-of-tomorrow"), a_queue(called))
    changing(service, f"{path}/serve", conflict("ticket-state", found="cancelled"), a_queue())

    page.keyboard.press("s")
    expect(refused(page, "A-001 belum dapat dilewati: baru 2 dari 3 panggilan yang dihitung.")).to_be_visible()
    expect(refused(page, "Panggilan berikutnya dihitung mulai 10.32.")).to_be_visible()
    page.keyboard.press("r")
    expect(refused(page, "A-001 sudah diubah di tempat lain")).to_be_visible()
    page.keyboard.press("l")

    expect(refused(page, "A-001 tidak dapat diubah: nomor ini dibatalkan oleh pengunjung")).to_be_visible()
    expect(own(page)).not_to_contain_text("A-001")


def test_calls_that_count_are_told_to_the_second_and_skipping_is_offered_after_the_last(desk: Desk) -> None:
    page, service = desk(a_called_ticket("A-001", calls=2, counted_calls=2, countable_at="2025-11-25T02:05:40Z"))
    tries = own(page).locator("[data-slot=tries]")
    skip = own(page).get_by_role("button", name="Lewati A-001")

    expect(tries).to_contain_text("Dipanggil 2 dari 3 kali; panggilan berikutnya dihitung mulai 10.05 (")
    before = tries.inner_text()
    page.clock.run_for(2000)
    expect(tries).not_to_have_text(before, use_inner_text=True)
    expect(skip).to_be_hidden()
    now_in_line(page, service, a_called_ticket("A-001", calls=3, counted_calls=3, skippable=True))

    expect(skip).to_be_visible()


def test_undo_is_offered_while_the_service_allows_it(desk: Desk) -> None:
    page, service = desk()
    undo = page.locator("[data-action=undo]")
    now_in_line(
        page,
        service,
        a_called_ticket("A-001", undo_until="2025-11-25T02:05:40Z"),
        a_called_ticket("A-002", desk="2", by="budi", undo_until=SOON),
    )

    expect(undo).to_have_accessible_name("Batalkan A-001")
    expect(undo.locator("[data-slot=undo-left]")).to_have_text(re.compile(r"^(40|3\d)$"))
    undo.focus()
    service.on("GET", "/staff/queue", lambda _: None)
    page.clock.run_for(41_000)

    expect(undo).to_be_hidden()
    expect(page.locator(".call-next")).to_be_focused()


def test_skipped_number_is_returned_from_the_latest(desk: Desk) -> None:
    page, service = desk(an_ended_ticket("A-001", "no-show"), an_ended_ticket("A-002"))
    latest = page.locator("[data-part=recent-rows] li")
    expect(latest.nth(0)).to_contain_text("dilewati rina, 10.04")
    expect(latest.nth(1).get_by_role("button")).to_have_count(0)
    back = a_staff_ticket("A-001", move="return", by="rina", undo_until=SOON)
    answering(service, "/staff/tickets/ticket-A-001/return", back, an_ended_ticket("A-002"))

    latest.nth(0).get_by_role("button", name="Kembalikan A-001").press("Enter")

    expect(said(page, "A-001 kembali ke antrean.")).to_be_visible()
    expect(waiting(page)).to_have_count(1)
    assert service.bodies("POST", "/staff/tickets/ticket-A-001/return") == [{"revision": "A-001-r4"}]


def test_transfer_that_is_refused_says_so_inside_its_dialog(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"))
    service.on("POST", "/staff/tickets/ticket-A-001/transfer", conflict("already-in-line", number="B-001"))

    waiting(page).get_by_role("button", name="Pindahkan A-001").click()
    page.get_by_role("dialog").get_by_role("button", name="Pindahkan").click()

    expect(page.get_by_role("dialog")).to_contain_text("Kunjungan A-001 sudah mengantre di layanan itu.")
    page.get_by_role("dialog").get_by_role("button", name="Tidak jadi").click()
    expect(waiting(page).get_by_role("button", name="Pindahkan A-001")).to_be_focused()
