"""Capability tokens: unguessable, stored as digests only, and no help to who shows a wrong one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

import boto3
import pytest

from tests.audit import everything, keys_in
from tests.office import Office, Reply, a_visit, new_key
from tests.security.sent_copies import a_sent_copy

WINDOW = 300
"""Seconds in which misses are counted together."""


def all_that_is_stored(office: Office) -> str:
    """Every item of every table, every key, and what stands beside and in every object that is no PDF."""
    s3, found = boto3.client("s3"), [str(everything(office))]
    for setting in ("MASTERS_BUCKET", "COPIES_BUCKET"):
        for key in keys_in(office, setting):
            stored = s3.get_object(Bucket=office.environment[setting], Key=key)
            found += [key, str(stored["Metadata"]), stored["Body"].read().decode("latin-1")]
    return "\n".join(found)


def test_tokens_are_stored_as_sha256_only(office: Office) -> None:
    key, staff = new_key(), office.signed_in()
    kiosk = office.kiosk(staff)
    office.post("/visits", a_visit(), token=kiosk, key=key)
    sent = a_sent_copy(office)

    stored = all_that_is_stored(office)

    tokens = {"kiosk": kiosk, "visit": sent.visit_token, "link": sent.link}
    digests = {name: hashlib.sha256(token.encode()).hexdigest() for name, token in tokens.items()}
    assert {name for name, digest in digests.items() if digest in stored} == set(tokens)
    assert [name for name, token in (tokens | {"staff": staff, "key": key}).items() if token in stored] == []


def test_tokens_have_256_bits_and_differ_for_the_same_entry(office: Office) -> None:
    kiosk = office.kiosk()

    tokens = [office.visit(kiosk)["visit_token"] for _ in range(20)] + [kiosk]

    assert len(set(tokens)) == 21
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_token_of_one_kind_opens_no_other_door(office: Office) -> None:
    staff = office.signed_in()
    kiosk = office.kiosk(staff)
    sent = a_sent_copy(office)

    doors: dict[str, Callable[[str], Reply]] = {
        "kiosk": lambda token: office.post("/visits", a_visit(), token=token),
        "visit": lambda token: office.get("/visit", token=token),
        "link": lambda token: office.post("/links/view", {"token": token}),
        "staff": lambda token: office.get("/staff/queue", token=token),
    }
    tokens = {"kiosk": kiosk, "visit": sent.visit_token, "link": sent.link, "staff": staff}

    opened = {(door, name) for door, ask in doors.items() for name, token in tokens.items() if ask(token).status < 400}

    assert opened == {(name, name) for name in tokens}


@pytest.mark.parametrize("path", ["/visit/requests/{id}", "/visit/requests/{id}/open"])
def test_request_of_another_visit_answers_as_an_unknown_one(office: Office, path: str) -> None:
    sent = a_sent_copy(office)
    other = office.visit()["visit_token"]
    method = "POST" if path.endswith("open") else "GET"

    anothers = office.ask(method, path.format(id=sent.request_id), token=other)
    unknown = office.ask(method, path.format(id="0" * 32), token=other)

    assert (anothers.status, anothers.code) == (404, "unknown-request")
    assert (anothers.body, anothers.headers) == (unknown.body, unknown.headers)


def test_ticket_of_another_visit_answers_as_an_unknown_one(office: Office) -> None:
    kiosk = office.kiosk()
    ticket, other = office.visit(kiosk)["tickets"][0]["ticket_id"], office.visit(kiosk)["visit_token"]

    anothers = office.post(f"/visit/tickets/{ticket}/cancel", token=other)
    unknown = office.post(f"/visit/tickets/{'0' * 32}/cancel", token=other)

    assert (anothers.status, anothers.code) == (404, "unknown-ticket")
    assert (anothers.body, anothers.headers) == (unknown.body, unknown.headers)
    assert {one.state for one in office.tickets()} == {"waiting"}


def at_the_start_of_a_window(office: Office) -> None:
    office.clock.move(seconds=WINDOW - office.clock().timestamp() % WINDOW + 1)


def guesses(office: Office) -> Iterator[Callable[[], Reply]]:
    """Every way to show an unknown token, in turn."""
    while True:
        yield lambda: office.get("/visit", token=new_key(), address="203.0.113.7")
        yield lambda: office.post("/visits", a_visit(), token=new_key(), address="203.0.113.7")
        yield lambda: office.post("/links/view", {"token": new_key()}, address="203.0.113.7")
        yield lambda: office.post("/links/open", {"token": new_key()}, address="203.0.113.7")
        yield lambda: office.get("/copies/LP-0000-0000-0000", address="203.0.113.7")


def test_twenty_misses_in_five_minutes_block_further_guesses_from_there(office: Office) -> None:
    at_the_start_of_a_window(office)

    replies = [ask() for ask, _ in zip(guesses(office), range(25), strict=False)]

    assert {reply.status for reply in replies[:20]} == {401, 404}
    assert {(reply.status, reply.code) for reply in replies[20:]} == {(429, "too-many-requests")}
    assert all(1 <= int(reply.headers["retry-after"]) <= WINDOW for reply in replies[20:])


def test_known_tokens_still_work_where_guesses_are_blocked(office: Office) -> None:
    sent, kiosk = a_sent_copy(office), office.kiosk()
    at_the_start_of_a_window(office)
    for ask, _ in zip(guesses(office), range(25), strict=False):
        ask()

    visit = office.get("/visit", token=sent.visit_token, address="203.0.113.7")
    link = office.post("/links/open", {"token": sent.link}, address="203.0.113.7")
    check_in = office.post("/visits", a_visit(), token=kiosk, address="203.0.113.7")

    assert (visit.status, link.status, check_in.status) == (200, 200, 201)


def test_misses_of_one_address_do_not_block_another(office: Office) -> None:
    at_the_start_of_a_window(office)
    for ask, _ in zip(guesses(office), range(25), strict=False):
        ask()

    assert office.get("/visit", token=new_key(), address="203.0.113.8").status == 401


def test_block_ends_when_its_answer_said(office: Office) -> None:
    at_the_start_of_a_window(office)
    blocked = [ask() for ask, _ in zip(guesses(office), range(25), strict=False)][-1]

    office.clock.move(seconds=int(blocked.headers["retry-after"]) + 1)

    assert office.get("/visit", token=new_key(), address="203.0.113.7").status == 401
