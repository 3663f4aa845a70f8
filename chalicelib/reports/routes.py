"""Routes of reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from chalice.app import Blueprint, Request, Response

from chalicelib.http import choice_of, query_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.reports import service
from chalicelib.reports.model import Period, period_of
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import Unit
from chalicelib.wiring import Ports, ports

routes = Blueprint(__name__)

Report = Callable[[Ports, Unit, Period], msgspec.Struct]

_NUMBERS = msgspec.json.Encoder(decimal_format="number")


@routes.route("/staff/reports/visits", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_visits() -> Response:
    return _told(routes.current_request, service.visits)


@routes.route("/staff/reports/standard", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_standard() -> Response:
    request = routes.current_request
    promised = service.promised_service(caller().unit, query_of(request, "service"))
    return _told(request, lambda ports, unit, period: service.promise_kept(ports, unit, promised, period))


@routes.route("/staff/reports/skm", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_skm() -> Response:
    return _told(routes.current_request, service.satisfaction)


@routes.route("/staff/reports/skd", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_skd() -> Response:
    return _told(routes.current_request, service.own_survey)


@routes.route("/staff/reports/titles", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_titles() -> Response:
    return _told(routes.current_request, service.used)


def _told(request: Request, report: Report) -> Response:
    unit = caller().unit
    choice_of(request, "format", ["json"])
    period = period_of(query_of(request, "from"), query_of(request, "to"), unit, ports().now())
    return rendered(_as_json(period, report(ports(), unit, period)))


def _as_json(period: Period, figures: msgspec.Struct) -> dict[str, Any]:
    """The figures field by field; what is exact to two decimals becomes a number."""
    told = msgspec.json.decode(_NUMBERS.encode(figures))
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        **told,
        "computed_at": instant(ports().now()),
    }
