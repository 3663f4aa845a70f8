"""What tests of WhatsApp say: an office with a number of its own, visitors who agree, WhatsApp's word on messages."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from infra.local.whatsapp import NUMBER, Message, notice, status, written
from tests.audit import rows
from tests.office import Office

CONSENT = {"code": "contact-whatsapp", "version": "2026-01"}
PHONE = "+6281234567890"


def with_number(office: Office) -> Office:
    """The office has a business number until its next beginning."""
    settings = office.ports.settings
    office.ports.settings = msgspec.structs.replace(settings, whatsapp_numbers=f"6371={NUMBER}")
    return office


def agreeing(office: Office, **entry: Any) -> dict[str, Any]:
    """A visitor who gives a mobile number and agrees to be written to."""
    return office.visit(**{"phone": "0812-3456-7890", "consents": [CONSENT]} | entry)


def sent(office: Office) -> list[Message]:
    return office.emulation.whatsapp.sent


def body_of(value: dict[str, Any], number: str = NUMBER) -> str:
    """A message of the queue, as SNS puts it there."""
    return json.dumps({"Type": "Notification", "TopicArn": "arn:topic", "Message": notice(number, value)})


def heard(office: Office, *bodies: str) -> list[int]:
    """Hand notices to the function; which of them it reports as failed."""
    return office.handled(office.function("whatsapp_events"), list(bodies))


def told(office: Office, message: Message, state: str, *codes: int) -> None:
    assert heard(office, body_of(status(message, state, *codes))) == []


def writes(office: Office, text: str, phone: str = PHONE, hours_ago: float = 0) -> None:
    at = int(office.clock().timestamp() - hours_ago * 3600)
    assert heard(office, body_of(written(phone, text, at))) == []


def delivery(office: Office, name: str = "whatsapp") -> dict[str, Any]:
    """The one delivery of that name."""
    [found] = [row for row in rows(office, "DELIVERIES_TABLE") if row["name"] == name]
    return found
