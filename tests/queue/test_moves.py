"""The life of a ticket: what each move makes of it from every state, and what can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import Conflict
from chalicelib.queue.model import Move, State, Ticket, TicketElsewhere, Title, TooEarlyToSkip, TooLateToUndo
from chalicelib.queue.moves import REMEMBERED, UNDOABLE, as_of, countable_at, is_skippable, moved, put_away, undo_until
from tests.queue.tickets import PRINTED, UNIT, a_step, a_ticket, after, at

WAITING = a_ticket()
CALLED = after(WAITING, ("call", 60))
ABSENT = after(CALLED, ("recall", 120), ("recall", 180))
SERVING = after(CALLED, ("serve", 90))
IN_STATE: dict[State, Ticket] = {
    "waiting": WAITING,
    "called": ABSENT,
    "serving": SERVING,
    "done": after(SERVING, ("finish", 200)),
    "no-show": after(ABSENT, ("skip", 200)),
    "cancelled": after(WAITING, ("cancel", 30)),
}
BECOMES: dict[tuple[State, Move], State] = {
    ("waiting", "call"): "called",
    ("waiting", "transfer"): "waiting",
    ("waiting", "cancel"): "cancelled",
    ("waiting", "end"): "cancelled",
    ("called", "recall"): "called",
    ("called", "serve"): "serving",
    ("called", "skip"): "no-show",
    ("called", "transfer"): "waiting",
    ("called", "cancel"): "cancelled",
    ("called", "end"): "cancelled",
    ("serving", "finish"): "done",
    ("serving", "transfer"): "waiting",
    ("serving", "end"): "done",
    ("serving", "undo"): "called",
    ("done", "undo"): "serving",
    ("no-show", "return"): "waiting",
    ("no-show", "undo"): "called",
}
"""All that is possible; `called` here was called three times, so its last move, a recall, cannot be undone."""

HARD = ("move_token", "before", "history", "move", "moved_at", "moved_by")
"""What an undo does not restore: it is a move of its own."""


def outcome(act: Callable[[], Ticket]) -> State | type[Conflict]:
    try:
        return act().state
    except Conflict as refusal:
        return type(refusal)


@pytest.mark.parametrize(("state", "move"), list(product(get_args(State), get_args(Move))))
def test_every_move_from_every_state_is_either_made_or_says_what_was_found(state: State, move: Move) -> None:
    ticket, expected = IN_STATE[state], BECOMES.get((state, move))
    step = a_step(move, ((ticket.moved_at or at()) - at()).total_seconds() + 5)

    if expected:
        assert moved(ticket, step, UNIT).state == expected
        return
    with pytest.raises(Conflict) as refused:
        moved(ticket, step, UNIT)
    if move == "undo" and state in ("waiting", "called"):
        assert refused.type is TooLateToUndo
    else:
        assert (refused.type, refused.value.facts) == (TicketElsewhere, {"found": state})


def test_each_move_says_when_by_whom_at_which_desk_and_in_the_tickets_history() -> None:
    ticket = IN_STATE["done"]

    assert (ticket.move, ticket.moved_at, ticket.moved_by, ticket.move_token) == (
        "finish",
        at(seconds=200),
        "rina",
        "finish 200",
    )
    assert [(turn.move, turn.at, turn.by, turn.desk) for turn in ticket.history] == [
        ("call", at(seconds=60), "rina", "1"),
        ("serve", at(seconds=90), "rina", "1"),
        ("finish", at(seconds=200), "rina", "1"),
    ]
    assert (ticket.called_at, ticket.served_at, ticket.finished_at) == tuple(at(seconds=s) for s in (60, 90, 200))


def test_history_does_not_grow_without_end() -> None:
    ticket = after(CALLED, *(("recall", 60 + n) for n in range(1, REMEMBERED + 5)))

    assert (len(ticket.history), ticket.history[-1].at, ticket.calls) == (REMEMBERED, ticket.moved_at, 105)


@pytest.mark.parametrize(
    ("recalls", "calls", "counted", "next_at"),
    [
        ([], 1, 1, 120),
        ([119.999], 2, 1, 120),
        ([120], 2, 2, 180),
        ([61, 62, 63, 64], 5, 1, 120),
        ([100, 140, 180], 4, 2, 200),
        ([120, 179, 180], 4, 3, 240),
    ],
    ids=["first", "too-soon", "a-minute-later", "hasty", "from-the-last-that-counted", "three"],
)
def test_only_calls_a_minute_apart_count(recalls: list[float], calls: int, counted: int, next_at: float) -> None:
    ticket = after(CALLED, *(("recall", seconds) for seconds in recalls))

    assert (ticket.calls, ticket.counted_calls) == (calls, counted)
    assert countable_at(ticket, UNIT.absence) == at(seconds=next_at)
    assert is_skippable(ticket, UNIT.absence) is (counted >= 3)
    assert ticket.called_at == at(seconds=recalls[-1] if recalls else 60)


def test_nobody_is_absent_before_three_calls_that_count() -> None:
    hasty = after(CALLED, ("recall", 70), ("recall", 80), ("recall", 125))

    with pytest.raises(TooEarlyToSkip) as refused:
        moved(hasty, a_step("skip", 300), UNIT)

    assert refused.value.facts == {"calls": 2, "needed": 3, "next_at": "2026-11-25T02:03:05Z"}
    assert after(hasty, ("recall", 185), ("skip", 185)).state == "no-show"


def test_how_many_calls_and_how_far_apart_is_the_units() -> None:
    patient = msgspec.structs.replace(UNIT, absence=msgspec.structs.replace(UNIT.absence, calls=2, apart_seconds=10))
    twice = moved(CALLED, a_step("recall", 70), patient)

    assert moved(twice, a_step("skip", 70), patient).state == "no-show"


def test_calls_of_a_new_turn_are_counted_anew() -> None:
    again = after(IN_STATE["no-show"], ("return", 210), ("call", 300))

    assert (again.calls, again.counted_calls, again.first_called_at) == (1, 1, at(seconds=60))


def test_return_takes_the_place_it_is_given_and_forgets_desk_and_end() -> None:
    back = moved(IN_STATE["no-show"], a_step("return", 210, place=at(7)), UNIT)

    assert (back.state, back.queued_at, back.arrived_at) == ("waiting", at(7), WAITING.arrived_at)
    assert (back.desk, back.called_at, back.finished_at, back.calls) == (None, None, None, 0)


@pytest.mark.parametrize("state", ["waiting", "called", "serving"])
def test_transfer_keeps_number_arrival_and_place(state: State) -> None:
    ticket = moved(IN_STATE[state], a_step("transfer", 210), UNIT)

    assert (ticket.number, ticket.arrived_at, ticket.queued_at) == ("A-001", WAITING.arrived_at, WAITING.queued_at)
    assert (ticket.service, ticket.state, ticket.desk, ticket.called_at) == ("digital", "waiting", None, None)


def test_transfer_before_the_first_service_promises_what_the_new_service_does() -> None:
    there = after(CALLED, ("transfer", 70))
    back = moved(there, a_step("transfer", 300, service=PRINTED), UNIT)

    assert (there.promised_by, there.promised_for) == (None, None)
    assert (back.promised_by, back.promised_for) == (at(10), "printed")


def test_transfer_after_the_first_service_leaves_the_promise_as_it_was_kept() -> None:
    ticket = after(SERVING, ("transfer", 100), ("call", 200), ("serve", 1000))

    assert (ticket.promised_by, ticket.promised_for, ticket.served_at) == (at(10), "printed", at(seconds=90))


def test_reading_begins_with_the_service_in_the_reading_room_and_not_with_another() -> None:
    digital = a_ticket("B-001", service="digital", promised_by=None, promised_for=None)
    served = after(digital, ("call", 10), ("serve", 20))
    moved_on = moved(served, a_step("transfer", 100, service=PRINTED), UNIT)
    reading = after(moved_on, ("call", 200), ("serve", 220))

    assert [ticket.reading_since for ticket in (served, moved_on, reading)] == [None, None, at(seconds=220)]
    assert reading.served_at == at(seconds=20)


def test_reading_goes_on_elsewhere_and_again_where_it_had_ended() -> None:
    ended = msgspec.structs.replace(SERVING, reading_ended="noted", reading_ended_at=at(3))
    back = moved(after(ended, ("transfer", 200)), a_step("transfer", 210, service=PRINTED), UNIT)
    again = after(back, ("call", 300), ("serve", 310))

    assert (back.reading_since, back.reading_ended) == (at(seconds=90), "noted")
    assert (again.reading_since, again.reading_ended, again.reading_ended_at) == (at(seconds=90), None, None)


EVERY_UNDOABLE = [
    ("waiting", "call"),
    ("called", "serve"),
    ("serving", "finish"),
    ("called", "skip"),
    ("no-show", "return"),
    ("waiting", "transfer"),
    ("called", "transfer"),
    ("serving", "transfer"),
]


@pytest.mark.parametrize(("state", "move"), EVERY_UNDOABLE)
def test_undo_restores_all_that_the_move_had_changed(state: State, move: Move) -> None:
    ticket = IN_STATE[state]
    undone = after(ticket, (move, 300), ("undo", 310))

    assert without(undone) == without(ticket)
    assert (undone.move, undone.before, undone.moved_at) == ("undo", None, at(seconds=310))
    assert [turn.move for turn in undone.history][-2:] == [move, "undo"]


def test_undo_knows_all_moves_that_it_should() -> None:
    assert {move for _, move in EVERY_UNDOABLE} == UNDOABLE


def without(ticket: Ticket) -> Ticket:
    blank = a_ticket()
    return msgspec.structs.replace(ticket, **{name: getattr(blank, name) for name in HARD})


MOVES_MADE = st.lists(
    st.tuples(
        st.sampled_from(["call", "recall", "serve", "finish", "skip", "return", "transfer", "undo"]),
        st.sampled_from([0.000001, 1, 9.999, 10, 11, 61, 300]),
    ),
    max_size=14,
)


@given(st.sampled_from(["printed", "digital"]), MOVES_MADE)
def test_whatever_happened_before_undo_restores_exactly_what_was(service: str, made: list[tuple[Move, float]]) -> None:
    ticket, seconds = a_ticket(service=service, titles=[Title("p", "Banjarmasin", "R1", at(1))]), 0.0
    for move, later in made:
        seconds += later
        step = a_step(move, seconds, service=UNIT.service("digital" if ticket.service == "printed" else "printed"))
        try:
            following = stored_and_read(moved(ticket, step, UNIT))
        except Conflict:
            continue
        if move in UNDOABLE:
            undone = moved(following, a_step("undo", seconds + 10), UNIT)
            assert without(undone) == without(ticket)
            assert outcome(lambda: moved(undone, a_step("undo", seconds + 10), UNIT)) is TooLateToUndo  # noqa: B023
        ticket = following


def stored_and_read(ticket: Ticket) -> Ticket:
    """What was changed is kept as JSON and comes back as its own kind of value."""
    return msgspec.json.decode(msgspec.json.encode(ticket), type=Ticket)


def test_undo_is_possible_for_ten_seconds() -> None:
    assert undo_until(CALLED, UNIT) == at(seconds=70)
    assert after(CALLED, ("undo", 70)).state == "waiting"
    with pytest.raises(TooLateToUndo):
        after(CALLED, ("undo", 70.000001))


@pytest.mark.parametrize("ticket", [ABSENT, WAITING, after(CALLED, ("undo", 61))], ids=["recall", "none", "undone"])
def test_what_is_none_of_these_moves_cannot_be_undone(ticket: Ticket) -> None:
    assert undo_until(ticket, UNIT) is None
    with pytest.raises(TooLateToUndo):
        moved(ticket, a_step("undo", 180), UNIT)


def test_cancelled_by_its_visitor_a_ticket_stays_so() -> None:
    with pytest.raises(TicketElsewhere):
        moved(IN_STATE["cancelled"], a_step("undo", 31), UNIT)


@pytest.mark.parametrize(("state", "becomes"), [("waiting", "cancelled"), ("called", "cancelled"), ("serving", "done")])
def test_ticket_that_nobody_closed_ends_with_its_day_without_an_invented_time(state: State, becomes: State) -> None:
    ended = put_away(IN_STATE[state], a_step("end", 86400), UNIT)

    assert (ended.state, ended.ended, ended.finished_at) == (becomes, "day-end", None)
    assert (ended.reading_ended, ended.reading_ended_at) == ("day-end" if state == "serving" else None, None)


def test_reading_that_nobody_ended_ends_with_its_day_and_what_was_closed_stays_as_it_is() -> None:
    done, gone = IN_STATE["done"], IN_STATE["no-show"]

    assert put_away(done, a_step("end", 86400), UNIT).reading_ended == "day-end"
    assert put_away(done, a_step("end", 86400), UNIT).finished_at == at(seconds=200)
    assert put_away(gone, a_step("end", 86400), UNIT) is gone


def test_yesterdays_ticket_counts_as_ended_before_it_was_put_away() -> None:
    last_moment, midnight = at(14 * 60) - timedelta(microseconds=1), at(14 * 60)

    assert as_of(WAITING, UNIT, last_moment) is WAITING
    assert (as_of(WAITING, UNIT, midnight).state, as_of(WAITING, UNIT, midnight).ended) == ("cancelled", "day-end")
