"""The day turns while sixteen check in: each ticket is of one day, and each day's numbers have no gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.tables import Write
from tests.audit import complaints, rows
from tests.daytime import TEN, TickingClock
from tests.office import Office, Reply, a_visit, new_key

THREADS, EACH = 16, 6
MIDNIGHT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
"""The end of the 25th in Banjarmasin."""
LOOKS_BEFORE = timedelta(milliseconds=THREADS * EACH * 9)
"""About half of all looks at the clock, each of which takes a millisecond."""
BEFORE, AFTER = "2026-11-25", "2026-11-26"
OF_PAPER = ("arrived_at", "created_at", "day")


def keep_coming(ask: Callable[[], Reply]) -> Reply:
    while (reply := ask()).status in (409, 503) and "retry-after" in reply.headers:
        continue
    return reply


def days_of(office: Office, setting: str, key: str) -> dict[str, str]:
    return {row[key]: row["unit_day"].partition("#")[2] for row in rows(office, setting)}


def test_each_ticket_is_of_one_day_while_the_day_turns(still: Office) -> None:
    kiosk = still.kiosk()
    still.clock = still.ports.clock = TickingClock(MIDNIGHT - TEN - LOOKS_BEFORE)

    def checks_in(number: int) -> list[Reply]:
        services = ["printed"] if number % 2 else ["printed", "digital"]
        keys = [new_key() for _ in range(EACH)]
        return [
            keep_coming(lambda: still.post("/visits", a_visit(services=services), token=kiosk, key=key))  # noqa: B023
            for key in keys
        ]

    with ThreadPoolExecutor(THREADS) as threads:
        replies = [reply for done in threads.map(checks_in, range(THREADS)) for reply in done]

    assert {reply.status for reply in replies} == {201}
    told = {ticket["ticket_id"]: reply.json["day"] for reply in replies for ticket in reply.json["tickets"]}
    assert set(told.values()) == {BEFORE, AFTER}
    assert days_of(still, "TICKETS_TABLE", "ticket_id") == told
    visits = {reply.json["visit_id"]: reply.json["day"] for reply in replies}
    assert days_of(still, "VISITS_TABLE", "visit_id") == visits
    assert complaints(still) == []


def test_kiosk_whose_clock_is_wrong_by_a_day_changes_nothing(still: Office) -> None:
    kiosk, dates = still.kiosk(), ("Tue, 24 Nov 2026 02:00:00 GMT", "Thu, 26 Nov 2026 02:00:00 GMT")

    replies = [still.post("/visits", a_visit(), token=kiosk, headers={"date": date}) for date in dates]
    told = [still.post("/visits", a_visit() | {field: "2026-11-26T02:00:00Z"}, token=kiosk) for field in OF_PAPER]

    assert [(reply.status, reply.json["day"]) for reply in replies] == [(201, BEFORE)] * 2
    assert [reply.faults for reply in told] == [{field: "unknown-field"} for field in OF_PAPER]
    assert {ticket.number: ticket.arrived_at for ticket in still.tickets()} == {"A-001": TEN, "A-002": TEN}


def test_check_in_that_midnight_overtakes_is_put_away_with_its_day(
    still: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk, commit = still.kiosk(), still.ports.commit
    still.clock.ahead = MIDNIGHT - TEN - timedelta(seconds=1)

    def commits_after_midnight(writes: Sequence[Write]) -> None:
        still.clock.move(seconds=2)
        still.run_schedule("day_end")
        commit(writes)

    with monkeypatch.context() as patched:
        patched.setattr(still.ports, "commit", commits_after_midnight)
        late = still.post("/visits", a_visit(), token=kiosk)
    for _ in range(3):
        still.clock.move(hours=1)
        still.run_schedule("day_end")

    assert (late.status, late.json["day"]) == (201, BEFORE)
    assert still.ports.days.find(f"6371#{BEFORE}").put_away_at
    assert [row["state"] for row in rows(still, "TICKETS_TABLE")] == ["cancelled"]
    assert [row["state"] for row in rows(still, "VISITS_TABLE")] == ["finished"]
    assert complaints(still) == []
