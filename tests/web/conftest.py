"""What every browser test needs: Chromium, the static pages under their real policy, a service of answers, axe."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.web.api_double import ApiDouble
from tests.web.kiosk_steps import PORTRAIT, Kiosk, open_kiosk

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEADERS = {
    **{
        name: value.replace("${STORAGE_ORIGINS}", "").strip()
        for name, value in json.loads((ROOT / "infra" / "headers.json").read_text("utf-8")).items()
    },
    "Cache-Control": "no-store",
}
# Without preloading axe adds no style of its own, which the policy would report.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}

# Long enough for a busy machine: a test waits for what it expects, never for a time to pass.
PATIENCE_MS = 20000
expect.set_options(timeout=PATIENCE_MS)

PageAt = Callable[..., Page]
AxeCheck = Callable[[Page], None]


class _Pages(SimpleHTTPRequestHandler):
    """The pages as files, under the headers that they get in service."""

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: pytest's output is for results."""


class _Server(ThreadingHTTPServer):
    """Pages may leave before an answer is through: that is no error."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: the page's own test sees what is missing."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run; its absence fails every test that asks for it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def static_site() -> Iterator[str]:
    """Address of web/ on a loopback port; /api is not there: tests answer it with `api_double`."""
    handler = partial(_Pages, directory=str(ROOT / "web"))
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


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


@pytest.fixture
def api_double() -> Callable[[Page], ApiDouble]:
    """`api_double(page)`: answers /api for a page; see ApiDouble."""
    return ApiDouble


@pytest.fixture
def kiosk(page_at: PageAt, static_site: str) -> Kiosk:
    """`kiosk(size, language)`: a registered kiosk at its start page, and the service behind it."""

    def opened(size: tuple[int, int] = PORTRAIT, language: str = "id") -> tuple[Page, ApiDouble]:
        page = page_at(*size)
        service = open_kiosk(page, static_site)
        if language == "en":
            page.get_by_role("button", name="English").click()
        return page, service

    return opened


@pytest.fixture(scope="session")
def axe() -> AxeCheck:
    """`axe(page)` fails with every rule that the page breaks in the state it is in."""
    checker = Axe()

    def check(page: Page) -> None:
        broken = [
            {
                "rule": one["id"],
                "help": one["help"],
                "nodes": [[node["html"], node.get("failureSummary")] for node in one["nodes"]],
            }
            for one in checker.run(page, options=AXE_OPTIONS).response["violations"]
        ]
        assert broken == [], json.dumps(broken, indent=1, ensure_ascii=False)

    return check
