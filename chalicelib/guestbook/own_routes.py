"""Routes of one visit, for whoever holds its token."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.delivery import withdrawal
from chalicelib.delivery.answers import channel_answer, reading_answer, request_answer
from chalicelib.delivery.channels import ChannelState, channel_states
from chalicelib.delivery.model import CopyRequest
from chalicelib.delivery.stops import stops_of
from chalicelib.guestbook import reach, service
from chalicelib.guestbook.access import visit_of
from chalicelib.guestbook.answers import reach_answer
from chalicelib.guestbook.model import Contact, Visit
from chalicelib.guestbook.reach import NewAddress, NewConsent
from chalicelib.http import ANY, current_language, form_of, rendered
from chalicelib.problems import answers_problems
from chalicelib.queue.answers import place_answer
from chalicelib.queue.service import tickets_of_visit
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/visit", methods=["GET"])
@answers_problems
def show_visit() -> Response:
    return rendered(_shown(visit_of(routes.current_request)))


@routes.route("/visit/tickets/{ticket_id}/cancel", methods=["POST"], content_types=ANY)
@answers_problems
def cancel_ticket(ticket_id: str) -> Response:
    visit = visit_of(routes.current_request)
    service.cancel_ticket(ports(), visit, ticket_id)
    return rendered(_shown(visit))


@routes.route("/visit/finish", methods=["POST"], content_types=ANY)
@answers_problems
def finish_visit() -> Response:
    visit = visit_of(routes.current_request)
    service.finish_visit(ports(), visit)
    return rendered(_shown(visit_of(routes.current_request)))


@routes.route("/visit/email", methods=["POST"], content_types=ANY)
@answers_problems
def change_address() -> Response:
    request = routes.current_request
    visit = visit_of(request)
    reach.change_address(ports(), visit, form_of(request, NewAddress, reach.faults_of_address))
    return rendered(_shown(visit))


@routes.route("/visit/consents", methods=["POST"], content_types=ANY)
@answers_problems
def give_consent() -> Response:
    request = routes.current_request
    visit = visit_of(request)
    reach.consent(ports(), service.unit_of(ports(), visit), visit, form_of(request, NewConsent))
    return rendered(_shown(visit_of(request)))


@routes.route("/visit/consents/{code}", methods=["DELETE"])
@answers_problems
def withdraw_consent(code: str) -> Response:
    request = routes.current_request
    withdrawal.withdraw_consent(ports(), visit_of(request), code)
    return rendered(_shown(visit_of(request)))


def _shown(visit: Visit) -> dict[str, Any]:
    p = ports()
    line = service.line_of(p, service.unit_of(p, visit))
    tickets = service.tickets_around(visit, line)
    contact = p.contacts.find(visit.visit_id, p.now()) if visit.state == "open" else None
    states = _channels(visit, contact)
    requests = p.requests.of_visit(visit.visit_id)
    return {
        "visit_id": visit.visit_id,
        "unit": visit.unit,
        "day": visit.day.isoformat(),
        "state": visit.state,
        "ended": visit.ended,
        "tickets": [place_answer(ticket, tickets, line) for ticket in tickets_of_visit(tickets, visit.visit_id)],
        "requests": _taken_home(requests, states),
        "readings": [reading_answer(one) for one in requests if one.read_at],
        "channels": [channel_answer(state, current_language()) for state in states],
        "reach": reach_answer(visit, contact),
        "feedback_given": visit.feedback_given,
    }


def _channels(visit: Visit, contact: Contact | None) -> list[ChannelState]:
    """The ways home, while the visit may choose one."""
    if visit.state != "open":
        return []
    unit = service.unit_of(ports(), visit)
    return channel_states(unit, visit, contact, stops_of(ports(), unit, contact))


def _taken_home(requests: list[CopyRequest], states: list[ChannelState]) -> list[dict[str, Any]]:
    """Those that go home by some way; the others were only read."""
    with_deliveries = [(one, ports().deliveries.of_request(one.request_id)) for one in requests]
    return [
        request_answer(request, deliveries, current_language(), states)
        for request, deliveries in with_deliveries
        if deliveries
    ]
