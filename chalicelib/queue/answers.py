"""How tickets are shown: to their visitor, to staff, on the board. Nobody's name is ever part of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.moments import instant
from chalicelib.queue import model, moves, pace
from chalicelib.queue.model import Ticket, Title
from chalicelib.queue.service import Line, desks_of_visits, in_line
from chalicelib.unit import Unit

LAST_ENDED = 10


def place_answer(ticket: Ticket, tickets: list[Ticket], line: Line) -> dict[str, Any]:
    """A visitor's own place in line."""
    ahead = ahead_of(ticket, tickets, line)
    return {
        "ticket_id": ticket.ticket_id,
        "number": ticket.number,
        "service": ticket.service,
        "state": ticket.state,
        "ahead": ahead,
        "estimate_minutes": estimate_of(ticket, ahead, tickets, line),
        "desk": ticket.desk,
        "called_at": instant(ticket.called_at),
        "served_at": instant(ticket.served_at),
        "finished_at": instant(ticket.finished_at),
        "promised_by": instant(ticket.promised_by),
        "no_show_returnable": ticket.state == "no-show" and ticket.unit_day == line.day,
        "ended": ticket.ended,
        "reading": reading_answer(ticket),
    }


def ahead_of(ticket: Ticket, tickets: list[Ticket], line: Line) -> int:
    """How many will be called before this ticket in its service, if nobody else comes; 0 once it is called."""
    if ticket.state != "waiting":
        return 0
    order = in_line(tickets, line, [ticket.service])
    return next((place for place, other in enumerate(order) if other.ticket_id == ticket.ticket_id), len(order))


def estimate_of(ticket: Ticket, ahead: int, tickets: list[Ticket], line: Line) -> int:
    """About how long this ticket waits, in minutes; 0 once it is called."""
    service = line.unit.service(ticket.service)
    if service is None or ticket.state != "waiting":
        return 0
    return pace.estimate_minutes(ahead, tickets, service, line.now)


def ticket_answer(ticket: Ticket, line: Line, visitor_at: str | None = None) -> dict[str, Any]:
    """A ticket as the desk sees it; `visitor_at` is the desk that its visitor is at with another number."""
    service, unit, now = line.unit.service(ticket.service), line.unit, line.now
    return {
        "ticket_id": ticket.ticket_id,
        "number": ticket.number,
        "service": ticket.service,
        "state": ticket.state,
        "priority": ticket.priority,
        "group_size": ticket.people,
        "desk": ticket.desk,
        "visitor_at": visitor_at if ticket.state == "waiting" else None,
        "by": ticket.moved_by,
        "move": ticket.move,
        "moved_at": instant(ticket.moved_at),
        "undo_until": instant(moves.undo_until(ticket, unit)),
        "calls": ticket.calls,
        "counted_calls": ticket.counted_calls,
        "calls_needed": unit.absence.calls,
        "countable_at": instant(moves.countable_at(ticket, unit.absence)),
        "skippable": moves.is_skippable(ticket, unit.absence),
        "arrived_at": instant(ticket.arrived_at),
        "called_at": instant(ticket.called_at),
        "served_at": instant(ticket.served_at),
        "finished_at": instant(ticket.finished_at),
        "promised_by": instant(ticket.promised_by),
        "waiting_seconds": model.waiting_seconds(ticket, now),
        "seconds_left": _seconds_left(ticket, now),
        "warn": model.needs_warning(ticket, service, now),
        "late": model.is_late(ticket, now),
        "miss_reason": ticket.miss_reason,
        "ended": ticket.ended,
        "revision": ticket.move_token,
        "reading": reading_answer(ticket),
    }


def reading_answer(ticket: Ticket) -> dict[str, Any] | None:
    """The reading session of a ticket, from its service in a reading room; None where there is none."""
    if ticket.reading_since is None:
        return None
    return {
        "started_at": instant(ticket.reading_since),
        "ended_at": instant(ticket.reading_ended_at),
        "ended": ticket.reading_ended,
        "titles": [_title_answer(title) for title in ticket.titles],
    }


def _title_answer(title: Title) -> dict[str, Any]:
    return {
        "publication_id": title.publication_id,
        "title": title.title,
        "shelf": title.shelf,
        "at": instant(title.at),
    }


def _seconds_left(ticket: Ticket, now: datetime) -> int | None:
    """Until the promise is broken (negative: since when); None once it is kept or broken for good, or without one."""
    if ticket.promised_by is None or ticket.served_at or ticket.state not in ("waiting", "called"):
        return None
    return int((ticket.promised_by - now).total_seconds())


def queue_answer(tickets: list[Ticket], line: Line, closes_at: datetime | None) -> dict[str, Any]:
    """The whole day as the desks see it: who waits stands in the order in which they will be called."""
    in_order = model.in_order(tickets)
    groups = {
        "waiting": in_line(tickets, line),
        "called": [ticket for ticket in in_order if ticket.state == "called"],
        "serving": [ticket for ticket in in_order if ticket.state == "serving"],
        "recent": _last_ended(tickets),
        "reading": [ticket for ticket in in_order if model.is_reading(ticket)],
        "unexplained": [ticket for ticket in in_order if _is_unexplained(ticket, line.now)],
    }
    desks = desks_of_visits(tickets)
    shown: dict[str, Any] = {
        name: [ticket_answer(one, line, desks.get(one.visit_id)) for one in group] for name, group in groups.items()
    }
    return shown | {
        "pace": {service.code: round(pace.pace_minutes(tickets, service), 1) for service in line.unit.services},
        "open_desks": len(pace.open_desks(tickets, line.now)),
        "closes_at": instant(closes_at),
    }


def queue_tag(queue: dict[str, Any]) -> Any:
    """What changes when anything but the count of seconds has changed: the order, too, can change with time alone."""
    return [[_tag(ticket) for ticket in part] if isinstance(part, list) else part for part in queue.values()]


def _tag(ticket: dict[str, Any]) -> list[Any]:
    return [ticket[name] for name in ("ticket_id", "revision", "visitor_at", "warn", "late")]


def _last_ended(tickets: list[Ticket]) -> list[Ticket]:
    ended = [ticket for ticket in tickets if ticket.state in ("done", "no-show", "cancelled") and ticket.moved_at]
    return sorted(ended, key=lambda ticket: (ticket.moved_at, ticket.number), reverse=True)[:LAST_ENDED]


def _is_unexplained(ticket: Ticket, now: datetime) -> bool:
    """Whether staff are still asked why: late for good, and nobody said."""
    over = ticket.served_at is not None or ticket.state in ("no-show", "cancelled")
    return over and ticket.miss_reason is None and model.is_late(ticket, now)


def board_answer(tickets: list[Ticket], unit: Unit, day: str) -> dict[str, Any]:
    """What hangs on the wall: the last calls and how many wait for each service."""
    return {
        "day": day,
        "calls": [
            {"number": t.number, "service": t.service, "desk": t.desk, "called_at": instant(t.called_at)}
            for t in model.last_calls(tickets)
        ],
        "waiting": {
            service.code: sum(t.state == "waiting" and t.service == service.code for t in tickets)
            for service in unit.services
        },
    }
