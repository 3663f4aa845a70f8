"""Routes of traces, for the head of a unit: naming whose copy leaked has consequences for a person."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted, staff_call
from chalicelib.http import ANY, current_language, form_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.traces import service
from chalicelib.traces.model import Found, NewTrace, OwnCopy, Trace, codes_of
from chalicelib.traces.service import Asker
from chalicelib.watermark.tracing.answers import Evidence, Fit
from chalicelib.wiring import ports
from chalicelib.wording import say

routes = Blueprint(__name__)

MOST_CODES = 10


@routes.route("/staff/traces", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("kepala")
def add_trace() -> Response:
    request = routes.current_request
    asker, new = Asker(caller().unit, caller().subject), form_of(request, NewTrace)
    return rendered(service.new_trace(ports(), asker, staff_call(request), new), 201)


@routes.route("/staff/traces/{trace_id}", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("kepala")
def show_trace(trace_id: str) -> Response:
    trace = service.trace_for_staff(ports(), caller().unit, trace_id)
    if trace.found:
        noted("read", "trace", trace.trace_id, *codes_of(trace.found.answer)[:MOST_CODES])
    return rendered(_shown(trace))


def _shown(trace: Trace) -> dict[str, Any]:
    reason = say(trace.reason, current_language()) if trace.reason else None
    return {
        "trace_id": trace.trace_id,
        "publication_id": trace.publication_id,
        "state": trace.state,
        "reason": reason,
        "reason_code": trace.reason,
        "created_at": instant(trace.created_at),
        "changed_at": instant(trace.changed_at),
        "expires_at": instant(trace.expires_at),
        "answer": _answer(trace.found) if trace.found else None,
    }


def _answer(found: Found) -> dict[str, Any]:
    answer = found.answer
    return {
        "copy_code": answer.copy_code,
        "confidence": answer.confidence.value,
        "chance": answer.chance,
        "ours": found.copy_of(answer.copy_code) is not None if answer.copy_code else None,
        "copy": _copy(found.copy_of(answer.copy_code)),
        "pages": answer.pages,
        "told": answer.told,
        "conflict": answer.conflict,
        "replaced": found.replaced,
        "evidence": [_evidence(one) for one in answer.evidence],
        "candidates": [_candidate(one, found) for one in answer.candidates],
        "gaps": [{"code": gap.value, "detail": say(gap.value, current_language())} for gap in answer.gaps],
    }


def _copy(copy: OwnCopy | None) -> dict[str, Any] | None:
    """What staff may know of a copy: for whom it was made stands with its request, where looking is recorded."""
    if copy is None:
        return None
    return {
        "unit": next((unit.short_name for unit in ports().units if unit.code == copy.unit), copy.unit),
        "publication": {"publication_id": copy.publication_id, "title": copy.title, "year": copy.year},
        "issued_on": copy.issued_on,
        "request_id": copy.request_id,
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "source": one.source.value,
        "copy_code": one.copy_code,
        "seen": one.seen,
        "of": one.of,
        "chance": one.chance,
    }


def _candidate(one: Fit, found: Found) -> dict[str, Any]:
    fits = {"copy_code": one.copy_code, "agreeing": one.agreeing, "of": one.of, "chance": one.chance}
    return fits | {"copy": _copy(found.copy_of(one.copy_code))}
