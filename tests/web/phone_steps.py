"""The visitor's own phone, for the tests of its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.web.api_double import ApiDouble
from tests.web.visit_answers import VISIT_TOKEN, a_delivery, a_request, a_visit, answering_visits

PHONE = (390, 844)

Phone = Callable[..., tuple[Page, ApiDouble]]


def open_phone(page: Page, site: str, **visit: Any) -> ApiDouble:
    """Follows the QR code of a ticket; gives the service behind the page."""
    service = answering_visits(ApiDouble(page))
    service.on("GET", "/visit", (200, a_visit(**visit)))
    page.goto(f"{site}/kunjungan/#{VISIT_TOKEN}")
    expect(page.locator("visit-line .ticket [data-part=service]").first).to_contain_text("Perpustakaan tercetak")
    return service


def a_ready_request(**changes: Any) -> dict[str, Any]:
    deliveries = [a_delivery(state="sent")]
    return a_request(
        **{"state": "ready", "size_bytes": 4_213_000, "expires_at": "2025-12-02T02:00:00Z", "deliveries": deliveries}
        | changes
    )
