"""Routes of the register for staff: lists show nobody, one complaint shows who it came from, and that is noted."""

from __future__ import annotations

import re
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted, staff_call
from chalicelib.complaints import clocks, events, service
from chalicelib.complaints.answers import complaint_answer, register_answer
from chalicelib.complaints.forms import Classified, EnteredComplaint, NewEvent, faults_of_entered, faults_of_event
from chalicelib.complaints.model import MOVES, STATES, Complaint
from chalicelib.complaints.service import Filing
from chalicelib.http import ANY, as_cursor, choice_of, cursor_of, form_of, limit_of, rendered
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.wiring import ports

routes = Blueprint(__name__)

POSITION = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z#[0-9a-f]{32}")


@routes.route("/staff/complaints", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def enter_complaint() -> Response:
    request, p, unit = routes.current_request, ports(), caller().unit
    call, now = staff_call(request), p.now()
    new = form_of(request, EnteredComplaint, lambda given: faults_of_entered(given, _is_visit, now))
    visit = service.visit_of(p.visits, new.visit_token)
    filing = Filing(unit=unit, received_at=new.received_at or now, source="staff", visit=visit, by=caller().name)
    return rendered(service.file_complaint(p, filing, call, new), 201)


def _is_visit(token: str) -> bool:
    visit = service.visit_of(ports().visits, token)
    return visit is not None and visit.unit == caller().unit_code


@routes.route("/staff/complaints", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_complaints() -> Response:
    request, unit = routes.current_request, caller().unit
    state, limit = choice_of(request, "state", STATES), limit_of(request)
    found = service.register(ports(), unit, (state, cursor_of(request, POSITION)), limit + 1)
    soon, over = service.due_counts(ports(), unit)
    following = as_cursor(found[limit - 1].position) if len(found) > limit else None
    items = [_line(complaint) for complaint in found[:limit]]
    return rendered({"items": items, "next": following, "due_soon": soon, "overdue": over})


@routes.route("/staff/complaints/{code}", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_complaint(code: str) -> Response:
    complaint = service.complaint_of_unit(ports(), caller().unit, code)
    noted("read", "complaint", complaint.code)
    return _shown(complaint)


@routes.route("/staff/complaints/{code}/events", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def record_event(code: str) -> Response:
    unit = caller().unit
    new = form_of(routes.current_request, NewEvent, faults_of_event)
    complaint = service.complaint_of_unit(ports(), unit, code)
    noted("move", "complaint", complaint.code, new.state)
    return _shown(events.by_staff(ports(), unit, complaint, (caller().name, new)))


@routes.route("/staff/complaints/{code}/class", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def classify_complaint(code: str) -> Response:
    lapor_class = form_of(routes.current_request, Classified).lapor_class
    complaint = service.complaint_of_unit(ports(), caller().unit, code)
    noted("classify", "complaint", complaint.code, lapor_class or "none")
    return _shown(service.classify(ports(), complaint, lapor_class))


def _shown(complaint: Complaint) -> Response:
    """All of it. Who asked to be kept secret is known to the head of the unit alone."""
    is_hidden = complaint.secret_identity and caller().role != "kepala"
    whose = ports().complainants.find(complaint.complaint_id, ports().now()) if complaint.has_contact else None
    may = [state for state in MOVES[complaint.state] if _is_open_to_staff(complaint, state)]
    whole = complaint_answer(complaint, _line(complaint), None if is_hidden else whose, may)
    erased = complaint.erased_at is not None or (complaint.has_contact and whose is None)
    return rendered(whole | {"contact_hidden": is_hidden and whose is not None, "erased": erased})


def _is_open_to_staff(complaint: Complaint, state: str) -> bool:
    """An incomplete file is closed once the complainant's time has passed, not before."""
    if (complaint.state, state) != ("incomplete", "closed"):
        return True
    return clocks.is_given_up(complaint, caller().unit, ports().now())


def _line(complaint: Complaint) -> dict[str, Any]:
    letters = ports().deliveries.of_request(complaint.complaint_id) if complaint.has_email else []
    return register_answer(complaint, caller().unit, ports().now(), letters)
