"""Whose turn it is: neither class starves, nobody is overtaken within a class, and the ceiling ends all privilege."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.queue.fairness import line_up, place_behind
from chalicelib.queue.model import Ticket
from chalicelib.unit import Fairness

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ONE_TO_TWO = Fairness(priority=1, others=2, ceiling_minutes=20)
NO_CEILING = 24 * 60


def a_ticket(number: str, waited: float = 5, **changes: Any) -> Ticket:
    """A ticket that has waited so many minutes; `P-...` has priority."""
    queued = NOW - timedelta(minutes=waited)
    fields: dict[str, Any] = {
        "unit_day": "6371#2026-11-25",
        "ticket_id": number,
        "visit_id": number,
        "service": "printed",
        "number": number,
        "arrived_at": queued,
        "queued_at": queued,
        "priority": "elderly" if number.startswith("P") else None,
    }
    return Ticket(**(fields | changes))


def called(ticket: Ticket, at: datetime, **changes: Any) -> Ticket:
    return msgspec.structs.replace(ticket, **({"state": "called", "first_called_at": at} | changes))


def returned(number: str, waited: float) -> Ticket:
    """One who waits again, in a place that counts from so many minutes ago, after a call and a no-show."""
    return a_ticket(number, waited, arrived_at=NOW - timedelta(hours=1), first_called_at=NOW - timedelta(minutes=31))


def waiting(classes: str, waited: float = 5) -> list[Ticket]:
    """Tickets `P-001`, `O-002`... in the order of a text such as "POO", a second apart."""
    return [a_ticket(f"{letter}-{n:03d}", waited - n / 60) for n, letter in enumerate(classes, 1)]


def calls_made(classes: str) -> list[Ticket]:
    """Tickets that were called in the order of a text such as "POO"."""
    return [
        called(a_ticket(f"{letter}-9{n:02d}", 60), NOW - timedelta(minutes=30) + timedelta(seconds=n))
        for n, letter in enumerate(classes)
    ]


def classes_of(line: Iterable[Ticket]) -> str:
    return "".join(ticket.number[0] for ticket in line)


def numbers_of(line: Iterable[Ticket]) -> list[str]:
    return [ticket.number for ticket in line]


def by_arrival(numbers: list[str], letter: str) -> list[str]:
    """Those of one class; `waiting` numbers them by arrival."""
    return [number for number in numbers if number.startswith(letter)]


def call_all(tickets: list[Ticket], policy: Fairness) -> list[Ticket]:
    """Everybody in the order in which they are really called, one after the other, each time looking anew."""
    order: list[Ticket] = []
    while line := line_up(tickets, policy, NOW):
        at = NOW + timedelta(microseconds=len(order))
        tickets = [called(t, at) if t.ticket_id == line[0].ticket_id else t for t in tickets]
        order.append(line[0])
    return order


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("", "POOPOOPO"),
        ("P", "OOPOOPOP"),
        ("PO", "OPOOPOOP"),
        ("POO", "POOPOOPO"),
        ("OOOOOOOO", "POOPOOPO"),
        ("PPPPPPPP", "OOPOOPOP"),
    ],
    ids=["day opens", "after priority", "between others", "after a round", "others were alone", "priority was alone"],
)
def test_one_with_priority_passes_then_two_others_come(before: str, line: str) -> None:
    tickets = calls_made(before) + waiting("OOOOOPPP")

    assert classes_of(line_up(tickets, ONE_TO_TWO, NOW)) == line


def test_priority_never_waits_for_others_who_came_later() -> None:
    assert classes_of(line_up(calls_made("P") + waiting("PPPOOP"), ONE_TO_TWO, NOW)) == "PPPOOP"


def test_class_that_is_alone_goes_on() -> None:
    assert classes_of(line_up(waiting("OPPPP"), ONE_TO_TWO, NOW)) == "POPPP"
    assert classes_of(line_up(waiting("OOO"), ONE_TO_TWO, NOW)) == "OOO"
    assert line_up(calls_made("PO"), ONE_TO_TWO, NOW) == []


def test_whoever_reaches_the_ceiling_is_next_longest_wait_first() -> None:
    tickets = [
        a_ticket("O-001", 19.99),
        a_ticket("P-002", 21),
        a_ticket("O-003", 20),
        a_ticket("O-004", 35),
        a_ticket("P-005", 1),
    ]

    assert numbers_of(line_up(tickets, ONE_TO_TWO, NOW)) == ["O-004", "P-002", "O-003", "O-001", "P-005"]
    assert classes_of(line_up([a_ticket("O-001", 20), a_ticket("P-002", 1)], ONE_TO_TWO, NOW)) == "OP"
    assert classes_of(line_up([a_ticket("O-001", 19.99), a_ticket("P-002", 1)], ONE_TO_TWO, NOW)) == "PO"


def test_calls_forced_by_the_ceiling_count_as_turns_of_their_class() -> None:
    assert classes_of(line_up([a_ticket("P-901", 30), *waiting("OOPO")], ONE_TO_TWO, NOW)) == "POOPO"
    assert classes_of(line_up([a_ticket("O-901", 30), *calls_made("P"), *waiting("OOP")], ONE_TO_TWO, NOW)) == "OOPO"


def test_who_returns_stands_where_the_return_puts_them_and_passes_nobody() -> None:
    back = returned("P-900", waited=4.975)

    assert numbers_of(line_up([back, *calls_made("OO"), *waiting("OO")], ONE_TO_TWO, NOW)) == [
        "O-001",
        "P-900",
        "O-002",
    ]


def test_second_call_of_the_same_visitor_takes_no_second_turn() -> None:
    line = line_up([returned("O-900", waited=5), *waiting("OOOPP")], ONE_TO_TWO, NOW)

    assert numbers_of(line) == ["P-004", "O-900", "O-001", "O-002", "P-005", "O-003"]


def test_who_left_or_was_served_is_not_called() -> None:
    tickets = [a_ticket(f"O-{n}", state=s) for n, s in enumerate(("called", "serving", "done", "no-show", "cancelled"))]

    assert line_up(tickets, ONE_TO_TWO, NOW) == []


policies = st.builds(
    Fairness,
    priority=st.integers(1, 4),
    others=st.integers(1, 5),
    ceiling_minutes=st.sampled_from([5, NO_CEILING]),
)
days = st.text("PO", max_size=30)
OVERDUE_AT_FIRST = 5.25  # minutes: of `waiting`, the first 15 are past a ceiling of 5


@given(policies, days, days, st.randoms(use_true_random=False))
def test_every_desk_sees_the_same_line_whatever_the_order_of_reading(
    policy: Fairness, before: str, now: str, random: Random
) -> None:
    tickets = calls_made(before) + waiting(now, OVERDUE_AT_FIRST)

    assert line_up(random.sample(tickets, len(tickets)), policy, NOW) == line_up(tickets, policy, NOW)


@given(policies, days, days)
def test_line_is_kept_call_after_call_and_nobody_is_passed_within_a_class(
    policy: Fairness, before: str, now: str
) -> None:
    tickets = calls_made(before) + waiting(now, OVERDUE_AT_FIRST)

    foreseen = numbers_of(line_up(tickets, policy, NOW))

    assert foreseen == numbers_of(call_all(tickets, policy))
    assert all(
        by_arrival(foreseen, letter) == by_arrival(numbers_of(tickets[len(before) :]), letter) for letter in "PO"
    )


@given(policies, days, days)
def test_nobody_waits_behind_more_than_arrival_and_the_turns_account_for(
    policy: Fairness, before: str, now: str
) -> None:
    """Priority is behind no later arrival; one without behind a turn of them for each `others` of its own class."""
    arrived = waiting(now, OVERDUE_AT_FIRST)
    line = numbers_of(line_up(calls_made(before) + arrived, policy, NOW))

    for place, ticket in enumerate(arrived):
        later = set(line[: line.index(ticket.number)]) - {one.number for one in arrived[:place]}
        others_before = now[:place].count("O")
        allowed = 0 if ticket.priority else policy.priority * (1 + others_before // policy.others)
        if NOW - ticket.queued_at >= timedelta(minutes=policy.ceiling_minutes):
            allowed = 0
        assert len(later) <= allowed, ticket.number
        assert all(number.startswith("P") for number in later)


@given(policies, days, days, st.integers(0, 4), st.sampled_from("PO"))
def test_who_returns_is_called_behind_the_next_who_wait_and_passed_by_turns_alone(
    policy: Fairness, before: str, now: str, behind: int, letter: str
) -> None:
    policy = msgspec.structs.replace(policy, ceiling_minutes=NO_CEILING)
    back = returned(f"{letter}-900", waited=60)
    tickets = calls_made(before) + waiting(now)
    line = line_up([msgspec.structs.replace(back, state="no-show"), *tickets], policy, NOW)

    place = place_behind(line, behind) or NOW
    after = numbers_of(line_up([msgspec.structs.replace(back, queued_at=place), *tickets], policy, NOW))

    mine = after.index(back.number)
    assert after[: min(mine, behind)] == numbers_of(line)[:behind]
    assert all(number.startswith("P") for number in after[behind:mine])


@given(policies, days, st.integers(1, 12))
def test_endless_stream_with_priority_starves_nobody(policy: Fairness, before: str, places: int) -> None:
    """Whatever was called before, the k-th of those without priority is called after a number that is known."""
    tickets = calls_made(before) + waiting("O" * places + "P" * 200, 4)

    before_last = numbers_of(line_up(tickets, policy, NOW)).index(f"O-{places:03d}")

    assert before_last <= (places - 1) + policy.priority * (1 + (places - 1) // policy.others)


@given(policies, days)
def test_any_calls_in_a_row_keep_the_ratio_while_others_came_first(policy: Fairness, before: str) -> None:
    """So it is wherever one begins to count, once the round that was under way has ended."""
    size = policy.priority + policy.others
    tickets = calls_made(before) + waiting("O" * 6 * size + "P" * 6 * size, 4)
    line = classes_of(line_up(tickets, policy, NOW))

    begun = line.index("P")
    windows = [line[start : start + size] for start in range(begun, begun + 3 * size)]
    assert {window.count("P") for window in windows} <= {policy.priority}
    assert begun <= policy.others
