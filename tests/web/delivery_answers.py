"""Ways home of copies, their links and what waits for the desk, as staff are answered in tests."""

from __future__ import annotations

from typing import Any


def a_delivery(channel: str = "email", state: str = "sent", **changes: Any) -> dict[str, Any]:
    """A way home of a staff request."""
    delivery = {
        "delivery_id": f"d.{channel}",
        "channel": channel,
        "state": state,
        "code": None,
        "detail": None,
        "since": "2025-11-25T02:02:00Z",
        "proof": None,
        "handed_by": None,
    }
    return {**delivery, **changes}


def a_link(link_id: str = "1" * 16, **changes: Any) -> dict[str, Any]:
    """A link to a copy, made at 10.02 for three days."""
    link = {
        "link_id": link_id,
        "created_at": "2025-11-25T02:02:00Z",
        "expires_at": "2025-11-28T02:02:00Z",
        "state": "active",
        "opened": 0,
    }
    return {**link, **changes}


def a_task(name: str = "a.flashdisk", number: str = "A-003", **changes: Any) -> dict[str, Any]:
    """A line of GET /api/staff/deliveries: a copy of 4,2 MB that waits for a flash disk since 10.02."""
    channel = name.partition(".")[2].partition("-")[0]
    task = {
        **a_delivery(channel, "ready", delivery_id=name),
        "request_id": name.partition(".")[0],
        "visit_id": f"visit-{number}",
        "numbers": [number],
        "title": "Kota Banjarmasin Dalam Angka 2024",
        "size_bytes": 4_213_000,
        "wants": {"flashdisk": "hand-over", "whatsapp": "message"}.get(channel, "help"),
        "desk_since": "2025-11-25T02:02:00Z",
        "offer": None,
    }
    return {**task, **changes}


def a_failed_task(name: str = "b.email", number: str = "A-004", **changes: Any) -> dict[str, Any]:
    """A mail that came back, and the way that would work instead."""
    failed = {
        "state": "bounced",
        "code": "address-bounced",
        "detail": "Email kembali: kotak surat di alamat ini tidak ada atau tidak menerima.",
        "offer": "flashdisk",
    }
    return a_task(name, number, **{**failed, **changes})
