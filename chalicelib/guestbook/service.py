"""Checking in: the guestbook's entry, its visit and its tickets are one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from chalicelib.errors import NotFound, Unauthenticated
from chalicelib.guestbook import model
from chalicelib.guestbook.devices import Entrance
from chalicelib.guestbook.model import CheckIn, Closed, Contact, Visit
from chalicelib.idempotency.model import Answers, Call, answer_to, earlier_answer
from chalicelib.moments import instant
from chalicelib.queue.model import Ticket, TicketElsewhere, estimate_minutes
from chalicelib.queue.service import Line, Tickets, move_ticket, new_ticket
from chalicelib.tables import Pause, Write, WriteLost, attempts
from chalicelib.unit import Unit, Units, is_open, next_opening


class Visits(Protocol):
    """Where visits are kept."""

    def adding(self, visit: Visit) -> Write: ...
    def find(self, visit_id: str) -> Visit | None: ...
    def requiring_open(self, visit_id: str) -> Write: ...
    def finish(self, visit: Visit, now: datetime) -> bool: ...


class Contacts(Protocol):
    """Where contacts are kept, until their retention ends."""

    def adding(self, contact: Contact) -> Write: ...
    def find(self, visit_id: str, now: datetime) -> Contact | None: ...


class GuestbookPorts(Protocol):
    """What the guestbook needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def units(self) -> Units: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...
    @property
    def pause(self) -> Pause: ...


def line_of(ports: GuestbookPorts, unit: Unit) -> Line:
    """The line of a unit at this moment."""
    return Line(ports.tickets, unit, ports.now(), ports.new_id)


def check_in(ports: GuestbookPorts, entrance: Entrance, call: Call, entry: CheckIn) -> dict[str, Any]:
    """One entry, one visit, a ticket for each chosen service; the same call again gives the same answer.

    Raises Closed outside of the opening hours, Unavailable under too much contention.
    """
    unit = entrance.unit
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier:
        return _with_token(earlier.body, call.secret(bytes.fromhex(earlier.nonce)))
    _require_open(unit, ports.now())
    return _entered(ports, entrance, call, entry)


def _entered(ports: GuestbookPorts, entrance: Entrance, call: Call, entry: CheckIn) -> dict[str, Any]:
    nonce = secrets.token_bytes(32)
    token = call.secret(nonce)
    waiting = {code: ports.tickets.waiting(line_of(ports, entrance.unit).day, code) for code in entry.services}
    for _ in attempts(ports.pause):
        visit, tickets, writes = _entry(ports, entrance, entry, token)
        body = _answer(entrance.unit, visit, tickets, waiting)
        kept = ports.answers.keeping(answer_to(call, body, ports.now(), nonce))
        try:
            ports.commit([*writes, kept])
        except WriteLost:
            earlier = earlier_answer(ports.answers, call, ports.now())
            if earlier:
                return _with_token(earlier.body, call.secret(bytes.fromhex(earlier.nonce)))
        else:
            return _with_token(body, token)
    raise AssertionError("attempts() ends by refusing")


def _entry(
    ports: GuestbookPorts, entrance: Entrance, entry: CheckIn, token: str
) -> tuple[Visit, list[Ticket], list[Write]]:
    """A visit, its tickets with the next free numbers, and the writes that make them true."""
    line = line_of(ports, entrance.unit)
    visit_id = model.visit_id_of(model.token_hash(token))
    services = [service for service in entrance.unit.services if service.code in entry.services]
    issued = [new_ticket(line, service, visit_id, entry.priority) for service in services]
    tickets = [ticket for ticket, _ in issued]
    ids = [ticket.ticket_id for ticket in tickets]
    visit = model.visit_of(entry, model.Beginning(line.unit, line.now, entrance.source), token, ids)
    contact = model.contact_of(entry, entrance.unit, visit_id, line.now)
    writes = [write for _, issuing in issued for write in issuing]
    return visit, tickets, [*writes, ports.visits.adding(visit), ports.contacts.adding(contact)]


def _answer(unit: Unit, visit: Visit, tickets: list[Ticket], waiting: dict[str, int]) -> dict[str, Any]:
    return {
        "visit_id": visit.visit_id,
        "day": visit.day.isoformat(),
        "tickets": [_issued(unit, ticket, waiting[ticket.service]) for ticket in tickets],
    }


def _issued(unit: Unit, ticket: Ticket, ahead: int) -> dict[str, Any]:
    service = unit.service(ticket.service)
    assert service is not None
    return {
        "ticket_id": ticket.ticket_id,
        "number": ticket.number,
        "service": ticket.service,
        "ahead": ahead,
        "estimate_minutes": estimate_minutes(service, ahead, len(unit.desks)),
        "promised_by": instant(ticket.promised_by),
    }


def _with_token(body: dict[str, Any], token: str) -> dict[str, Any]:
    """The answer as the caller gets it: the token is in no stored answer, it is derived again for its owner."""
    return {"visit_id": body["visit_id"], "visit_token": token, **body}


def _require_open(unit: Unit, now: datetime) -> None:
    if not is_open(unit, now):
        raise Closed(facts={"opens_at": instant(next_opening(unit, now))})


def visit_of_token(ports: GuestbookPorts, token: str) -> Visit:
    """The visit that a token belongs to. Raises Unauthenticated."""
    visit = ports.visits.find(model.visit_id_of(model.token_hash(token)))
    if visit is None or not model.holds(visit, token):
        raise Unauthenticated("unknown-visit")
    return visit


def unit_of(ports: GuestbookPorts, visit: Visit) -> Unit:
    """The unit that a visit is made to."""
    return ports.units.of(visit.unit)


def cancel_ticket(ports: GuestbookPorts, visit: Visit, ticket_id: str) -> Ticket:
    """Leave the line. Raises NotFound for a ticket that is not this visit's, TicketElsewhere once it is served."""
    if ticket_id not in visit.ticket_ids:
        raise NotFound("unknown-ticket")
    return move_ticket(line_of(ports, unit_of(ports, visit)), ticket_id, "cancel")


def finish_visit(ports: GuestbookPorts, visit: Visit) -> None:
    """End a visit: who still waits leaves the line. A second time changes nothing."""
    line = line_of(ports, unit_of(ports, visit))
    for ticket_id in visit.ticket_ids:
        ticket = line.tickets.find(line.day, ticket_id)
        if ticket and ticket.state in ("waiting", "called"):
            _leave(line, ticket_id)
    ports.visits.finish(visit, ports.now())


def _leave(line: Line, ticket_id: str) -> None:
    try:
        move_ticket(line, ticket_id, "cancel")
    except TicketElsewhere:
        return
