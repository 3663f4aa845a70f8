"""Routes of imports, for the staff of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted
from chalicelib.errors import Fault
from chalicelib.http import ANY, current_language, form_of, rendered
from chalicelib.imports import service
from chalicelib.imports.model import NewImport, Refused, Remark, Run, Tally, beyond_source
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.wiring import ports
from chalicelib.wording import say

routes = Blueprint(__name__)


@routes.route("/staff/publications/import", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def import_publications() -> Response:
    wanted = form_of(routes.current_request, NewImport, beyond_source)
    noted("import", "publications", wanted.source)
    if wanted.csv is None:
        return rendered(_run(service.start_import(ports(), caller().unit)))
    report = service.import_table(ports(), caller().unit, wanted.csv, wanted.first_row)
    table = {"source": "csv", "state": "done", "unknown_columns": report.unknown_columns}
    return rendered(_NOTHING | table | _tally(report.tally))


@routes.route("/staff/publications/import", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_import() -> Response:
    run = ports().imports.find(caller().unit_code)
    return rendered(_run(run) if run else _NOTHING | {"source": "webapi", "state": "none"} | _tally(Tally()))


_NOTHING: dict[str, Any] = {
    "import_id": None,
    "reason": None,
    "reason_code": None,
    "started_at": None,
    "changed_at": None,
    "page": None,
    "pages": None,
    "unknown_columns": [],
}


def _run(run: Run) -> dict[str, Any]:
    return {
        "source": "webapi",
        "state": run.state,
        "import_id": run.import_id,
        "reason": say(run.reason, current_language()) if run.reason else None,
        "reason_code": run.reason,
        "started_at": instant(run.started_at),
        "changed_at": instant(run.changed_at),
        "page": run.page,
        "pages": run.pages,
        "unknown_columns": [],
        **_tally(run.tally),
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "rows": tally.rows,
        "added": tally.added,
        "changed": tally.changed,
        "unchanged": tally.unchanged,
        "refused_rows": tally.refused,
        "refused": [_refused(one) for one in tally.refusals],
        "remarks": [_remark(one) for one in tally.remarks],
    }


def _refused(one: Refused) -> dict[str, Any]:
    return {"row": one.row, "title": one.title, "errors": list(_errors(one.faults))}


def _errors(faults: Iterable[Fault]) -> Iterable[dict[str, str]]:
    for fault in faults:
        detail = say(fault.code, current_language(), **fault.values)
        yield {"field": fault.field, "code": fault.code, "detail": detail}


def _remark(one: Remark) -> dict[str, Any]:
    return {"row": one.row, "title": one.title, "code": one.code, "detail": say(one.code, current_language())}
