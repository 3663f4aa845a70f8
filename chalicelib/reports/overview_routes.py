"""Route of the overview."""

from __future__ import annotations

import msgspec
from chalice.app import Blueprint, Response

from chalicelib.http import rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.reports.overview import overview_of
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/staff/overview", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_overview() -> Response:
    overview = overview_of(ports(), caller().unit)
    return rendered(msgspec.to_builtins(overview) | {"as_of": instant(overview.as_of)})
