"""One Chromium for all browser tests, fresh pages in it, and axe."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM, SHELL = Path("/usr/bin/chromium"), Path("/usr/bin/chromium-headless-shell")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features="
    # More than half of what a page costs: suggestions below an address bar that nobody sees, and renderers in reserve.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess,"
    # Playwright's own list, which this one replaces.
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch",
]
# Without preloading axe adds no style of its own, which the policy would report.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}
AXE_RUN = "(options) => axe.run(options).then(({ violations }) => violations)"

# Long enough for a busy machine: a test waits for what it expects, never for a time to pass.
PATIENCE_MS = 20000
expect.set_options(timeout=PATIENCE_MS)

PageAt = Callable[..., Page]
AxeCheck = Callable[[Page], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run, its headless shell where that is there; its absence fails every test that asks."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=SHELL if SHELL.exists() else CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """`page_at(1080, 1920)`: a fresh, private page of that size.

    A script error or a breach of the policy fails the test.
    """
    contexts = []
    troubles: list[str] = []

    def opened(width: int, height: int) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Makassar",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: _note_breach(message.text, troubles))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def _note_breach(text: str, troubles: list[str]) -> None:
    if "Content Security Policy" in text:
        troubles.append(text)


@pytest.fixture(scope="session")
def axe() -> AxeCheck:
    """`axe(page)` fails with every rule that the page breaks in the state it is in."""
    script = Axe().axe_script

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        broken = [
            {
                "rule": one["id"],
                "help": one["help"],
                "nodes": [[node["html"], node.get("failureSummary")] for node in one["nodes"]],
            }
            for one in page.evaluate(AXE_RUN, AXE_OPTIONS)
        ]
        assert broken == [], json.dumps(broken, indent=1, ensure_ascii=False)

    return check
