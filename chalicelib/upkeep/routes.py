"""Routes of the jobs that failed for good: for the head of a unit."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted
from chalicelib.http import ANY, form_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.upkeep import service
from chalicelib.upkeep.model import FailedJob, Redrive
from chalicelib.upkeep.service import Subject
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/staff/failed-jobs", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("kepala")
def list_failed_jobs() -> Response:
    return rendered({"items": [_shown(*one) for one in service.failed_jobs(ports(), caller().unit)]})


@routes.route("/staff/failed-jobs/redrive", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("kepala")
def redrive_failed_jobs() -> Response:
    wanted = form_of(routes.current_request, Redrive).job_ids
    noted("redrive", "failed-jobs", "some" if wanted else "all", *wanted)
    redriven = service.redrive(ports(), caller().unit, wanted)
    return rendered({"redriven": redriven, "left": len(service.failed_jobs(ports(), caller().unit))})


def _shown(job: FailedJob, subject: Subject) -> dict[str, object]:
    return {
        "job_id": job.job_id,
        "kind": job.kind,
        "request_id": subject.request_id,
        "publication_id": subject.publication_id,
        "about": subject.title,
        "tries": job.tries,
        "since": instant(job.since),
    }
