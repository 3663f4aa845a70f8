"""How a complaint goes on, by its code: what is shown, what one may do, and what is said when it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, ApiDouble, problem, too_many
from tests.web.complaint_answers import CODE, a_status, answering_complaints

StatusPage = Callable[..., tuple[Page, ApiDouble]]
ADDITION = "Nomor antrean saya A-007."


@pytest.fixture
def status_page(page_at: PageAt, static_site: str) -> StatusPage:
    """`status_page(fragment, **status)`: the page on a phone, and what the service knows of the one complaint."""

    def opened(fragment: str = CODE, size: tuple[int, int] = (390, 844), **status: Any) -> tuple[Page, ApiDouble]:
        page = page_at(*size)
        service = answering_complaints(page)
        service.on("GET", f"/complaints/{CODE}", (200, a_status(**status)))
        page.goto(f"{static_site}/pengaduan/#{fragment}")
        return page, service

    return opened


def heading(page: Page, words: str) -> Any:
    return page.get_by_role("heading", level=1, name=words)


def status(page: Page) -> Any:
    return page.locator("[data-screen=status]")


def look_for(page: Page, typed: str) -> None:
    page.locator("#code").fill(typed)
    page.get_by_role("button", name="Lihat status").click()


def test_code_is_understood_as_people_type_it_and_gets_an_address_of_its_own(
    status_page: StatusPage, axe: AxeCheck
) -> None:
    page, service = status_page("status")
    axe(page)

    for times, typed in enumerate(("pg 7k3m 9qxd 2f5o", "PG7K3M9QXD2F50", " pg-7k3m–9qxd-2f50 "), 1):
        look_for(page, typed)
        expect(heading(page, "Status pengaduan")).to_be_focused()
        assert len(service.sent("GET", f"/complaints/{CODE}")) == times, typed
        assert page.url.endswith(f"/pengaduan/#{CODE}")
        page.go_back()
        expect(heading(page, "Apa kode pengaduan Anda?")).to_be_visible()


def test_status_is_shown_in_words_with_its_dates_and_kept_nowhere(status_page: StatusPage, axe: AxeCheck) -> None:
    page, _ = status_page(state="answered")

    for words in ("Dijawab", "Jawabannya ada di bawah ini", "25 Nov 2025, 10.05", "Mohon sebutkan nomor antrean Anda."):
        expect(status(page)).to_contain_text(words)
    expect(status(page).get_by_role("link", name="lapor.go.id")).to_have_attribute("href", "https://lapor.go.id")
    assert page.evaluate("[Object.keys({...localStorage}), Object.keys({...sessionStorage})]") == [[], []]
    axe(page)


def test_incomplete_complaint_is_completed_once_and_says_what_is_missing(
    status_page: StatusPage, axe: AxeCheck
) -> None:
    page, service = status_page(state="incomplete")
    service.on("POST", f"/complaints/{CODE}/completion", problem(500, "accident", "x"))
    expect(status(page)).to_contain_text("27 Desember 2025")

    page.get_by_role("button", name="Kirim kelengkapan").click()
    expect(page.locator("#addition-fault")).to_contain_text("Tulis keterangan tambahannya.")
    axe(page)
    page.locator("#addition").fill(ADDITION)
    page.get_by_role("button", name="Kirim kelengkapan").click()
    expect(status(page).get_by_role("alert")).to_contain_text("Ada gangguan pada layanan kami.")
    service.on("POST", f"/complaints/{CODE}/completion", (200, a_status("received")))
    page.get_by_role("button", name="Kirim kelengkapan").click()

    expect(status(page).get_by_role("status")).to_contain_text("Kelengkapan Anda sudah kami terima.")
    expect(page.locator("#addition")).to_be_hidden()
    first, second = service.sent("POST", f"/complaints/{CODE}/completion")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert second.post_data_json == {"text": ADDITION}


def test_withdrawal_asks_first_and_a_complaint_that_changed_meanwhile_is_shown(status_page: StatusPage) -> None:
    page, service = status_page()
    answers: list[Answer] = [
        (200, a_status("withdrawn", may={"complete": False, "withdraw": False})),
        problem(409, "complaint-state", "x"),
    ]

    def withdrawn(_: Request) -> Answer:
        return answers.pop()

    service.on("POST", f"/complaints/{CODE}/withdrawal", withdrawn)
    service.on("GET", f"/complaints/{CODE}", (200, a_status("answered")))
    page.get_by_role("button", name="Cabut pengaduan ini").click()
    assert service.sent("POST", "/complaints/.*") == []
    page.get_by_role("button", name="Ya, cabut").click()

    expect(status(page).get_by_role("alert")).to_contain_text("Keadaan pengaduan ini sudah berubah")
    expect(status(page).locator(".state")).to_contain_text("Dijawab")
    page.get_by_role("button", name="Cabut pengaduan ini").click()
    page.get_by_role("button", name="Ya, cabut").dblclick()

    expect(status(page).get_by_role("status")).to_contain_text("Pengaduan Anda sudah dicabut.")
    expect(page.get_by_role("button", name="Cabut pengaduan ini")).to_be_hidden()
    assert len(service.sent("POST", f"/complaints/{CODE}/withdrawal")) == 2


def test_what_cannot_be_shown_is_said_plainly(status_page: StatusPage, axe: AxeCheck) -> None:
    page, service = status_page("status")

    look_for(page, "PG-1")
    expect(page.locator("#code-fault")).to_contain_text("14 huruf dan angka")
    axe(page)
    look_for(page, "PG-1111-1111-1111")
    expect(heading(page, "Kode ini tidak ditemukan")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Masukkan kode lagi").click()
    service.on("GET", f"/complaints/{CODE}", too_many(300))
    look_for(page, CODE)
    expect(page.locator("[data-screen=failed] .banner")).to_contain_text("5 menit lagi")
    axe(page)
    service.on("GET", f"/complaints/{CODE}", lambda _: None)
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("[data-screen=failed] .banner")).to_contain_text("Sambungan terputus.")
    service.on("GET", f"/complaints/{CODE}", (200, a_status()))
    page.get_by_role("button", name="Coba lagi").click()

    expect(heading(page, "Status pengaduan")).to_be_visible()
    assert service.sent("GET", "/complaints/PG-1") == []


@pytest.mark.parametrize("state", ["received", "incomplete", "decided"])
def test_every_state_is_accessible_in_both_languages_on_a_small_phone(
    status_page: StatusPage, axe: AxeCheck, state: str
) -> None:
    page, _ = status_page(size=(320, 640), state=state)
    expect(heading(page, "Status pengaduan")).to_be_visible()

    for language in ("Indonesia", "English"):
        page.get_by_role("button", name=language).click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
