"""How requests, copies and links are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.delivery import codes
from chalicelib.delivery.channels import ChannelState, offer
from chalicelib.delivery.links import Link
from chalicelib.delivery.model import CopyRequest, Delivery, IssuedCopy, latest_of_each, wants_of, why_stopped
from chalicelib.delivery.opening import Opening
from chalicelib.delivery.parts import parts_answer
from chalicelib.moments import instant
from chalicelib.wording import Language, say


def delivery_answer(delivery: Delivery, language: Language = "id") -> dict[str, Any]:
    return {
        "delivery_id": delivery.delivery_id,
        "channel": delivery.channel,
        "state": delivery.state,
        "code": delivery.detail,
        "detail": say(delivery.detail, language) if delivery.detail else None,
        "since": instant(delivery.changed_at),
        "proof": delivery.proof,
    }


def staff_delivery_answer(delivery: Delivery, language: Language) -> dict[str, Any]:
    """The same with who of the staff handed it over."""
    return delivery_answer(delivery, language) | {"handed_by": delivery.handed_by}


def channel_answer(state: ChannelState, language: Language) -> dict[str, Any]:
    """A way home, or why it cannot be used and what would help."""
    return {
        "channel": state.channel,
        "usable": state.code is None,
        "code": state.code,
        "reason": say(state.code, language) if state.code else None,
        "remedy": say(f"{state.code}-remedy", language) if state.code else None,
    }


def reading_answer(request: CopyRequest) -> dict[str, Any]:
    """A title that the visit has read in the page, and when first."""
    return {
        "publication_id": request.publication_id,
        "title": request.title,
        "year": request.year,
        "read_at": instant(request.read_at),
    }


def request_answer(
    request: CopyRequest, deliveries: list[Delivery], language: Language = "id", states: Sequence[ChannelState] = ()
) -> dict[str, Any]:
    """A request as its visitor sees it; `states` are the ways home that the visit can choose now."""
    reason = why_stopped(request)
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
        "parts": parts_answer(request.parts),
        "requested_at": instant(request.requested_at),
        "read_at": instant(request.read_at),
        "expires_at": instant(request.expires_at),
        "offer": offer(request, deliveries, states),
        "deliveries": [delivery_answer(delivery, language) for delivery in latest_of_each(deliveries)],
    }


def staff_request_answer(
    request: CopyRequest, deliveries: list[Delivery], numbers: list[str], language: Language
) -> dict[str, Any]:
    """A request as the desk sees it: by ticket number, not by name."""
    return request_answer(request, deliveries, language) | {
        "visit_id": request.visit_id,
        "publication": {"publication_id": request.publication_id, "title": request.title},
        "numbers": numbers,
        "deliveries": [staff_delivery_answer(one, language) for one in latest_of_each(deliveries)],
    }


def desk_answer(
    delivery: Delivery, request: CopyRequest, numbers: list[str], told: tuple[Language, str | None]
) -> dict[str, Any]:
    """What waits for the desk; `told` is the language, and the next channel to offer."""
    language, offered = told
    return staff_delivery_answer(delivery, language) | {
        "request_id": request.request_id,
        "visit_id": request.visit_id,
        "numbers": numbers,
        "title": request.title,
        "size_bytes": request.size_bytes,
        "wants": wants_of(delivery) if delivery.desk_since else None,
        "desk_since": instant(delivery.desk_since),
        "offer": offered,
    }


def link_for_staff(link: Link) -> dict[str, Any]:
    """A link as staff see it; nothing is opened with this."""
    return {
        "link_id": link.link_id,
        "created_at": instant(link.created_at),
        "expires_at": instant(link.expires_at),
        "state": link.state,
        "opened": link.opened,
    }


def read_here_answer(opening: Opening) -> dict[str, Any]:
    """Where the reader in the page finds a copy."""
    request = opening.request
    return {
        "url": opening.url,
        "expires_at": instant(opening.expires_at),
        "request_id": request.request_id,
        "title": request.title,
        "pages": request.pages,
        "size_bytes": request.size_bytes,
        "copy_code": request.copy_code,
    }


def opening_answer(opening: Opening) -> dict[str, Any]:
    """Where a copy is fetched, and how the file is checked afterwards."""
    return {
        "url": opening.url,
        "filename": codes.file_name(opening.request.title, opening.request.copy_code),
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
