"""Checking in: the guestbook's entry, its visit and its tickets are one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

from chalicelib.audit.model import Act
from chalicelib.audit.noting import NotingPorts, noting
from chalicelib.errors import Conflict, NotFound, Unauthenticated
from chalicelib.guestbook import model
from chalicelib.guestbook.consents import GivenConsent
from chalicelib.guestbook.devices import Entrance
from chalicelib.guestbook.entry import StaffEntry, is_over
from chalicelib.guestbook.model import CheckIn, Closed, Contact, Erased, Visit
from chalicelib.idempotency.model import Answer, Answers, Call, answer_to, earlier_answer
from chalicelib.moments import instant
from chalicelib.office.service import Days, opening_of
from chalicelib.queue.answers import ahead_of, estimate_of
from chalicelib.queue.model import Ticket, TicketElsewhere
from chalicelib.queue.moves import as_of
from chalicelib.queue.notes import NotReading, end_reading
from chalicelib.queue.service import Arrival, Line, Tickets, move_ticket, new_ticket
from chalicelib.tables import Pause, Write, WriteLost, attempts
from chalicelib.unit import Unit, Units, unit_day


class Visits(Protocol):
    """Where visits are kept."""

    def adding(self, visit: Visit) -> Write: ...
    def find(self, visit_id: str) -> Visit | None: ...
    def requiring_open(self, visit_id: str) -> Write: ...
    def rating(self, visit_id: str) -> Write: ...
    def of_day(self, unit_day: str) -> list[Visit]: ...
    def finish(self, visit: Visit, now: datetime) -> bool: ...
    def put_away(self, visit: Visit) -> bool: ...
    def change_consents(self, visit: Visit, consents: list[GivenConsent]) -> bool: ...
    def begin_erasing(self, visit: Visit, now: datetime) -> None: ...
    def note_erased(self, visit: Visit, erased: Erased) -> None: ...
    def change_erased(self, visit: Visit, changes: Mapping[str, Any]) -> None: ...


class Contacts(Protocol):
    """Where contacts are kept, until their retention ends."""

    def adding(self, contact: Contact) -> Write: ...
    def find(self, visit_id: str, now: datetime) -> Contact | None: ...
    def change(self, contact: Contact, changes: Mapping[str, Any]) -> bool: ...
    def delete(self, visit_id: str) -> None: ...


class GuestbookPorts(NotingPorts, Protocol):
    """What the guestbook needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def days(self) -> Days: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def units(self) -> Units: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...
    @property
    def pause(self) -> Pause: ...


def line_of(ports: GuestbookPorts, unit: Unit, by: str | None = None) -> Line:
    """The line of a unit at this moment; `by` is the member of staff who acts."""
    return Line(ports.tickets, unit, ports.now(), ports.new_id, by)


def check_in(ports: GuestbookPorts, entrance: Entrance, call: Call, entry: CheckIn) -> dict[str, Any]:
    """One entry, one visit, a ticket for each chosen service; the same call again gives the same answer.

    Raises Closed outside of the opening hours, Unavailable under too much contention.
    """
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier:
        return _with_token(earlier, call)
    _require_open(ports, entrance.unit)
    return _entered(ports, entrance, call, entry)


def enter_for_visitor(ports: GuestbookPorts, entrance: Entrance, call: Call, entry: StaffEntry) -> dict[str, Any]:
    """The entry that staff make for a visitor or copy from paper, also when the office is closed.

    Raises Conflict when the same call was made under another session of the same person, Unavailable.
    """
    earlier = earlier_answer(ports.answers, call, ports.now())
    return _with_token(earlier, call) if earlier else _entered(ports, entrance, call, entry)


def _entered(ports: GuestbookPorts, entrance: Entrance, call: Call, entry: CheckIn) -> dict[str, Any]:
    nonce = secrets.token_bytes(32)
    token = call.secret(nonce)
    line = line_of(ports, entrance.unit)
    others = ports.tickets.of_day_lately(line.day, line.now)
    for _ in attempts(ports.pause):
        visit, tickets, writes = _entry(ports, entrance, entry, token)
        body = _answer(line, visit, tickets, others)
        kept = answer_to(call, body, ports.now(), nonce)
        try:
            noted = noting(ports, call, Act("enter", "visit", visit.visit_id, (visit.source,)))
            ports.commit([*writes, *noted, ports.answers.keeping(kept)])
        except WriteLost:
            earlier = earlier_answer(ports.answers, call, ports.now())
            if earlier:
                return _with_token(earlier, call)
        else:
            for ticket in tickets:
                ports.tickets.issued(ticket)
            return _with_token(kept, call)
    raise AssertionError("attempts() ends by refusing")


def _entry(
    ports: GuestbookPorts, entrance: Entrance, entry: CheckIn, token: str
) -> tuple[Visit, list[Ticket], list[Write]]:
    """A visit, its tickets with the next free numbers, and the writes that make them true."""
    line = line_of(ports, entrance.unit)
    visit_id = model.visit_id_of(model.token_hash(token))
    services = [service for service in entrance.unit.services if service.code in entry.services]
    arrival = _arrival(entry, visit_id, line)
    issued = [new_ticket(line, service, arrival) for service in services]
    tickets = [ticket for ticket, _ in issued]
    ids = [ticket.ticket_id for ticket in tickets]
    beginning = model.Beginning(line.unit, arrival.at, entrance.source, arrival.is_over, arrival.finished_at)
    visit = model.visit_of(entry, beginning, token, ids)
    contact = model.contact_of(entry, entrance.unit, visit_id, arrival.at)
    writes = [write for _, issuing in issued for write in issuing]
    return visit, tickets, [*writes, ports.visits.adding(visit), ports.contacts.adding(contact)]


def _arrival(entry: CheckIn, visit_id: str, line: Line) -> Arrival:
    people = model.people_of(entry.group)
    if not isinstance(entry, StaffEntry) or entry.arrived_at is None:
        return Arrival(visit_id, line.now, entry.priority, people)
    over = is_over(entry, line.unit, line.now)
    return Arrival(visit_id, entry.arrived_at, entry.priority, people, over, entry.served_at, entry.finished_at)


def _answer(line: Line, visit: Visit, tickets: list[Ticket], others: list[Ticket]) -> dict[str, Any]:
    return {
        "visit_id": visit.visit_id,
        "day": visit.day.isoformat(),
        "tickets": [_issued(ticket, [*others, ticket], line) for ticket in tickets],
    }


def _issued(ticket: Ticket, tickets: list[Ticket], line: Line) -> dict[str, Any]:
    ahead = ahead_of(ticket, tickets, line)
    return {
        "ticket_id": ticket.ticket_id,
        "number": ticket.number,
        "service": ticket.service,
        "ahead": ahead,
        "estimate_minutes": estimate_of(ticket, ahead, tickets, line),
        "promised_by": instant(ticket.promised_by),
    }


def _with_token(answer: Answer, call: Call) -> dict[str, Any]:
    """The answer as the caller gets it: the token is in no stored answer, it is derived again for its owner.

    Raises Conflict where another session of the same person asks, who cannot derive it.
    """
    token = call.secret(bytes.fromhex(answer.nonce))
    if model.visit_id_of(model.token_hash(token)) != answer.body["visit_id"]:
        raise Conflict("token-shown-already")
    return {"visit_id": answer.body["visit_id"], "visit_token": token, **answer.body}


def _require_open(ports: GuestbookPorts, unit: Unit) -> None:
    opening = opening_of(ports, unit)
    if not opening.is_open:
        raise Closed(facts={"opens_at": instant(opening.opens_at)})


def visit_of_token(ports: GuestbookPorts, token: str) -> Visit:
    """The visit that a token belongs to. Raises Unauthenticated."""
    visit = ports.visits.find(model.visit_id_of(model.token_hash(token)))
    if visit is None or not model.holds(visit, token):
        raise Unauthenticated("unknown-visit")
    return visit


def unit_of(ports: GuestbookPorts, visit: Visit) -> Unit:
    """The unit that a visit is made to."""
    return ports.units.of(visit.unit)


def tickets_around(visit: Visit, line: Line) -> list[Ticket]:
    """The tickets of a visit's day as they count now; its own may be newer than what is known of the day lately."""
    day = unit_day(line.unit, visit.day)
    tickets = line.tickets.of_day_lately(day, line.now)
    if not {ticket.ticket_id for ticket in tickets}.issuperset(visit.ticket_ids):
        tickets = line.tickets.of_day(day)
    return [as_of(ticket, line.unit, line.now) for ticket in tickets]


def cancel_ticket(ports: GuestbookPorts, visit: Visit, ticket_id: str) -> Ticket:
    """Leave the line. Raises NotFound for a ticket that is not this visit's, TicketElsewhere once it is served."""
    if ticket_id not in visit.ticket_ids:
        raise NotFound("unknown-ticket")
    return move_ticket(line_of(ports, unit_of(ports, visit)), ticket_id, "cancel")


def finish_visit(ports: GuestbookPorts, visit: Visit) -> None:
    """End a visit: who still waits leaves the line, who reads has ended. Once its day is over nothing changes."""
    line = line_of(ports, unit_of(ports, visit))
    if unit_day(line.unit, visit.day) != line.day:
        return
    for ticket_id in visit.ticket_ids:
        _leave(line, ticket_id)
    ports.visits.finish(visit, ports.now())


def _leave(line: Line, ticket_id: str) -> None:
    """Out of the line and out of the reading room; a ticket that is served stays with its desk."""
    with suppress(NotFound, TicketElsewhere):
        move_ticket(line, ticket_id, "cancel")
    with suppress(NotFound, TicketElsewhere, NotReading):
        end_reading(line, ticket_id)
