"""Calling people: what two desks, two clicks, a late answer and an impatient hand do to one ticket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.queue.model import DeskHolds, Ticket, TicketElsewhere
from chalicelib.queue.moves import Step, moved
from chalicelib.queue.service import Desk, Tickets, call_next
from tests.daytime import TEN
from tests.office import Office, Reply
from tests.queue.desks import asked, called, line, numbers, people


def test_whoever_waits_longest_is_called_first_for_the_services_that_the_desk_names(still: Office) -> None:
    staff = still.signed_in()
    people(still, {"services": ["digital"]}, {}, {})

    assert called(still, staff, services=["printed"])["number"] == "A-001"
    assert called(still, staff, "2")["number"] == "B-001"
    assert called(still, staff, "2")["number"] == "A-002"


def test_call_that_calls_nobody_says_why(still: Office) -> None:
    staff = still.signed_in()

    nobody = still.post("/staff/queue/calls", {"desk": "1"}, token=staff)
    elsewhere = still.post("/staff/queue/calls", {"desk": "1", "services": ["sauna"]}, token=staff)

    assert (nobody.status, nobody.code) == (404, "nobody-waiting")
    assert elsewhere.faults == {"services": "not-in-list"}


def test_ticket_tells_the_desk_all_about_itself(still: Office) -> None:
    staff = still.signed_in(still.member("petugas", "rina"))
    people(still, {"priority": "elderly", "group": {"men": 2, "women": 3}})

    ticket = called(still, staff)

    assert ticket | {"ticket_id": "-", "revision": "-"} == {
        "ticket_id": "-",
        "number": "A-001",
        "service": "printed",
        "state": "called",
        "priority": "elderly",
        "group_size": 5,
        "desk": "1",
        "visitor_at": None,
        "by": "rina",
        "move": "call",
        "moved_at": "2026-11-25T02:00:01Z",
        "undo_until": "2026-11-25T02:00:11Z",
        "calls": 1,
        "counted_calls": 1,
        "calls_needed": 3,
        "countable_at": "2026-11-25T02:01:01Z",
        "skippable": False,
        "arrived_at": "2026-11-25T02:00:00Z",
        "called_at": "2026-11-25T02:00:01Z",
        "served_at": None,
        "finished_at": None,
        "promised_by": "2026-11-25T02:10:00Z",
        "waiting_seconds": 1,
        "seconds_left": 599,
        "warn": False,
        "late": False,
        "miss_reason": None,
        "ended": None,
        "revision": "-",
        "reading": None,
    }


def test_visitor_at_a_desk_is_called_to_another_only_when_nobody_else_waits(still: Office) -> None:
    staff = still.signed_in()
    people(still, {"services": ["printed", "digital"]}, {"services": ["digital"]})
    first = called(still, staff, "1", services=["printed"])

    waiting = still.get("/staff/queue", token=staff).json["waiting"]
    then = [called(still, staff, "2")["number"] for _ in range(2)]

    assert first["number"] == "A-001"
    assert [(ticket["number"], ticket["visitor_at"]) for ticket in waiting] == [("B-002", None), ("B-001", "1")]
    assert then == ["B-002", "B-001"]


def test_ticket_goes_from_waiting_to_done_and_its_visitor_sees_it(still: Office) -> None:
    staff, visit = still.signed_in(), still.visit()
    ticket = called(still, staff)

    states = []
    for move in ("recall", "serve", "finish"):
        still.clock.move(minutes=1)
        states.append(asked(still, staff, ticket, move).json["state"])

    seen = still.get("/visit", token=visit["visit_token"]).json["tickets"][0]
    assert states == ["called", "serving", "done"]
    assert (seen["state"], seen["served_at"], seen["finished_at"]) == (
        "done",
        "2026-11-25T02:02:00Z",
        "2026-11-25T02:03:00Z",
    )


def test_move_needs_no_body(still: Office) -> None:
    staff = still.signed_in()
    people(still, {})
    ticket = called(still, staff)

    reply = still.ask("POST", f"/staff/tickets/{ticket['ticket_id']}/serve", b"", token=staff)

    assert (reply.status, reply.json["state"]) == (200, "serving")


@pytest.mark.parametrize(
    ("move", "body"),
    [("recall", {}), ("serve", {}), ("finish", {}), ("skip", {}), ("return", {}), ("undo", {})],
)
def test_move_that_the_state_does_not_allow_says_what_was_found(still: Office, move: str, body: dict[str, Any]) -> None:
    staff, visit = still.signed_in(), still.visit()
    ticket = visit["tickets"][0]["ticket_id"]

    reply = asked(still, staff, ticket, move, **body)

    found = ("too-late-to-undo", None) if move == "undo" else ("ticket-state", "waiting")
    assert (reply.status, reply.code, reply.json.get("found")) == (409, *found)
    assert asked(still, staff, "0000", move, **body).code == "unknown-ticket"


def test_move_of_what_has_changed_meanwhile_is_refused(still: Office) -> None:
    staff = still.signed_in()
    people(still, {})
    seen = called(still, staff)
    newer = asked(still, staff, seen, "recall", revision=seen["revision"]).json

    stale = asked(still, staff, seen, "serve", revision=seen["revision"])
    made = asked(still, staff, seen, "serve", revision=newer["revision"])
    transferred = asked(still, staff, seen, "transfer", revision=newer["revision"], service="digital")

    assert (stale.status, stale.code, stale.json["found"]) == (409, "ticket-state", "called")
    assert made.json["state"] == "serving"
    assert (transferred.status, transferred.json["found"]) == (409, "serving")


def test_second_click_is_told_whom_the_first_called(still: Office) -> None:
    staff = still.signed_in()
    people(still, {}, {}, {})
    first = called(still, staff, holding=[])

    second = still.post("/staff/queue/calls", {"desk": "1", "holding": []}, token=staff)
    another = still.post("/staff/queue/calls", {"desk": "2", "holding": []}, token=staff)
    knowing = still.post("/staff/queue/calls", {"desk": "1", "holding": [first["ticket_id"]]}, token=staff)

    assert (second.status, second.code, second.json["found"]) == (409, "desk-holds", ["A-001"])
    assert [reply.json["number"] for reply in (another, knowing)] == ["A-002", "A-003"]


class Meanwhile:
    """Tickets to which something happens just before this desk's first write."""

    def __init__(self, tickets: Tickets, first: Callable[[Ticket], object]) -> None:
        self._tickets = tickets
        self._first: list[Callable[[Ticket], object]] = [first]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tickets, name)

    def change(self, before: Ticket, after: Ticket) -> Ticket:
        if self._first:
            self._first.pop()(before)
        return self._tickets.change(before, after)


def test_visitor_called_by_another_desk_or_gone_meanwhile_is_passed_over(still: Office) -> None:
    staff = still.signed_in()
    people(still, {}, {}, {}, {})
    rival = Meanwhile(still.ports.tickets, lambda _: called(still, staff, "9"))
    leaving = Meanwhile(
        still.ports.tickets,
        lambda seen: still.ports.tickets.change(
            seen, moved(seen, Step(move="cancel", at=TEN, token="x"), line(still).unit)
        ),
    )

    passed = call_next(line(still, rival), Desk("1"))
    passed_again = call_next(line(still, leaving), Desk("1"))

    assert (passed.number, passed_again.number, numbers(still, staff)) == ("A-002", "A-004", [])


def test_second_click_at_the_very_same_moment_calls_nobody_else(still: Office) -> None:
    staff = still.signed_in()
    people(still, {}, {})
    twice = Meanwhile(still.ports.tickets, lambda _: called(still, staff, "1", holding=[]))

    with pytest.raises(DeskHolds) as refused:
        call_next(line(still, twice), Desk("1", [], []))

    assert refused.value.facts == {"found": ["A-001"]}
    assert numbers(still, staff) == ["A-002"]


def test_move_whose_answer_was_lost_knows_itself_again(still: Office) -> None:
    people(still, {})
    (seen,) = still.tickets()
    unit, tickets = line(still).unit, still.ports.tickets
    mine, other = (moved(seen, Step(move="call", at=TEN, token=who, desk=who), unit) for who in ("mine", "other"))
    tickets.change(seen, mine)

    again = tickets.change(seen, mine)

    assert (again.state, again.calls, again.desk) == ("called", 1, "mine")
    with pytest.raises(TicketElsewhere) as refused:
        tickets.change(seen, other)
    assert refused.value.facts == {"found": "called"}


def test_eight_desks_at_once_with_doubled_clicks_call_eight_people(office: Office) -> None:
    kiosk, staff = office.kiosk(), office.signed_in()
    for _ in range(10):
        office.visit(kiosk)

    def click(desk: str) -> Reply:
        return office.post("/staff/queue/calls", {"desk": desk, "holding": []}, token=staff)

    with ThreadPoolExecutor(8) as hands:
        replies = list(hands.map(click, [*"12345678", *"12345678"]))

    got = Counter(reply.json["desk"] for reply in replies if reply.status == 200)
    assert got == Counter("12345678")
    assert {reply.code for reply in replies if reply.status != 200} == {"desk-holds"}
    waiting = [ticket for ticket in office.tickets() if ticket.state == "waiting"]
    assert len(waiting) == 2
    assert all(ticket.calls == 1 for ticket in office.tickets() if ticket.state == "called")
