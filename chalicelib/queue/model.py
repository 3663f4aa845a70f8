"""A ticket (nomor antrean) and its life: values and rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil
from typing import Literal

import msgspec

from chalicelib.errors import Conflict, NotFound
from chalicelib.unit import Service, Unit, unit_day

State = Literal["waiting", "called", "serving", "done", "no-show", "cancelled"]
Move = Literal["call", "recall", "serve", "finish", "skip", "cancel"]

MOVES: dict[Move, tuple[frozenset[State], State]] = {
    "call": (frozenset({"waiting"}), "called"),
    "recall": (frozenset({"called"}), "called"),
    "serve": (frozenset({"called"}), "serving"),
    "finish": (frozenset({"serving"}), "done"),
    "skip": (frozenset({"called"}), "no-show"),
    "cancel": (frozenset({"waiting", "called"}), "cancelled"),
}
STAMPS: dict[Move, str] = {
    "call": "called_at",
    "recall": "called_at",
    "serve": "served_at",
    "finish": "finished_at",
    "skip": "finished_at",
    "cancel": "finished_at",
}
LAST_CALLS = 5


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the line of one service on one day. It bears no name."""

    unit_day: str
    ticket_id: str
    visit_id: str
    service: str
    number: str
    arrived_at: datetime
    state: State = "waiting"
    move_token: str = ""
    promised_by: datetime | None = None
    priority: str | None = None
    desk: str | None = None
    calls: int = 0
    called_at: datetime | None = None
    served_at: datetime | None = None
    finished_at: datetime | None = None


class NobodyWaiting(NotFound):
    """Nobody waits for what this desk serves."""

    code = "nobody-waiting"


class TicketElsewhere(Conflict):
    """The ticket is not in the state that the move needs: another desk or a second click was first."""

    code = "ticket-state"


def sequence(unit: Unit, day: date, service: Service) -> str:
    """The key of one service's numbers on one day."""
    return f"{unit_day(unit, day)}#{service.code}"


def number_of(service: Service, count: int) -> str:
    """`A-001`; past 999 it simply grows."""
    return f"{service.prefix}-{count:03d}"


def promise(service: Service, arrived_at: datetime) -> datetime | None:
    """By when the first service is promised (standar pelayanan SK 019/KPA/2024: printed within 10 minutes)."""
    return arrived_at + timedelta(minutes=service.limit_minutes) if service.limit_minutes else None


def estimate_minutes(service: Service, ahead: int, desks: int) -> int:
    """About how long the wait is, in minutes: those ahead at the service's usual pace over all desks."""
    return ceil(ahead * service.pace_minutes / max(1, desks))


def waiting_in_order(tickets: list[Ticket], services: list[str] | None = None) -> list[Ticket]:
    """Who waits, in the order of arrival."""
    chosen = [t for t in tickets if t.state == "waiting" and (not services or t.service in services)]
    return sorted(chosen, key=lambda ticket: (ticket.arrived_at, ticket.number))


def ahead_of(ticket: Ticket, tickets: list[Ticket]) -> int:
    """How many wait before this ticket in its service; 0 once it is called."""
    if ticket.state != "waiting":
        return 0
    line = waiting_in_order(tickets, [ticket.service])
    return next((place for place, other in enumerate(line) if other.ticket_id == ticket.ticket_id), len(line))


def last_calls(tickets: list[Ticket]) -> list[Ticket]:
    """The last five calls, newest first."""
    called = [ticket for ticket in tickets if ticket.called_at and ticket.state != "cancelled"]
    return sorted(called, key=lambda ticket: (ticket.called_at, ticket.number), reverse=True)[:LAST_CALLS]


def waiting_seconds(ticket: Ticket, now: datetime) -> int:
    """Seconds from the guestbook to the first service, or up to now."""
    return max(0, int(((ticket.served_at or now) - ticket.arrived_at).total_seconds()))


def is_late(ticket: Ticket, now: datetime) -> bool:
    """Whether the promise is broken: first service after it, or still none."""
    return ticket.promised_by is not None and (ticket.served_at or now) > ticket.promised_by
