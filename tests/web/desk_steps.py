"""A desk at work, for the tests of the queue on the staff page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.web.api_double import ApiDouble
from tests.web.staff_answers import a_queue, answering, answering_staff, choose_desk, sign_in
from tests.web.visit_answers import TUESDAY_MORNING

LAPTOP = (1366, 768)

Desk = Callable[..., tuple[Page, ApiDouble]]


def open_desk(page: Page, site: str, queue: dict[str, Any], *, chosen: bool = True) -> ApiDouble:
    """Rina signs in on Tuesday at 10.05 and, where `chosen`, takes desk 1; gives the service behind the page."""
    page.clock.install(time=TUESDAY_MORNING)
    service = answering_staff(page)
    service.on("GET", "/staff/queue", (200, queue))
    page.goto(f"{site}/petugas/")
    sign_in(page)
    if chosen:
        choose_desk(page)
        expect(page.locator("queue-desk .as-of")).to_contain_text("10.05")
    return service


def now_in_line(page: Page, service: ApiDouble, *tickets: dict[str, Any], **changes: Any) -> None:
    """The service has another queue, and the page has asked for it."""
    service.on("GET", "/staff/queue", (200, a_queue(*tickets) | changes))
    with page.expect_response("**/staff/queue"):
        page.clock.run_for(3000)


def own(page: Page) -> Locator:
    """What is at one's own desk."""
    return page.locator(".own-tickets")


def waiting(page: Page) -> Locator:
    """The rows of who waits."""
    return page.locator("[data-part=waiting-rows] tr")


def said(page: Page, words: str) -> Locator:
    """What a status of the page says."""
    return page.get_by_role("status").filter(has_text=words)


def refused(page: Page, words: str) -> Locator:
    """What an alert of the page says."""
    return page.get_by_role("alert").filter(has_text=words)


def pressed(page: Page, service: ApiDouble, key: str, act: str, *tickets: dict[str, Any]) -> Any:
    """One key, and the move of the first of these numbers that it asks for; gives what was sent."""
    path = f"/staff/tickets/{tickets[0]['ticket_id']}/{act}"
    answering(service, path, *tickets)
    before = len(service.sent("POST", path))
    with page.expect_response(f"**{path}"):
        page.keyboard.press(key)
    assert len(service.sent("POST", path)) == before + 1
    return service.bodies("POST", path)[-1]
