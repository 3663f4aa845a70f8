"""How long a wait will be, about: by the recent pace and the desks that are open, in steps of five minutes."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.queue.model import Ticket
from chalicelib.queue.pace import estimate_minutes, open_desks, pace_minutes
from tests.queue.tickets import DIGITAL, PRINTED, a_ticket, after, at


def served(number: int, minutes: float, desk: str = "1") -> Ticket:
    """Somebody whose service took so long; the larger the number, the later it ended."""
    times: dict[str, Any] = {
        "served_at": at(number),
        "finished_at": at(number + minutes),
        "moved_at": at(number + minutes),
    }
    return a_ticket(f"A-{number:03d}", state="done", desk=desk, **times)


@pytest.mark.parametrize(
    ("took", "pace"),
    [
        ([], 4),
        ([9, 9], 4),
        ([2, 3, 10], 3),
        ([2, 3, 4, 10], 3.5),
        ([*[60] * 5, *[2] * 5, *[6] * 5], 4),
        ([*[60] * 5, *[2] * 4, *[6] * 6], 6),
    ],
    ids=["none", "too-few", "median-of-three", "of-four", "of-the-last-ten", "older-ones-are-forgotten"],
)
def test_pace_is_the_median_of_the_last_ten_services_or_the_units_usual_one(took: list[float], pace: float) -> None:
    tickets = [served(100 * number, minutes) for number, minutes in enumerate(took)]

    assert pace_minutes(tickets, PRINTED) == pace


def test_each_service_has_its_own_pace() -> None:
    assert pace_minutes([served(number, 20) for number in range(5)], DIGITAL) == 4


def test_who_left_or_came_not_or_was_closed_with_the_day_sets_no_pace() -> None:
    absent = [a_ticket(state="no-show", finished_at=at(50)), a_ticket(state="cancelled", finished_at=at(50))]
    unknown = [a_ticket(state="done", served_at=at(1)), a_ticket(state="done", finished_at=at(50))]

    assert pace_minutes([*absent, *unknown, served(1, 9), served(2, 9)], PRINTED) == 4


def test_transferred_visitors_service_is_measured_from_its_own_beginning() -> None:
    twice = after(
        a_ticket(), ("call", 0), ("serve", 0), ("transfer", 1200), ("call", 3000), ("serve", 3060), ("finish", 3240)
    )

    assert pace_minutes([twice] * 3, DIGITAL) == 3


def test_desk_is_open_while_it_serves_or_did_something_in_the_last_half_hour() -> None:
    tickets = [
        after(a_ticket("A-001"), ("call", 0), desk="1"),
        after(a_ticket("A-002"), ("call", 0), ("serve", 10), ("finish", 60), desk="2"),
        after(a_ticket("A-003"), ("call", 0), ("cancel", 61), desk="3"),
        a_ticket("A-004"),
    ]

    assert open_desks(tickets, at(30)) == {"1", "2", "3"}
    assert open_desks(tickets, at(31)) == {"1", "3"}
    assert open_desks(tickets, at(32)) == {"1"}


IDLE = [served(1, 4, "1"), served(1, 4, "2")]
BUSY = [a_ticket(f"A-09{desk}", state="serving", desk=desk, served_at=at(1)) for desk in "12"]


@pytest.mark.parametrize(
    ("ahead", "tickets", "minutes"),
    [
        (0, [], 0),
        (1, [], 5),
        (3, [], 15),
        (0, IDLE, 0),
        (3, IDLE, 10),
        (5, IDLE, 10),
        (6, IDLE, 15),
        (0, BUSY, 5),
        (4, BUSY, 10),
        (5, BUSY, 15),
        (0, [*IDLE, BUSY[0]], 0),
    ],
    ids=["none", "one", "three", "idle", "two-desks", "ten-sharp", "over-ten", "busy", "busy4", "busy5", "one-idle"],
)
def test_estimate_is_pace_over_open_desks_rounded_up_to_fives(ahead: int, tickets: list[Ticket], minutes: int) -> None:
    assert estimate_minutes(ahead, tickets, PRINTED, at(10)) == minutes


def test_estimate_follows_the_recent_pace() -> None:
    slow = [served(number, 20) for number in range(3)]

    assert estimate_minutes(2, slow, PRINTED, at(23)) == 40
