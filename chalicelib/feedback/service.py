"""Taking feedback: once a visit, and only of what was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from chalicelib.delivery.ports import Requests
from chalicelib.feedback.model import AlreadyGiven, Feedback, NewFeedback, NothingUsed
from chalicelib.guestbook.model import Visit
from chalicelib.guestbook.service import Visits
from chalicelib.idempotency.model import Answers, Call, answer_to, earlier_answer
from chalicelib.queue.service import Tickets
from chalicelib.tables import Write, WriteLost
from chalicelib.unit import Unit, service_day, unit_day


class Feedbacks(Protocol):
    """Where feedback is kept."""

    def adding(self, feedback: Feedback) -> Write: ...
    def between(self, unit: str, first: date, last: date) -> list[Feedback]: ...


class FeedbackPorts(Protocol):
    """What feedback needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def feedback(self) -> Feedbacks: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def answers(self) -> Answers: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


def give_feedback(ports: FeedbackPorts, unit: Unit, visit: Visit, call: Call, new: NewFeedback) -> dict[str, Any]:
    """Keep what a visitor thought, apart from who it was: the visit knows only that it has given its feedback.

    Raises NothingUsed, AlreadyGiven; the same call again gives the same answer, of which no more is kept than that it
    was given.
    """
    now, shown = ports.now(), {"visit_id": visit.visit_id, "rating": new.rating}
    if earlier_answer(ports.answers, call, now):
        return shown
    if visit.feedback_given:
        raise AlreadyGiven()
    if not has_used_something(ports, unit, visit):
        raise NothingUsed()
    kept = answer_to(call, {"visit_id": visit.visit_id}, now)
    writes = [ports.feedback.adding(_feedback(unit, new, now, ports.new_id())), ports.visits.rating(visit.visit_id)]
    try:
        ports.commit([*writes, ports.answers.keeping(kept)])
    except WriteLost:
        _require_same_call(ports, call)
    return shown


def has_used_something(ports: FeedbackPorts, unit: Unit, visit: Visit) -> bool:
    """Whether the visit has a served ticket or a copy."""
    day = unit_day(unit, visit.day)
    tickets = (ports.tickets.find(day, ticket_id) for ticket_id in visit.ticket_ids)
    if any(ticket and ticket.served_at for ticket in tickets):
        return True
    return any(request.ready_at for request in ports.requests.of_visit(visit.visit_id))


def _feedback(unit: Unit, new: NewFeedback, now: datetime, feedback_id: str) -> Feedback:
    return Feedback(
        feedback_id=feedback_id,
        unit=unit.code,
        day=service_day(now, unit),
        rating=new.rating,
        skm=new.skm or {},
        skd=new.skd or {},
        comment=new.comment,
    )


def _require_same_call(ports: FeedbackPorts, call: Call) -> None:
    """Raises AlreadyGiven unless the very same call, made at the same moment, has given it."""
    if earlier_answer(ports.answers, call, ports.now()) is None:
        raise AlreadyGiven()
