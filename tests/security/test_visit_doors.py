"""Who may come in, and who may ask for what came of it: a device for the guestbook, the visit's token for the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.office.contract import OPERATIONS, Operation
from tests.audit import everything
from tests.office import Office, Reply, a_visit, new_key
from tests.security.sent_copies import a_sent_copy

WINDOW = 300
"""Seconds in which misses are counted together."""


def addresses() -> Iterator[str]:
    """Everybody who asks comes from elsewhere: nobody is held up for another's misses."""
    yield from (f"198.51.100.{number}" for number in range(1, 255))


@pytest.mark.parametrize(("door", "least"), [("device", 2), ("visit", 7)])
def test_door_opens_to_its_own_kind_of_token_only(office: Office, door: str, least: int) -> None:
    staff = office.signed_in()
    sent = a_sent_copy(office)
    kiosk = office.kiosk(staff)
    code = str(office.get("/onsite-code", token=kiosk).json["code"])
    tokens = {"nobody": None, "staff": staff, "link": sent.link, "copy": sent.request_id}
    tokens |= {"visit": sent.visit_token} if door == "device" else {"kiosk": kiosk, "code": code}
    places = {"{ticket_id}": sent.visit["tickets"][0]["ticket_id"], "{request_id}": sent.request_id}
    behind = [one for one in OPERATIONS if one.bearer == door]
    before = everything(office, besides=["ATTEMPTS_TABLE"])
    elsewhere = addresses()

    replies = {
        (one.path, name): asked(office, one, places, token, next(elsewhere))
        for one in behind
        for name, token in tokens.items()
    }

    assert len(behind) >= least
    assert {who: reply.status for who, reply in replies.items()} == dict.fromkeys(replies, 401)
    assert everything(office, besides=["ATTEMPTS_TABLE"]) == before


def asked(office: Office, one: Operation, places: dict[str, str], token: str | None, address: str) -> Reply:
    path = one.path
    for place, thing in places.items():
        path = path.replace(place, thing)
    body = {"publication_id": "0" * 32} if one.path == "/visit/requests" else a_visit()
    return office.ask(one.method.upper(), path, body, token=token, key=new_key(), address=address)


def test_guesses_at_the_code_of_the_day_are_stopped_after_twenty(office: Office) -> None:
    office.clock.move(seconds=WINDOW - office.clock().timestamp() % WINDOW + 1)
    code = str(office.get("/onsite-code", token=office.kiosk()).json["code"])
    guesses = [code[:-2] + letters for letters in ("22", "23", "24", "25", "26") if not code.endswith(letters)]

    replies = [
        office.post("/visits", a_visit(), token=guesses[number % len(guesses)], address="203.0.113.7")
        for number in range(25)
    ]
    other_unit = office.post("/visits", a_visit(), token=f"6372{code[4:]}", address="203.0.113.8")

    assert [reply.status for reply in replies] == [401] * 20 + [429] * 5
    assert all(1 <= int(reply.headers["retry-after"]) <= WINDOW for reply in replies[20:])
    assert other_unit.status == 401
    assert office.tickets() == []
