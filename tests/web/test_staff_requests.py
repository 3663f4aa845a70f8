"""Requests for copies on the staff page: what became of each, and a second try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.delivery_answers import a_delivery, a_link
from tests.web.staff_answers import a_page_of, a_staff_request, answering_staff, sign_in
from tests.web.visit_answers import TUESDAY_MORNING

Requests = Callable[..., tuple[Page, ApiDouble]]
NOT_CERTAIN = "Belum dapat dipastikan apakah email ini terkirim."


def by(channel: str, state: str, detail: str | None = None, **changes: Any) -> dict[str, Any]:
    return a_delivery(channel, state, detail=detail, **changes)


@pytest.fixture
def requests(page_at: PageAt, static_site: str) -> Requests:
    """The area of requests, signed in, with the service behind it."""

    def opened(*items: dict[str, Any], following: str | None = None) -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        page.clock.install(time=TUESDAY_MORNING)
        service = answering_staff(page)
        service.on("GET", "/staff/requests", (200, a_page_of(*items, following=following)))
        page.goto(f"{static_site}/petugas/#permintaan")
        sign_in(page)
        expect(page.locator("request-list .as-of")).to_contain_text("10.05")
        return page, service

    return opened


def rows(page: Page) -> Any:
    return page.locator("request-list tbody tr")


def test_each_request_stands_by_number_with_its_deliveries_in_words(requests: Requests) -> None:
    page, _ = requests(
        a_staff_request("A-001", deliveries=[by("app", "ready"), by("email", "sent")]),
        a_staff_request("A-002", state="marking", deliveries=[by("email", "rendering")]),
        a_staff_request("A-003", state="refused", reason="Salinan bertanda tidak dapat dibuat."),
        a_staff_request("A-004", state="refused", reason="Dicabut.", reason_code="revoked"),
        a_staff_request("A-005", deliveries=[by("email", "unknown", NOT_CERTAIN)]),
    )

    expect(rows(page).nth(0)).to_contain_text("A-001")
    expect(rows(page).nth(0)).to_contain_text("siap diunduh")
    expect(rows(page).nth(0)).to_contain_text("terkirim")
    expect(rows(page).nth(1)).to_contain_text("Sedang dibuat")
    expect(rows(page).nth(2)).to_contain_text("Salinan bertanda tidak dapat dibuat.")
    expect(rows(page).nth(3)).to_contain_text("Dicabut")
    expect(rows(page).nth(4)).to_contain_text(NOT_CERTAIN)


def test_only_what_went_wrong_or_takes_too_long_can_be_tried_again(requests: Requests) -> None:
    page, service = requests(
        a_staff_request("A-001"),
        a_staff_request("A-002", state="refused"),
        a_staff_request("A-003", state="queued"),
        a_staff_request("A-004", state="marking", requested_at="2025-11-25T01:50:00Z"),
    )
    service.on("POST", "/staff/requests/request-A-002/retry", (200, a_staff_request("A-002", state="queued")))

    for place, buttons in enumerate((0, 1, 0, 1)):
        expect(rows(page).nth(place).get_by_role("button", name="Coba lagi")).to_have_count(buttons)
    rows(page).nth(1).get_by_role("button", name="Coba lagi").click()

    expect(page.get_by_role("status").filter(has_text="dicoba lagi.")).to_be_visible()
    assert len(service.sent("POST", "/staff/requests/request-A-002/retry")) == 1


def test_what_may_have_arrived_is_sent_again_only_after_a_question(requests: Requests, axe: AxeCheck) -> None:
    page, service = requests(a_staff_request("A-005", deliveries=[by("email", "unknown", NOT_CERTAIN)]))
    service.on("POST", "/staff/requests/request-A-005/retry", (200, a_staff_request("A-005")))

    page.get_by_role("button", name="Coba lagi").click()
    expect(page.get_by_role("dialog")).to_contain_text("Tanyakan dulu kepada pengunjung nomor A-005")
    axe(page)
    page.get_by_role("button", name="Tidak").click()
    assert service.sent("POST", "/staff/requests/request-A-005/retry") == []
    page.get_by_role("button", name="Coba lagi").click()
    page.get_by_role("button", name="Ya, ulangi").click()

    expect(page.get_by_role("status").filter(has_text="dicoba lagi.")).to_be_visible()
    assert len(service.sent("POST", "/staff/requests/request-A-005/retry")) == 1


def test_second_try_that_is_needless_is_said_so(requests: Requests) -> None:
    page, service = requests(a_staff_request("A-001", state="refused"))
    service.on("POST", "/staff/requests/request-A-001/retry", problem(409, "nothing-to-retry", "x"))

    page.get_by_role("button", name="Coba lagi").click()

    expect(page.get_by_role("status").filter(has_text="Tidak ada yang perlu diulang")).to_be_visible()


def test_list_can_be_narrowed_to_a_state(requests: Requests) -> None:
    page, service = requests(a_staff_request("A-001"))
    service.on("GET", "/staff/requests", (200, a_page_of()))

    page.get_by_role("combobox", name="Tampilkan").select_option("refused")

    expect(page.locator("request-list .empty")).to_be_visible()
    assert "state=refused" in service.sent("GET", "/staff/requests")[-1].url


def test_older_requests_are_fetched_by_the_cursor(requests: Requests) -> None:
    page, service = requests(a_staff_request("A-002"), following="older")

    def answer(request: Request) -> Answer:
        if "cursor=older" in request.url:
            return 200, a_page_of(a_staff_request("A-001"))
        return 200, a_page_of(a_staff_request("A-002"), following="older")

    service.on("GET", "/staff/requests", answer)
    page.get_by_role("button", name="Tampilkan yang lebih lama").click()

    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("button", name="Tampilkan yang lebih lama")).to_be_hidden()


def test_list_that_may_be_old_says_so(requests: Requests) -> None:
    page, service = requests(a_staff_request("A-001"))
    service.on("GET", "/staff/requests", lambda _: None)

    page.clock.run_for(16_000)

    expect(page.get_by_role("status").filter(has_text="Daftar ini mungkin sudah berubah")).to_be_visible()
    expect(rows(page)).to_have_count(1)


def test_reasons_follow_the_language(requests: Requests) -> None:
    page, service = requests(a_staff_request("A-003", state="refused", reason="Salinan tidak dapat dibuat."))

    def answer(request: Request) -> Answer:
        english = request.headers["accept-language"] == "en"
        reason = "The copy could not be made." if english else "Salinan tidak dapat dibuat."
        return 200, a_page_of(a_staff_request("A-003", state="refused", reason=reason))

    service.on("GET", "/staff/requests", answer)
    page.get_by_role("button", name="EN").click()

    expect(rows(page)).to_contain_text("The copy could not be made.")
    expect(page.get_by_role("combobox", name="Show")).to_contain_text("All requests")


def test_row_keeps_the_focus_while_the_list_is_refreshed(requests: Requests) -> None:
    page, service = requests(a_staff_request("A-001", state="refused"))
    page.get_by_role("button", name="Coba lagi").focus()

    again = (a_staff_request("A-002"), a_staff_request("A-001", state="refused", reason="Baru."))
    service.on("GET", "/staff/requests", (200, a_page_of(*again)))
    page.clock.run_for(5000)

    expect(rows(page)).to_have_count(2)
    expect(rows(page).nth(1).get_by_role("button", name="Coba lagi")).to_be_focused()


def test_list_is_accessible_in_both_languages_and_knows_no_names(requests: Requests, axe: AxeCheck) -> None:
    page, _ = requests(
        a_staff_request("A-001", name="Siti", deliveries=[by("email", "bounced")]),
        a_staff_request("A-002", state="queued"),
    )

    for language in ("id", "en"):
        page.locator(f"[data-language={language}]").click()
        axe(page)
    assert "Siti" not in page.content()


def test_way_home_says_its_state_its_proof_and_who_handed_it_over(requests: Requests) -> None:
    page, _ = requests(
        a_staff_request("A-001", deliveries=[by("flashdisk", "delivered", proof="sha256", handed_by="rina")]),
        a_staff_request("A-002", deliveries=[by("flashdisk", "sent", proof="said", handed_by="budi")]),
        a_staff_request("A-003", deliveries=[by("flashdisk", "ready"), by("whatsapp", "complained")]),
    )

    expect(rows(page).nth(0)).to_contain_text("sudah ada di flash disk")
    expect(rows(page).nth(0)).to_contain_text("terbukti (SHA-256 cocok)")
    expect(rows(page).nth(0)).to_contain_text("oleh rina, 10.02")
    expect(rows(page).nth(1)).to_contain_text("dicatat petugas, tanpa bukti")
    expect(rows(page).nth(2)).to_contain_text("menunggu disalin di loket")
    expect(rows(page).nth(2)).to_contain_text("dilaporkan sebagai spam")


def test_one_link_is_revoked_after_a_question_and_the_others_stay(requests: Requests, axe: AxeCheck) -> None:
    page, service = requests(a_staff_request("A-001"))
    path = "/staff/requests/request-A-001/links"
    links = [a_link("1" * 16, opened=3), a_link("2" * 16, expires_at="2025-11-25T02:04:00Z")]
    service.on("GET", path, (200, {"items": links}))
    service.on("POST", f"{path}/{'1' * 16}/revoke", (200, {**links[0], "state": "revoked"}))

    page.get_by_role("button", name="Tautan").click()
    dialog = page.get_by_role("dialog", name="Tautan ke salinan A-001")
    expect(dialog.get_by_role("listitem").nth(0)).to_contain_text("dibuka 3 kali")
    expect(dialog.get_by_role("listitem").nth(1)).to_contain_text("Kedaluwarsa")
    axe(page)
    dialog.get_by_role("button", name="Cabut tautan ini").click()
    expect(page.get_by_role("button", name="Tidak")).to_be_focused()
    page.keyboard.press("Enter")
    assert service.sent("POST", f"{path}/{'1' * 16}/revoke") == []
    dialog.get_by_role("button", name="Cabut tautan ini").click()
    service.on("GET", path, (200, {"items": [{**links[0], "state": "revoked"}, links[1]]}))
    page.get_by_role("button", name="Ya, cabut").click()

    expect(dialog.get_by_role("status")).to_contain_text("Tautan sudah dicabut.")
    expect(dialog.get_by_role("button", name="Cabut tautan ini")).to_have_count(0)
    assert len(service.sent("POST", f"{path}/{'1' * 16}/revoke")) == 1


def test_copy_is_withdrawn_with_all_its_links_after_a_question(requests: Requests, axe: AxeCheck) -> None:
    page, service = requests(a_staff_request("A-001"), a_staff_request("A-002", state="refused"))
    service.on("POST", "/staff/requests/request-A-001/revoke", (200, a_staff_request("A-001", state="refused")))

    page.get_by_role("button", name="Tarik salinan").click()
    expect(page.get_by_role("dialog")).to_contain_text("milik nomor A-001 berhenti berfungsi")
    axe(page)
    page.get_by_role("button", name="Ya, tarik").click()

    expect(page.get_by_role("status").filter(has_text="sudah ditarik")).to_be_visible()
    assert len(service.sent("POST", "/staff/requests/request-A-001/revoke")) == 1
