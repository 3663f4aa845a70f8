"""What the tests of the pages need: the pages as files under their real policy, and a service of answers."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import unquote, urlsplit

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


class _Pages(StreamRequestHandler):
    """The pages as files, under the headers that they get in service."""

    def handle(self) -> None:
        asked = self.rfile.readline().split()
        while self.rfile.readline().strip():
            continue
        if asked:
            self.wfile.write(_answer(urlsplit(asked[1].decode()).path))


@cache
def _answer(path: str) -> bytes:
    """A page has some seventy files, and most tests open one: each is read and headed once."""
    file = ROOT / "web" / unquote(path).lstrip("/")
    if file.is_dir() and not path.endswith("/"):
        return _written("301 Moved Permanently", {"Location": f"{path}/"}, b"")
    file = file / "index.html" if file.is_dir() else file
    if not file.is_file():
        return _written("404 Not Found", {}, b"")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return _written("200 OK", {"Content-Type": kind}, file.read_bytes())


def _written(status: str, headers: dict[str, str], body: bytes) -> bytes:
    all_of_them = HEADERS | headers | {"Content-Length": str(len(body)), "Connection": "close"}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in all_of_them.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


class _Server(ThreadingTCPServer):
    """Pages may leave before an answer is through: that is no error."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 100

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: the page's own test sees what is missing."""


@pytest.fixture(scope="session")
def static_site() -> Iterator[str]:
    """Address of web/ on a loopback port; /api is not there: tests answer it with `api_double`."""
    server = _Server(("127.0.0.1", 0), _Pages)
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
