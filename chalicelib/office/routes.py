"""Routes that anybody may ask: health, the unit, the contract."""

from __future__ import annotations

from chalice.app import Blueprint, Request, Response

from chalicelib.audit.noted import noted
from chalicelib.guestbook.access import entrance_of
from chalicelib.hours import opening
from chalicelib.http import ANY, current_language, form_of, query_of, rendered, rendered_if_new
from chalicelib.office import service
from chalicelib.office.answers import closing_answer, unit_answer
from chalicelib.office.contract import openapi
from chalicelib.office.model import NewClosing, ServiceDay, faults_of_closing
from chalicelib.office.service import opening_of, today_of
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import Unit, service_day
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/health", methods=["GET"])
@answers_problems
def show_health() -> Response:
    ports()
    return rendered({"status": "ok"})


@routes.route("/unit", methods=["GET"])
@answers_problems
def show_unit() -> Response:
    request = routes.current_request
    unit = _asked_for(request)
    return rendered_if_new(request, unit_answer(unit, current_language(), opening_of(ports(), unit)))


def _asked_for(request: Request) -> Unit:
    """The unit of the device that asks, or the one that is named, or the first."""
    if request.headers.get("authorization"):
        return entrance_of(request).unit
    return ports().units.of(query_of(request, "unit"))


@routes.route("/staff/closing", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_closing() -> Response:
    return _closing(today_of(ports(), caller().unit))


@routes.route("/staff/closing", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def close_early() -> Response:
    unit, now = caller().unit, ports().now()
    closing = form_of(routes.current_request, NewClosing, lambda fields: faults_of_closing(fields, unit, now))
    noted("close-early", "day", service_day(now, unit).isoformat())
    return _closing(service.close_early(ports(), unit, closing, caller().username))


@routes.route("/staff/closing", methods=["DELETE"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def keep_hours() -> Response:
    unit = caller().unit
    noted("keep-hours", "day", service_day(ports().now(), unit).isoformat())
    return _closing(service.keep_hours(ports(), unit))


def _closing(day: ServiceDay) -> Response:
    return rendered(closing_answer(day, opening(caller().unit, ports().now(), day.early)))


@routes.route("/openapi.json", methods=["GET"])
@answers_problems
def show_contract() -> Response:
    return rendered_if_new(routes.current_request, openapi(), seconds=300)
