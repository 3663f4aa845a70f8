"""Answers of the service that the staff's pages are shown in tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Request, expect

from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.visit_answers import answering_unit

MEMBER: dict[str, Any] = {
    "username": "rina",
    "name": "Rina Wahyuni",
    "role": "petugas",
    "unit": "6371",
    "desks": ["1", "2"],
}
HEAD = {**MEMBER, "role": "kepala"}
STAFF_TOKEN = "header.claims.signature"
SESSION = {"token": STAFF_TOKEN, "expires_at": "2025-11-25T03:05:00Z", "role": "petugas"}


def a_staff_ticket(number: str = "A-001", **changes: Any) -> dict[str, Any]:
    """A number in the queue as the desk gets it."""
    ticket = {
        "ticket_id": f"ticket-{number}",
        "number": number,
        "service": "printed",
        "state": "waiting",
        "priority": None,
        "desk": None,
        "calls": 0,
        "arrived_at": "2025-11-25T01:59:00Z",
        "called_at": None,
        "served_at": None,
        "promised_by": "2025-11-25T02:09:00Z",
        "waiting_seconds": 360,
        "late": False,
    }
    return {**ticket, **changes}


def a_called_ticket(number: str = "A-001", desk: str = "1", **changes: Any) -> dict[str, Any]:
    return a_staff_ticket(number, **{"state": "called", "desk": desk, "called_at": "2025-11-25T02:04:00Z", **changes})


def a_queue(*tickets: dict[str, Any]) -> dict[str, Any]:
    """GET /api/staff/queue with these numbers, each in the list of its state."""
    lists = {state: [one for one in tickets if one["state"] == state] for state in ("waiting", "called", "serving")}
    return {**lists, "as_of": "2025-11-25T02:05:00Z"}


def a_staff_request(number: str = "A-001", **changes: Any) -> dict[str, Any]:
    """A line of GET /api/staff/requests."""
    request = {
        "request_id": f"request-{number}",
        "publication": {"publication_id": "p1", "title": "Kota Banjarmasin Dalam Angka 2024"},
        "visit_id": "v1",
        "numbers": [number],
        "state": "ready",
        "reason": None,
        "reason_code": None,
        "requested_at": "2025-11-25T02:01:00Z",
        "copy_code": "LP-7K3M-9QXD-2F5A",
        "deliveries": [],
    }
    return {**request, **changes}


def a_staff_publication(publication_id: str = "p1", **changes: Any) -> dict[str, Any]:
    """A line of GET /api/staff/publications."""
    publication = {
        "publication_id": publication_id,
        "title": "Kota Banjarmasin Dalam Angka 2024",
        "year": 2024,
        "subject": None,
        "catalogue_number": None,
        "isbn": None,
        "abstract": None,
        "shelf": None,
        "state": "ready",
        "reason": None,
        "progress": None,
        "signed": False,
        "pages": 359,
        "size_bytes": 4_213_000,
        "created_at": "2025-11-20T02:00:00Z",
    }
    return {**publication, **changes}


def an_skm(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/reports/skm of a month with answers: U8 is the lowest."""
    means = [3.60, 3.51, 3.38, 3.97, 3.55, 3.60, 3.72, 3.21, 3.30]
    report = {
        "from": "2025-11-01",
        "to": "2025-11-25",
        "respondents": 37,
        "ikm": 88.42,
        "grade": "A",
        "reason": None,
        "elements": {f"U{place}": {"nrr": mean, "respondents": 37} for place, mean in enumerate(means, 1)},
        "target": 44,
        "computed_at": "2025-11-25T02:05:00Z",
    }
    return {**report, **changes}


def a_page_of(*items: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    return {"items": list(items), "next": following}


def answering_staff(page: Page, member: dict[str, Any] = MEMBER) -> ApiDouble:
    """A service that knows one member of staff, and in which nothing has happened yet."""
    service = ApiDouble(page)
    service.on("GET", "/unit", answering_unit())
    service.on("POST", "/staff/session", (200, SESSION))
    service.on("GET", "/staff/session", (200, member))
    service.on("DELETE", "/staff/session", (200, {"signed_out": True}))
    service.on("GET", "/staff/queue", (200, a_queue()))
    service.on("POST", "/staff/queue/calls", problem(404, "nobody-waiting", "Tidak ada yang menunggu."))
    service.on("GET", "/staff/reports/skm", (200, an_skm()))
    service.on("GET", "/staff/onsite-code", (200, a_code()))
    for name in ("requests", "publications", "kiosks", "members"):
        service.on("GET", f"/staff/{name}", (200, a_page_of()))
    return service


def a_code() -> dict[str, Any]:
    return {"code": "6371-7KXM-93QD", "day": "2025-11-25", "expires_at": "2025-11-25T16:00:00Z"}


def sign_in(page: Page, username: str = "rina") -> None:
    page.locator("#username").fill(username)
    page.locator("#password").fill("kata sandi yang panjang")
    page.locator("#password").press("Enter")


def choose_desk(page: Page, desk: str = "1") -> None:
    page.locator(f"#desk-{desk}").check()
    page.locator("desk-choice button[type=submit]").click()
    expect(page.locator(".call-next")).to_be_visible()


def answering(service: ApiDouble, path: str, ticket: dict[str, Any], *others: dict[str, Any]) -> None:
    """An act that moves a number: from then on the queue knows it."""

    def act(_: Request) -> Answer:
        service.on("GET", "/staff/queue", (200, a_queue(ticket, *others)))
        return 200, ticket

    service.on("POST", path, act)


def calling(service: ApiDouble, ticket: dict[str, Any], *others: dict[str, Any]) -> None:
    answering(service, "/staff/queue/calls", ticket, *others)
