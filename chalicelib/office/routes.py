"""Routes that anybody may ask: health, the unit, the contract."""

from __future__ import annotations

from chalice.app import Blueprint, Request, Response

from chalicelib.guestbook.access import entrance_of
from chalicelib.http import current_language, query_of, rendered, rendered_if_new
from chalicelib.office.answers import unit_answer
from chalicelib.office.contract import openapi
from chalicelib.problems import answers_problems
from chalicelib.unit import Unit
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
    return rendered_if_new(request, unit_answer(_asked_for(request), current_language(), ports().now()))


def _asked_for(request: Request) -> Unit:
    """The unit of the device that asks, or the one that is named, or the first."""
    if request.headers.get("authorization"):
        return entrance_of(request).unit
    return ports().units.of(query_of(request, "unit"))


@routes.route("/openapi.json", methods=["GET"])
@answers_problems
def show_contract() -> Response:
    return rendered_if_new(routes.current_request, openapi(), seconds=300)
