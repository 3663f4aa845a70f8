"""Routes of feedback."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.abuse.model import watching
from chalicelib.feedback.by_link import NewLinkFeedback, visit_of_link
from chalicelib.feedback.comments import comments_of
from chalicelib.feedback.model import NewFeedback
from chalicelib.feedback.service import give_feedback
from chalicelib.guestbook.access import address_of, visit_of
from chalicelib.guestbook.service import unit_of
from chalicelib.http import ANY, call_of, form_of, listed, page_of, query_of, rendered
from chalicelib.problems import answers_problems
from chalicelib.reports.model import period_of
from chalicelib.staff.access import STAFF, caller, for_staff
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


@routes.route("/links/feedback", methods=["POST"], content_types=ANY)
@answers_problems
def give_by_link() -> Response:
    request = routes.current_request
    new = form_of(request, NewLinkFeedback)
    with watching(ports().misses, address_of(request), ports().now()):
        visit = visit_of_link(ports(), new.token)
    call = call_of(request, f"visit {visit.visit_id}")
    given = give_feedback(ports(), unit_of(ports(), visit), visit, call, new)
    return rendered({"rating": given["rating"]}, 201)


@routes.route("/staff/comments", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_comments() -> Response:
    request, unit = routes.current_request, caller().unit
    period = period_of(query_of(request, "from"), query_of(request, "to"), unit, ports().now())
    months, comments = comments_of(ports(), unit, period)
    return rendered(
        {
            "from": months.first.isoformat(),
            "to": months.last.isoformat(),
            "held_back": comments.held_back,
            **listed(comments.shown, page_of(request)),
        }
    )
