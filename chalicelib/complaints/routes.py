"""Routes of complaints for whoever complains: with or without a visit, and by the code of one."""

from __future__ import annotations

from chalice.app import Blueprint, Request, Response

from chalicelib.abuse.model import watching
from chalicelib.complaints import events, service
from chalicelib.complaints.answers import status_answer
from chalicelib.complaints.forms import Completion, NewComplaint, Withdrawal, faults_of
from chalicelib.complaints.model import Complaint
from chalicelib.complaints.service import Filing
from chalicelib.guestbook.access import address_of
from chalicelib.http import ANY, call_of, form_of, query_of, rendered
from chalicelib.problems import answers_problems
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/complaints", methods=["POST"], content_types=ANY)
@answers_problems
def file_complaint() -> Response:
    request, p = routes.current_request, ports()
    unit, call = p.units.of(query_of(request, "unit")), call_of(request, "complaints")
    new = form_of(request, NewComplaint, lambda given: faults_of(given, _is_visit))
    visit = service.visit_of(p.visits, new.visit_token)
    unit = p.units.of(visit.unit) if visit else unit
    filing = Filing(unit=unit, received_at=p.now(), source="public", visit=visit, address=address_of(request))
    return rendered(service.file_complaint(p, filing, call, new), 201)


def _is_visit(token: str) -> bool:
    return service.visit_of(ports().visits, token) is not None


@routes.route("/complaints/{code}", methods=["GET"])
@answers_problems
def show_complaint(code: str) -> Response:
    return _shown(_of_code(routes.current_request, code))


@routes.route("/complaints/{code}/completion", methods=["POST"], content_types=ANY)
@answers_problems
def complete_complaint(code: str) -> Response:
    request = routes.current_request
    text = form_of(request, Completion).text
    complaint = _of_code(request, code)
    return _shown(events.complete(ports(), ports().units.of(complaint.unit), complaint, text))


@routes.route("/complaints/{code}/withdrawal", methods=["POST"], content_types=ANY)
@answers_problems
def withdraw_complaint(code: str) -> Response:
    request = routes.current_request
    form_of(request, Withdrawal)
    complaint = _of_code(request, code)
    return _shown(events.withdraw(ports(), ports().units.of(complaint.unit), complaint))


def _of_code(request: Request, code: str) -> Complaint:
    """The complaint of a code, guesses at which are counted. Raises UnknownComplaint, TooMany."""
    with watching(ports().misses, address_of(request), ports().now()):
        return service.complaint_of_code(ports(), code)


def _shown(complaint: Complaint) -> Response:
    return rendered(status_answer(complaint, ports().units.of(complaint.unit)))
