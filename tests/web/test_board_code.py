"""The guestbook's QR code on the board: on a registered device only, and never in the way of the board."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.board_steps import TELEVISION, a_call, a_code, open_board
from tests.web.visit_answers import KIOSK_TOKEN


def registered(page: Page, site: str, *answers: Any) -> ApiDouble:
    """A board that staff opened with a device's token, at a service that gives these answers in turn, then the last."""
    left = list(answers)
    calls = [a_call(f"A-00{n}", called_at=f"2025-11-25T02:03:0{n}Z") for n in (5, 4, 3, 2, 1)]
    return open_board(
        page,
        site,
        *calls,
        address=f"?unit=6371#{KIOSK_TOKEN}",
        code=lambda _: left.pop(0) if len(left) > 1 else left[0],
    )


def code(page: Page) -> Locator:
    return page.locator("guestbook-code")


def drawn(page: Page) -> str | None:
    return page.locator("guestbook-code .qr path").get_attribute("d")


def qr_of(page: Page, text: str) -> str:
    return str(
        page.evaluate(
            "async (text) => (await import('/bersama/qr.js')).qrSvg(text).querySelector('path').getAttribute('d')", text
        )
    )


def test_registered_board_shows_the_way_to_the_guestbook_beside_the_counts(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(*TELEVISION)
    service = registered(page, static_site, (200, a_code()))

    expect(code(page)).to_contain_text("Isi buku tamu di ponsel Anda")
    assert drawn(page) == qr_of(page, a_code()["url"])
    assert page.url == f"{static_site}/papan/?unit=6371"
    assert service.sent("GET", "/onsite-code")[0].headers["authorization"] == f"Bearer {KIOSK_TOKEN}"
    assert all("authorization" not in one.headers for one in service.sent("GET", "/board"))
    axe(page)


def test_code_is_renewed_when_it_expires_and_kept_over_a_reload(page_at: PageAt, static_site: str) -> None:
    page = page_at(*TELEVISION)
    tomorrow = a_code("NEXT", "2025-11-26T16:00:00Z")
    service = registered(page, static_site, (200, a_code(expires_at="2025-11-25T02:15:00Z")), (200, tomorrow))
    expect(code(page)).to_be_visible()

    page.clock.fast_forward(600_000)
    expect(code(page).locator("path")).to_have_attribute("d", qr_of(page, tomorrow["url"]))
    page.reload()

    expect(code(page).locator("path")).to_have_attribute("d", qr_of(page, tomorrow["url"]))
    assert len(service.sent("GET", "/onsite-code")) == 3


def test_board_works_without_the_code_where_the_device_is_not_known_or_the_service_fails(
    page_at: PageAt, static_site: str
) -> None:
    page = page_at(*TELEVISION)
    failing, unknown = problem(503, "busy", "x"), problem(401, "unauthorized", "x")
    service = registered(page, static_site, (200, a_code(expires_at="2025-11-25T02:15:00Z")), failing, unknown)
    expect(code(page)).to_be_visible()

    page.clock.fast_forward(600_000)
    expect(code(page)).to_be_hidden()
    while page.evaluate("localStorage.getItem('loket.kiosk')"):
        page.clock.run_for(10_000)
    asked = len(service.sent("GET", "/onsite-code"))
    page.reload()
    expect(page.locator(".called")).to_have_text("A-005")

    expect(code(page)).to_be_hidden()
    assert len(service.sent("GET", "/onsite-code")) == asked
