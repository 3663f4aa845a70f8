"""Routes of feedback."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.feedback.model import NewFeedback
from chalicelib.feedback.service import give_feedback
from chalicelib.guestbook.access import visit_of
from chalicelib.guestbook.service import unit_of
from chalicelib.http import ANY, call_of, form_of, rendered
from chalicelib.problems import answers_problems
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/visit/feedback", methods=["POST"], content_types=ANY)
@answers_problems
def give() -> Response:
    request = routes.current_request
    visit = visit_of(request)
    call = call_of(request, f"visit {visit.visit_id}")
    new = form_of(request, NewFeedback)
    return rendered(give_feedback(ports(), unit_of(ports(), visit), visit, call, new), 201)
