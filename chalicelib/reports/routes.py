"""Routes of reports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from chalice.app import Blueprint, Response

from chalicelib.feedback.model import Skm
from chalicelib.http import current_language, query_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.reports.answering import file_of, format_of
from chalicelib.reports.document import Heading
from chalicelib.reports.documents.skm import skm_document
from chalicelib.reports.documents.standard import standard_document
from chalicelib.reports.figures import SkmFigures
from chalicelib.reports.model import Period, period_of
from chalicelib.reports.service import promise_kept, promised_service, satisfaction
from chalicelib.reports.standard import Standard
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/staff/reports/skm", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_skm() -> Response:
    request, unit = routes.current_request, caller().unit
    asked = format_of(request)
    period = period_of(query_of(request, "from"), query_of(request, "to"), unit, ports().now())
    skm, target = satisfaction(ports(), unit, period)
    if asked == "json":
        return rendered(_skm_answer(period, skm, target))
    return file_of(request, skm_document(_figures(skm, target), _heading(period)))


@routes.route("/staff/reports/standard", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_standard() -> Response:
    request, unit = routes.current_request, caller().unit
    asked = format_of(request)
    service = promised_service(unit, query_of(request, "service"))
    period = period_of(query_of(request, "from"), query_of(request, "to"), unit, ports().now())
    standard = promise_kept(ports(), unit, service, period)
    if asked == "json":
        return rendered(_standard_answer(period, standard))
    return file_of(request, standard_document(standard, _heading(period)))


def _heading(period: Period) -> Heading:
    return Heading(caller().unit, period, ports().now(), current_language())


def _figures(skm: Skm, target: int) -> SkmFigures:
    ikm = None if skm.ikm is None else Decimal(str(skm.ikm))
    return SkmFigures(
        respondents=skm.respondents,
        ikm=ikm,
        grade=skm.grade,
        reason="belum-cukup-data" if skm.reason else None,
        elements=skm.elements,
        target=target,
        users=0,
        ratings={},
        rated=0,
        months=[],
        services=[],
    )


def _standard_answer(period: Period, standard: Standard) -> dict[str, Any]:
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        **msgspec.to_builtins(standard),
        "share": None if standard.share is None else float(standard.share),
        "computed_at": instant(ports().now()),
    }


def _skm_answer(period: Period, skm: Skm, target: int) -> dict[str, Any]:
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        **msgspec.to_builtins(skm),
        "target": target,
        "computed_at": instant(ports().now()),
    }
