"""A call that creates has one effect under one key, whoever sends it again, and whatever the key looks like."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.audit import Row, complaints, everything
from tests.office import Office, Reply, a_visit, new_key
from tests.reliability.creations import CREATIONS, Creation

THREADS = 16
COUNTS = ["ATTEMPTS_TABLE"]
"""Counts of guesses are no effect of a call."""

every_creation = pytest.mark.parametrize("make", CREATIONS.values(), ids=CREATIONS)


@every_creation
def test_same_call_again_gets_the_same_answer_and_writes_nothing(
    office: Office, make: Callable[[Office], Creation]
) -> None:
    creation, key = make(office), new_key()
    first = creation.send(key)
    before = everything(office)

    second = creation.send(key)

    assert (first.status, second.status) == (creation.status, creation.status)
    assert second.body == first.body
    assert everything(office) == before


@every_creation
def test_key_with_another_body_is_refused_and_writes_nothing(
    office: Office, make: Callable[[Office], Creation]
) -> None:
    creation, key = make(office), new_key()
    creation.send(key)
    before = everything(office)

    reply = creation.send(key, creation.other)

    assert (reply.status, reply.code) == (422, "idempotency-key-reused")
    assert everything(office) == before


@every_creation
def test_call_without_a_key_is_refused_and_writes_nothing(office: Office, make: Callable[[Office], Creation]) -> None:
    creation = make(office)
    before = everything(office)

    reply = creation.send(None)

    assert (reply.status, reply.code) == (400, "idempotency-key-missing")
    assert everything(office) == before


UNFIT = {
    "too long": "k" * 256,
    "line feed": "one\ntwo",
    "header injection": "one\r\nX-Injected: yes",
    "trailing line feed": "one\n",
    "tab": "one\ttwo",
    "blank": "one two",
    "NUL": "one\x00two",
    "delete": "one\x7f",
    "beyond ASCII": "kunci-é",
}


@every_creation
def test_unfit_keys_are_refused_and_write_nothing(office: Office, make: Callable[[Office], Creation]) -> None:
    creation = make(office)
    before = everything(office)

    replies = {name: creation.send(key) for name, key in UNFIT.items()}

    assert {name: (reply.status, reply.code) for name, reply in replies.items()} == dict.fromkeys(
        UNFIT, (400, "idempotency-key-invalid")
    )
    assert everything(office) == before


def test_key_of_255_visible_characters_is_a_key(office: Office) -> None:
    reply = office.post("/visits", a_visit(), token=office.kiosk(), key="~!" + "k" * 253)

    assert reply.status == 201


@every_creation
def test_sixteen_at_once_under_one_key_have_one_effect(office: Office, make: Callable[[Office], Creation]) -> None:
    office.ports.pause = time.sleep
    creation, key, start = make(office), new_key(), threading.Barrier(THREADS)
    before = everything(office, COUNTS)

    def send(_: int) -> Reply:
        start.wait()
        return creation.send(key)

    with ThreadPoolExecutor(THREADS) as threads:
        replies = list(threads.map(send, range(THREADS)))

    again = creation.send(key)
    made = [reply for reply in replies if reply.status == creation.status]
    assert made
    assert {reply.body for reply in [*made, again]} == {made[0].body}
    assert [
        (reply.status, reply.code)
        for reply in replies
        if reply not in made and not (reply.status in (409, 503) and "retry-after" in reply.headers)
    ] == []
    assert _added(before, everything(office, COUNTS)) == dict.fromkeys(creation.rows, 1)
    assert complaints(office) == []


def _added(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> dict[str, int]:
    """How many rows more each table has."""
    more = {name: len(after[name]) - len(before[name]) for name in after}
    return {name: count for name, count in more.items() if count}


def test_key_of_one_kiosk_is_free_for_another(office: Office) -> None:
    key, one, other = new_key(), office.kiosk(), office.kiosk()
    office.post("/visits", a_visit(), token=one, key=key)

    reply = office.post("/visits", a_visit(name="Siti Aminah"), token=other, key=key)

    assert reply.status == 201
    assert [ticket["number"] for ticket in reply.json["tickets"]] == ["A-002"]


def test_key_of_one_visit_is_free_for_another(office: Office) -> None:
    key, one, other = new_key(), CREATIONS["request"](office), CREATIONS["request"](office)
    first = one.send(key)

    second = other.send(key)

    assert (first.status, second.status) == (202, 202)
    assert first.json["request_id"] != second.json["request_id"]


@pytest.mark.parametrize("name", ["publication", "kiosk", "member"])
def test_key_of_one_member_of_staff_is_free_for_another(office: Office, name: str) -> None:
    key, creation, other = new_key(), CREATIONS[name](office), CREATIONS[name](office)
    first = creation.send(key)

    second = creation.send(key, other.other, token=other.token)

    assert (first.status, second.status) == (201, 201)
    assert first.body != second.body


def test_one_key_serves_two_kinds_of_calls_apart(office: Office) -> None:
    key, token = new_key(), office.signed_in()
    kiosk = office.post("/staff/kiosks", {"name": "Kiosk 2"}, token=token, key=key)

    publication = office.post("/staff/publications", {"title": "Statistik", "year": 2025}, token=token, key=key)

    assert (kiosk.status, publication.status) == (201, 201)


def test_phone_that_repeats_its_entry_with_the_code_in_small_letters_gets_its_own_visit(office: Office) -> None:
    code, key = str(office.get("/staff/onsite-code", token=office.signed_in()).json["code"]), new_key()
    first = office.post("/visits", a_visit(), token=code, key=key)

    second = office.post("/visits", a_visit(), token=code.lower(), key=key)

    assert second.body == first.body
    assert office.get("/visit", token=second.json["visit_token"]).status == 200
