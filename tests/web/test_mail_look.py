"""The mail as its readers' programs draw it: narrow and wide, light and dark, without its style sheet, inverted."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser import AXE_OPTIONS, AXE_RUN, PageAt
from tests.delivery.letters import a_letter, part, posted

UNBROKEN = a_letter(
    "KotaBanjarmasinDalamAngka" * 12,
    name="عبد الرحمن السقاف " + "王小明" * 20,
    address="https://pustaka.bps-kota-banjarmasin.example/unduh/#" + "Yb3kQ9vN2xT7mR5cW8pL4sJ6" * 6,
)
WCAG = AXE_OPTIONS | {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
"""A mail stands in the page of whoever shows it: rules on a page's own parts are that page's."""


def bare(html: str) -> str:
    """Without its style sheet, as Gmail shows it to accounts that are not its own."""
    return re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def inverted(html: str) -> str:
    """Bare, and light for dark by force, as phones show a mail whose dark colours they do not know."""
    return re.sub(r"#([0-9a-f]{6})", lambda colour: f"#{0xFFFFFF - int(colour[1], 16):06x}", bare(html))


TOO_WIDE = """() => {
  const text = new Range();
  text.selectNodeContents(document.querySelector(".inner"));
  const card = document.querySelector(".card").getBoundingClientRect();
  const out = text.getBoundingClientRect().right - card.right;
  return Math.max(0, out, document.documentElement.scrollWidth - innerWidth);
}"""
"""By how many pixels the text stands out of the card, or the mail out of the window."""
LOOKS: dict[str, Callable[[str], str]] = {"as it is": str, "bare": bare, "inverted": inverted}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("letter", [a_letter(), UNBROKEN], ids=["usual", "unbroken"])
def test_mail_fits_every_width(page_at: PageAt, look: str, letter: Any) -> None:
    page = page_at(320, 700)
    page.set_content(LOOKS[look](part(posted(letter), "html")))

    too_wide = {}
    for width in (320, 390, 600, 800, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        too_wide[width] = page.evaluate(TOO_WIDE)

    assert too_wide == {320: 0, 390: 0, 600: 0, 800: 0, 1280: 0}
    assert page.locator(".card").bounding_box()["width"] == 600  # type: ignore[index]


@pytest.mark.parametrize("look", ["as it is", "bare"])
def test_one_button_is_large_enough_for_a_finger_and_leads_where_its_address_says(page_at: PageAt, look: str) -> None:
    page = page_at(320, 700)
    page.set_content(LOOKS[look](part(posted(a_letter()), "html")))

    button = page.get_by_role("link", name="Buka halaman unduhan")
    address = page.get_by_role("link", name="https://pustaka.example/unduh/")

    assert button.bounding_box()["height"] >= 44  # type: ignore[index]
    assert button.get_attribute("href") == address.get_attribute("href") == address.inner_text()


@pytest.mark.parametrize(
    ("look", "scheme", "ground"),
    [
        ("as it is", "light", "rgb(255, 255, 255)"),
        ("as it is", "dark", "rgb(23, 33, 43)"),
        ("bare", "dark", "rgb(255, 255, 255)"),
        ("inverted", "dark", "rgb(0, 0, 0)"),
    ],
)
def test_mail_can_be_read_in_light_and_dark(browser: Browser, look: str, scheme: Any, ground: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_content(LOOKS[look](part(posted(a_letter()), "html")))
    page.evaluate(Axe().axe_script)

    broken = [(one["id"], [node["html"] for node in one["nodes"]]) for one in page.evaluate(AXE_RUN, WCAG)]
    shown = page.locator(".card").evaluate("card => getComputedStyle(card).backgroundColor")
    context.close()

    assert broken == []
    assert shown == ground
