"""Answers of the service about complaints that the pages are shown in tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Request

from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.visit_answers import a_unit

CODE = "PG-7K3M-9QXD-2F50"
TEXT = "Saya menunggu 40 menit di loket 1 pada Selasa pagi tanpa penjelasan."
NAMES = {
    "id": (
        *("Persyaratan", "Sistem, mekanisme, dan prosedur", "Waktu penyelesaian", "Biaya/tarif"),
        *("Produk layanan", "Kompetensi pelaksana", "Perilaku pelaksana"),
        *("Penanganan pengaduan, saran, dan masukan", "Sarana dan prasarana", "Hal lain"),
    ),
    "en": (
        *(
            "Requirements",
            "System and procedure",
            "Time taken",
            "Cost",
            "Product of the service",
            "Competence of staff",
        ),
        *("Conduct of staff", "Handling of complaints", "Facilities", "Something else"),
    ),
}
CODES = (*(f"U{place}" for place in range(1, 10)), "other")
RECEIPT = {"code": CODE, "received_at": "2025-11-25T02:05:00Z", "answer_due": "2025-12-09"}


def unit_with_complaints(request: Request) -> Answer:
    """GET /api/unit in the language that is asked for, with what it says about complaints."""
    language = "en" if request.headers["accept-language"] == "en" else "id"
    categories = [{"code": code, "name": name} for code, name in zip(CODES, NAMES[language], strict=True)]
    days = {"answer_days": 14, "decision_days": 60, "filing_days": 30}
    return 200, a_unit(language, complaints={"categories": categories, **days})  # type: ignore[arg-type]


def a_status(state: str = "received", **changes: Any) -> dict[str, Any]:
    """GET /api/complaints/{code}."""
    history = [{"state": "received", "at": "2025-11-25T02:05:00Z", "note": None}]
    if state != "received":
        history.append({"state": state, "at": "2025-11-27T03:10:00Z", "note": "Mohon sebutkan nomor antrean Anda."})
    return {
        **RECEIPT,
        "state": state,
        "decision_due": None,
        "complete_by": "2025-12-27" if state == "incomplete" else None,
        "history": history,
        "next_step": {"lapor": "lapor.go.id"},
        "may": {"complete": state == "incomplete", "withdraw": state in ("received", "incomplete", "answered")},
        **changes,
    }


def answering_complaints(page: Page) -> ApiDouble:
    """A service that takes complaints, and knows one by its code."""
    service = ApiDouble(page)
    service.on("GET", "/unit", unit_with_complaints)
    service.on("POST", "/complaints", (201, RECEIPT))
    service.on("GET", "/complaints/.*", problem(404, "unknown-complaint", "x"))
    service.on("GET", f"/complaints/{CODE}", (200, a_status()))
    return service


def a_complaint(code: str = CODE, **changes: Any) -> dict[str, Any]:
    """A line of GET /api/staff/complaints, on Tuesday: to be answered within a fortnight."""
    complaint = {
        "code": code,
        "channel": "page",
        "source": "public",
        "category": "U3",
        "state": "received",
        "received_at": "2025-11-25T02:05:00Z",
        "received_on": "2025-11-25",
        "visit_day": None,
        "late": False,
        "secret_identity": False,
        "clock": "answer",
        "due": "2025-12-09",
        "days_left": 14,
        "mood": "calm",
        "lapor_class": None,
        "lapor_due": None,
        "mail": None,
        "version": 3,
    }
    return {**complaint, **changes}


def an_open_complaint(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/complaints/{code}."""
    received = {"state": "received", "at": "2025-11-25T02:05:00Z", "note": None, "by": None, "to_complainant": True}
    opened = {
        "text": TEXT,
        "language": "id",
        "additions": [],
        "contact": {"name": "Siti Nurhaliza", "email": "siti@example.com", "phone": None},
        "contact_hidden": False,
        "history": [received],
        "may": ["answered", "incomplete", "withdrawn"],
        "erased": False,
    }
    return {**a_complaint(mail="sent"), **opened, **changes}


def a_register(*complaints: dict[str, Any], soon: int = 0, overdue: int = 0) -> dict[str, Any]:
    """GET /api/staff/complaints."""
    return {"items": list(complaints), "next": None, "due_soon": soon, "overdue": overdue}
