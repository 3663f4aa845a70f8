"""What a visitor does to get a copy, and what the tests look at."""

from __future__ import annotations

import re
import urllib.request
from email.message import Message
from typing import Any

from tests.office import Office


def asked(office: Office, visit: dict[str, Any], publication: str, *channels: str) -> dict[str, Any]:
    body = {"publication_id": publication, "channels": list(channels) or ["app"]}
    reply = office.post("/visit/requests", body, token=visit["visit_token"])
    assert reply.status == 202, reply.json
    return dict(reply.json)


def seen(office: Office, visit: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    return dict(office.get(f"/visit/requests/{request['request_id']}", token=visit["visit_token"]).json)


def states(request: dict[str, Any]) -> dict[str, str]:
    return {delivery["channel"]: delivery["state"] for delivery in request["deliveries"]}


def opened(office: Office, visit: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    reply = office.post(f"/visit/requests/{request['request_id']}/open", token=visit["visit_token"])
    assert reply.status == 200, reply.json
    return dict(reply.json)


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return bytes(answer.read())


def link_token(message: Message) -> str:
    text = message.get_payload()[0].get_payload(decode=True).decode()  # type: ignore[index,union-attr]
    found = re.search(r"/unduh/#(\S+)", text)
    assert found
    return found[1]
