"""Answers of the service that the visitor's pages are shown in tests, worded as API and unit file word them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Request

from chalicelib.delivery.answers import channel_answer
from chalicelib.delivery.channels import ChannelState
from chalicelib.hours import opening
from chalicelib.office.answers import unit_answer
from chalicelib.unit import read_units
from chalicelib.wording import Language, say
from tests.web.api_double import Answer, Answering, ApiDouble

TUESDAY_MORNING = datetime(2025, 11, 25, 2, 5, tzinfo=UTC)
VISIT_TOKEN = "Vv0_tokenOfOneVisit-aaaaaaaaaaaaaaaaaaaaaaa"
ONSITE_CODE = "6371-K7QM-3XWP"
AT = "2025-11-25T02:05:00Z"
CHANNELS = ("app", "email", "whatsapp", "flashdisk")
KIOSK_TOKEN = "Kk0_tokenOfOneKiosk-aaaaaaaaaaaaaaaaaaaaaaa"

PUBLICATIONS: list[dict[str, Any]] = [
    {
        "publication_id": "p1",
        "title": "Kota Banjarmasin Dalam Angka 2024",
        "year": 2024,
        "catalogue_number": "1102001.6371",
        "isbn": None,
        "pages": 359,
        "size_bytes": 4_213_000,
        "shelf": "A-12",
        "digital": "ready",
        "cover_url": None,
        "abstract": "Gambaran keadaan geografi, pemerintahan, penduduk, sosial, dan perekonomian Kota Banjarmasin.",
    },
    {
        "publication_id": "p2",
        "title": "Statistik Kesejahteraan Rakyat Kota Banjarmasin 2023",
        "year": 2023,
        "catalogue_number": None,
        "isbn": None,
        "pages": 142,
        "size_bytes": 2_871_000,
        "shelf": "B-03",
        "digital": "preparing",
        "cover_url": None,
        "abstract": None,
    },
    {
        "publication_id": "p3",
        "title": "Produk Domestik Regional Bruto Menurut Pengeluaran 2019–2023",
        "year": 2023,
        "catalogue_number": None,
        "isbn": None,
        "pages": None,
        "size_bytes": None,
        "shelf": "C-07",
        "digital": "none",
        "cover_url": None,
        "abstract": None,
    },
]


def a_unit(language: Language = "id", **changes: Any) -> dict[str, Any]:
    """GET /api/unit of the unit that ships, at an hour when it is open."""
    unit = read_units(["6371"])[0]
    return {**unit_answer(unit, language, opening(unit, TUESDAY_MORNING)), **changes}


def answering_unit(**changes: Any) -> Answering:
    """The unit in the language that is asked for."""

    def answer(request: Request) -> Answer:
        return 200, a_unit("en" if request.headers["accept-language"] == "en" else "id", **changes)

    return answer


def an_opened_visit(**changes: Any) -> dict[str, Any]:
    """The answer of POST /api/visits."""
    tickets = [
        {
            "ticket_id": "t1",
            "number": "A-007",
            "service": "printed",
            "ahead": 2,
            "estimate_minutes": 10,
            "promised_by": "2025-11-25T02:15:00Z",
        }
    ]
    return {"visit_id": "v1", "visit_token": VISIT_TOKEN, "day": "2025-11-25", "tickets": tickets, **changes}


def a_visit(**changes: Any) -> dict[str, Any]:
    """The answer of GET /api/visit."""
    return {
        "visit_id": "v1",
        "unit": "6371",
        "state": "open",
        "tickets": [a_ticket()],
        "requests": [],
        "readings": [],
        "channels": [a_channel(name) for name in CHANNELS],
        "reach": a_reach(),
        "feedback_given": False,
        "day": "2025-11-25",
        "ended": None,
        **changes,
    }


def a_channel(name: str, code: str | None = None, language: Language = "id") -> dict[str, Any]:
    """A way home of GET /api/visit: usable, or with the code of what stands in its way."""
    return channel_answer(ChannelState(name, code), language)  # type: ignore[arg-type]


def channels_but(*blocked: dict[str, Any]) -> list[dict[str, Any]]:
    """All ways home, some of them in another state."""
    other = {one["channel"]: one for one in blocked}
    return [other.get(name, a_channel(name)) for name in CHANNELS]


def a_reach(**changes: Any) -> dict[str, Any]:
    """How the visitor can be reached, as GET /api/visit shows it."""
    return {"email": "s***@example.com", "phone": None, "consents": [], **changes}


def a_ticket(**changes: Any) -> dict[str, Any]:
    """A ticket of GET /api/visit."""
    return {
        "ticket_id": "t1",
        "number": "A-007",
        "service": "printed",
        "state": "waiting",
        "ahead": 2,
        "estimate_minutes": 10,
        "desk": None,
        "called_at": None,
        "served_at": None,
        "finished_at": None,
        "promised_by": "2025-11-25T02:15:00Z",
        "no_show_returnable": False,
        "ended": None,
        "reading": None,
        **changes,
    }


def an_onsite_code(code: str = ONSITE_CODE, expires_at: str = "2099-11-25T16:00:00Z") -> dict[str, Any]:
    """The answer of GET /api/onsite-code."""
    url = f"https://pustaka.example/tamu/#{code}"
    return {"code": code, "day": "2025-11-25", "url": url, "expires_at": expires_at}


def a_request(**changes: Any) -> dict[str, Any]:
    """A request for a copy of the first publication."""
    return {
        "request_id": "r1",
        "publication_id": "p1",
        "title": PUBLICATIONS[0]["title"],
        "state": "queued",
        "year": 2024,
        "copy_code": "LP-ABCD-EFGH-JKMN",
        "size_bytes": None,
        "parts": [],
        "requested_at": AT,
        "read_at": None,
        "expires_at": None,
        "reason": None,
        "reason_code": None,
        "offer": None,
        "deliveries": [a_delivery()],
        **changes,
    }


def a_delivery(channel: str = "email", state: str = "new", code: str | None = None, **changes: Any) -> dict[str, Any]:
    """One way home of a request's copy."""
    return {
        "delivery_id": f"r1.{channel}",
        "channel": channel,
        "state": state,
        "code": code,
        "detail": say(code, "id") if code else None,
        "since": AT,
        "proof": None,
        **changes,
    }


def a_found(*publications: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An answer of GET /api/publications."""
    facets = {"year": [{"value": "2024", "count": 1}, {"value": "2023", "count": 2}], "subject": []}
    page = {"items": list(publications), "next": None, "total": len(publications), "facets": facets, "search": None}
    return {**page, **changes}


def answering_visits(service: ApiDouble) -> ApiDouble:
    """A service that is open, has a catalogue and takes entries."""
    service.on("GET", "/unit", answering_unit())
    service.on("GET", "/onsite-code", (200, an_onsite_code()))
    service.on("GET", "/publications", (200, a_found(*PUBLICATIONS)))
    service.on("POST", "/visits", (201, an_opened_visit()))
    service.on("GET", "/visit", (200, a_visit()))
    return service
