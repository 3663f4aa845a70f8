"""The life of a ticket, by its rules alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.queue.model import (
    MOVES,
    Ticket,
    ahead_of,
    estimate_minutes,
    is_late,
    last_calls,
    number_of,
    promise,
    sequence,
    waiting_in_order,
    waiting_seconds,
)
from chalicelib.unit import read_units

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
UNIT = read_units(["6371"])[0]
PRINTED, DIGITAL = UNIT.services


def a_ticket(number: str = "A-001", minutes: float = 0, **changes: Any) -> Ticket:
    fields: dict[str, Any] = {
        "unit_day": "6371#2026-11-25",
        "ticket_id": number,
        "visit_id": "v",
        "service": "printed",
        "number": number,
        "arrived_at": NOW + timedelta(minutes=minutes),
    }
    return Ticket(**(fields | changes))


@pytest.mark.parametrize(("count", "number"), [(1, "A-001"), (42, "A-042"), (999, "A-999"), (1000, "A-1000")])
def test_numbers_are_the_services_prefix_and_three_digits(count: int, number: str) -> None:
    assert number_of(PRINTED, count) == number


def test_each_service_counts_for_itself_every_day() -> None:
    keys = {sequence(UNIT, date(2026, 11, day), service) for day in (25, 26) for service in UNIT.services}

    assert len(keys) == 4


def test_printed_is_promised_in_ten_minutes_and_digital_needs_no_call() -> None:
    assert promise(PRINTED, NOW) == NOW + timedelta(minutes=10)
    assert promise(DIGITAL, NOW) is None


def test_wait_is_estimated_by_pace_over_desks() -> None:
    assert [estimate_minutes(PRINTED, ahead, 2) for ahead in (0, 1, 3)] == [0, 2, 6]


def test_line_is_in_the_order_of_arrival() -> None:
    tickets = [a_ticket("A-002", 2), a_ticket("A-001", 1), a_ticket("B-001", 0, service="digital")]

    assert [ticket.number for ticket in waiting_in_order(tickets)] == ["B-001", "A-001", "A-002"]
    assert [ticket.number for ticket in waiting_in_order(tickets, ["printed"])] == ["A-001", "A-002"]


def test_place_in_line_counts_those_waiting_before_in_the_same_service() -> None:
    mine = a_ticket("A-003", 3)
    tickets = [a_ticket("A-001", 1, state="called"), a_ticket("A-002", 2), mine, a_ticket("A-004", 4)]
    tickets.append(a_ticket("B-001", 0, service="digital"))

    assert ahead_of(mine, tickets) == 1
    assert ahead_of(a_ticket("A-003", 3, state="called"), tickets) == 0


def test_board_shows_the_last_five_calls_newest_first() -> None:
    tickets = [
        a_ticket(f"A-00{n}", state="called", called_at=NOW + timedelta(minutes=n), desk="1") for n in range(1, 8)
    ]
    tickets.append(a_ticket("A-009", state="cancelled", called_at=NOW + timedelta(hours=1)))

    assert [ticket.number for ticket in last_calls(tickets)] == ["A-007", "A-006", "A-005", "A-004", "A-003"]


def test_waiting_ends_with_the_first_service() -> None:
    waiting = a_ticket()
    served = a_ticket(served_at=NOW + timedelta(seconds=90))

    assert waiting_seconds(waiting, NOW + timedelta(minutes=5)) == 300
    assert waiting_seconds(served, NOW + timedelta(minutes=5)) == 90


def test_promise_is_broken_only_after_its_time() -> None:
    ticket = a_ticket(promised_by=NOW + timedelta(minutes=10))

    assert not is_late(ticket, NOW + timedelta(minutes=10))
    assert is_late(ticket, NOW + timedelta(minutes=10, seconds=1))
    assert not is_late(a_ticket(), NOW + timedelta(days=1))


def test_ended_tickets_do_not_move() -> None:
    ended = {"done", "no-show", "cancelled"}

    assert not [move for move, (allowed, _) in MOVES.items() if allowed & ended]
