"""Routes of the published results: anybody reads them, the head of the unit publishes and withdraws."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted, staff_call
from chalicelib.http import ANY, form_of, query_of, rendered, rendered_if_new
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.reports import published
from chalicelib.reports.published import NewResult, SkmResult, faults_of_result
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import Unit, service_day
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/skm", methods=["GET"])
@answers_problems
def show_published() -> Response:
    request = routes.current_request
    unit = ports().units.of(query_of(request, "unit"))
    results = published.newest_first(ports().skm_results.of_unit(unit.code))
    items = [_public(unit, one) for one in results if one.is_public]
    return rendered_if_new(request, {"unit": unit.code, "items": items})


@routes.route("/staff/skm/publications", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_publications() -> Response:
    unit = caller().unit
    results = published.newest_first(ports().skm_results.of_unit(unit.code))
    return rendered({"items": [_shown(unit, one) for one in results]})


@routes.route("/staff/skm/publications", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("kepala")
def publish() -> Response:
    request, unit, now = routes.current_request, caller().unit, ports().now()
    new = form_of(request, NewResult, lambda given: faults_of_result(given, unit, now))
    return rendered(_shown(unit, published.publish(ports(), unit, staff_call(request), new)), 201)


@routes.route("/staff/skm/publications/{publication}", methods=["DELETE"], authorizer=STAFF)
@answers_problems
@for_staff("kepala")
def withdraw(publication: str) -> Response:
    unit = caller().unit
    result = published.found_result(ports(), unit, publication)
    noted("withdraw", "skm-result", result.result_id)
    ports().skm_results.withdraw(result, ports().now())
    return rendered(_shown(unit, published.found_result(ports(), unit, publication)))


def _shown(unit: Unit, result: SkmResult) -> dict[str, Any]:
    own = {"publication": result.result_id, "withdrawn_at": instant(result.withdrawn_at)}
    return own | {"published_at": instant(result.published_at)} | _public(unit, result)


def _public(unit: Unit, result: SkmResult) -> dict[str, Any]:
    return {
        "from": result.first.isoformat(),
        "to": result.last.isoformat(),
        "published_on": service_day(result.published_at, unit).isoformat(),
        "respondents": result.respondents,
        "ikm": result.ikm,
        "grade": result.grade,
        "elements": {code: {"nrr": mean} for code, mean in result.means.items()},
        "target": result.target,
    }
