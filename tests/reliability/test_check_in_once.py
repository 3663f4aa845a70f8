"""One key, one visit, one number, and numbers without gap - however many knock at once, and however often."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.queue.store import StoredTickets
from tests.audit import complaints
from tests.office import Office, Reply, a_visit, new_key

THREADS = 16
SERVICES = (["printed"], ["digital"], ["printed", "digital"])
LATER = (409, 503)


@pytest.fixture
def busy_office(office: Office) -> Office:
    """Who loses a race waits a moment, as in the cloud."""
    office.ports.pause = time.sleep
    return office


@pytest.fixture
def crowded_office(busy_office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Nobody counts who is ahead: the emulation reads the whole day for it, in time that grows with the day."""
    monkeypatch.setattr(StoredTickets, "of_day_lately", lambda *_: [])
    return busy_office


def patiently(ask: Callable[[], Reply]) -> Reply:
    """The answer of a call that is repeated for as long as it is told to come again."""
    reply = ask()
    while reply.status in LATER and "retry-after" in reply.headers:
        time.sleep(0.05)
        reply = ask()
    return reply


def crowd_checks_in(office: Office, visitors: int) -> dict[str, list[Reply]]:
    """Each entry is sent twice under its key; all sends are shuffled and made by 16 threads. Key -> answers."""
    kiosk = office.kiosk()
    entries = {new_key(): a_visit(services=SERVICES[number % 3]) for number in range(visitors)}
    sends = [*entries, *entries]
    random.Random(6371).shuffle(sends)

    def send(key: str) -> tuple[str, Reply]:
        return key, patiently(lambda: office.post("/visits", entries[key], token=kiosk, key=key))

    answers: dict[str, list[Reply]] = {key: [] for key in entries}
    with ThreadPoolExecutor(THREADS) as threads:
        for key, reply in threads.map(send, sends):
            answers[key].append(reply)
    return answers


def numbers_of(answers: dict[str, list[Reply]], service: str) -> list[str]:
    tickets = [ticket for first, _ in answers.values() for ticket in first.json["tickets"]]
    return sorted(ticket["number"] for ticket in tickets if ticket["service"] == service)


def check_crowd(office: Office, visitors: int) -> None:
    answers = crowd_checks_in(office, visitors)

    assert {reply.status for pair in answers.values() for reply in pair} == {201}
    assert all(first.body == second.body for first, second in answers.values())
    each = len([number for number in range(visitors) if "printed" in SERVICES[number % 3]])
    assert numbers_of(answers, "printed") == sorted(f"A-{count:03d}" for count in range(1, each + 1))
    assert len({first.json["visit_token"] for first, _ in answers.values()}) == visitors
    assert complaints(office) == []


def test_thousand_visitors_at_sixteen_kiosks_get_each_number_once(crowded_office: Office) -> None:
    check_crowd(crowded_office, 1_000)


@pytest.mark.slow
def test_ten_thousand_visitors_at_sixteen_kiosks_get_each_number_once(crowded_office: Office) -> None:
    check_crowd(crowded_office, 10_000)


def test_sixteen_taps_at_once_make_one_visit_two_hundred_times(busy_office: Office) -> None:
    office, rounds = busy_office, 200
    kiosk, keys = office.kiosk(), [new_key() for _ in range(rounds)]
    starts = threading.Barrier(THREADS)

    def tap(_: int) -> list[Reply]:
        replies = []
        for key in keys:
            starts.wait()
            replies.append(office.post("/visits", a_visit(), token=kiosk, key=key))
        return replies

    with ThreadPoolExecutor(THREADS) as threads:
        taps = list(threads.map(tap, range(THREADS)))

    for number, replies in enumerate(zip(*taps, strict=True), 1):
        made = [reply for reply in replies if reply.status == 201]
        assert made
        assert {reply.body for reply in made} == {made[0].body}
        assert made[0].json["tickets"][0]["number"] == f"A-{number:03d}"
        assert all(reply.status in LATER and "retry-after" in reply.headers for reply in replies if reply not in made)
    assert len(office.tickets()) == rounds
    assert complaints(office) == []
