"""Routes of reports."""

from __future__ import annotations

from typing import Any

import msgspec
from chalice.app import Blueprint, Response

from chalicelib.feedback.model import Skm
from chalicelib.http import choice_of, query_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
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
    choice_of(request, "format", ["json"])
    period = period_of(query_of(request, "from"), query_of(request, "to"), unit, ports().now())
    skm, target = satisfaction(ports(), unit, period)
    return rendered(_skm_answer(period, skm, target))


@routes.route("/staff/reports/standard", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_standard() -> Response:
    request, unit = routes.current_request, caller().unit
    choice_of(request, "format", ["json"])
    service = promised_service(unit, query_of(request, "service"))
    period = period_of(query_of(request, "from"), query_of(request, "to"), unit, ports().now())
    return rendered(_standard_answer(period, promise_kept(ports(), unit, service, period)))


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
