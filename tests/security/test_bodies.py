"""Bodies and cursors that no honest client sends are refused before anything looks at what they say."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import app
from tests.office import Office, new_key

PLACES = dict.fromkeys(("{request_id}", "{ticket_id}", "{publication_id}"), "0" * 32)
PLACES |= {"{subject}": "nobody", "{delivery_id}": f"{'0' * 32}.app", "{link_id}": "0" * 16}
WITHOUT_BODY = {
    "/visit/finish",
    "/visit/requests/{request_id}/open",
    "/visit/tickets/{ticket_id}/cancel",
    "/staff/publications/{publication_id}/upload",
    "/staff/requests/{request_id}/retry",
    "/staff/requests/{request_id}/revoke",
    "/staff/requests/{request_id}/links/{link_id}/revoke",
    "/staff/deliveries/{delivery_id}/open",
    "/staff/deliveries/{delivery_id}/message",
    "/staff/deliveries/{delivery_id}/noted",
    "/staff/tickets/{ticket_id}/reading-ended",
}
"""They read no body, and a bearer token in a header is nothing that another site's form could send."""


@dataclass(frozen=True)
class Keys:
    """Who may call what: tokens of a kiosk, a visit and a kepala."""

    kiosk: str
    visit: str
    staff: str

    def of(self, path: str) -> str | None:
        if path == "/visits":
            return self.kiosk
        if path.startswith("/visit"):
            return self.visit
        return self.staff if path.startswith("/staff/") and "/session" not in path else None


def calls_with_a_body() -> list[tuple[str, str]]:
    return sorted(
        (method, path)
        for path, methods in app.app.routes.items()
        for method in methods
        if method in ("POST", "PATCH", "PUT") and path not in WITHOUT_BODY
    )


every_body = pytest.mark.parametrize(("method", "path"), calls_with_a_body(), ids=lambda part: part.replace("/", " "))


@pytest.fixture
def keys(office: Office) -> Keys:
    staff = office.signed_in()
    kiosk = office.kiosk(staff)
    return Keys(kiosk, str(office.visit(kiosk)["visit_token"]), staff)


def address(path: str) -> str:
    for place, value in PLACES.items():
        path = path.replace(place, value)
    return path


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


UNREADABLE = {
    "depth 50": nested(50),
    "depth 20,000 in an object": nested(10_000),
    "depth 30,000 in a list": b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "duplicate key": b'{"name": "Siti", "name": "Budi"}',
    "duplicate key within": b'{"group": {"men": 1, "men": 2}}',
    "NaN": b'{"rating": NaN}',
    "infinity": b'{"rating": -Infinity}',
    "a float beyond all bounds": b'{"rating": 1e999}',
    "19 digits": b'{"rating": 1234567890123456789}',
    "a million digits of a number": b'{"rating": ' + b"9" * 60_000 + b"}",
    "lone surrogate": b'{"name": "\\ud800"}',
    "lone surrogate in a key": b'{"\\udfff": 1}',
    "reversed surrogates": b'{"name": "\\udc00\\ud800"}',
    "no JSON": b"name=Siti",
    "half a JSON": b'{"name": "Siti"',
    "a list": b"[]",
    "a text": b'"Siti"',
    "null": b"null",
    "UTF-16": '{"name": "Siti"}'.encode("utf-16"),
    "two values": b"{} {}",
}


@every_body
def test_unreadable_bodies_are_malformed_everywhere(office: Office, keys: Keys, method: str, path: str) -> None:
    replies = {
        name: office.ask(method, address(path), body, token=keys.of(path), key=new_key())
        for name, body in UNREADABLE.items()
    }

    assert {name: (reply.status, reply.code) for name, reply in replies.items()} == dict.fromkeys(
        UNREADABLE, (400, "malformed")
    )


@every_body
def test_more_than_64_kilobytes_are_too_large_everywhere(office: Office, keys: Keys, method: str, path: str) -> None:
    body = json.dumps({"name": "x" * (64 * 1024)}).encode()

    reply = office.ask(method, address(path), body, token=keys.of(path), key=new_key())

    assert (reply.status, reply.code) == (413, "too-large")


@every_body
def test_body_of_another_kind_is_no_json_everywhere(office: Office, keys: Keys, method: str, path: str) -> None:
    kinds = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; charset=application/json",
        "application/jsonp",
        "application/xml",
    ]

    replies = [
        office.ask(method, address(path), b"{}", token=keys.of(path), key=new_key(), headers={"content-type": kind})
        for kind in kinds
    ]

    assert {(reply.status, reply.code) for reply in replies} == {(415, "not-json")}


def test_depth_below_fifty_is_still_read(office: Office) -> None:
    reply = office.ask("POST", "/links/view", nested(49))

    assert (reply.status, reply.faults) == (422, {"a": "unknown-field", "token": "required"})


def forged_cursors() -> Iterator[str]:
    for text in (b"after:-1", b"after:1e9", b"after:1 OR 1=1", b"before:1", b"after:", b"after:1\n", b"\xff\xfe"):
        yield base64.urlsafe_b64encode(text).decode()
    yield from ("x", "%00", "%F0%9F%98%80", "....", "YWZ0*ZXI6MQ", "YWZ0ZXI6MQ%0Ax", "a" * 300)


@pytest.mark.parametrize("path", ["/publications", "/staff/publications", "/staff/requests", "/staff/kiosks"])
def test_cursor_that_we_did_not_give_is_refused(office: Office, keys: Keys, path: str) -> None:
    replies = [office.get(f"{path}?cursor={cursor}", token=keys.of(path)) for cursor in forged_cursors()]

    assert {(reply.status, reply.code) for reply in replies} == {(400, "cursor-invalid")}


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1e3", "x", "9" * 40, "٣"])
def test_limit_outside_of_its_bounds_is_refused(office: Office, limit: str) -> None:
    reply = office.get(f"/publications?limit={limit}")

    assert (reply.status, reply.faults) == (422, {"limit": "out-of-range"})
