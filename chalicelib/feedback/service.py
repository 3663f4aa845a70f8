"""Taking feedback: once a visit, and only of what was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from chalicelib.delivery.ports import Requests
from chalicelib.feedback.model import AlreadyGiven, Feedback, NewFeedback, NothingUsed
from chalicelib.guestbook.model import Visit
from chalicelib.idempotency.model import Answers, Call, answer_to, earlier_answer
from chalicelib.queue.service import Tickets
from chalicelib.tables import Write, WriteLost
from chalicelib.unit import Unit, service_day, unit_day


class Feedbacks(Protocol):
    """Where feedback is kept."""

    def adding(self, feedback: Feedback) -> Write: ...
    def find(self, visit_id: str) -> Feedback | None: ...
    def between(self, unit: str, start: datetime, end: datetime) -> list[Feedback]: ...


class FeedbackPorts(Protocol):
    """What feedback needs."""

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


def give_feedback(ports: FeedbackPorts, unit: Unit, visit: Visit, call: Call, new: NewFeedback) -> dict[str, Any]:
    """Keep what a visitor thought. Raises NothingUsed, AlreadyGiven; the same call again gives the same answer."""
    now = ports.now()
    earlier = earlier_answer(ports.answers, call, now)
    if earlier:
        return earlier.body
    if ports.feedback.find(visit.visit_id):
        return _given_meanwhile(ports, call)
    if not has_used_something(ports, unit, visit):
        raise NothingUsed()
    feedback = _feedback(unit, visit, new, now)
    body = {"visit_id": visit.visit_id, "rating": feedback.rating}
    try:
        ports.commit([ports.feedback.adding(feedback), ports.answers.keeping(answer_to(call, body, now))])
    except WriteLost:
        return _given_meanwhile(ports, call)
    return body


def has_used_something(ports: FeedbackPorts, unit: Unit, visit: Visit) -> bool:
    """Whether the visit has a served ticket or a copy."""
    day = unit_day(unit, visit.day)
    tickets = (ports.tickets.find(day, ticket_id) for ticket_id in visit.ticket_ids)
    if any(ticket and ticket.served_at for ticket in tickets):
        return True
    return any(request.ready_at for request in ports.requests.of_visit(visit.visit_id))


def _feedback(unit: Unit, visit: Visit, new: NewFeedback, now: datetime) -> Feedback:
    return Feedback(
        visit_id=visit.visit_id,
        unit=unit.code,
        day=service_day(now, unit),
        given_at=now,
        rating=new.rating,
        skm=new.skm or {},
        skd=new.skd or {},
        comment=new.comment,
    )


def _given_meanwhile(ports: FeedbackPorts, call: Call) -> dict[str, Any]:
    """The answer of the very same call, made at the same moment. Raises AlreadyGiven where it was another."""
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier is None:
        raise AlreadyGiven()
    return earlier.body
