"""A complaint on its page or at the kiosk: sent once, found again by its code, wiped where others come after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.complaint_answers import CODE, RECEIPT, TEXT, answering_complaints, unit_with_complaints
from tests.web.kiosk_steps import LANDSCAPE, PORTRAIT, Kiosk, remains
from tests.web.visit_answers import KIOSK_TOKEN, VISIT_TOKEN, answering_visits

ComplaintPage = Callable[..., tuple[Page, ApiDouble]]


@pytest.fixture
def complaint_page(page_at: PageAt, static_site: str) -> ComplaintPage:
    """The page on a phone, at its first question."""

    def opened(size: tuple[int, int] = (390, 844), visit: str | None = None) -> tuple[Page, ApiDouble]:
        page = page_at(*size)
        service = answering_complaints(page)
        if visit:
            page.goto(f"{static_site}/bersama/ikon.svg")
            page.evaluate("(token) => sessionStorage.setItem('loket.visit', token)", visit)
        page.goto(f"{static_site}/pengaduan/")
        page.get_by_role("button", name="Tulis pengaduan").click()
        return page, service

    return opened


def go_on(page: Page) -> None:
    page.locator("complaint-form [data-move=on]").click()


def choose(page: Page) -> None:
    page.locator("complaint-form label.choice", has_text="Waktu penyelesaian").click()
    go_on(page)


def tell(page: Page) -> None:
    choose(page)
    page.locator("#complaint-text").fill(TEXT)
    go_on(page)


def to_check(page: Page) -> None:
    tell(page)
    go_on(page)
    expect(page.locator("complaint-form .summary")).to_be_visible()


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim pengaduan").click()


def faulty(page: Page, words: str, axe: AxeCheck) -> None:
    summary = page.locator("complaint-form error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text(words)
    expect(page.locator("complaint-form .fault:visible")).to_have_text(words, use_inner_text=True)
    axe(page)


def test_complaint_is_asked_for_step_by_step_and_gets_a_code(complaint_page: ComplaintPage, axe: AxeCheck) -> None:
    page, service = complaint_page()

    go_on(page)
    faulty(page, "Pilih tentang apa pengaduan Anda.", axe)
    choose(page)
    go_on(page)
    faulty(page, "Ceritakan apa yang terjadi.", axe)
    page.locator("#complaint-text").fill("a" * 5001)
    expect(page.locator("#complaint-text-count")).to_contain_text("Terlalu panjang: kurangi 1 huruf.")
    go_on(page)
    faulty(page, "Cerita paling panjang 5.000 huruf. Silakan ringkas.", axe)
    page.locator("#complaint-text").fill(TEXT)
    go_on(page)
    page.locator("#complaint-email").fill("siti@")
    go_on(page)
    faulty(page, "Tulis alamat email lengkap, misalnya nama@contoh.id.", axe)
    page.locator("#complaint-email").fill("siti@example.com")
    page.locator("#complaint-secret").check()
    go_on(page)
    expect(page.locator("complaint-form .summary")).to_contain_text("hanya kepala unit yang dapat melihatnya")
    axe(page)
    send(page)

    expect(page.get_by_role("heading", name="Pengaduan Anda sudah kami terima")).to_be_focused()
    expect(page.locator(".complaint-code")).to_have_text(CODE)
    sent = page.locator("[data-step=sent]")
    for words in ("9 Desember 2025", "Tanda terima kami kirim ke email Anda.", "LAPOR!", "0812-5050-6371"):
        expect(sent).to_contain_text(words)
    assert page.url.endswith(f"/pengaduan/#{CODE}")
    assert service.bodies("POST", "/complaints") == [
        {
            "channel": "page",
            "category": "U3",
            "text": TEXT,
            "email": "siti@example.com",
            "secret_identity": True,
            "language": "id",
        }
    ]
    axe(page)


def test_back_after_sending_cannot_send_twice(complaint_page: ComplaintPage) -> None:
    page, service = complaint_page()
    to_check(page)
    page.locator("[data-move=send]").dblclick()
    expect(page.locator(".complaint-code")).to_have_text(CODE)

    page.go_back()

    expect(page.get_by_role("heading", name="Sampaikan pengaduan")).to_be_visible()
    assert TEXT not in remains(page)
    assert len(service.sent("POST", "/complaints")) == 1
    page.go_forward()
    expect(page.locator(".complaint-code")).to_have_text(CODE)


def test_unanswered_complaint_is_sent_again_as_the_same_one(complaint_page: ComplaintPage, axe: AxeCheck) -> None:
    page, service = complaint_page()
    service.on("POST", "/complaints", problem(500, "accident", "x"))
    to_check(page)
    send(page)
    expect(page.locator("complaint-form [data-part=uncertain]")).to_contain_text("tidak akan tercatat dua kali")
    axe(page)
    page.go_back()
    expect(page.locator("complaint-form .summary")).to_contain_text(TEXT)

    service.on("POST", "/complaints", (201, RECEIPT))
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator(".complaint-code")).to_have_text(CODE)

    first, second = service.sent("POST", "/complaints")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.post_data == second.post_data


def test_refusal_stands_at_its_question_and_nothing_is_lost(complaint_page: ComplaintPage) -> None:
    page, service = complaint_page()
    slip = "Apakah maksud Anda siti@gmail.com?"
    errors = [
        {"field": "phone", "code": "not-a-phone-number", "detail": "x"},
        {"field": "email", "code": "did-you-mean", "detail": slip},
    ]
    service.on("POST", "/complaints", problem(422, "invalid-form", "x", errors))
    tell(page)
    page.locator("#complaint-phone").fill("12")
    page.locator("#complaint-email").fill("siti@gmial.com")
    go_on(page)
    send(page)

    expect(page.locator("#complaint-phone-fault")).to_contain_text("Nomor telepon belum benar. Contoh: 0812 3456 7890.")
    expect(page.locator("#complaint-phone")).to_have_value("12")
    service.on("POST", "/complaints", (201, RECEIPT))
    page.locator("#complaint-phone").fill("0812 3456 7890")
    expect(page.locator("#complaint-email-fault")).to_contain_text(slip)
    page.get_by_role("button", name="Alamat saya sudah benar").click()
    expect(page.locator("complaint-form .summary")).to_contain_text(TEXT)
    send(page)
    expect(page.locator(".complaint-code")).to_have_text(CODE)
    assert service.bodies("POST", "/complaints")[-1]["email_confirmed"] is True


def test_visit_of_the_tab_is_included_unless_it_is_left_out(complaint_page: ComplaintPage) -> None:
    page, service = complaint_page(visit=VISIT_TOKEN)
    to_check(page)
    expect(page.locator("complaint-form .summary")).to_contain_text("Harinya disertakan")
    send(page)
    expect(page.locator(".complaint-code")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Tulis pengaduan").click()
    tell(page)
    page.locator("#complaint-visit").uncheck()
    go_on(page)
    send(page)
    expect(page.locator(".complaint-code")).to_be_visible()

    with_it, without = service.bodies("POST", "/complaints")
    assert (with_it["visit_token"], "visit_token" in without) == (VISIT_TOKEN, False)
    assert not any(VISIT_TOKEN in one.url for one in service.requests)


@pytest.mark.parametrize("language", ["Indonesia", "English"])
def test_every_page_is_accessible_on_a_small_phone(complaint_page: ComplaintPage, axe: AxeCheck, language: str) -> None:
    page, _ = complaint_page((320, 640), visit=VISIT_TOKEN)
    page.get_by_role("button", name=language).click()
    steps: tuple[Callable[[Page], None], ...] = (
        lambda page: page.locator("complaint-form label.choice").nth(2).click(),
        lambda page: page.locator("#complaint-text").fill(TEXT),
        lambda _: None,
    )

    for step in steps:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        step(page)
        go_on(page)
    axe(page)
    page.locator("[data-move=send]").click()
    expect(page.locator(".complaint-code")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_complaint_at_the_kiosk_is_wiped_when_nobody_stands_there(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PORTRAIT)
    service = answering_visits(ApiDouble(page))
    service.on("GET", "/unit", unit_with_complaints)
    page.clock.install(time="2025-11-25T02:00:00Z")
    page.goto(f"{static_site}/kiosk/#{KIOSK_TOKEN}")
    page.locator("#complain").click()
    page.locator("[data-step=start] [type=submit]").click()
    choose(page)
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", name="Tentang apa pengaduan Anda?")).to_be_visible()
    go_on(page)
    page.locator("#complaint-text").fill(TEXT)

    page.clock.run_for(80_000)

    expect(page.locator("#begin")).to_be_visible()
    assert TEXT not in remains(page)
    page.locator("#complain").click()
    expect(page.get_by_role("heading", name="Sampaikan pengaduan")).to_be_visible()
    expect(page.locator("#complaint-text")).to_have_value("")
    page.locator("[data-step=start] [data-move=turn]").click()
    expect(page.locator("#begin")).to_be_visible()


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
def test_kiosk_takes_a_complaint_with_large_surfaces_and_gives_its_code(
    kiosk: Kiosk, axe: AxeCheck, size: tuple[int, int]
) -> None:
    page, service = kiosk(size)
    service.on("GET", "/unit", unit_with_complaints)
    service.on("POST", "/complaints", (201, RECEIPT))
    page.reload()
    page.locator("#complain").click()
    large_enough(page, axe)
    page.locator("[data-step=start] [type=submit]").click()
    large_enough(page, axe)
    tell(page)
    large_enough(page, axe)
    go_on(page)
    large_enough(page, axe)
    send(page)

    expect(page.locator(".complaint-code")).to_have_text(CODE)
    expect(page.locator("[data-part=status-code] svg")).to_be_visible()
    large_enough(page, axe)
    page.locator("complaint-form [data-leave]").click()
    expect(page.locator("#begin")).to_be_visible()
    assert CODE not in remains(page)


def large_enough(page: Page, axe: AxeCheck) -> None:
    axe(page)
    sizes = page.locator("main button:visible, main label.choice:visible").evaluate_all(
        "(all) => all.map((one) => [one.textContent, one.getBoundingClientRect().height])"
    )
    assert [one for one in sizes if one[1] < 60] == []
    small = page.locator("complaint-form :is(p, li, dt, dd, label, span):visible").evaluate_all(
        "(all) => all.filter((one) => parseFloat(getComputedStyle(one).fontSize) < 24).map((one) => one.outerHTML)"
    )
    assert small == []
