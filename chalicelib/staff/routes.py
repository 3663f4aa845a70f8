"""Routes of the staff's sessions and members."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.audit.model import By
from chalicelib.audit.noted import staff_call
from chalicelib.http import ANY, form_of, listed, page_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.staff import service
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.staff.model import (
    Challenge,
    ChallengeAnswer,
    ChangedMember,
    Claims,
    Credentials,
    Member,
    NewMember,
    Session,
)
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/staff/session", methods=["POST"], content_types=ANY)
@answers_problems
def sign_in() -> Response:
    credentials = form_of(routes.current_request, Credentials)
    return _begun(ports().sign_in.begin(credentials))


@routes.route("/staff/session/answer", methods=["POST"], content_types=ANY)
@answers_problems
def answer_challenge() -> Response:
    answer = form_of(routes.current_request, ChallengeAnswer)
    return _begun(ports().sign_in.answer(answer))


@routes.route("/staff/session", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_session() -> Response:
    member = caller()
    return rendered(
        {
            "username": member.username,
            "name": member.name,
            "role": member.role,
            "unit": member.unit_code,
            "desks": member.unit.desks,
        }
    )


@routes.route("/staff/session", methods=["DELETE"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def sign_out() -> Response:
    asking = caller()
    member = ports().members.find(asking.subject)
    if member:
        claims = Claims(asking.subject, asking.token_id, [], asking.expires)
        service.close_session(ports(), member, claims)
    return rendered({"signed_out": True})


@routes.route("/staff/members", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("kepala")
def list_members() -> Response:
    found = ports().members.of_unit(caller().unit_code)
    return rendered(listed([_shown(member) for member in found], page_of(routes.current_request)))


@routes.route("/staff/members", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("kepala")
def add_member() -> Response:
    request = routes.current_request
    call = staff_call(request)
    return rendered(service.add_member(ports(), caller().unit, call, form_of(request, NewMember)), 201)


@routes.route("/staff/members/{subject}", methods=["PATCH"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("kepala")
def change_member(subject: str) -> Response:
    change = form_of(routes.current_request, ChangedMember)
    by = By(caller().unit_code, caller().subject)
    return rendered(_shown(service.change_member(ports(), by, subject, change)))


def _begun(begun: Session | Challenge) -> Response:
    """An open session, or what the sign-in still asks."""
    opened = service.open_session(ports(), begun)
    if isinstance(opened, Challenge):
        return rendered({"challenge": opened.challenge, "session": opened.session})
    session, member = opened
    return rendered({"token": session.token, "expires_at": instant(session.expires_at), "role": member.role})


def _shown(member: Member) -> dict[str, Any]:
    return {
        "subject": member.subject,
        "username": member.username,
        "name": member.name,
        "role": member.role,
        "disabled": member.disabled,
        "created_at": instant(member.created_at),
    }
