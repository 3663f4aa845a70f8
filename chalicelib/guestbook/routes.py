"""Routes of the guestbook, and of the devices that may check visitors in."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.errors import Forbidden
from chalicelib.guestbook import service
from chalicelib.guestbook.access import entrance_of
from chalicelib.guestbook.answers import day_of, visit_summary
from chalicelib.guestbook.devices import Entrance, NewKiosk, add_kiosk, onsite_code
from chalicelib.guestbook.entry import StaffEntry, faults_of_staff_entry
from chalicelib.guestbook.model import CheckIn, as_of, faults_of
from chalicelib.http import ANY, bearer_of, call_of, form_of, listed, page_of, query_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.queue import moves
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import Unit, service_day, unit_day
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/visits", methods=["POST"], content_types=ANY)
@answers_problems
def check_in() -> Response:
    request = routes.current_request
    door = entrance_of(request)
    call = call_of(request, door.scope, door.secret)
    entry = form_of(request, CheckIn, lambda fields: faults_of(fields, door.unit))
    return rendered(service.check_in(ports(), door, call, entry), 201)


@routes.route("/staff/kiosks", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("kepala")
def list_kiosks() -> Response:
    found = ports().kiosks.of_unit(caller().unit_code)
    items = [{"kiosk_id": k.kiosk_id, "name": k.name, "created_at": instant(k.created_at)} for k in found]
    return rendered(listed(items, page_of(routes.current_request)))


@routes.route("/staff/kiosks", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("kepala")
def register_kiosk() -> Response:
    request = routes.current_request
    call = call_of(request, f"staff {caller().subject}", bearer_of(request))
    return rendered(add_kiosk(ports(), caller().unit, call, form_of(request, NewKiosk)), 201)


@routes.route("/staff/onsite-code", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("kepala")
def show_onsite_code() -> Response:
    return rendered(_onsite_answer(caller().unit))


@routes.route("/onsite-code", methods=["GET"])
@answers_problems
def show_onsite_code_to_device() -> Response:
    door = entrance_of(routes.current_request)
    if door.source != "kiosk":
        raise Forbidden()
    return rendered(_onsite_answer(door.unit))


@routes.route("/staff/visits", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_visits() -> Response:
    request, p, unit = routes.current_request, ports(), caller().unit
    day = unit_day(unit, day_of(query_of(request, "day"), unit, p.now()))
    tickets = [moves.as_of(ticket, unit, p.now()) for ticket in p.tickets.of_day(day)]
    items = [visit_summary(as_of(visit, unit, p.now()), tickets) for visit in p.visits.of_day(day)]
    return rendered(listed(items, page_of(request)))


@routes.route("/staff/visits", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def enter_visit() -> Response:
    request, unit = routes.current_request, caller().unit
    scope, secret = f"staff {caller().subject}", bearer_of(request)
    call = call_of(request, scope, secret)
    entry = form_of(request, StaffEntry, lambda fields: faults_of_staff_entry(fields, unit, ports().now()))
    door = Entrance(unit, "paper" if entry.arrived_at else "staff", scope, secret)
    return rendered(service.enter_for_visitor(ports(), door, call, entry), 201)


def _onsite_answer(unit: Unit) -> dict[str, Any]:
    code = onsite_code(ports().onsite_codes, unit, ports().now())
    return {
        "code": code.code,
        "day": service_day(ports().now(), unit).isoformat(),
        "url": f"{ports().public_url}/tamu/#{code.code}",
        "expires_at": instant(code.expires_at),
    }
