"""A desk's move that breaks off anywhere, and is made again, was made once; nobody is lost and nothing is half done.

The page sends the revision that it has seen: who asks again for what has happened is told what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.audit import complaints, rows
from tests.faults import Mode, broken_off, calls_of, every_mode
from tests.office import Office, Reply, a_publication, a_visit, new_key

Send = Callable[[], Reply]
MINUTE = 61


class Day:
    """A fresh day of an office for every attempt, so that one attempt finds nothing of another."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.kiosk, self.staff = office.kiosk(), office.signed_in()
        self.title = office.post("/staff/publications", a_publication(), token=self.staff).json["publication_id"]
        self.visit: dict[str, Any] = {}

    def begin(self) -> str:
        """A visitor who waits; the ticket's id."""
        self.office.clock.move(days=1)
        self.visit = self.office.visit(self.kiosk)
        return str(self.visit["tickets"][0]["ticket_id"])

    def move(self, ticket_id: str, move: str, **body: Any) -> Reply:
        return self.office.post(f"/staff/tickets/{ticket_id}/{move}", body, token=self.staff)

    def call(self) -> Reply:
        return self.office.post("/staff/queue/calls", {"desk": "1", "holding": []}, token=self.staff)

    def revision(self, ticket_id: str) -> str:
        return str(next(ticket.move_token for ticket in self.office.tickets() if ticket.ticket_id == ticket_id))


def waiting(day: Day) -> str:
    return day.begin()


def called(day: Day) -> str:
    ticket_id = day.begin()
    day.call()
    return ticket_id


def called_often(day: Day) -> str:
    ticket_id = called(day)
    for _ in range(2):
        day.office.clock.move(seconds=MINUTE)
        day.move(ticket_id, "recall")
    return ticket_id


def absent(day: Day) -> str:
    ticket_id = called_often(day)
    day.move(ticket_id, "skip")
    return ticket_id


def serving(day: Day) -> str:
    ticket_id = called(day)
    day.move(ticket_id, "serve")
    return ticket_id


def served_late(day: Day) -> str:
    ticket_id = called(day)
    day.office.clock.move(minutes=11)
    day.move(ticket_id, "serve")
    return ticket_id


MOVES: dict[str, tuple[Callable[[Day], str], dict[str, Any], str]] = {
    "recall": (called, {}, "called"),
    "serve": (called, {}, "serving"),
    "finish": (serving, {}, "done"),
    "skip": (called_often, {}, "no-show"),
    "return": (absent, {}, "waiting"),
    "transfer": (serving, {"service": "digital"}, "waiting"),
    "undo": (serving, {}, "called"),
}
"""Move -> what comes before it, what it says besides, and the state it leads to."""


@every_mode
@pytest.mark.parametrize("move", MOVES)
def test_move_is_made_once_wherever_it_breaks_off(office: Office, move: str, mode: Mode) -> None:
    before, words, state = MOVES[move]
    day = Day(office)

    def prepared() -> tuple[str, Send]:
        ticket_id = before(day)
        seen = day.revision(ticket_id)
        return ticket_id, lambda: day.move(ticket_id, move, revision=seen, **words)

    for at in range(1, len(calls_of(prepared()[1])) + 1):
        ticket_id, send = prepared()
        broken_off(send, mode, at)
        again = send()

        (ticket,) = office.tickets()
        assert (again.status, again.json.get("found", state)) in ((200, state), (409, state))
        assert (ticket.state, Counter(turn.move for turn in ticket.history)[ticket.history[-1].move]) == (
            state,
            3 if move == "recall" and ticket.calls == 3 else 1,
        )
        assert (ticket.ticket_id, ticket.move) == (ticket_id, move)
    assert complaints(office) == []


@every_mode
def test_call_with_what_the_desk_holds_calls_one_visitor(office: Office, mode: Mode) -> None:
    day = Day(office)

    def prepared() -> Send:
        day.begin()
        office.visit(day.kiosk)
        return day.call

    for at in range(1, len(calls_of(prepared())) + 1):
        send = prepared()
        broken_off(send, mode, at)
        again = send()

        assert (again.status, again.json.get("found")) in ((200, None), (409, ["A-001"]))
        in_line = sorted(office.tickets(), key=lambda one: one.number)
        assert [ticket.state for ticket in in_line] == ["called", "waiting"]
    assert complaints(office) == []


NOTES: dict[str, tuple[Callable[[Day], str], Callable[[Day, str], Reply], Callable[[Any], bool]]] = {
    "title": (
        serving,
        lambda day, ticket_id: day.move(ticket_id, "titles", publication_id=day.title),
        lambda ticket: len(ticket.titles) == 1,
    ),
    "reading-ended": (
        serving,
        lambda day, ticket_id: day.move(ticket_id, "reading-ended"),
        lambda ticket: ticket.reading_ended == "noted",
    ),
    "reason": (
        served_late,
        lambda day, ticket_id: day.move(ticket_id, "reason", reason="crowd"),
        lambda ticket: ticket.miss_reason == "crowd",
    ),
    "cancel": (
        waiting,
        lambda day, ticket_id: day.office.post(f"/visit/tickets/{ticket_id}/cancel", token=day.visit["visit_token"]),
        lambda ticket: ticket.state == "cancelled",
    ),
    "visit's end": (
        serving,
        lambda day, _: day.office.post("/visit/finish", token=day.visit["visit_token"]),
        lambda ticket: ticket.reading_ended == "noted",
    ),
}


@every_mode
@pytest.mark.parametrize("note", NOTES)
def test_note_is_made_once_wherever_it_breaks_off(office: Office, note: str, mode: Mode) -> None:
    before, send, is_made = NOTES[note]
    day = Day(office)
    probe = before(day)

    for at in range(1, len(calls_of(lambda: send(day, probe))) + 1):
        ticket_id = before(day)
        broken_off(lambda: send(day, ticket_id), mode, at)  # noqa: B023 - called at once
        again = send(day, ticket_id)

        assert again.status in (200, 409)
        assert is_made(office.tickets()[0])
    assert complaints(office) == []


@every_mode
def test_entry_by_staff_makes_one_visit(office: Office, mode: Mode) -> None:
    staff = office.signed_in()

    def prepared() -> Send:
        key = new_key()
        return lambda: office.post("/staff/visits", a_visit(services=["printed", "digital"]), token=staff, key=key)

    calls = len(calls_of(prepared()))
    for at in range(1, calls + 1):
        send = prepared()
        heard = broken_off(send, mode, at)
        again = send()

        assert again.status == 201
        assert heard is None or heard.status != 201 or heard.body == again.body
    assert len(rows(office, "VISITS_TABLE")) == calls + 1
    assert complaints(office) == []


@every_mode
def test_early_closing_holds_once_it_is_announced(office: Office, mode: Mode) -> None:
    staff = office.signed_in()

    def send() -> Reply:
        at = office.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        return office.post("/staff/closing", {"closes_at": at, "reason": "Listrik padam"}, token=staff)

    for at in range(1, len(calls_of(send)) + 1):
        office.clock.move(days=1)
        broken_off(send, mode, at)

        assert send().status == 200
        assert office.get("/unit").json["open"] is False


@every_mode
def test_day_is_put_away_whole_wherever_the_schedule_breaks_off(office: Office, mode: Mode) -> None:
    day = Day(office)
    office.run_schedule("day_end")

    def yesterday() -> None:
        serving(day)
        for _ in range(2):
            office.visit(day.kiosk)
        day.call()
        office.clock.move(days=1)

    yesterday()
    for at in range(1, len(calls_of(lambda: office.run_schedule("day_end"))) + 1):
        yesterday()
        with suppress(ExceptionGroup):
            broken_off(lambda: office.run_schedule("day_end"), mode, at)
        office.run_schedule("day_end")
        after = {(row["state"], row.get("ended")) for row in rows(office, "TICKETS_TABLE")}
        office.run_schedule("day_end")

        assert after <= {("cancelled", "day-end"), ("done", "day-end")}
        assert {(row["state"], row["ended"]) for row in rows(office, "VISITS_TABLE")} == {("finished", "day-end")}
    assert complaints(office) == []
