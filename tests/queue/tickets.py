"""Tickets for tests of the queue's rules: one that waits since ten o'clock, and what moves make of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chalicelib.queue.model import Move, Ticket
from chalicelib.queue.moves import Step, moved
from chalicelib.unit import read_units
from tests.daytime import TEN

UNIT = read_units(["6371"])[0]
PRINTED, DIGITAL = UNIT.services


def at(minutes: float = 0, seconds: float = 0) -> datetime:
    """So long after ten o'clock."""
    return TEN + timedelta(minutes=minutes, seconds=seconds)


def a_ticket(number: str = "A-001", minutes: float = 0, **changes: Any) -> Ticket:
    """Somebody who came so many minutes after ten for the printed library and waits."""
    fields: dict[str, Any] = {
        "unit_day": "6371#2026-11-25",
        "ticket_id": number,
        "visit_id": f"visit of {number}",
        "service": "printed",
        "number": number,
        "arrived_at": at(minutes),
        "queued_at": at(minutes),
        "promised_by": at(minutes + 10),
        "promised_for": "printed",
    }
    return Ticket(**(fields | changes))


def after(ticket: Ticket, *moves: tuple[Move, float], **more: Any) -> Ticket:
    """The ticket after moves, each so many seconds after ten; calls are desk 1's."""
    for move, seconds in moves:
        ticket = moved(ticket, a_step(move, seconds, **more), UNIT)
    return ticket


def a_step(move: Move, seconds: float, **more: Any) -> Step:
    """One attempt at a move so many seconds after ten; its token is of its own."""
    fields: dict[str, Any] = {"by": "rina", "token": f"{move} {seconds}", "desk": "1" if move == "call" else None}
    fields["service"] = DIGITAL if move == "transfer" else None
    return Step(move=move, at=at(seconds=seconds), **(fields | more))
