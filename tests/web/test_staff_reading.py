"""The reading room and the office's hours on the staff page: titles that are used, who reads, and closing early."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import AxeCheck
from tests.web.api_double import problem
from tests.web.desk_steps import Desk, own, said
from tests.web.staff_answers import (
    a_closing,
    a_queue,
    a_reading,
    a_served_ticket,
    a_staff_ticket,
    a_used_title,
    an_ended_ticket,
    answering,
)
from tests.web.visit_answers import PUBLICATIONS

SECOND = "Statistik Kesejahteraan Rakyat Kota Banjarmasin 2023"


def test_titles_used_in_the_room_are_found_noted_and_taken_off_or_said_why_not(desk: Desk, axe: AxeCheck) -> None:
    page, service = desk(a_served_ticket("A-001", reading=a_reading(a_used_title())))
    service.on("GET", "/publications", (200, {"items": PUBLICATIONS[:2], "next": None}))
    both = a_served_ticket("A-001", reading=a_reading(a_used_title(), a_used_title("p2", SECOND)), revision="r8")
    answering(service, "/staff/tickets/ticket-A-001/titles", both)
    dialog = page.get_by_role("dialog")

    own(page).get_by_role("button", name="Judul dipakai A-001").press("Enter")
    expect(dialog.locator(".used")).to_contain_text("Kota Banjarmasin Dalam Angka 2024")
    expect(dialog.get_by_label("Cari di katalog")).to_be_focused()
    page.keyboard.type("rakyat n")
    page.keyboard.press("Enter")
    expect(dialog.locator(".hits li").nth(0)).to_contain_text("Sudah dicatat")
    expect(dialog.locator(".hits li").nth(1)).to_contain_text("2023, Rak B-03")
    axe(page)
    dialog.get_by_role("button", name=f"Tambahkan {SECOND}").press("Enter")
    expect(dialog.locator(".used li")).to_have_count(2)

    one = a_served_ticket("A-001", reading=a_reading(a_used_title("p2", SECOND)), revision="r9")
    answering(service, "/staff/tickets/ticket-A-001/titles/p1", one, method="DELETE")
    dialog.get_by_role("button", name="Hapus Kota Banjarmasin Dalam Angka 2024").click()
    expect(dialog.locator(".used li")).to_have_count(1)

    service.on("GET", "/publications", (200, {"items": [], "next": None}))
    dialog.get_by_label("Cari di katalog").fill("peta")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("Tidak ada judul untuk “peta”.")
    service.on("GET", "/publications", (200, {"items": PUBLICATIONS[:1], "next": None}))
    service.on("POST", "/staff/tickets/ticket-A-001/titles", problem(409, "not-reading", "x"))
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Tambahkan").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Kunjungan baca ini sudah berakhir.")
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(own(page)).to_contain_text(SECOND)
    expect(own(page)).not_to_contain_text("Kota Banjarmasin Dalam Angka 2024")
    assert service.bodies("POST", "/staff/tickets/ticket-A-001/titles")[0] == {"publication_id": "p2"}
    assert service.sent("GET", "/publications")[0].url.endswith("/api/publications?unit=6371&q=rakyat+n&limit=8")
    assert service.sent("POST", "/staff/queue/calls") == []


def test_who_reads_stands_in_the_room_until_the_reading_ends(desk: Desk) -> None:
    reader = an_ended_ticket("A-001", reading=a_reading(a_used_title()))
    page, service = desk(reader, a_staff_ticket("A-002"))
    room = page.locator("[data-part=reading]")
    over = {**reader, "reading": a_reading(a_used_title(), ended_at="2025-11-25T02:05:00Z")}
    answering(service, "/staff/tickets/ticket-A-001/reading-ended", over, a_staff_ticket("A-002"))

    expect(room).to_contain_text("A-001 membaca 3 menit, sejak 10.02", use_inner_text=True)
    expect(room).to_contain_text("Kota Banjarmasin Dalam Angka 2024 Rak A-12", use_inner_text=True)
    room.get_by_role("button", name="Selesai membaca A-001").press("Enter")

    expect(said(page, "A-001 selesai membaca.")).to_be_visible()
    expect(room).to_be_hidden()
    expect(page.get_by_role("region", name="Loket lain, ruang baca, dan yang terakhir")).to_be_focused()


def test_office_closes_early_with_a_reason_and_opens_again(desk: Desk, axe: AxeCheck) -> None:
    page, service = desk()
    bar, dialog = page.locator("early-closing"), page.get_by_role("dialog")
    expect(bar).to_contain_text("Buka sampai 15.30")
    faults = [{"field": "closes_at", "code": "closed-then-anyway", "detail": "x"}]
    service.on("POST", "/staff/closing", problem(422, "invalid-form", "x", faults))

    bar.get_by_role("button", name="Tutup lebih awal").press("Enter")
    expect(dialog.get_by_label("Tutup pukul")).to_have_value("10:35")
    dialog.get_by_label("Tutup pukul").fill("16:00")
    dialog.get_by_label("Alasan").fill("Rapat")
    dialog.get_by_role("button", name="Simpan jam tutup").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Pada jam itu kantor memang sudah tutup.")
    axe(page)

    early = a_closing(closes_at="2025-11-25T05:00:00Z", reason="Rapat", by="rina")
    service.on("POST", "/staff/closing", (200, early))
    service.on("GET", "/staff/closing", (200, early))
    service.on("GET", "/staff/queue", (200, {**a_queue(), "closes_at": "2025-11-25T05:00:00Z"}))
    dialog.get_by_label("Tutup pukul").fill("13:00")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(bar).to_contain_text("Tutup lebih awal 13.00: Rapat (rina)")
    assert service.bodies("POST", "/staff/closing")[-1] == {"closes_at": "2025-11-25T05:00:00.000Z", "reason": "Rapat"}

    service.on("DELETE", "/staff/closing", (200, a_closing()))
    bar.get_by_role("button", name="Ubah jam tutup").click()
    dialog.get_by_role("button", name="Buka sampai jam biasa").click()
    expect(bar).to_contain_text("Buka sampai 15.30")
    expect(bar.get_by_role("button", name="Tutup lebih awal")).to_be_focused()
