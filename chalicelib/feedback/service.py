"""Taking feedback: once a visit, and only of what was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from chalicelib.delivery.ports import Requests
from chalicelib.feedback.model import AlreadyGiven, Feedback, NewFeedback, NothingUsed, TooLateToRate
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

    Raises AlreadyGiven, TooLateToRate, NothingUsed; the same call again gives the same answer, of which nothing is kept
    but that there was one.
    """
    now, shown = ports.now(), {"visit_id": visit.visit_id, "rating": new.rating}
    if earlier_answer(ports.answers, call, now):
        return shown
    if visit.feedback_given:
        raise AlreadyGiven()
    if not is_in_time(unit, visit, now):
        raise TooLateToRate()
    feedback = _feedback(unit, new, used_services(ports, unit, visit), (now, ports.new_id()))
    writes = [ports.feedback.adding(feedback), ports.visits.rating(visit.visit_id)]
    try:
        ports.commit([*writes, ports.answers.keeping(answer_to(call, {}, now))])
    except WriteLost:
        _require_same_call(ports, call)
    return shown


def is_in_time(unit: Unit, visit: Visit, now: datetime) -> bool:
    """Whether a visit may still be rated: as long as it is known who came, and nobody remembers longer."""
    return service_day(now, unit) <= visit.day + timedelta(days=unit.retention.contact_days)


def used_services(ports: FeedbackPorts, unit: Unit, visit: Visit) -> list[str]:
    """The services that a visit has used: by a served ticket, by a copy or by a reading. Raises NothingUsed."""
    day = unit_day(unit, visit.day)
    tickets = (ports.tickets.find(day, ticket_id) for ticket_id in visit.ticket_ids)
    used = {ticket.service for ticket in tickets if ticket and ticket.served_at}
    has_copy = any(request.ready_at for request in ports.requests.of_visit(visit.visit_id))
    if not used and not has_copy:
        raise NothingUsed()
    return sorted(used | {unit.self_service} if has_copy and unit.self_service else used)


def _feedback(unit: Unit, new: NewFeedback, services: list[str], given: tuple[datetime, str]) -> Feedback:
    now, feedback_id = given
    return Feedback(
        feedback_id=feedback_id,
        unit=unit.code,
        day=service_day(now, unit),
        rating=new.rating,
        skm=new.skm or {},
        skd=new.skd or {},
        skd_importance=new.skd_importance or {},
        services=services,
        comment=new.comment,
    )


def _require_same_call(ports: FeedbackPorts, call: Call) -> None:
    """Raises AlreadyGiven unless the very same call, made at the same moment, has given it."""
    if earlier_answer(ports.answers, call, ports.now()) is None:
        raise AlreadyGiven()
