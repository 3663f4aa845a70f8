"""Calling people: the use cases of the desk and of the place in line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from chalicelib.errors import NotFound
from chalicelib.queue import model
from chalicelib.queue.fairness import line_up, place_behind
from chalicelib.queue.model import AlreadyInLine, DeskHolds, Move, NobodyWaiting, Ticket, TicketElsewhere
from chalicelib.queue.moves import Step, moved
from chalicelib.tables import Write
from chalicelib.unit import Service, Unit, service_day, unit_day

NewId = Callable[[], str]


class Tickets(Protocol):
    """Where tickets are kept."""

    def last_number(self, sequence: str) -> int: ...
    def issuing(self, ticket: Ticket, sequence: str, last: int, now: datetime) -> list[Write]: ...
    def issued(self, ticket: Ticket) -> None: ...
    def of_day(self, unit_day: str) -> list[Ticket]: ...
    def of_day_lately(self, unit_day: str, now: datetime) -> list[Ticket]: ...
    def find(self, unit_day: str, ticket_id: str) -> Ticket | None: ...
    def change(self, before: Ticket, after: Ticket) -> Ticket: ...


class Line(msgspec.Struct, frozen=True):
    """The line of one unit: its tickets, the clock it goes by, the maker of ids, and who of the staff acts."""

    tickets: Tickets
    unit: Unit
    now: datetime
    new_id: NewId
    by: str | None = None

    @property
    def day(self) -> str:
        return unit_day(self.unit, service_day(self.now, self.unit))

    def step(self, move: Move, **more: object) -> Step:
        """One attempt at a move, now."""
        return Step(move=move, at=self.now, token=self.new_id(), by=self.by, **more)  # type: ignore[arg-type]


class Arrival(msgspec.Struct, frozen=True):
    """Who comes to the line: of which visit, when, with what need, and how many they are.

    One that `is_over` is only recorded, with the times that are known of it.
    """

    visit_id: str
    at: datetime
    priority: str | None = None
    people: int = 1
    is_over: bool = False
    served_at: datetime | None = None
    finished_at: datetime | None = None


class Desk(msgspec.Struct, frozen=True):
    """A desk that calls: for which services (none named: all), and which called numbers it believes to have."""

    desk: str
    services: list[str] = []
    holding: list[str] | None = None


def new_ticket(line: Line, service: Service, arrival: Arrival) -> tuple[Ticket, list[Write]]:
    """The next ticket of a service, and the writes that issue it (lost when another took the number).

    It is of the day of the arrival, also when that was long before `line.now`.
    """
    day = service_day(arrival.at, line.unit)
    key = model.sequence(line.unit, day, service)
    last = line.tickets.last_number(key)
    number = model.number_of(service, last + 1)
    ticket = _ticket(line, service, arrival, number)
    return ticket, line.tickets.issuing(ticket, key, last, line.now)


def _ticket(line: Line, service: Service, arrival: Arrival, number: str) -> Ticket:
    """A ticket that waits, or one that is only recorded: whether it was in time is known where its service is."""
    unmeasured = arrival.is_over and arrival.served_at is None
    promised_by = None if unmeasured else model.promise(service, arrival.at)
    return Ticket(
        unit_day=unit_day(line.unit, service_day(arrival.at, line.unit)),
        ticket_id=line.new_id(),
        visit_id=arrival.visit_id,
        service=service.code,
        number=number,
        state="done" if arrival.is_over else "waiting",
        move_token=line.new_id(),
        arrived_at=arrival.at,
        queued_at=arrival.at,
        promised_by=promised_by,
        promised_for=service.code if promised_by else None,
        priority=arrival.priority,
        people=arrival.people,
        served_at=arrival.served_at,
        finished_at=arrival.finished_at,
        reading_since=arrival.served_at if service.reading_room else None,
        reading_ended="noted" if arrival.is_over else None,
        reading_ended_at=arrival.finished_at,
    )


def call_next(line: Line, desk: Desk) -> Ticket:
    """Call whoever is next for the desk's services. Raises NobodyWaiting, DeskHolds.

    One conditional write decides. A visitor called by another desk meanwhile is passed over; called by this very desk,
    it was a second click.
    """
    tickets = line.tickets.of_day(line.day)
    _require_held(tickets, desk)
    for ticket in in_line(tickets, line, desk.services):
        try:
            return line.tickets.change(ticket, moved(ticket, line.step("call", desk=desk.desk), line.unit))
        except TicketElsewhere:
            _require_not_called_here(line, ticket, desk, tickets)
    raise NobodyWaiting()


def in_line(tickets: list[Ticket], line: Line, services: Sequence[str] = ()) -> list[Ticket]:
    """Who waits for some services (none named: any), in the order in which they will be called.

    Whoever is at a desk with another number of theirs comes after all others: nobody is wanted at two desks at once.
    """
    concerned = [ticket for ticket in tickets if not services or ticket.service in services]
    order = line_up(concerned, line.unit.fairness, line.now)
    elsewhere = desks_of_visits(tickets)
    return sorted(order, key=lambda ticket: ticket.visit_id in elsewhere)


def desks_of_visits(tickets: Iterable[Ticket]) -> dict[str, str | None]:
    """The visits that are called to a desk or served there, with that desk."""
    return {ticket.visit_id: ticket.desk for ticket in tickets if ticket.state in ("called", "serving")}


def _require_held(tickets: list[Ticket], desk: Desk) -> None:
    if desk.holding is None:
        return
    held = _held(tickets, desk)
    if {ticket.ticket_id for ticket in held} != set(desk.holding):
        raise DeskHolds(facts={"found": sorted(ticket.number for ticket in held)})


def _held(tickets: list[Ticket], desk: Desk) -> list[Ticket]:
    """What the desk has called and not begun to serve."""
    return [ticket for ticket in tickets if ticket.state == "called" and ticket.desk == desk.desk]


def _require_not_called_here(line: Line, ticket: Ticket, desk: Desk, tickets: list[Ticket]) -> None:
    """Where the same desk called the same visitor at the same moment, the second click calls nobody else."""
    found = line.tickets.find(ticket.unit_day, ticket.ticket_id)
    if found and _held([found], desk):
        raise DeskHolds(facts={"found": sorted({one.number for one in _held([*tickets, found], desk)})})


def move_ticket(line: Line, ticket_id: str, move: Move, revision: str | None = None) -> Ticket:
    """Recall, serve, finish, skip, undo or cancel a ticket of today; `revision` is how the caller has seen it.

    Raises NotFound, TicketElsewhere with the state found, TooEarlyToSkip, TooLateToUndo.
    """
    ticket = ticket_of_today(line, ticket_id, revision)
    return line.tickets.change(ticket, moved(ticket, line.step(move), line.unit))


def return_ticket(line: Line, ticket_id: str, revision: str | None = None) -> Ticket:
    """Back into the line after a no-show: behind the next few of its kind, neither in front nor last.

    Raises NotFound, TicketElsewhere, AlreadyInLine when its visit was transferred into that line meanwhile.
    """
    ticket = ticket_of_today(line, ticket_id, revision)
    tickets = line.tickets.of_day(line.day)
    _require_not_in_line(ticket, ticket.service, [other for other in tickets if other.ticket_id != ticket_id])
    place = place_of_return(ticket, tickets, line)
    return line.tickets.change(ticket, moved(ticket, line.step("return", place=place), line.unit))


def place_of_return(ticket: Ticket, tickets: list[Ticket], line: Line) -> datetime:
    """From when the place of somebody who returns counts: behind the next few who will be called.

    Those who are at a desk with another number are none of them: they stand last, wherever their place may be.
    """
    elsewhere = desks_of_visits(tickets)
    here = [one for one in in_line(tickets, line, [ticket.service]) if one.visit_id not in elsewhere]
    return place_behind(here, line.unit.absence.returns_behind) or line.now


def transfer_ticket(line: Line, ticket_id: str, service: Service, revision: str | None = None) -> Ticket:
    """Into the line of another service, with the number and the time of arrival it has.

    Raises NotFound, TicketElsewhere, AlreadyInLine when its visit is in that line already.
    """
    ticket = ticket_of_today(line, ticket_id, revision)
    _require_not_in_line(ticket, service.code, line.tickets.of_day(line.day))
    return line.tickets.change(ticket, moved(ticket, line.step("transfer", service=service), line.unit))


def _require_not_in_line(ticket: Ticket, service: str, tickets: list[Ticket]) -> None:
    for other in tickets:
        same_line = other.visit_id == ticket.visit_id and other.service == service
        if same_line and other.state in ("waiting", "called", "serving"):
            raise AlreadyInLine(facts={"number": other.number})


def ticket_of_today(line: Line, ticket_id: str, revision: str | None = None) -> Ticket:
    """A ticket of today. Raises NotFound, and TicketElsewhere when it moved since the caller saw it."""
    ticket = line.tickets.find(line.day, ticket_id)
    if ticket is None:
        raise NotFound("unknown-ticket")
    if revision is not None and revision != ticket.move_token:
        raise TicketElsewhere(facts={"found": ticket.state})
    return ticket


def tickets_of_visit(tickets: list[Ticket], visit_id: str) -> list[Ticket]:
    """A visit's own tickets by number."""
    return sorted((t for t in tickets if t.visit_id == visit_id), key=lambda ticket: ticket.number)
