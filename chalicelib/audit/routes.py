"""The audit's route, for the head of a unit."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.audit.model import POSITION, Span
from chalicelib.audit.service import Told, audit_of
from chalicelib.http import as_cursor, cursor_of, limit_of, query_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.reports.model import period_of
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/staff/audit", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("kepala")
def list_entries() -> Response:
    request, unit = routes.current_request, caller().unit
    period = period_of(query_of(request, "from"), query_of(request, "to"), unit, ports().now())
    span = Span(*period.bounds(unit), cursor_of(request, POSITION))
    part = audit_of(ports(), unit.code, span, limit_of(request))
    return rendered(
        {
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "items": [_shown(one) for one in part.told],
            "next": as_cursor(part.following) if part.following else None,
        }
    )


def _shown(told: Told) -> dict[str, Any]:
    entry, member = told.entry, told.member
    return {
        "at": instant(entry.at),
        "by": {
            "subject": entry.subject,
            "username": member.username if member else None,
            "name": member.name if member else None,
        },
        "action": entry.action,
        "kind": entry.kind,
        "id": entry.id,
        "about": told.about,
        "detail": entry.detail,
    }
