"""The register of complaints on the staff page: what is due first, one dealt with, one entered from paper."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect
from pypdf import PdfReader

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.complaint_answers import (
    CODE,
    RECEIPT,
    TEXT,
    a_complaint,
    a_register,
    an_open_complaint,
    unit_with_complaints,
)
from tests.web.desk_steps import LAPTOP
from tests.web.staff_answers import HEAD, MEMBER, answering_staff, sign_in
from tests.web.visit_answers import TUESDAY_MORNING

ANSWER = "Kami mohon maaf. Loket 1 kosong karena rapat; jadwalnya sudah kami ubah."
EVENTS = f"/staff/complaints/{CODE}/events"
Desk = Callable[..., tuple[Page, ApiDouble]]


@pytest.fixture
def register(page_at: PageAt, static_site: str) -> Desk:
    """`register(*complaints)`: the area on Tuesday at 10.05, and the service behind it."""

    def opened(*complaints: dict[str, Any], member: dict[str, Any] = MEMBER, **due: int) -> tuple[Page, ApiDouble]:
        page = page_at(*LAPTOP)
        page.clock.install(time=TUESDAY_MORNING)
        service = answering_staff(page, member)
        service.on("GET", "/unit", unit_with_complaints)
        service.on("GET", "/staff/complaints", (200, a_register(*complaints, **due)))
        service.on("GET", f"/staff/complaints/{CODE}", (200, an_open_complaint()))
        page.goto(f"{static_site}/petugas/#pengaduan")
        sign_in(page)
        expect(page.locator("complaint-desk .as-of")).to_contain_text("10.05")
        return page, service

    return opened


def view(page: Page) -> Locator:
    return page.locator("complaint-view")


def open_one(page: Page) -> None:
    page.get_by_role("button", name=CODE).press("Enter")
    expect(view(page).get_by_role("heading", name=f"Pengaduan {CODE}")).to_be_focused()


def act(page: Page, name: str) -> None:
    view(page).locator("label.choice", has_text=name).click()


def save(page: Page) -> Locator:
    return view(page).get_by_role("button", name="Simpan dan kabarkan")


def test_register_shows_what_is_due_first_in_words_and_by_state(register: Desk, axe: AxeCheck) -> None:
    page, service = register(
        a_complaint("PG-AAAA-AAAA-AAAA", state="closed", clock=None, due=None, days_left=None, mood="ended"),
        a_complaint(),
        a_complaint("PG-BBBB-BBBB-BBBB", due="2025-11-24", days_left=-1, mood="over", secret_identity=True),
        a_complaint("PG-CCCC-CCCC-CCCC", clock="decision", due="2025-11-26", days_left=1, mood="soon", channel="box"),
        soon=1,
        overdue=1,
    )
    rows = page.locator("complaint-desk tbody tr")

    expect(rows).to_have_count(4)
    assert [text.split("\t")[0].split("\n") for text in rows.all_inner_texts()] == [
        ["Lewat 1 hari", "Jawaban paling lambat 24 November 2025"],
        ["Besok", "Keputusan paling lambat 26 November 2025"],
        ["14 hari lagi", "Jawaban paling lambat 9 Desember 2025"],
        ["Tanpa batas", ""],
    ]
    expect(rows.first).to_contain_text("identitas dirahasiakan")
    expect(page.locator("complaint-desk .due-now")).to_contain_text("1 lewat batas")
    axe(page)
    service.on("GET", "/staff/complaints", (200, a_register()))
    page.locator("#complaint-state").select_option(label="Perlu dilengkapi")
    expect(page.locator("complaint-desk .empty")).to_contain_text("Tidak ada pengaduan dalam keadaan ini.")
    assert service.sent("GET", "/staff/complaints")[-1].url.endswith("&state=incomplete")
    page.locator("#complaint-state").select_option("")
    expect(page.locator("complaint-desk .empty")).to_contain_text("dicatat dengan “Catat pengaduan”")
    page.get_by_role("button", name="EN", exact=True).click()
    axe(page)


def test_complaint_is_answered_once_with_a_note_that_is_said_to_be_read(register: Desk, axe: AxeCheck) -> None:
    page, service = register(a_complaint())
    answered = {"state": "answered", "at": "2025-11-25T02:06:00Z", "note": ANSWER, "by": "Rina", "to_complainant": True}
    changed = an_open_complaint(
        state="answered", history=[*an_open_complaint()["history"], answered], may=["closed"], version=4
    )
    service.on("POST", EVENTS, (200, changed))
    open_one(page)
    for words in (TEXT, "siti@example.com", "14 hari lagi", "Waktu penyelesaian", "Pengadu membaca catatan ini"):
        expect(view(page)).to_contain_text(words)
    axe(page)

    save(page).click()
    expect(page.locator("#act-state-fault")).to_contain_text("Pilih apa yang dilakukan.")
    act(page, "Jawab")
    save(page).click()
    expect(page.locator("#act-note-fault")).to_contain_text("Tulis catatan yang akan dibaca pengadu.")
    axe(page)
    page.locator("#act-note").fill(ANSWER)
    save(page).dblclick()

    expect(view(page).get_by_role("status").filter(has_text="Tersimpan: Dijawab.")).to_be_visible()
    expect(view(page).locator(".events li").first).to_contain_text("oleh Rina, dibaca pengadu")
    assert service.bodies("POST", EVENTS) == [{"state": "answered", "note": ANSWER, "version": 3}]
    expect(page.locator("#act-note")).to_have_value("")


def test_what_somebody_else_did_meanwhile_is_shown_and_the_note_is_kept(register: Desk) -> None:
    page, service = register(a_complaint())
    service.on("POST", EVENTS, problem(409, "complaint-state", "x"))
    open_one(page)
    act(page, "Jawab")
    page.locator("#act-note").fill(ANSWER)
    service.on("GET", f"/staff/complaints/{CODE}", (200, an_open_complaint(state="withdrawn", may=["answered"])))
    save(page).click()

    expect(view(page).get_by_role("alert")).to_contain_text("keadaannya sudah menjadi “Dicabut”")
    expect(page.locator("#act-note")).to_have_value(ANSWER)
    service.on("POST", EVENTS, problem(401, "unauthorized", "x"))
    act(page, "Jawab")
    save(page).click()
    sign_in(page)
    open_one(page)
    expect(page.locator("#act-note")).to_have_value(ANSWER)


def test_secret_identity_is_not_shown_and_a_class_sets_its_own_time(register: Desk) -> None:
    page, service = register(a_complaint(), member=HEAD)
    hidden = an_open_complaint(secret_identity=True, contact=None, contact_hidden=True)
    service.on("GET", f"/staff/complaints/{CODE}", (200, hidden))
    classified = {**hidden, "lapor_class": "information", "lapor_due": "2025-12-02"}
    service.on("POST", f"/staff/complaints/{CODE}/class", (200, classified))
    open_one(page)
    expect(view(page)).to_contain_text("Dirahasiakan: hanya kepala unit yang dapat melihatnya.")
    page.locator("#lapor-class").select_option(label="Permintaan informasi (5 hari kerja)")
    page.get_by_role("button", name="Simpan kelas").click()

    expect(view(page).locator("[data-slot=lapor]")).to_contain_text("(5 hari kerja), paling lambat 2 Desember 2025")
    assert service.bodies("POST", f"/staff/complaints/{CODE}/class") == [{"lapor_class": "information"}]


def test_one_complaint_is_printed_alone_and_leaves_with_its_area(register: Desk) -> None:
    page, _ = register(a_complaint())
    open_one(page)

    text = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages)

    assert TEXT[:30] in text
    for unwanted in ("Simpan dan kabarkan", "Kembali ke daftar", "Batas waktu", "Keluar"):
        assert unwanted not in text
    page.get_by_role("link", name="Buku tamu").click()
    expect(page.locator("visit-list")).to_be_visible()
    assert TEXT not in page.locator("complaint-desk").inner_html()
    assert "siti@example.com" not in page.locator("complaint-desk").inner_html()


def test_paper_slip_is_recorded_once_with_its_true_time(register: Desk, axe: AxeCheck) -> None:
    page, service = register()
    answers: list[Answer] = [(201, RECEIPT), problem(500, "accident", "x")]

    def answer(_: Request) -> Answer:
        return answers.pop()

    service.on("POST", "/staff/complaints", answer)
    page.get_by_role("button", name="Catat pengaduan").click()
    form = page.locator("complaint-record")
    expect(form.locator('[name="received_time"]')).to_have_value("10:05")
    form.get_by_role("button", name="Simpan pengaduan").click()
    expect(form.locator("error-summary li")).to_have_count(3)
    axe(page)
    form.get_by_label("Kertas di kotak saran").check()
    form.locator('[name="received_day"]').fill("2025-11-21")
    form.locator('[name="received_time"]').fill("08:30")
    form.locator("#record-category").select_option("U9")
    form.locator("#record-text").fill(TEXT)
    form.get_by_role("button", name="Simpan pengaduan").click()
    expect(form.get_by_role("status").first).to_contain_text("tidak akan tercatat dua kali")
    axe(page)
    form.get_by_role("button", name="Coba simpan lagi").click()

    expect(page.locator("complaint-desk .banner.good").first).to_contain_text(f"Tercatat dengan kode {CODE}")
    first, second = service.sent("POST", "/staff/complaints")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert second.post_data_json == {
        "channel": "box",
        "category": "U9",
        "text": TEXT,
        "secret_identity": False,
        "received_at": "2025-11-21T00:30:00.000Z",
    }
