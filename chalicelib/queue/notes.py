"""What staff note on a ticket besides its moves: the titles that were used, when the reading ended, why it was late."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.errors import Conflict, NotFound
from chalicelib.queue import model
from chalicelib.queue.model import Ticket, Title
from chalicelib.queue.service import Line, ticket_of_today

MOST_TITLES = 100


class NotReading(Conflict):
    """No reading session is open: not served in a reading room, or ended."""

    code = "not-reading"


class TitleNoted(Conflict):
    """The title stands on the list already."""

    code = "title-noted"


class TooManyTitles(Conflict):
    """More titles than one reading session holds."""

    code = "too-many-titles"


class NotLate(Conflict):
    """The promise to this visitor was kept; there is nothing to explain."""

    code = "not-late"


def note_title(line: Line, ticket_id: str, title: Title) -> Ticket:
    """A title is used in the room. Raises NotFound, NotReading, TitleNoted, TooManyTitles."""
    ticket = _reader(line, ticket_id)
    if any(one.publication_id == title.publication_id for one in ticket.titles):
        raise TitleNoted()
    if len(ticket.titles) >= MOST_TITLES:
        raise TooManyTitles(facts={"limit": MOST_TITLES})
    return _noted(line, ticket, titles=[*ticket.titles, title])


def strike_title(line: Line, ticket_id: str, publication_id: str) -> Ticket:
    """It was another title. Raises NotFound also when it is not on the list, NotReading."""
    ticket = _reader(line, ticket_id)
    rest = [one for one in ticket.titles if one.publication_id != publication_id]
    if len(rest) == len(ticket.titles):
        raise NotFound("unknown-publication")
    return _noted(line, ticket, titles=rest)


def end_reading(line: Line, ticket_id: str) -> Ticket:
    """The visitor has left the reading room. Raises NotFound, NotReading."""
    return _noted(line, _reader(line, ticket_id), reading_ended="noted", reading_ended_at=line.now)


def explain(line: Line, ticket_id: str, reason: str, note: str | None) -> Ticket:
    """Why the promise was missed; a later explanation replaces an earlier one. Raises NotFound, NotLate."""
    ticket = ticket_of_today(line, ticket_id)
    if not model.is_late(ticket, line.now):
        raise NotLate()
    return _noted(line, ticket, miss_reason=reason, miss_note=note)


def _reader(line: Line, ticket_id: str) -> Ticket:
    ticket = ticket_of_today(line, ticket_id)
    if not model.is_reading(ticket):
        raise NotReading()
    return ticket


def _noted(line: Line, ticket: Ticket, **changes: Any) -> Ticket:
    return line.tickets.change(ticket, msgspec.structs.replace(ticket, **changes, move_token=line.new_id()))
