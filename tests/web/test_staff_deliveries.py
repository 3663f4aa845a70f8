"""What waits for the desk on the staff page: told wherever staff are, done or answered in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.delivery_answers import a_failed_task, a_task
from tests.web.desk_steps import Desk
from tests.web.staff_answers import a_page_of, a_staff_request, answering_staff, sign_in
from tests.web.visit_answers import TUESDAY_MORNING

Waiting = Callable[..., tuple[Page, ApiDouble]]
CHAT = "https://wa.me/6281234567890?text=Yth."


@pytest.fixture
def waiting(page_at: PageAt, static_site: str) -> Waiting:
    """The area of requests, signed in, with these tasks waiting for the desk."""

    def opened(*tasks: dict[str, Any]) -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        page.clock.install(time=TUESDAY_MORNING)
        service = answering_staff(page)
        service.on("GET", "/staff/deliveries", (200, a_page_of(*tasks)))
        page.goto(f"{static_site}/petugas/#permintaan")
        sign_in(page)
        expect(page.locator(".caller")).to_have_count(len({task["visit_id"] for task in tasks}))
        return page, service

    return opened


def caller(page: Page, number: str) -> Locator:
    return page.locator(".caller").filter(has_text=number)


def test_all_that_waits_stands_by_visitor_in_words(waiting: Waiting, axe: AxeCheck) -> None:
    page, _ = waiting(
        a_task(),
        a_failed_task("b.email", "A-004"),
        a_task("c.whatsapp", "A-005"),
        a_task("d.flashdisk", title="Statistik Daerah 2025"),
    )

    expect(page.get_by_role("heading", name="Menunggu di loket 3 pengunjung")).to_be_visible()
    expect(caller(page, "A-003")).to_contain_text("2 salinan, 8,4 MB. Pasang flash disk pengunjung dulu.")
    expect(caller(page, "A-003")).to_contain_text("sejak 10.02")
    expect(caller(page, "A-004")).to_contain_text("ditolak penerima")
    expect(caller(page, "A-004")).to_contain_text("kotak surat di alamat ini tidak ada")
    expect(caller(page, "A-005").get_by_role("button", name="Kirim lewat WhatsApp")).to_be_visible()
    expect(page.get_by_role("link", name="Permintaan 4 menunggu di loket")).to_be_visible()
    for language in ("id", "en"):
        page.locator(f"[data-language={language}]").click()
        axe(page)


def test_nothing_that_waits_is_said_with_what_will_come(waiting: Waiting, axe: AxeCheck) -> None:
    page, _ = waiting()

    expect(page.locator("delivery-desk .empty")).to_contain_text("Tidak ada yang menunggu di loket.")
    expect(page.get_by_role("link", name="Permintaan", exact=True)).to_be_visible()
    axe(page)


def test_desk_that_calls_numbers_sees_and_hears_what_has_come(desk: Desk, axe: AxeCheck) -> None:
    page, service = desk()
    expect(page.locator("desk-notice")).to_be_hidden()

    service.on("GET", "/staff/deliveries", (200, a_page_of(a_task(), a_failed_task("b.email", "A-004"))))
    page.clock.run_for(5000)
    expect(page.locator("desk-notice")).to_contain_text("A-003")
    expect(page.locator("desk-notice")).to_contain_text("gagal, perlu diberitahu: 1")
    expect(page.locator("#desk-news")).to_contain_text("Baru di loket: salinan untuk nomor A-003, A-004.")
    axe(page)
    page.keyboard.press("p")

    expect(page.get_by_role("heading", name="Permintaan salinan")).to_be_focused()


def test_message_is_written_once_opened_in_a_tab_of_its_own_and_marked_as_sent(waiting: Waiting, axe: AxeCheck) -> None:
    page, service = waiting(a_task("c.whatsapp", "A-005"))
    path = "/staff/deliveries/c.whatsapp"
    service.on("POST", f"{path}/message", (200, {"url": CHAT, "text": "Yth. Siti, salinan Anda sudah siap."}))
    service.on("POST", f"{path}/handed-over", (200, {}))

    for _ in "12":
        page.get_by_role("button", name="Kirim lewat WhatsApp").click()
        link = page.get_by_role("link", name="Buka WhatsApp")
        expect(link).to_be_focused()
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Kirim lewat WhatsApp").click()
    expect(page.get_by_role("dialog")).to_contain_text("Yth. Siti, salinan Anda sudah siap.")
    axe(page)
    attributes = [link.get_attribute(name) for name in ("href", "target", "rel")]
    service.on("GET", "/staff/deliveries", (200, a_page_of()))
    page.get_by_role("button", name="Tandai terkirim").click()

    expect(
        page.get_by_role("status").filter(has_text="pesan WhatsApp untuk nomor A-005 sudah terkirim")
    ).to_be_visible()
    expect(page.get_by_role("heading", name="Menunggu di loket")).to_be_focused()
    assert attributes == [CHAT, "_blank", "noopener noreferrer"]
    assert len(service.sent("POST", f"{path}/message")) == 1
    assert service.bodies("POST", f"{path}/handed-over") == [{}]


def test_message_that_may_not_be_written_says_why_and_offers_no_sending(waiting: Waiting) -> None:
    page, service = waiting(a_task("c.whatsapp", "A-005"))
    refused = problem(409, "whatsapp-needs-consent", "Kami memerlukan persetujuan Anda.")
    service.on("POST", "/staff/deliveries/c.whatsapp/message", refused)

    page.get_by_role("button", name="Kirim lewat WhatsApp").click()

    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Kami memerlukan persetujuan Anda.")
    expect(page.get_by_role("button", name="Tandai terkirim")).to_be_hidden()


def test_failure_is_answered_with_the_next_way_or_by_telling(waiting: Waiting) -> None:
    page, service = waiting(a_failed_task("b.email", "A-004"), a_failed_task("e.email", "A-006", offer=None))
    service.on("POST", "/staff/requests/b/channels", (200, a_staff_request("A-004")))
    service.on("POST", "/staff/deliveries/e.email/noted", (200, {}))

    page.get_by_role("button", name="Pakai flash disk").click()
    expect(page.get_by_role("status").filter(has_text="Nomor A-004: Flash disk ditambahkan.")).to_be_visible()
    expect(caller(page, "A-006").get_by_role("button", name="Pakai")).to_have_count(0)
    caller(page, "A-006").get_by_role("button", name="Sudah diberitahu").click()

    expect(page.get_by_role("status").filter(has_text="nomor A-006 sudah diberitahu")).to_be_visible()
    assert service.bodies("POST", "/staff/requests/b/channels") == [{"channel": "flashdisk"}]
    assert len(service.sent("POST", "/staff/deliveries/e.email/noted")) == 1


def test_list_that_may_be_old_says_so_and_a_refusal_is_told(waiting: Waiting) -> None:
    page, service = waiting(a_failed_task("b.email", "A-004"))
    service.on("POST", "/staff/requests/b/channels", problem(409, "visit-finished", "Kunjungan ini sudah selesai."))

    page.get_by_role("button", name="Pakai flash disk").click()
    expect(page.get_by_role("alert").filter(has_text="Kunjungan ini sudah selesai.")).to_be_visible()
    service.on("GET", "/staff/deliveries", lambda _: None)
    page.clock.run_for(16_000)

    expect(page.locator("delivery-desk [data-slot=stale]")).to_contain_text(
        "Yang menunggu di loket mungkin sudah berubah"
    )
    expect(caller(page, "A-004")).to_be_visible()
