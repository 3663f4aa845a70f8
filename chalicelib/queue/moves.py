"""What each move makes of a ticket: one value in, one value out; where it is not allowed it says what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.moments import instant
from chalicelib.queue.model import (
    Move,
    State,
    Ticket,
    TicketElsewhere,
    TooEarlyToSkip,
    TooLateToUndo,
    Turn,
    is_reading,
    promise,
)
from chalicelib.unit import Absence, Service, Unit, service_day, unit_day

FROM: Mapping[Move, frozenset[State]] = {
    "call": frozenset({"waiting"}),
    "recall": frozenset({"called"}),
    "serve": frozenset({"called"}),
    "finish": frozenset({"serving"}),
    "skip": frozenset({"called"}),
    "return": frozenset({"no-show"}),
    "transfer": frozenset({"waiting", "called", "serving"}),
    "cancel": frozenset({"waiting", "called"}),
    "end": frozenset({"waiting", "called", "serving"}),
    "undo": frozenset({"waiting", "called", "serving", "done", "no-show"}),
}
UNDOABLE: frozenset[Move] = frozenset({"call", "serve", "finish", "skip", "return", "transfer"})
REMEMBERED = 100
"""Turns of a ticket's history that are kept: more than any honest ticket has."""
NOT_CALLED: Mapping[str, Any] = {"desk": None, "calls": 0, "counted_calls": 0, "counted_at": None, "called_at": None}

Changes = dict[str, Any]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One move: which, when, by whom; `token` names this very attempt.

    A call names its `desk`, a transfer its `service`, a return the moment from which the place in line counts.
    """

    move: Move
    at: datetime
    token: str
    by: str | None = None
    desk: str | None = None
    service: Service | None = None
    place: datetime | None = None


def moved(ticket: Ticket, step: Step, unit: Unit) -> Ticket:
    """The ticket after a move. Raises TicketElsewhere, TooEarlyToSkip, TooLateToUndo."""
    if ticket.state not in FROM[step.move]:
        raise TicketElsewhere(facts={"found": ticket.state})
    changes = _changes(ticket, step, unit)
    turn = Turn(step.move, step.at, step.by, changes.get("desk", ticket.desk))
    return msgspec.structs.replace(
        ticket,
        **changes,
        move=step.move,
        moved_at=step.at,
        moved_by=step.by,
        move_token=step.token,
        before=_before(ticket, changes) if step.move in UNDOABLE else None,
        history=[*ticket.history, turn][-REMEMBERED:],
    )


def put_away(ticket: Ticket, step: Step, unit: Unit) -> Ticket:
    """The ticket after its day: what nobody closed is closed, also a reading session, and nobody knows since when."""
    after = moved(ticket, step, unit) if ticket.state in FROM["end"] else ticket
    if not is_reading(after):
        return after
    return msgspec.structs.replace(after, reading_ended="day-end", move_token=step.token)


def as_of(ticket: Ticket, unit: Unit, now: datetime) -> Ticket:
    """The ticket as it counts now: with its day it is over, whether or not it has been put away."""
    if ticket.unit_day >= unit_day(unit, service_day(now, unit)):
        return ticket
    return put_away(ticket, Step(move="end", at=now, token=ticket.move_token), unit)


def undo_until(ticket: Ticket, unit: Unit) -> datetime | None:
    """Until when the last move can be taken back, or None."""
    if ticket.before is None or ticket.moved_at is None or ticket.move not in UNDOABLE:
        return None
    return ticket.moved_at + timedelta(seconds=unit.undo_seconds)


def countable_at(ticket: Ticket, absence: Absence) -> datetime | None:
    """From when a further call counts towards an absence; None where no call came before."""
    return ticket.counted_at + timedelta(seconds=absence.apart_seconds) if ticket.counted_at else None


def is_skippable(ticket: Ticket, absence: Absence) -> bool:
    """Whether somebody who was called may be taken for absent."""
    return ticket.state == "called" and ticket.counted_calls >= absence.calls


def _before(ticket: Ticket, changes: Changes) -> Changes:
    plain: Changes = msgspec.to_builtins(ticket)
    return {name: plain[name] for name in changes}


def _undone(ticket: Ticket, at: datetime, unit: Unit) -> Changes:
    until = undo_until(ticket, unit)
    if ticket.before is None or until is None or at > until:
        raise TooLateToUndo()
    restored = msgspec.convert(msgspec.to_builtins(ticket) | ticket.before, Ticket)
    return {name: getattr(restored, name) for name in ticket.before}


def _changes(ticket: Ticket, step: Step, unit: Unit) -> Changes:
    at = step.at
    made: Mapping[Move, Callable[[], Changes]] = {
        "call": lambda: _called(ticket, step),
        "recall": lambda: _recalled(ticket, at, unit.absence),
        "serve": lambda: _served(ticket, at, unit),
        "finish": lambda: {"state": "done", "finished_at": at},
        "skip": lambda: _skipped(ticket, at, unit.absence),
        "return": lambda: {"state": "waiting", "queued_at": step.place or at, "finished_at": None, **NOT_CALLED},
        "transfer": lambda: _transferred(ticket, step),
        "cancel": lambda: {"state": "cancelled", "finished_at": at},
        "end": lambda: _ended(ticket),
        "undo": lambda: _undone(ticket, at, unit),
    }
    return made[step.move]()


def _called(ticket: Ticket, step: Step) -> Changes:
    return {
        "state": "called",
        "desk": step.desk,
        "calls": 1,
        "counted_calls": 1,
        "counted_at": step.at,
        "called_at": step.at,
        "first_called_at": ticket.first_called_at or step.at,
    }


def _recalled(ticket: Ticket, at: datetime, absence: Absence) -> Changes:
    changes: Changes = {"calls": ticket.calls + 1, "called_at": at}
    counts_from = countable_at(ticket, absence)
    if counts_from is None or at >= counts_from:
        changes |= {"counted_calls": ticket.counted_calls + 1, "counted_at": at}
    return changes


def _served(ticket: Ticket, at: datetime, unit: Unit) -> Changes:
    """The first service keeps the promise; one in a reading room begins a reading session, or goes on with it."""
    changes: Changes = {"state": "serving", "served_at": ticket.served_at or at}
    service = unit.service(ticket.service)
    if service and service.reading_room:
        changes |= {"reading_since": ticket.reading_since or at, "reading_ended": None, "reading_ended_at": None}
    return changes


def _skipped(ticket: Ticket, at: datetime, absence: Absence) -> Changes:
    if not is_skippable(ticket, absence):
        facts = {"calls": ticket.counted_calls, "needed": absence.calls}
        raise TooEarlyToSkip(facts=facts | {"next_at": instant(countable_at(ticket, absence))})
    return {"state": "no-show", "finished_at": at}


def _transferred(ticket: Ticket, step: Step) -> Changes:
    """Number and time of arrival stay; the promise is the new service's, unless the first service has been."""
    assert step.service is not None
    changes: Changes = {"state": "waiting", "service": step.service.code, "first_called_at": None, **NOT_CALLED}
    if ticket.served_at is None:
        promised_by = promise(step.service, ticket.arrived_at)
        changes |= {"promised_by": promised_by, "promised_for": step.service.code if promised_by else None}
    return changes


def _ended(ticket: Ticket) -> Changes:
    """Nobody knows when a ticket that nobody closed was over: it gets no end, so that no duration is invented."""
    return {"state": "done" if ticket.state == "serving" else "cancelled", "ended": "day-end"}
