"""Whose copy is it, on the real service in a real browser: the head of the unit sends a copy that leaked."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import PageAt
from tests.office import a_visit, new_key
from tests.watermark.leaks import stripped
from tests.web.real_service import TITLE, Service, running_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(tmp_path_factory.mktemp("service")) as running:
        yield running


def asked(service: Service, path: str, token: str, body: dict[str, Any] | None = None) -> Any:
    """What the API answers."""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json", "idempotency-key": new_key()}
    sent = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{service.url}/api{path}", sent, headers)) as answer:
        return json.load(answer)


def taken_home(service: Service) -> tuple[str, bytes]:
    """A visitor's copy, and its code."""
    visitor = asked(service, "/visits", service.access["kiosk_token"], a_visit())["visit_token"]
    [publication] = asked(service, "/publications", visitor)["items"]
    wanted = {"publication_id": publication["publication_id"], "channels": ["app"]}
    request = asked(service, "/visit/requests", visitor, wanted)["request_id"]
    while (made := asked(service, f"/visit/requests/{request}", visitor))["state"] in ("queued", "marking"):
        time.sleep(0.05)
    url = asked(service, f"/visit/requests/{request}/open", visitor, {})["url"]
    with urllib.request.urlopen(url) as answer:
        return str(made["copy_code"]), bytes(answer.read())


@pytest.mark.parametrize("publication", [None, f"{TITLE} (2024)"])
def test_head_of_the_unit_learns_whose_copy_it_is(
    page_at: PageAt, service: Service, tmp_path: Path, publication: str | None
) -> None:
    code, copy = taken_home(service)
    leak = tmp_path / "beredar.pdf"
    leak.write_bytes(stripped(copy) if publication else copy)
    page = page_at(1366, 768)

    page.goto(f"{service.url}/petugas/")
    page.get_by_role("textbox", name="Nama pengguna").fill(service.access["staff"]["username"])
    page.locator("#password").fill(service.access["staff"]["password"])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("link", name="Salinan siapa?").click()
    page.locator("#leak-file").set_input_files(leak)
    if publication:
        page.locator("#leak-publication").select_option(label=publication)
    page.get_by_role("button", name="Periksa berkas", exact=True).click()

    expect(page.locator("copy-trace [data-slot=headline]")).to_contain_text(f"berasal dari salinan {code}.")
    expect(page.locator("copy-trace dl")).to_contain_text(TITLE)
