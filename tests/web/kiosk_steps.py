"""What a visitor does at the kiosk, step by step, for the tests of its pages."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.web.api_double import ApiDouble
from tests.web.visit_answers import KIOSK_TOKEN, answering_visits

PORTRAIT = (1080, 1920)
LANDSCAPE = (1366, 768)
NAME = "Siti Nurhaliza Rahmawati"
EMAIL = "siti.rahmawati@gmail.com"

Kiosk = Callable[..., tuple[Page, ApiDouble]]


def open_kiosk(page: Page, site: str) -> ApiDouble:
    """Opens a registered kiosk at its start page; gives the service behind it."""
    service = answering_visits(ApiDouble(page))
    page.goto(f"{site}/kiosk/#{KIOSK_TOKEN}")
    expect(page.locator("#begin")).to_be_visible()
    return service


def go_on(page: Page) -> None:
    page.locator("guest-book [data-move=on]").click()


def fill_to_check(page: Page, name: str = NAME, email: str = EMAIL) -> None:
    """Fills in what is obligatory and skips the rest, on the kiosk or on a phone."""
    page.locator("#begin").click()
    page.locator("#name").fill(name)
    go_on(page)
    page.locator("#email").fill(email)
    go_on(page)
    go_on(page)
    page.locator("[data-services] label").first.click()
    go_on(page)
    go_on(page)
    page.locator("[data-move=skip]").first.click()
    expect(page.locator("guest-book .summary")).to_be_visible()


def send(page: Page) -> None:
    page.locator("[data-move=send]").first.click()


def to_ticket(page: Page) -> None:
    fill_to_check(page)
    send(page)
    expect(page.locator(".ticket .number")).to_be_visible()


def remains(page: Page) -> str:
    """All that the page still holds, typed entries included."""
    return str(
        page.evaluate(
            """() => JSON.stringify([
              document.documentElement.outerHTML,
              [...document.querySelectorAll("input, textarea")].map((one) => one.value),
              document.title, location.href,
              {...localStorage}, {...sessionStorage}, history.state,
            ])"""
        )
    )


def press_tab_to(page: Page, selector: str) -> None:
    """Moves the focus forwards, as a keyboard does, until it is where the selector says."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def look_again(page: Page) -> None:
    """Makes the page ask the service at once, as it does when the network comes back."""
    page.evaluate("window.dispatchEvent(new Event('online'))")
