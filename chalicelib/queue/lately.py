"""The day's tickets as they were a moment ago: many screens that ask every second or two cost one read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

import msgspec

from chalicelib.queue.model import Ticket

AT_MOST = timedelta(seconds=1)
NOTED = 1000


class _Day(msgspec.Struct):
    read_at: datetime
    tickets: dict[str, Ticket]


class Lately:
    """Days of tickets, each read at most once a second; changes made here are known at once."""

    def __init__(self, read: Callable[[str], list[Ticket]]) -> None:
        self._read = read
        self._days: dict[str, _Day] = {}
        self._noted: deque[tuple[int, Ticket]] = deque(maxlen=NOTED)
        self._count = 0
        self._lock = Lock()

    def of_day(self, unit_day: str, now: datetime) -> list[Ticket]:
        """The tickets of a unit's day, at most a second old."""
        with self._lock:
            day, began = self._days.get(unit_day), self._count
            if day and timedelta() <= now - day.read_at < AT_MOST:
                return list(day.tickets.values())
        return self._read_anew(unit_day, now, began)

    def note(self, ticket: Ticket) -> None:
        """A ticket was put or changed by this container."""
        with self._lock:
            self._count += 1
            self._noted.append((self._count, ticket))
            day = self._days.get(ticket.unit_day)
            if day and not _is_older(ticket, day.tickets.get(ticket.ticket_id)):
                day.tickets[ticket.ticket_id] = ticket

    def _read_anew(self, unit_day: str, now: datetime, began: int) -> list[Ticket]:
        """What was noted while the storage was read may be missing in what it said."""
        tickets = {ticket.ticket_id: ticket for ticket in self._read(unit_day)}
        with self._lock:
            for count, ticket in self._noted:
                if (
                    count > began
                    and ticket.unit_day == unit_day
                    and not _is_older(ticket, tickets.get(ticket.ticket_id))
                ):
                    tickets[ticket.ticket_id] = ticket
            self._days = {code: day for code, day in self._days.items() if now - day.read_at < AT_MOST}
            self._days[unit_day] = _Day(now, tickets)
            return list(tickets.values())


def _is_older(ticket: Ticket, known: Ticket | None) -> bool:
    """Two threads that moved a ticket one after the other may tell of it in the other order."""
    return bool(known and known.moved_at and (ticket.moved_at is None or ticket.moved_at < known.moved_at))
