"""A ticket by its rules alone: its number, its promise, whether that was kept, and when staff are warned."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from chalicelib.queue.model import (
    Ticket,
    in_order,
    is_late,
    last_calls,
    needs_warning,
    number_of,
    promise,
    sequence,
    waiting_seconds,
)
from tests.daytime import TEN
from tests.queue.tickets import DIGITAL, PRINTED, UNIT, a_ticket, after, at


@pytest.mark.parametrize(("count", "number"), [(1, "A-001"), (42, "A-042"), (999, "A-999"), (1000, "A-1000")])
def test_numbers_are_the_services_prefix_and_three_digits(count: int, number: str) -> None:
    assert number_of(PRINTED, count) == number


def test_each_service_counts_for_itself_every_day() -> None:
    keys = {sequence(UNIT, date(2026, 11, day), service) for day in (25, 26) for service in UNIT.services}

    assert len(keys) == 4


def test_printed_is_promised_in_ten_minutes_and_digital_needs_no_call() -> None:
    assert promise(PRINTED, TEN) == at(10)
    assert promise(DIGITAL, TEN) is None


def test_line_is_in_the_order_of_arrival_and_then_of_numbers() -> None:
    tickets = [a_ticket("A-002", 2), a_ticket("B-002", 1), a_ticket("A-001", 1), a_ticket("B-001", 0)]

    assert [ticket.number for ticket in in_order(tickets)] == ["B-001", "A-001", "B-002", "A-002"]


def test_board_shows_the_last_five_calls_newest_first() -> None:
    tickets = [a_ticket(f"A-00{n}", state="called", called_at=at(n), desk="1") for n in range(1, 8)]
    tickets.append(a_ticket("A-009", state="cancelled", called_at=at(60)))

    assert [ticket.number for ticket in last_calls(tickets)] == ["A-007", "A-006", "A-005", "A-004", "A-003"]


def test_recalled_ticket_is_shown_as_the_newest_call_and_a_returned_one_no_longer() -> None:
    first, second = after(a_ticket("A-001"), ("call", 0)), after(a_ticket("A-002"), ("call", 5))
    recalled = after(first, ("recall", 10))
    absent = after(second, ("recall", 65), ("recall", 125), ("skip", 130))

    assert [ticket.number for ticket in last_calls([recalled, second])] == ["A-001", "A-002"]
    assert last_calls([after(absent, ("return", 140))]) == []


@pytest.mark.parametrize(
    ("changes", "now", "seconds"),
    [
        ({}, at(5), 300),
        ({"served_at": at(seconds=90)}, at(5), 90),
        ({"finished_at": at(seconds=30)}, at(5), 30),
        ({"served_at": at(10)}, at(60), 600),
        ({"served_at": at(seconds=600.001)}, at(60), 601),
        ({}, at(-1), 0),
    ],
    ids=["still-waiting", "served", "left", "on-the-dot", "a-second-has-begun", "clock-set-back"],
)
def test_waiting_ends_with_the_first_service_or_with_leaving(
    changes: dict[str, Any], now: datetime, seconds: int
) -> None:
    assert waiting_seconds(a_ticket(**changes), now) == seconds


ABSENT: dict[str, Any] = {"state": "no-show", "first_called_at": at(9), "finished_at": at(12)}
LATE_OR_NOT = {
    "waits at the limit": (a_ticket(), at(10), False),
    "waits past it": (a_ticket(), at(10, seconds=0.001), True),
    "served at the limit": (a_ticket(state="serving", served_at=at(10)), at(60), False),
    "served after it": (a_ticket(state="done", served_at=at(11), finished_at=at(15)), at(60), True),
    "called in time, not yet served": (a_ticket(state="called", first_called_at=at(9)), at(11), True),
    "called in time but absent": (a_ticket(**ABSENT), at(60), False),
    "called late and absent": (a_ticket(**ABSENT | {"first_called_at": at(11)}), at(60), True),
    "left in time": (a_ticket(state="cancelled", finished_at=at(9)), at(60), False),
    "left after it": (a_ticket(state="cancelled", finished_at=at(11)), at(60), True),
    "called in time, left after it": (a_ticket(**ABSENT | {"state": "cancelled"}), at(60), False),
    "closed with the day, never called": (a_ticket(state="cancelled", ended="day-end"), at(24 * 60), True),
    "closed with the day, served in time": (a_ticket(state="done", ended="day-end", served_at=at(9)), at(60), False),
    "served, transferred, then absent": (a_ticket(**ABSENT | {"served_at": at(3)}), at(60), False),
    "returned, called in time, served late": (
        a_ticket(state="serving", first_called_at=at(4), served_at=at(11)),
        at(60),
        True,
    ),
    "promised nothing": (a_ticket(promised_by=None), at(24 * 60), False),
}


@pytest.mark.parametrize("case", LATE_OR_NOT)
def test_promise_is_broken_only_by_the_office(case: str) -> None:
    ticket, now, late = LATE_OR_NOT[case]

    assert is_late(ticket, now) is late


@pytest.mark.parametrize(
    ("ticket", "now", "warned"),
    [
        (a_ticket(), at(6, seconds=59.999), False),
        (a_ticket(), at(7), True),
        (a_ticket(state="called"), at(7), True),
        (a_ticket(state="serving", served_at=at(8)), at(9), False),
        (a_ticket(state="waiting", served_at=at(2)), at(9), False),
        (a_ticket(state="cancelled"), at(9), False),
    ],
    ids=["before", "at-seven-minutes", "called-is-not-served", "served", "served-and-transferred", "gone"],
)
def test_staff_are_warned_at_seven_minutes_while_nobody_has_served(ticket: Ticket, now: datetime, warned: bool) -> None:
    assert needs_warning(ticket, PRINTED, now) is warned


def test_service_without_a_promise_warns_of_nothing() -> None:
    ticket = msgspec.structs.replace(a_ticket(), service="digital")

    assert not needs_warning(ticket, DIGITAL, at(60))
    assert not needs_warning(ticket, None, at(60))
