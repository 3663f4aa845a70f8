"""The shapes of what desks are answered: tickets, the day, its visits; see `schemas`."""

from __future__ import annotations

from chalicelib.office.schemas import ReadingShape, Shape


class TicketShape(Shape):
    """A ticket at the desk. `counted_calls` are far enough apart to count as an absence; `revision` names its state."""

    ticket_id: str
    number: str
    service: str
    state: str
    priority: str | None
    group_size: int
    desk: str | None
    visitor_at: str | None
    by: str | None
    move: str | None
    moved_at: str | None
    undo_until: str | None
    calls: int
    counted_calls: int
    calls_needed: int
    countable_at: str | None
    skippable: bool
    arrived_at: str
    called_at: str | None
    served_at: str | None
    finished_at: str | None
    promised_by: str | None
    waiting_seconds: int
    seconds_left: int | None
    warn: bool
    late: bool
    miss_reason: str | None
    ended: str | None
    revision: str
    reading: ReadingShape | None


class Queue(Shape):
    """The day at the desks; `waiting` stands in the order in which they will be called."""

    waiting: list[TicketShape]
    called: list[TicketShape]
    serving: list[TicketShape]
    recent: list[TicketShape]
    reading: list[TicketShape]
    unexplained: list[TicketShape]
    pace: dict[str, float]
    open_desks: int
    closes_at: str | None
    as_of: str


class EarlyClosingShape(Shape):
    closes_at: str
    reason: str | None
    by: str | None


class ClosingShape(Shape):
    """Today's early closing (None: the usual hours), and how it stands now."""

    early: EarlyClosingShape | None
    open: bool
    opens_at: str | None
    closes_at: str | None


class ListedTicket(Shape):
    number: str
    service: str
    state: str
    arrived_at: str
    served_at: str | None
    finished_at: str | None


class ListedVisit(Shape):
    """A visit without its visitor. `ended` is day-end where nobody closed it."""

    visit_id: str
    day: str
    created_at: str
    source: str
    state: str
    ended: str | None
    finished_at: str | None
    services: list[str]
    group_size: int
    tickets: list[ListedTicket]


class ListedVisits(Shape):
    items: list[ListedVisit]
    next: str | None
