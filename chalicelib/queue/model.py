"""A ticket (nomor antrean) and its life: values and rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, Literal

import msgspec

from chalicelib.errors import Conflict, NotFound
from chalicelib.unit import Service, Unit, unit_day

State = Literal["waiting", "called", "serving", "done", "no-show", "cancelled"]
Move = Literal["call", "recall", "serve", "finish", "skip", "return", "transfer", "undo", "cancel", "end"]

LAST_CALLS = 5


class Title(msgspec.Struct, frozen=True):
    """A printed title that was used in the reading room, where it stands, and when it was noted."""

    publication_id: str
    title: str
    shelf: str | None
    at: datetime


class Turn(msgspec.Struct, frozen=True):
    """One line of a ticket's history: what was done with it, when, by whom and at which desk."""

    move: Move
    at: datetime
    by: str | None = None
    desk: str | None = None


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the line of one service on one day. It bears no name.

    The promise (of the service `promised_for`) counts from `arrived_at`, the place in line from `queued_at` (the same,
    but for who missed their call).
    `calls` are all calls of the present turn, `counted_calls` those far enough apart; `counted_at` is the last of them.
    `before` holds what the last move changed, so that it can be undone; `reading_since` begins a reading session.
    """

    unit_day: str
    ticket_id: str
    visit_id: str
    service: str
    number: str
    arrived_at: datetime
    queued_at: datetime
    state: State = "waiting"
    move_token: str = ""
    promised_by: datetime | None = None
    promised_for: str | None = None
    priority: str | None = None
    people: int = 1
    desk: str | None = None
    calls: int = 0
    counted_calls: int = 0
    counted_at: datetime | None = None
    called_at: datetime | None = None
    first_called_at: datetime | None = None
    served_at: datetime | None = None
    finished_at: datetime | None = None
    ended: Literal["day-end"] | None = None
    move: Move | None = None
    moved_at: datetime | None = None
    moved_by: str | None = None
    before: dict[str, Any] | None = None
    history: list[Turn] = []
    miss_reason: str | None = None
    miss_note: str | None = None
    titles: list[Title] = []
    reading_since: datetime | None = None
    reading_ended: Literal["noted", "day-end"] | None = None
    reading_ended_at: datetime | None = None


class NobodyWaiting(NotFound):
    """Nobody waits for what this desk serves."""

    code = "nobody-waiting"


class TicketElsewhere(Conflict):
    """The ticket is not in the state that the move needs: another desk or a second click was first."""

    code = "ticket-state"


class DeskHolds(Conflict):
    """The desk has called other numbers than its page shows: a second click, or a call whose answer was lost."""

    code = "desk-holds"


class TooEarlyToSkip(Conflict):
    """Nobody is absent before they were called often enough, far enough apart."""

    code = "too-early-to-skip"


class TooLateToUndo(Conflict):
    """The last move is too long ago, or is none that can be taken back."""

    code = "too-late-to-undo"


class AlreadyInLine(Conflict):
    """This visit waits for that service already."""

    code = "already-in-line"


def sequence(unit: Unit, day: date, service: Service) -> str:
    """The key of one service's numbers on one day."""
    return f"{unit_day(unit, day)}#{service.code}"


def number_of(service: Service, count: int) -> str:
    """`A-001`; past 999 it simply grows."""
    return f"{service.prefix}-{count:03d}"


def promise(service: Service, arrived_at: datetime) -> datetime | None:
    """By when the first service is promised (standar pelayanan SK 019/KPA/2024: printed within 10 minutes)."""
    return arrived_at + timedelta(minutes=service.limit_minutes) if service.limit_minutes else None


def in_order(tickets: list[Ticket]) -> list[Ticket]:
    """By the moment from which their place in line counts."""
    return sorted(tickets, key=lambda ticket: (ticket.queued_at, ticket.number))


def last_calls(tickets: list[Ticket]) -> list[Ticket]:
    """The last five calls, newest first."""
    called = [ticket for ticket in tickets if ticket.called_at and ticket.state != "cancelled"]
    return sorted(called, key=lambda ticket: (ticket.called_at, ticket.number), reverse=True)[:LAST_CALLS]


def waiting_seconds(ticket: Ticket, now: datetime) -> int:
    """Seconds from the guestbook to the first service, or to the end without one, or up to now.

    A second that has begun counts: 600 is within ten minutes, whatever is more is not.
    """
    return max(0, ceil(((ticket.served_at or ticket.finished_at or now) - ticket.arrived_at).total_seconds()))


def is_late(ticket: Ticket, now: datetime) -> bool:
    """Whether the promise is broken: first service after it, left after it, or still waiting after it.

    Who was called in time and did not come, or went away, was not kept waiting by the office.
    """
    if ticket.promised_by is None:
        return False
    if ticket.state in ("no-show", "cancelled") and not ticket.served_at and ticket.first_called_at:
        return ticket.first_called_at > ticket.promised_by
    return (ticket.served_at or ticket.finished_at or now) > ticket.promised_by


def needs_warning(ticket: Ticket, service: Service | None, now: datetime) -> bool:
    """Whether the promise will soon be broken: past the service's `warn_minutes`, and not yet served."""
    if service is None or service.warn_minutes is None or ticket.served_at or ticket.state not in ("waiting", "called"):
        return False
    return now >= ticket.arrived_at + timedelta(minutes=service.warn_minutes)


def is_reading(ticket: Ticket) -> bool:
    """Whether its reading session is open: from the service in a reading room until somebody ends it."""
    return bool(ticket.reading_since and not ticket.reading_ended)
