"""Routes of what is held about a person: their own, and those by which staff do it at their wish."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted
from chalicelib.guestbook.access import erasable_visit_of, visit_of
from chalicelib.guestbook.model import Visit, as_of
from chalicelib.guestbook.service import unit_of
from chalicelib.http import ANY, current_language, form_of, rendered
from chalicelib.privacy import service
from chalicelib.privacy.answers import erased_answer, held_answer, staff_visit_answer
from chalicelib.privacy.erasing import erase
from chalicelib.privacy.model import Correction, Erasure, StaffCorrection, faults_of_correction
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/visit/data", methods=["GET"])
@answers_problems
def show_own() -> Response:
    return rendered(_held(visit_of(routes.current_request)))


@routes.route("/visit/data", methods=["PATCH"], content_types=ANY)
@answers_problems
def correct_own() -> Response:
    request = routes.current_request
    visit = visit_of(request)
    unit = unit_of(ports(), visit)
    form = form_of(request, Correction, lambda fields: faults_of_correction(fields, unit, visit))
    service.correct(ports(), visit, form)
    return rendered(_held(visit))


@routes.route("/visit/data", methods=["DELETE"])
@answers_problems
def erase_own() -> Response:
    return rendered(erased_answer(erase(ports(), erasable_visit_of(routes.current_request))))


@routes.route("/staff/visits/{visit_id}", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_to_staff(visit_id: str) -> Response:
    return rendered(_shown(_noted("show", visit_id)))


@routes.route("/staff/visits/{visit_id}", methods=["PATCH"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def correct_by_staff(visit_id: str) -> Response:
    request, unit = routes.current_request, caller().unit
    form = form_of(request, StaffCorrection, lambda fields: faults_of_correction(fields, unit, _known(visit_id)))
    visit = _noted("correct", visit_id)
    service.correct(ports(), visit, form)
    return rendered(_shown(visit))


@routes.route("/staff/erasures", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def erase_by_staff() -> Response:
    wanted = form_of(routes.current_request, Erasure)
    return rendered(erased_answer(erase(ports(), _noted("erase", wanted.visit_id))))


def _known(visit_id: str) -> Visit:
    """A visit to the staff's own unit whose visitor may be known. Raises NoSuchVisit, VisitErased."""
    visit = service.visit_of_unit(ports(), caller().unit, visit_id)
    service.require_not_erased(visit)
    return visit


def _noted(action: str, visit_id: str) -> Visit:
    """A visit to the staff's own unit, with a note by day and numbers of what staff are about to do with it."""
    visit = service.visit_of_unit(ports(), caller().unit, visit_id)
    numbers = [ticket.number for ticket in service.held_of(ports(), visit).tickets]
    noted(action, "visit", visit.visit_id, visit.day.isoformat(), *numbers)
    return visit


def _held(visit: Visit) -> object:
    return held_answer(service.held_of(ports(), visit), current_language())


def _shown(visit: Visit) -> object:
    unit = unit_of(ports(), visit)
    held = service.held_of(ports(), as_of(visit, unit, ports().now()))
    return staff_visit_answer(held, current_language())
