"""How tickets are shown: to their visitor, to staff, on the board. Nobody's name is ever part of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.moments import instant
from chalicelib.queue import model
from chalicelib.queue.model import Ticket
from chalicelib.unit import Unit


def place_answer(ticket: Ticket, tickets: list[Ticket], unit: Unit) -> dict[str, Any]:
    """A visitor's own place in line."""
    service = unit.service(ticket.service)
    ahead = model.ahead_of(ticket, tickets)
    estimate = model.estimate_minutes(service, ahead, len(unit.desks)) if service else 0
    return {
        "ticket_id": ticket.ticket_id,
        "number": ticket.number,
        "service": ticket.service,
        "state": ticket.state,
        "ahead": ahead,
        "estimate_minutes": estimate,
        "desk": ticket.desk,
        "called_at": instant(ticket.called_at),
        "promised_by": instant(ticket.promised_by),
    }


def ticket_answer(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """A ticket as the desk sees it."""
    return {
        "ticket_id": ticket.ticket_id,
        "number": ticket.number,
        "service": ticket.service,
        "state": ticket.state,
        "priority": ticket.priority,
        "desk": ticket.desk,
        "calls": ticket.calls,
        "arrived_at": instant(ticket.arrived_at),
        "called_at": instant(ticket.called_at),
        "served_at": instant(ticket.served_at),
        "promised_by": instant(ticket.promised_by),
        "waiting_seconds": model.waiting_seconds(ticket, now),
        "late": model.is_late(ticket, now),
    }


def queue_answer(tickets: list[Ticket], now: datetime) -> dict[str, Any]:
    """Who waits, who is called and who is served, each in the order of arrival."""
    in_order = sorted(tickets, key=lambda ticket: (ticket.arrived_at, ticket.number))
    groups: dict[str, Any] = {
        state: [ticket_answer(ticket, now) for ticket in in_order if ticket.state == state]
        for state in ("waiting", "called", "serving")
    }
    return groups | {"as_of": instant(now)}


def board_answer(tickets: list[Ticket], unit: Unit, day: str) -> dict[str, Any]:
    """What hangs on the wall: the last calls and how many wait for each service."""
    return {
        "day": day,
        "calls": [
            {"number": t.number, "service": t.service, "desk": t.desk, "called_at": instant(t.called_at)}
            for t in model.last_calls(tickets)
        ],
        "waiting": {service.code: len(model.waiting_in_order(tickets, [service.code])) for service in unit.services},
    }
