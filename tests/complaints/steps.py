"""A complaint, filed and followed as its complainant and the staff do."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from chalicelib.complaints.model import Complaint, Event, State, complaint_id_of
from chalicelib.unit import read_units
from tests.office import Office, Reply

[UNIT] = read_units(["6371"])
CODE = "PG-7K2M-9QXR-4TBD"


def a_form(**changes: Any) -> dict[str, Any]:
    """What somebody fills in; a field set to None is left out."""
    form = {
        "channel": "page",
        "category": "U3",
        "text": "Saya menunggu satu jam.\nTidak ada yang memanggil.",
        "name": "Zubaidah Sentinel",
        "email": "zubaidah@example.com",
        "secret_identity": False,
    } | changes
    return {name: value for name, value in form.items() if value is not None}


def filed(office: Office, **changes: Any) -> str:
    """The code of a complaint that was filed on the page, its receipt sent."""
    reply = office.post("/complaints", a_form(**changes))
    assert reply.status == 201, reply.json
    office.carry_jobs()
    return str(reply.json["code"])


def moved(office: Office, token: str, code: str, state: str, **more: Any) -> Reply:
    """What the staff do about it, as they see it now."""
    version = office.get(f"/staff/complaints/{code}", token=token).json["version"]
    event = {"state": state, "note": f"Catatan {state}.", "version": version} | more
    reply = office.post(f"/staff/complaints/{code}/events", event, token=token)
    office.carry_jobs()
    return reply


def stored(office: Office, code: str) -> Complaint:
    complaint = office.ports.complaints.find(complaint_id_of(code))
    assert complaint
    return complaint


def read(mail: bytes) -> EmailMessage:
    return email.message_from_bytes(mail, policy=email.policy.default)


def text_of(mail: bytes, kind: str = "plain") -> str:
    body = read(mail).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def a_complaint(received_at: datetime, *events: tuple[State, datetime], **changes: Any) -> Complaint:
    """One that was received at a time, and what happened then."""
    history = [Event(state=state, at=at) for state, at in [("received", received_at), *events]]
    fields: dict[str, Any] = {
        "complaint_id": complaint_id_of(CODE),
        "code": CODE,
        "unit": "6371",
        "channel": "page",
        "source": "public",
        "category": "U3",
        "text": "Lama.",
        "language": "id",
        "secret_identity": False,
        "received_at": received_at,
        "entered_at": received_at,
        "history": history,
        "state": history[-1].state,
        "version": len(history),
    }
    return Complaint(**fields | changes)
