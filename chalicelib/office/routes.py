"""Routes that anybody may ask: health, the unit, the contract."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.http import current_language, query_of, rendered, rendered_if_new
from chalicelib.office.answers import unit_answer
from chalicelib.office.contract import openapi
from chalicelib.problems import answers_problems
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
    unit = ports().units.of(query_of(request, "unit"))
    return rendered_if_new(request, unit_answer(unit, current_language(), ports().now()))


@routes.route("/openapi.json", methods=["GET"])
@answers_problems
def show_contract() -> Response:
    return rendered_if_new(routes.current_request, openapi(), seconds=300)
