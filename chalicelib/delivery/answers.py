"""How requests, copies and links are shown."""

from __future__ import annotations

from typing import Any

from chalicelib.delivery import model
from chalicelib.delivery.model import CopyRequest, Delivery, IssuedCopy, Link
from chalicelib.delivery.parts import parts_answer
from chalicelib.delivery.service import Opening
from chalicelib.moments import instant
from chalicelib.wording import Language, say


def delivery_answer(delivery: Delivery, language: Language = "id") -> dict[str, Any]:
    detail = say(delivery.detail, language) if delivery.detail else None
    return {
        "delivery_id": delivery.delivery_id,
        "channel": delivery.channel,
        "state": delivery.state,
        "detail": detail,
    }


def request_answer(request: CopyRequest, deliveries: list[Delivery], language: Language = "id") -> dict[str, Any]:
    """A request as its visitor sees it."""
    reason = "revoked" if request.state == "revoked" else request.reason
    return {
        "request_id": request.request_id,
        "publication_id": request.publication_id,
        "title": request.title,
        "year": request.year,
        "state": "refused" if request.state == "revoked" else request.state,
        "reason": say(reason, language) if reason else None,
        "reason_code": reason,
        "copy_code": request.copy_code,
        "size_bytes": request.size_bytes,
        "requested_at": instant(request.requested_at),
        "expires_at": instant(request.expires_at),
        "deliveries": [delivery_answer(delivery, language) for delivery in deliveries],
    }


def staff_request_answer(
    request: CopyRequest, deliveries: list[Delivery], numbers: list[str], language: Language
) -> dict[str, Any]:
    """A request as the desk sees it: by ticket number, not by name."""
    shown = request_answer(request, deliveries, language)
    publication = {"publication_id": request.publication_id, "title": request.title}
    return shown | {"visit_id": request.visit_id, "publication": publication, "numbers": numbers}


def opening_answer(opening: Opening) -> dict[str, Any]:
    """Where a copy is fetched, and how the file is checked afterwards."""
    return {
        "url": opening.url,
        "filename": model.file_name(opening.request),
        "size_bytes": opening.request.size_bytes,
        "parts": parts_answer(opening.request.parts),
        "expires_at": instant(opening.expires_at),
    }


def link_answer(link: Link, request: CopyRequest) -> dict[str, Any]:
    """What a link leads to."""
    return {
        "title": request.title,
        "pages": request.pages,
        "size_bytes": request.size_bytes,
        "parts": parts_answer(request.parts),
        "copy_code": request.copy_code,
        "expires_at": instant(link.expires_at),
        "state": link.state,
    }


def genuine_answer(copy: IssuedCopy, unit_name: str) -> dict[str, Any]:
    """That a copy is ours. Nobody is named."""
    return {
        "genuine": True,
        "publication": {"title": copy.title, "year": copy.year},
        "issued_on": copy.issued_on.isoformat(),
        "unit": unit_name,
    }
