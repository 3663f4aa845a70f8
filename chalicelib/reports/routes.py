"""Routes of reports: each as JSON, or as a file to keep, to count with or to sign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from chalice.app import Blueprint, Request, Response

from chalicelib.http import current_language, query_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.reports import service
from chalicelib.reports.answering import file_of, format_of
from chalicelib.reports.document import Document, Heading
from chalicelib.reports.documents.complaints import complaints_document
from chalicelib.reports.documents.skd import skd_document
from chalicelib.reports.documents.skm import skm_document
from chalicelib.reports.documents.standard import standard_document
from chalicelib.reports.documents.titles import titles_document
from chalicelib.reports.documents.visits import visits_document
from chalicelib.reports.model import Period, period_of
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import Unit
from chalicelib.wiring import Ports, ports

routes = Blueprint(__name__)

F = TypeVar("F", bound=msgspec.Struct)
Report = Callable[[Ports, Unit, Period], F]
Layout = Callable[[F, Heading], Document]

_NUMBERS = msgspec.json.Encoder(decimal_format="number")


@routes.route("/staff/reports/visits", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_visits() -> Response:
    return _told(routes.current_request, service.visits, visits_document)


@routes.route("/staff/reports/standard", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_standard() -> Response:
    request = routes.current_request
    promised = service.promised_service(caller().unit, query_of(request, "service"))
    return _told(
        request, lambda ports, unit, period: service.promise_kept(ports, unit, promised, period), standard_document
    )


@routes.route("/staff/reports/skm", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_skm() -> Response:
    return _told(routes.current_request, service.satisfaction, skm_document)


@routes.route("/staff/reports/skd", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_skd() -> Response:
    return _told(routes.current_request, service.own_survey, skd_document)


@routes.route("/staff/reports/titles", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_titles() -> Response:
    return _told(routes.current_request, service.used, titles_document)


@routes.route("/staff/reports/complaints", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_complaints() -> Response:
    return _told(routes.current_request, service.complained, complaints_document)


def _told(request: Request, report: Report[F], layout: Layout[F]) -> Response:
    unit, now, asked = caller().unit, ports().now(), format_of(request)
    period = period_of(query_of(request, "from"), query_of(request, "to"), unit, now)
    figures = report(ports(), unit, period)
    heading = Heading(unit, period, now, current_language())
    return rendered(_as_json(heading, figures)) if asked == "json" else file_of(request, layout(figures, heading))


def _as_json(heading: Heading, figures: msgspec.Struct) -> dict[str, Any]:
    """The figures field by field; what is exact to two decimals becomes a number."""
    return {
        "from": heading.period.first.isoformat(),
        "to": heading.period.last.isoformat(),
        **msgspec.json.decode(_NUMBERS.encode(figures)),
        "computed_at": instant(heading.computed_at),
    }
