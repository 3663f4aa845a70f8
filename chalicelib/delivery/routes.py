"""Routes of copies: asking for one, fetching it, links from mails, and what staff see of it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from chalice.app import Blueprint, Response

from chalicelib.abuse.model import watching
from chalicelib.audit.noted import noted
from chalicelib.delivery import repair, service
from chalicelib.delivery.answers import (
    genuine_answer,
    link_answer,
    opening_answer,
    request_answer,
    staff_request_answer,
)
from chalicelib.delivery.model import CopyRequest, NewRequest
from chalicelib.form import Form
from chalicelib.guestbook.access import address_of, visit_of
from chalicelib.guestbook.service import unit_of
from chalicelib.http import ANY, call_of, choice_of, current_language, form_of, listed, page_of, rendered
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import unit_day
from chalicelib.wiring import ports

routes = Blueprint(__name__)

STATES = ("queued", "marking", "ready", "refused", "revoked")
MOST_LISTED = 500


class LinkToken(Form, frozen=True):
    """The token of a link, from the fragment of its address: never in a query that is logged."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


@routes.route("/visit/requests", methods=["POST"], content_types=ANY)
@answers_problems
def request_copy() -> Response:
    request = routes.current_request
    visit = visit_of(request)
    call = call_of(request, f"visit {visit.visit_id}")
    new = form_of(request, NewRequest)
    return rendered(service.request_copy(ports(), unit_of(ports(), visit), visit, call, new), 202)


@routes.route("/visit/requests/{request_id}", methods=["GET"])
@answers_problems
def show_request(request_id: str) -> Response:
    visit = visit_of(routes.current_request)
    return rendered(_shown(service.request_of_visit(ports(), visit, request_id)))


@routes.route("/visit/requests/{request_id}/open", methods=["POST"], content_types=ANY)
@answers_problems
def open_copy(request_id: str) -> Response:
    visit = visit_of(routes.current_request)
    request = service.request_of_visit(ports(), visit, request_id)
    return rendered(opening_answer(service.open_copy(ports(), request)))


@routes.route("/links/view", methods=["POST"], content_types=ANY)
@answers_problems
def view_link() -> Response:
    request = routes.current_request
    token = form_of(request, LinkToken).token
    with watching(ports().misses, address_of(request), ports().now()):
        link, wanted = service.view_link(ports(), token)
    return rendered(link_answer(link, wanted))


@routes.route("/links/open", methods=["POST"], content_types=ANY)
@answers_problems
def open_link() -> Response:
    request = routes.current_request
    token = form_of(request, LinkToken).token
    with watching(ports().misses, address_of(request), ports().now()):
        opening = service.open_link(ports(), token)
    return rendered(opening_answer(opening))


@routes.route("/copies/{code}", methods=["GET"])
@answers_problems
def show_copy(code: str) -> Response:
    request = routes.current_request
    with watching(ports().misses, address_of(request), ports().now()):
        copy = service.genuine_copy(ports(), code)
    return rendered(genuine_answer(copy, ports().units.of(copy.unit).name.say(current_language())))


@routes.route("/staff/requests", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_requests() -> Response:
    request = routes.current_request
    state = choice_of(request, "state", STATES)
    found = ports().requests.of_unit(caller().unit_code, MOST_LISTED)
    page = listed([one for one in found if state is None or one.state == state], page_of(request))
    return rendered(page | {"items": _for_staff(page["items"])})


@routes.route("/staff/requests/{request_id}/retry", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def retry_request(request_id: str) -> Response:
    request = service.request_of_unit(ports(), caller().unit, request_id)
    noted("retry", "request", request.request_id, request.copy_code)
    return rendered(_for_staff([repair.retry(ports(), request)])[0])


@routes.route("/staff/requests/{request_id}/revoke", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def revoke_request(request_id: str) -> Response:
    request = service.request_of_unit(ports(), caller().unit, request_id)
    noted("revoke", "request", request.request_id, request.copy_code)
    return rendered(_for_staff([repair.revoke(ports(), request)])[0])


def _shown(request: CopyRequest) -> object:
    return request_answer(request, ports().deliveries.of_request(request.request_id), current_language())


def _for_staff(requests: list[CopyRequest]) -> list[object]:
    unit = caller().unit
    numbers: dict[str, list[str]] = {}
    for day in {request.day for request in requests}:
        for ticket in ports().tickets.of_day(unit_day(unit, day)):
            numbers.setdefault(ticket.visit_id, []).append(ticket.number)
    return [
        staff_request_answer(
            request,
            ports().deliveries.of_request(request.request_id),
            sorted(numbers.get(request.visit_id, [])),
            current_language(),
        )
        for request in requests
    ]
