"""Routes of copies for staff: requests, their links, and what waits for the desk."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted
from chalicelib.delivery import desk, repair, service
from chalicelib.delivery.answers import desk_answer, link_for_staff, opening_answer, staff_request_answer
from chalicelib.delivery.channels import channel_states, offer
from chalicelib.delivery.desk import AnotherChannel, HandedOver
from chalicelib.delivery.model import CopyRequest, Delivery, wants_of
from chalicelib.delivery.stops import stops_of
from chalicelib.http import ANY, choice_of, current_language, form_of, listed, page_of, rendered
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import unit_day
from chalicelib.wiring import ports

routes = Blueprint(__name__)

STATES = ("queued", "marking", "ready", "refused", "revoked")
MOST_LISTED = 500


@routes.route("/staff/requests", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_requests() -> Response:
    request = routes.current_request
    state = choice_of(request, "state", STATES)
    found = ports().requests.of_unit(caller().unit_code, MOST_LISTED)
    page = listed([one for one in found if state is None or one.state == state], page_of(request))
    return rendered(page | {"items": _shown(page["items"])})


@routes.route("/staff/requests/{request_id}/retry", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def retry_request(request_id: str) -> Response:
    request = service.request_of_unit(ports(), caller().unit, request_id)
    noted("retry", "request", request.request_id, request.copy_code)
    return rendered(_shown([repair.retry(ports(), request)])[0])


@routes.route("/staff/requests/{request_id}/revoke", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def revoke_request(request_id: str) -> Response:
    request = service.request_of_unit(ports(), caller().unit, request_id)
    noted("revoke", "request", request.request_id, request.copy_code)
    return rendered(_shown([repair.revoke(ports(), request)])[0])


@routes.route("/staff/requests/{request_id}/channels", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def add_channel(request_id: str) -> Response:
    wanted = form_of(routes.current_request, AnotherChannel).channel
    request = service.request_of_unit(ports(), caller().unit, request_id)
    noted("add-channel", "request", request.request_id, request.copy_code, wanted)
    desk.add_channel(ports(), caller().unit, request, wanted)
    return rendered(_shown([request])[0])


@routes.route("/staff/requests/{request_id}/links", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_links(request_id: str) -> Response:
    request = service.request_of_unit(ports(), caller().unit, request_id)
    return rendered({"items": [link_for_staff(link) for link in ports().links.of_request(request.request_id)]})


@routes.route(
    "/staff/requests/{request_id}/links/{link_id}/revoke", methods=["POST"], authorizer=STAFF, content_types=ANY
)
@answers_problems
@for_staff("petugas")
def revoke_link(request_id: str, link_id: str) -> Response:
    request = service.request_of_unit(ports(), caller().unit, request_id)
    noted("revoke", "link", request.request_id, request.copy_code)
    return rendered(link_for_staff(repair.revoke_link(ports(), request, link_id)))


@routes.route("/staff/deliveries", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_deliveries() -> Response:
    found = desk.at_desk(ports(), caller().unit)
    page = listed(found, page_of(routes.current_request))
    return rendered(page | {"items": _at_desk(page["items"])})


@routes.route("/staff/deliveries/{delivery_id}/open", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def open_delivery(delivery_id: str) -> Response:
    delivery, request = desk.delivery_of_unit(ports(), caller().unit, delivery_id)
    noted("open", "delivery", delivery.delivery_id, request.copy_code)
    return rendered(opening_answer(desk.open_at_desk(ports(), delivery, request)))


@routes.route("/staff/deliveries/{delivery_id}/message", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def write_message(delivery_id: str) -> Response:
    delivery, request = desk.delivery_of_unit(ports(), caller().unit, delivery_id)
    noted("message", "delivery", delivery.delivery_id, request.copy_code)
    address, text = desk.message_by_hand(ports(), delivery, request)
    return rendered({"url": address, "text": text})


@routes.route("/staff/deliveries/{delivery_id}/handed-over", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def hand_over(delivery_id: str) -> Response:
    form = form_of(routes.current_request, HandedOver)
    delivery, request = desk.delivery_of_unit(ports(), caller().unit, delivery_id)
    noted("hand-over", "delivery", delivery.delivery_id, request.copy_code)
    handed = desk.hand_over(ports(), delivery, request, (caller().username, form))
    return rendered(_at_desk([(handed, request)])[0])


@routes.route("/staff/deliveries/{delivery_id}/noted", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def note_delivery(delivery_id: str) -> Response:
    delivery, request = desk.delivery_of_unit(ports(), caller().unit, delivery_id)
    noted("tell", "delivery", delivery.delivery_id, request.copy_code)
    return rendered(_at_desk([(desk.note(ports(), delivery), request)])[0])


def _shown(requests: list[CopyRequest]) -> list[dict[str, Any]]:
    numbers = _numbers(requests)
    return [
        staff_request_answer(
            request,
            ports().deliveries.of_request(request.request_id),
            numbers.get(request.visit_id, []),
            current_language(),
        )
        for request in requests
    ]


def _at_desk(found: list[tuple[Delivery, CopyRequest]]) -> list[dict[str, Any]]:
    numbers = _numbers(desk.of_each(found))
    return [
        desk_answer(
            delivery, request, numbers.get(request.visit_id, []), (current_language(), _next(delivery, request))
        )
        for delivery, request in found
    ]


def _numbers(requests: list[CopyRequest]) -> dict[str, list[str]]:
    """The ticket numbers by visit: that is how the desk calls people."""
    unit = caller().unit
    numbers: dict[str, list[str]] = {}
    for day in {request.day for request in requests}:
        for ticket in ports().tickets.of_day(unit_day(unit, day)):
            numbers.setdefault(ticket.visit_id, []).append(ticket.number)
    return {visit_id: sorted(found) for visit_id, found in numbers.items()}


def _next(delivery: Delivery, request: CopyRequest) -> str | None:
    """The next way to offer the visitor, where this one has failed."""
    if wants_of(delivery) != "help":
        return None
    unit, visit = caller().unit, ports().visits.find(request.visit_id)
    if visit is None:
        return None
    contact = ports().contacts.find(request.visit_id, ports().now())
    states = channel_states(unit, visit, contact, stops_of(ports(), unit, contact))
    return offer(request, ports().deliveries.of_request(request.request_id), states)
