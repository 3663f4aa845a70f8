"""The promise on the staff page: what is left of it, who is warned when, and why it was missed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import AxeCheck
from tests.web.desk_steps import Desk, now_in_line, own, said, waiting
from tests.web.staff_answers import a_called_ticket, a_queue, a_served_ticket, a_staff_ticket, changing

JUST_NOW = "2025-11-25T02:04:50Z"
SIX_O_TWO = "2025-11-25T02:06:02Z"


def listens(page: Page) -> None:
    """Counts how often the warning sounds."""
    page.evaluate("globalThis.rung = 0; document.addEventListener('rung', () => { globalThis.rung += 1; })")


def test_promise_is_told_in_words_with_a_sign_for_each_degree(desk: Desk) -> None:
    page, _ = desk(
        a_staff_ticket("A-001", arrived_at="2025-11-25T01:00:00Z", promised_by="2025-11-25T02:02:30Z"),
        a_staff_ticket("A-002", arrived_at="2025-11-25T01:57:00Z", promised_by="2025-11-25T02:07:30Z", group_size=2),
        a_staff_ticket("A-003", priority="elderly"),
        a_staff_ticket("A-004", promised_by="2025-11-25T02:05:59Z"),
        a_staff_ticket("B-001", service="digital", promised_by=None, arrived_at=JUST_NOW, visitor_at="2"),
        a_called_ticket("A-005", desk="2", by="budi", promised_by="2025-11-25T02:14:00Z"),
    )
    rows = waiting(page)

    expect(rows.nth(0)).to_contain_text("menunggu 1 jam 5 menit")
    expect(rows.nth(0).locator(".promise.late")).to_have_text("lewat 2 menit", use_inner_text=True)
    expect(rows.nth(0)).to_contain_text("Berikutnya")
    expect(rows.nth(1).locator(".promise.warn")).to_have_text("sisa 2 menit", use_inner_text=True)
    expect(rows.nth(1)).to_contain_text("2 orang")
    expect(rows.nth(2)).to_contain_text("menunggu 6 menit")
    expect(rows.nth(2).locator(".promise.calm")).to_have_text("sisa 3 menit", use_inner_text=True)
    expect(rows.nth(2)).to_contain_text("Didahulukan")
    expect(rows.nth(3).locator(".promise.warn")).to_contain_text("detik")
    expect(rows.nth(4)).to_contain_text("baru datang")
    expect(rows.nth(4)).to_contain_text("masih di loket 2")
    expect(rows.nth(4).locator(".promise:visible")).to_have_count(0)
    expect(page.locator("[data-part=urgent]")).to_contain_text("Paling mendesak: A-001, lewat 2 menit")
    expect(page.locator("[data-part=elsewhere]")).to_contain_text("dipanggil budi, loket 2, 10.04")
    expect(page.locator(".call-next")).to_contain_text("A-001")
    expect(page.locator("nav .tag:visible")).to_have_text("5")
    signs = (
        "[...document.querySelectorAll('.promise:not([hidden])')].map((e) => getComputedStyle(e, '::before').content)"
    )
    assert page.evaluate(signs)[:3] == ['"!"', '"!"', "none"]


def test_warning_sounds_and_is_read_out_once_a_number_also_beside_other_work(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"), a_staff_ticket("B-001", service="digital", promised_by=None))
    listens(page)
    page.get_by_role("link", name="Publikasi").click()
    warned = said(page, "Peringatan janji layanan: A-001 sisa 2 menit.")

    expect(warned).to_have_count(0)
    assert page.evaluate("globalThis.rung") == 0
    now_in_line(page, service, a_staff_ticket("A-001"), as_of=SIX_O_TWO)
    expect(warned).to_have_count(1)
    page.wait_for_function("globalThis.rung === 1")
    expect(page.locator("nav a[data-urgent]")).to_have_attribute("href", "#antrean")

    now_in_line(page, service, a_staff_ticket("A-001"), as_of="2025-11-25T02:09:30Z")
    page.reload()
    expect(page.locator(".sheet h1:visible")).to_contain_text("Publikasi")
    listens(page)
    page.get_by_role("link", name="Antrean").click()
    expect(waiting(page).locator(".promise.late")).to_be_visible()
    now_in_line(page, service, a_staff_ticket("A-001"), a_staff_ticket("A-002"), as_of=SIX_O_TWO)

    expect(said(page, "Peringatan janji layanan: A-002 sisa 2 menit.")).to_have_count(1)
    page.wait_for_function("globalThis.rung === 1")


def test_sound_that_the_browser_holds_back_comes_with_the_first_press_and_can_be_switched_off(desk: Desk) -> None:
    page, service = desk(a_staff_ticket("A-001"))
    page.add_init_script("""
        class Held extends EventTarget {
          state = "suspended";
          async resume() { this.state = "running"; this.dispatchEvent(new Event("statechange")); }
          async close() {}
          createOscillator() { return { frequency: {}, connect: (next) => next, start() {}, stop() {} }; }
          createGain() {
            const gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
            return { gain, connect: (next) => next };
          }
        }
        globalThis.AudioContext = Held;
    """)
    page.reload()
    listens(page)
    held = said(page, "Peramban menahan bunyi")

    expect(held).to_be_visible()
    now_in_line(page, service, a_staff_ticket("A-001"), as_of=SIX_O_TWO)
    expect(said(page, "Peringatan janji layanan: A-001")).to_have_count(1)
    assert page.evaluate("globalThis.rung") == 0
    page.keyboard.press("Shift")

    page.wait_for_function("globalThis.rung === 1")
    expect(held).to_be_hidden()
    page.get_by_label("Bunyi peringatan").uncheck()
    page.reload()
    listens(page)
    expect(page.get_by_label("Bunyi peringatan")).not_to_be_checked()
    expect(held).to_be_hidden()
    page.keyboard.press("Shift")
    now_in_line(page, service, a_staff_ticket("A-002"), as_of=SIX_O_TWO)
    expect(said(page, "Peringatan janji layanan: A-002")).to_have_count(1)
    assert page.evaluate("globalThis.rung") == 0


def missed(number: str) -> dict[str, Any]:
    return a_served_ticket(number, served_at="2025-11-25T02:13:30Z", late=True, reading=None)


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.slow)])
def test_reason_of_a_miss_is_asked_beside_the_work_one_after_another(desk: Desk, axe: AxeCheck, language: str) -> None:
    page, service = desk(a_staff_ticket("A-009"), unexplained=(missed("A-001"), missed("A-002")))
    panel = page.locator("miss-reason")
    page.locator(f"[data-language={language}]").click()
    save = panel.locator("button[type=submit]")
    about = panel.locator("[data-slot=about]")

    expect(about).to_contain_text("A-001")
    if language == "id":
        expect(about).to_contain_text("A-001 baru dilayani setelah 14 menit; dijanjikan paling lambat pukul 10.09.")
    save.click()
    expect(panel.locator("[role=alert] .fault")).to_be_visible()
    axe(page)
    panel.locator("input[value=crowd]").check()
    panel.locator("#miss-note").press_sequentially("rombongan sekolah nn")
    assert service.sent("POST", "/staff/queue/calls") == []

    explained = {**missed("A-001"), "miss_reason": "crowd"}
    found = a_queue(explained, unexplained=(missed("A-002"),))
    changing(service, "/staff/tickets/ticket-A-001/reason", (200, explained), found)
    save.click()

    expect(about).to_contain_text("A-002")
    expect(panel.locator("input:checked")).to_have_count(0)
    expect(panel.locator("#miss-note")).to_have_value("")
    expect(own(page)).to_contain_text("A-001")
    assert service.bodies("POST", "/staff/tickets/ticket-A-001/reason") == [
        {"reason": "crowd", "note": "rombongan sekolah nn"}
    ]
