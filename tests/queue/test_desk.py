"""Calling people: what two desks, two clicks and a late answer do to one ticket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.guestbook.service import line_of
from chalicelib.queue.model import Move, Ticket, TicketElsewhere
from chalicelib.queue.service import Tickets, call_next
from tests.office import Office


def called(office: Office, staff: str, desk: str = "1", **more: Any) -> dict[str, Any]:
    reply = office.post("/staff/queue/calls", {"desk": desk, **more}, token=staff)
    assert reply.status == 200, reply.json
    return dict(reply.json)


def test_whoever_waits_longest_is_called_first(office: Office) -> None:
    kiosk, staff = office.kiosk(), office.signed_in()
    office.visit(kiosk, services=["digital"])
    office.visit(kiosk)

    assert [called(office, staff)["number"], called(office, staff, "2")["number"]] == ["B-001", "A-001"]


def test_desk_may_call_for_some_services_only(office: Office) -> None:
    kiosk, staff = office.kiosk(), office.signed_in()
    office.visit(kiosk, services=["digital"])
    office.visit(kiosk)

    assert called(office, staff, services=["printed"])["number"] == "A-001"


def test_nobody_waiting_is_said_so(office: Office) -> None:
    reply = office.post("/staff/queue/calls", {"desk": "1"}, token=office.signed_in())

    assert (reply.status, reply.code) == (404, "nobody-waiting")


def test_call_for_a_service_that_is_not_ours_is_a_fault(office: Office) -> None:
    reply = office.post("/staff/queue/calls", {"desk": "1", "services": ["sauna"]}, token=office.signed_in())

    assert reply.faults == {"services": "not-in-list"}


def test_ticket_goes_from_waiting_to_done(office: Office) -> None:
    staff, visit = office.signed_in(), office.visit()
    ticket = called(office, staff)

    states = [
        office.post(f"/staff/tickets/{ticket['ticket_id']}/{move}", token=staff).json["state"]
        for move in ("recall", "serve", "finish")
    ]

    assert states == ["called", "serving", "done"]
    assert office.get("/visit", token=visit["visit_token"]).json["tickets"][0]["state"] == "done"


def test_recall_is_counted_and_skip_ends_as_no_show(office: Office) -> None:
    staff = office.signed_in()
    office.visit()
    ticket = called(office, staff)

    again = office.post(f"/staff/tickets/{ticket['ticket_id']}/recall", token=staff)
    skipped = office.post(f"/staff/tickets/{ticket['ticket_id']}/skip", token=staff)

    assert (again.json["calls"], skipped.json["state"]) == (2, "no-show")


@pytest.mark.parametrize("move", ["recall", "serve", "finish", "skip"])
def test_move_that_the_state_does_not_allow_says_what_was_found(office: Office, move: str) -> None:
    staff, visit = office.signed_in(), office.visit()

    reply = office.post(f"/staff/tickets/{visit['tickets'][0]['ticket_id']}/{move}", token=staff)

    assert (reply.status, reply.code, reply.json["found"]) == (409, "ticket-state", "waiting")


def test_second_click_changes_nothing(office: Office) -> None:
    staff = office.signed_in()
    office.visit()
    ticket = called(office, staff)
    office.post(f"/staff/tickets/{ticket['ticket_id']}/serve", token=staff)

    second = office.post(f"/staff/tickets/{ticket['ticket_id']}/serve", token=staff)

    assert (second.status, second.json["found"]) == (409, "serving")


def test_unknown_ticket_is_not_found(office: Office) -> None:
    reply = office.post("/staff/tickets/0000/serve", token=office.signed_in())

    assert (reply.status, reply.code) == (404, "unknown-ticket")


def test_eight_desks_at_once_call_eight_people(office: Office) -> None:
    kiosk, staff = office.kiosk(), office.signed_in()
    for _ in range(8):
        office.visit(kiosk)

    with ThreadPoolExecutor(8) as desks:
        numbers = list(desks.map(lambda desk: called(office, staff, str(desk))["number"], range(8)))

    assert sorted(numbers) == [f"A-00{n}" for n in range(1, 9)]


class RivalFirst:
    """Tickets of which another desk takes the first just before this one does."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets
        self.taken: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tickets, name)

    def move(self, ticket: Ticket, move: Move, *rest: Any) -> Ticket:
        if not self.taken:
            self.taken.append(ticket.number)
            self._tickets.move(ticket, move, rest[0], "rival", "9")
        return self._tickets.move(ticket, move, *rest)


def test_visitor_called_by_another_desk_meanwhile_is_passed_over(office: Office) -> None:
    kiosk = office.kiosk()
    for _ in range(2):
        office.visit(kiosk)
    line = line_of(office.ports, office.ports.units.of(None))
    rival = RivalFirst(line.tickets)

    ticket = call_next(type(line)(rival, line.unit, line.now, line.new_id), "1", [])

    assert (rival.taken, ticket.number) == (["A-001"], "A-002")


def test_move_whose_answer_was_lost_knows_itself_again(office: Office) -> None:
    office.visit()
    ticket, tickets = office.tickets()[0], office.ports.tickets
    tickets.move(ticket, "call", office.clock(), "mine", "1")

    again = tickets.move(ticket, "call", office.clock(), "mine", "1")

    assert (again.state, again.calls) == ("called", 1)
    with pytest.raises(TicketElsewhere):
        tickets.move(ticket, "call", office.clock(), "another", "2")


def test_queue_tells_staff_who_waits_how_long_and_no_names(office: Office) -> None:
    staff = office.signed_in()
    office.visit(priority="elderly")
    office.clock.move(minutes=11)

    reply = office.get("/staff/queue", token=office.signed_in())

    waiting = reply.json["waiting"][0]
    assert (waiting["number"], waiting["late"], waiting["priority"]) == ("A-001", True, "elderly")
    assert 660 <= waiting["waiting_seconds"] < 720
    assert b"Siti" not in reply.body
    assert staff


def test_board_shows_calls_and_who_waits_and_no_names(office: Office) -> None:
    kiosk, staff = office.kiosk(), office.signed_in()
    for _ in range(3):
        office.visit(kiosk)
    called(office, staff, "2")

    board = office.get("/board")

    assert [(call["number"], call["desk"]) for call in board.json["calls"]] == [("A-001", "2")]
    assert board.json["waiting"] == {"printed": 2, "digital": 0}
    assert b"Siti" not in board.body


def test_board_that_has_not_changed_is_not_sent_again(office: Office) -> None:
    staff = office.signed_in()
    office.visit()
    tag = office.get("/board").headers["etag"]

    unchanged = office.get("/board", headers={"if-none-match": tag})
    called(office, staff)
    changed = office.get("/board", headers={"if-none-match": tag})

    assert (unchanged.status, unchanged.body, changed.status) == (304, b"", 200)
