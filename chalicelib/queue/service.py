"""Calling people: the use cases of the desk, the board and the visitor's place in line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec

from chalicelib.errors import NotFound
from chalicelib.queue import model
from chalicelib.queue.model import Move, NobodyWaiting, Ticket, TicketElsewhere
from chalicelib.tables import Write
from chalicelib.unit import Service, Unit, service_day, unit_day

Clock = Callable[[], datetime]
NewId = Callable[[], str]


class Tickets(Protocol):
    """Where tickets are kept."""

    def last_number(self, sequence: str) -> int: ...
    def issuing(self, ticket: Ticket, sequence: str, last: int, now: datetime) -> list[Write]: ...
    def of_day(self, unit_day: str) -> list[Ticket]: ...
    def waiting(self, unit_day: str, service: str) -> int: ...
    def find(self, unit_day: str, ticket_id: str) -> Ticket | None: ...
    def move(self, ticket: Ticket, move: Move, now: datetime, token: str, desk: str | None = None) -> Ticket: ...


class Line(msgspec.Struct, frozen=True):
    """The line of one unit: its tickets, the clock it goes by and the maker of ids."""

    tickets: Tickets
    unit: Unit
    now: datetime
    new_id: NewId

    @property
    def day(self) -> str:
        return unit_day(self.unit, service_day(self.now, self.unit))


def new_ticket(line: Line, service: Service, visit_id: str, priority: str | None) -> tuple[Ticket, list[Write]]:
    """The next ticket of a service, and the writes that issue it (lost when another took the number)."""
    key = model.sequence(line.unit, service_day(line.now, line.unit), service)
    last = line.tickets.last_number(key)
    ticket = Ticket(
        unit_day=line.day,
        ticket_id=line.new_id(),
        visit_id=visit_id,
        service=service.code,
        number=model.number_of(service, last + 1),
        arrived_at=line.now,
        promised_by=model.promise(service, line.now),
        priority=priority,
    )
    return ticket, line.tickets.issuing(ticket, key, last, line.now)


def call_next(line: Line, desk: str, services: list[str]) -> Ticket:
    """Call whoever waits longest for one of the services (none named: any). Raises NobodyWaiting.

    A visitor called by another desk meanwhile is passed over: one conditional write decides.
    """
    for ticket in model.waiting_in_order(line.tickets.of_day(line.day), services):
        try:
            return line.tickets.move(ticket, "call", line.now, line.new_id(), desk)
        except TicketElsewhere:
            continue
    raise NobodyWaiting()


def move_ticket(line: Line, ticket_id: str, move: Move) -> Ticket:
    """Recall, serve, finish, skip or cancel a ticket of today.

    Raises NotFound, and TicketElsewhere with the state that was found.
    """
    ticket = line.tickets.find(line.day, ticket_id)
    if ticket is None:
        raise NotFound("unknown-ticket")
    if ticket.state not in model.MOVES[move][0]:
        raise TicketElsewhere(facts={"found": ticket.state})
    return line.tickets.move(ticket, move, line.now, line.new_id())


def tickets_of_visit(tickets: list[Ticket], visit_id: str) -> list[Ticket]:
    """A visit's own tickets by number."""
    return sorted((t for t in tickets if t.visit_id == visit_id), key=lambda ticket: ticket.number)
