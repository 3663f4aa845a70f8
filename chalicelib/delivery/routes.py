"""Routes of copies: asking for one, reading it, fetching it, and links from mails."""

from __future__ import annotations

from typing import Annotated

import msgspec
from chalice.app import Blueprint, Response

from chalicelib.abuse.model import UNKNOWN, watching
from chalicelib.delivery import opening, reading, service
from chalicelib.delivery.answers import genuine_answer, link_answer, opening_answer, read_here_answer, request_answer
from chalicelib.delivery.model import CopyRequest, NewRequest
from chalicelib.delivery.opening import AddressDiffers, Renewal
from chalicelib.delivery.reading import NewReading
from chalicelib.feedback import by_link
from chalicelib.form import Form
from chalicelib.guestbook.access import address_of, visit_of
from chalicelib.guestbook.service import unit_of
from chalicelib.http import ANY, call_of, current_language, form_of, rendered
from chalicelib.problems import answers_problems
from chalicelib.watermark.model import mask_email
from chalicelib.wiring import ports

routes = Blueprint(__name__)


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
    return rendered(opening_answer(opening.open_copy(ports(), request)))


@routes.route("/visit/readings", methods=["POST"], content_types=ANY)
@answers_problems
def read_copy() -> Response:
    request = routes.current_request
    visit = visit_of(request)
    wanted = form_of(request, NewReading).publication_id
    return rendered(read_here_answer(reading.read_copy(ports(), unit_of(ports(), visit), visit, wanted)))


@routes.route("/links/view", methods=["POST"], content_types=ANY)
@answers_problems
def view_link() -> Response:
    request = routes.current_request
    token = form_of(request, LinkToken).token
    with watching(ports().misses, address_of(request), ports().now()):
        viewed = by_link.view_link(ports(), token)
    return rendered(link_answer(viewed.link, viewed.request) | {"may_rate": viewed.may_rate})


@routes.route("/links/open", methods=["POST"], content_types=ANY)
@answers_problems
def open_link() -> Response:
    request = routes.current_request
    token = form_of(request, LinkToken).token
    with watching(ports().misses, address_of(request), ports().now()):
        opened = opening.open_link(ports(), token)
    return rendered(opening_answer(opened))


@routes.route("/links/renew", methods=["POST"], content_types=ANY)
@answers_problems
def renew_link() -> Response:
    request = routes.current_request
    wanted = form_of(request, Renewal)
    with watching(ports().misses, address_of(request), ports().now(), (*UNKNOWN, AddressDiffers)):
        address = opening.renew_link(ports(), wanted)
    return rendered({"sent_to": mask_email(address)})


@routes.route("/copies/{code}", methods=["GET"])
@answers_problems
def show_copy(code: str) -> Response:
    request = routes.current_request
    with watching(ports().misses, address_of(request), ports().now()):
        copy = opening.genuine_copy(ports(), code)
    return rendered(genuine_answer(copy, ports().units.of(copy.unit).name.say(current_language())))


def _shown(request: CopyRequest) -> object:
    return request_answer(request, ports().deliveries.of_request(request.request_id), current_language())
