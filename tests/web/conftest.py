"""What the tests of the pages need: the pages as files under their real policy, and a service of answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import PageAt
from tests.web.api_double import ApiDouble
from tests.web.desk_steps import LAPTOP, Desk, open_desk
from tests.web.kiosk_steps import PORTRAIT, Kiosk, open_kiosk
from tests.web.phone_steps import PHONE, Phone, open_phone
from tests.web.staff_answers import a_queue

ROOT = Path(__file__).parents[2]
HEADERS = {
    **{
        name: value.replace("${STORAGE_ORIGINS}", "").strip()
        for name, value in json.loads((ROOT / "infra" / "headers.json").read_text("utf-8")).items()
    },
    "Cache-Control": "no-store",
}


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


@pytest.fixture
def phone(page_at: PageAt, static_site: str) -> Phone:
    """`phone(size, **visit)`: a phone that has followed the QR code of a ticket, and the service behind the page."""

    def opened(size: tuple[int, int] = PHONE, **visit: Any) -> tuple[Page, ApiDouble]:
        page = page_at(*size)
        return page, open_phone(page, static_site, **visit)

    return opened


@pytest.fixture
def desk(page_at: PageAt, static_site: str) -> Desk:
    """`desk(*tickets)`: Rina at desk 1 with a queue, on Tuesday morning, and the service behind her."""

    def opened(*tickets: dict[str, Any], chosen: bool = True, **queue: Any) -> tuple[Page, ApiDouble]:
        page = page_at(*LAPTOP)
        return page, open_desk(page, static_site, a_queue(*tickets, **queue), chosen=chosen)

    return opened
