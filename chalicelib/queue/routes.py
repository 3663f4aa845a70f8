"""Routes of the desk and the board."""

from __future__ import annotations

from typing import Annotated

import msgspec
from chalice.app import Blueprint, Response

from chalicelib.errors import Fault, Invalid
from chalicelib.form import Form
from chalicelib.guestbook.service import line_of
from chalicelib.http import ANY, form_of, query_of, rendered, rendered_if_new
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.queue import service
from chalicelib.queue.answers import board_answer, queue_answer, ticket_answer
from chalicelib.queue.model import Move
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import service_day
from chalicelib.wiring import ports

routes = Blueprint(__name__)


class Call(Form, frozen=True):
    """Which desk calls, and for which services (none named: all)."""

    desk: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    services: Annotated[list[Annotated[str, msgspec.Meta(max_length=40)]], msgspec.Meta(max_length=8)] = []


@routes.route("/board", methods=["GET"])
@answers_problems
def show_board() -> Response:
    request = routes.current_request
    unit = ports().units.of(query_of(request, "unit"))
    line = line_of(ports(), unit)
    board = board_answer(line.tickets.of_day(line.day), unit, service_day(line.now, unit).isoformat())
    return rendered_if_new(request, board | {"as_of": instant(line.now)}, tag_of=board)


@routes.route("/staff/queue", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_queue() -> Response:
    line = line_of(ports(), caller().unit)
    return rendered(queue_answer(line.tickets.of_day(line.day), line.now))


@routes.route("/staff/queue/calls", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def call_next() -> Response:
    call = form_of(routes.current_request, Call)
    line = line_of(ports(), caller().unit)
    if any(line.unit.service(code) is None for code in call.services):
        raise Invalid(faults=(Fault("services", "not-in-list"),))
    return rendered(ticket_answer(service.call_next(line, call.desk, call.services), line.now))


@routes.route("/staff/tickets/{ticket_id}/recall", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def recall(ticket_id: str) -> Response:
    return _moved(ticket_id, "recall")


@routes.route("/staff/tickets/{ticket_id}/serve", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def serve(ticket_id: str) -> Response:
    return _moved(ticket_id, "serve")


@routes.route("/staff/tickets/{ticket_id}/finish", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def finish(ticket_id: str) -> Response:
    return _moved(ticket_id, "finish")


@routes.route("/staff/tickets/{ticket_id}/skip", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def skip(ticket_id: str) -> Response:
    return _moved(ticket_id, "skip")


def _moved(ticket_id: str, move: Move) -> Response:
    line = line_of(ports(), caller().unit)
    return rendered(ticket_answer(service.move_ticket(line, ticket_id, move), line.now))
