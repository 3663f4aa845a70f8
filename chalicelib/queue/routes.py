"""Routes of the desk and the board."""

from __future__ import annotations

from typing import Annotated

import msgspec
from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted
from chalicelib.catalogue.service import publication_for_staff
from chalicelib.errors import Fault, Invalid
from chalicelib.form import Form
from chalicelib.guestbook.service import line_of
from chalicelib.http import ANY, form_of, query_of, rendered, rendered_if_new
from chalicelib.moments import instant
from chalicelib.office.service import opening_of
from chalicelib.problems import answers_problems
from chalicelib.queue import notes, service
from chalicelib.queue.answers import board_answer, queue_answer, queue_tag, ticket_answer
from chalicelib.queue.model import Move, Ticket, Title
from chalicelib.queue.service import Line
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import Service, service_day
from chalicelib.wiring import ports

routes = Blueprint(__name__)
Revision = Annotated[str, msgspec.Meta(max_length=64)]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Call(Form, frozen=True):
    """Which desk calls, for which services (none named: all), and which called tickets its page shows at this desk."""

    desk: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    services: Annotated[list[Code], msgspec.Meta(max_length=8)] = []
    holding: Annotated[list[Code], msgspec.Meta(max_length=50)] | None = None


class Seen(Form, frozen=True):
    """The ticket's `revision` as the page shows it; a move of what has changed meanwhile is refused."""

    revision: Revision | None = None


class Transfer(Form, frozen=True):
    """To which service."""

    service: Code
    revision: Revision | None = None


class Reason(Form, frozen=True):
    """Why the promise was missed: a code of the unit's list, and what there is to say about it."""

    reason: Code
    note: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class UsedTitle(Form, frozen=True):
    """A title that is used in the reading room."""

    publication_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


@routes.route("/board", methods=["GET"])
@answers_problems
def show_board() -> Response:
    request = routes.current_request
    unit = ports().units.of(query_of(request, "unit"))
    line = line_of(ports(), unit)
    tickets = line.tickets.of_day_lately(line.day, line.now)
    board = board_answer(tickets, unit, service_day(line.now, unit).isoformat())
    return rendered_if_new(request, board | {"as_of": instant(line.now)}, tag_of=board, shared_seconds=1)


@routes.route("/staff/queue", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_queue() -> Response:
    line = _line()
    queue = queue_answer(line.tickets.of_day(line.day), line, opening_of(ports(), line.unit).closes_at)
    return rendered_if_new(routes.current_request, queue | {"as_of": instant(line.now)}, tag_of=queue_tag(queue))


@routes.route("/staff/queue/calls", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def call_next() -> Response:
    call, line = form_of(routes.current_request, Call), _line()
    if any(line.unit.service(code) is None for code in call.services):
        raise Invalid(faults=(Fault("services", "not-in-list"),))
    return _shown(line, service.call_next(line, service.Desk(call.desk, call.services, call.holding)))


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


@routes.route("/staff/tickets/{ticket_id}/undo", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def undo(ticket_id: str) -> Response:
    return _moved(ticket_id, "undo")


@routes.route("/staff/tickets/{ticket_id}/return", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def return_to_line(ticket_id: str) -> Response:
    seen, line = form_of(routes.current_request, Seen), _line()
    return _shown(line, service.return_ticket(line, ticket_id, seen.revision))


@routes.route("/staff/tickets/{ticket_id}/transfer", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def transfer(ticket_id: str) -> Response:
    form, line = form_of(routes.current_request, Transfer), _line()
    return _shown(line, service.transfer_ticket(line, ticket_id, _service(line, form.service), form.revision))


@routes.route("/staff/tickets/{ticket_id}/reason", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def explain(ticket_id: str) -> Response:
    form, line = form_of(routes.current_request, Reason), _line()
    if form.reason not in {entry.code for entry in line.unit.miss_reasons}:
        raise Invalid(faults=(Fault("reason", "not-in-list"),))
    noted("explain", "ticket", service.ticket_of_today(line, ticket_id).ticket_id, form.reason)
    return _shown(line, notes.explain(line, ticket_id, form.reason, form.note))


@routes.route("/staff/tickets/{ticket_id}/titles", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def note_title(ticket_id: str) -> Response:
    form, line = form_of(routes.current_request, UsedTitle), _line()
    used = publication_for_staff(ports(), line.unit, form.publication_id)
    noted("note-title", "ticket", service.ticket_of_today(line, ticket_id).ticket_id, used.publication_id)
    title = Title(used.publication_id, used.title, used.shelf, line.now)
    return _shown(line, notes.note_title(line, ticket_id, title))


@routes.route("/staff/tickets/{ticket_id}/titles/{publication_id}", methods=["DELETE"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def strike_title(ticket_id: str, publication_id: str) -> Response:
    line = _line()
    noted("strike-title", "ticket", service.ticket_of_today(line, ticket_id).ticket_id)
    return _shown(line, notes.strike_title(line, ticket_id, publication_id))


@routes.route("/staff/tickets/{ticket_id}/reading-ended", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def end_reading(ticket_id: str) -> Response:
    line = _line()
    noted("end-reading", "ticket", service.ticket_of_today(line, ticket_id).ticket_id)
    return _shown(line, notes.end_reading(line, ticket_id))


def _line() -> Line:
    """The line of the caller's unit, in the caller's name."""
    return line_of(ports(), caller().unit, caller().username)


def _service(line: Line, code: str) -> Service:
    found = line.unit.service(code)
    if found is None:
        raise Invalid(faults=(Fault("service", "not-in-list"),))
    return found


def _moved(ticket_id: str, move: Move) -> Response:
    seen, line = form_of(routes.current_request, Seen), _line()
    return _shown(line, service.move_ticket(line, ticket_id, move, seen.revision))


def _shown(line: Line, ticket: Ticket) -> Response:
    return rendered(ticket_answer(ticket, line))
