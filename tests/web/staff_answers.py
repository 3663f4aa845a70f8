"""Answers of the service that the staff's pages are shown in tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Request, expect

from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.report_answers import (
    a_standard,
    an_skm,
    complaint_figures,
    skd_figures,
    title_figures,
    visit_figures,
)
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
    """A number in the queue as the desk gets it: it came at 09.59, and is promised to be served by 10.09."""
    ticket = {
        "ticket_id": f"ticket-{number}",
        "number": number,
        "service": "printed",
        "state": "waiting",
        "priority": None,
        "visitor_at": None,
        "group_size": 1,
        "desk": None,
        "by": None,
        "move": None,
        "moved_at": None,
        "undo_until": None,
        "calls": 0,
        "counted_calls": 0,
        "calls_needed": 3,
        "countable_at": None,
        "skippable": False,
        "arrived_at": "2025-11-25T01:59:00Z",
        "called_at": None,
        "served_at": None,
        "finished_at": None,
        "promised_by": "2025-11-25T02:09:00Z",
        "waiting_seconds": 360,
        "seconds_left": 240,
        "warn": False,
        "late": False,
        "miss_reason": None,
        "ended": None,
        "revision": f"{number}-r1",
        "reading": None,
    }
    return {**ticket, **changes}


def a_called_ticket(number: str = "A-001", desk: str = "1", **changes: Any) -> dict[str, Any]:
    """One that Rina called at 10.04, in the minute before."""
    called = {
        "state": "called",
        "desk": desk,
        "by": "rina",
        "move": "call",
        "moved_at": "2025-11-25T02:04:00Z",
        "calls": 1,
        "counted_calls": 1,
        "countable_at": "2025-11-25T02:05:00Z",
        "called_at": "2025-11-25T02:04:00Z",
        "revision": f"{number}-r2",
    }
    return a_staff_ticket(number, **{**called, **changes})


def a_served_ticket(number: str = "A-001", desk: str = "1", **changes: Any) -> dict[str, Any]:
    """One that has been served at this desk since 10.02, in the reading room."""
    served = {
        "state": "serving",
        "move": "serve",
        "moved_at": "2025-11-25T02:02:00Z",
        "served_at": "2025-11-25T02:02:00Z",
        "seconds_left": None,
        "reading": a_reading(),
        "revision": f"{number}-r3",
    }
    return a_called_ticket(number, desk, **{**served, **changes})


def an_ended_ticket(number: str = "A-001", state: str = "done", **changes: Any) -> dict[str, Any]:
    """One that is done, or was skipped, at 10.04."""
    move = {"done": "finish", "no-show": "skip", "cancelled": "cancel"}[state]
    ended = {"state": state, "move": move, "moved_at": "2025-11-25T02:04:00Z", "finished_at": "2025-11-25T02:04:00Z"}
    base = a_served_ticket(number, reading=None) if state == "done" else a_called_ticket(number)
    return {**base, **ended, "revision": f"{number}-r4", **changes}


def a_reading(*titles: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A stay in the reading room that goes on."""
    return {"started_at": "2025-11-25T02:02:00Z", "ended_at": None, "titles": list(titles), **changes}


def a_used_title(publication_id: str = "p1", title: str = "Kota Banjarmasin Dalam Angka 2024") -> dict[str, Any]:
    return {"publication_id": publication_id, "title": title, "shelf": "A-12", "at": "2025-11-25T02:03:00Z"}


def a_queue(*tickets: dict[str, Any], unexplained: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """GET /api/staff/queue with these numbers, each in the lists of its state."""
    lists = {state: [one for one in tickets if one["state"] == state] for state in ("waiting", "called", "serving")}
    return {
        **lists,
        "recent": [one for one in tickets if one["state"] in ("done", "no-show", "cancelled")],
        "reading": [one for one in tickets if one["reading"] and one["reading"]["ended_at"] is None],
        "unexplained": list(unexplained),
        "pace": {"printed": 4.0, "digital": 4.0},
        "open_desks": 2,
        "closes_at": "2025-11-25T07:30:00Z",
        "as_of": "2025-11-25T02:05:00Z",
    }


def a_closing(**early: Any) -> dict[str, Any]:
    """GET /api/staff/closing on a day that goes by its hours, or that closes early."""
    closes = early.get("closes_at", "2025-11-25T07:30:00Z")
    return {"early": early or None, "open": True, "opens_at": None, "closes_at": closes}


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
        **changes,
    }
    in_use = publication["pages"] and publication["state"] != "withdrawn"
    return {"digital": "ready" if in_use else "none", **publication}


def a_listed_visit(visit_id: str = "v1", *tickets: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A line of GET /api/staff/visits."""
    visit = {
        "visit_id": visit_id,
        "day": "2025-11-25",
        "created_at": "2025-11-25T01:59:00Z",
        "source": "kiosk",
        "state": "open",
        "ended": None,
        "finished_at": None,
        "services": ["printed"],
        "group_size": 1,
        "tickets": list(tickets) or [a_listed_ticket()],
    }
    return {**visit, **changes}


def a_listed_ticket(number: str = "A-001", **changes: Any) -> dict[str, Any]:
    ticket = {"number": number, "service": "printed", "state": "waiting", "arrived_at": "2025-11-25T01:59:00Z"}
    return {**ticket, "served_at": None, "finished_at": None, **changes}


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
    service.on("GET", "/staff/reports/standard", (200, a_standard()))
    service.on("GET", "/staff/reports/visits", (200, visit_figures()))
    service.on("GET", "/staff/reports/titles", (200, title_figures()))
    service.on("GET", "/staff/reports/skd", (200, skd_figures()))
    service.on("GET", "/staff/reports/complaints", (200, complaint_figures()))
    service.on("GET", "/staff/skm/publications", (200, {"items": []}))
    service.on("GET", "/staff/overview", (200, an_overview()))
    service.on("GET", "/staff/onsite-code", (200, a_code()))
    service.on("GET", "/staff/closing", (200, a_closing()))
    service.on("GET", "/staff/failed-jobs", (200, {"items": []}))
    service.on("GET", "/staff/audit", (200, an_audit()))
    service.on("GET", "/staff/channels/whatsapp", (200, a_whatsapp()))
    for name in ("requests", "deliveries", "publications", "kiosks", "members", "visits"):
        service.on("GET", f"/staff/{name}", (200, a_page_of()))
    return service


def an_audit(*entries: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    """GET /api/staff/audit of November so far."""
    return {"from": "2025-11-01", "to": "2025-11-25", **a_page_of(*entries, following=following)}


def an_audit_entry(action: str, kind: str, about: str | None = None, *detail: str, **changes: Any) -> dict[str, Any]:
    """A line of it: what Rina did at 10.05."""
    by = {"subject": "s1", "username": "rina", "name": "Rina Wahyuni"}
    entry = {"at": "2025-11-25T02:05:00Z", "by": by, "action": action, "kind": kind, "id": "1", "about": about}
    return {**entry, "detail": list(detail), **changes}


def an_overview(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/overview of a quiet morning."""
    counts = {"visits": 9, "waiting": 2, "called": 0, "serving": 1, "served": 6, "late": 0, "mails_failed": 0}
    return {"day": "2025-11-25", "as_of": "2025-11-25T02:05:00Z", **counts, **changes}


def a_whatsapp(**changes: Any) -> dict[str, Any]:
    return {"on": True, "off_since": None, "way": "number", "sent": 412, "budget": 1000} | changes


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


def answering(service: ApiDouble, path: str, ticket: dict[str, Any], *others: dict[str, Any], **how: Any) -> None:
    """An act that moves a number: from then on the queue knows it."""
    changing(service, path, (200, ticket), a_queue(ticket, *others), **how)


def changing(service: ApiDouble, path: str, answer: Answer, queue: dict[str, Any], method: str = "POST") -> None:
    """An act, and the queue that is found after it, not before."""

    def act(_: Request) -> Answer:
        service.on("GET", "/staff/queue", (200, queue))
        return answer

    service.on(method, path, act)


def calling(service: ApiDouble, ticket: dict[str, Any], *others: dict[str, Any]) -> None:
    answering(service, "/staff/queue/calls", ticket, *others)
