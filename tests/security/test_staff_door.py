"""Every staff route asks who is there and what they may do, at every single request."""

from __future__ import annotations

import re

import pytest

import app
from tests.office import Office, new_key

HEADS_ONLY = {
    ("GET", "/staff/audit"),
    ("GET", "/staff/channels/whatsapp"),
    ("POST", "/staff/channels/whatsapp"),
    ("GET", "/staff/failed-jobs"),
    ("POST", "/staff/failed-jobs/redrive"),
    ("GET", "/staff/kiosks"),
    ("POST", "/staff/kiosks"),
    ("GET", "/staff/onsite-code"),
    ("GET", "/staff/members"),
    ("POST", "/staff/members"),
    ("PATCH", "/staff/members/{subject}"),
    ("POST", "/staff/skm/publications"),
    ("DELETE", "/staff/skm/publications/{publication}"),
    ("POST", "/staff/traces"),
    ("GET", "/staff/traces/{trace_id}"),
}
SIGNING_IN = {("POST", "/staff/session"), ("POST", "/staff/session/answer")}
SIGNING_OUT = ("DELETE", "/staff/session")


def staff_routes() -> list[tuple[str, str]]:
    """All routes behind the door; signing out comes last, for it ends the session that asks."""
    every = {(method, path) for path, methods in app.app.routes.items() for method in methods}
    found = [route for route in every if route[1].startswith("/staff/") and route not in SIGNING_IN]
    return sorted(found, key=lambda route: (route == SIGNING_OUT, route))


def answers_to(office: Office, token: str | None) -> dict[tuple[str, str], int]:
    """The status that each staff route answers to whoever shows this token."""
    found = {}
    for method, path in staff_routes():
        address = re.sub(r"\{\w+\}", "0" * 32, path)
        found[method, path] = office.ask(method, address, {}, token=token, key=new_key()).status
    return found


def test_nobody_gets_in_without_a_staff_token(office: Office) -> None:
    kiosk = office.kiosk()
    visit = office.visit(kiosk)["visit_token"]

    for token in (None, kiosk, visit, "x.y.z"):
        assert answers_to(office, token) == dict.fromkeys(staff_routes(), 401)


def test_petugas_gets_in_except_where_the_head_of_the_unit_is_needed(office: Office) -> None:
    answers = answers_to(office, office.signed_in(office.member("petugas")))

    assert {route for route, status in answers.items() if status == 403} == HEADS_ONLY
    assert {status for route, status in answers.items() if route not in HEADS_ONLY} <= {200, 404, 422}


def test_head_of_the_unit_gets_in_everywhere(office: Office) -> None:
    answers = answers_to(office, office.signed_in(office.member("kepala")))

    assert len(answers) >= 20
    assert set(answers.values()) <= {200, 201, 404, 422}


def test_disabled_member_is_out_everywhere_at_the_next_request(office: Office) -> None:
    kepala, member = office.signed_in(), office.member("kepala")
    token = office.signed_in(member)
    before = office.get("/staff/session", token=token).status

    disabled = office.ask("PATCH", f"/staff/members/{member.subject}", {"disabled": True}, token=kepala).status

    assert (before, disabled) == (200, 200)
    assert answers_to(office, token) == dict.fromkeys(staff_routes(), 401)


def test_disabled_member_cannot_sign_in_and_learns_no_more_than_a_stranger(office: Office) -> None:
    kepala, member = office.signed_in(), office.member("petugas")
    office.ask("PATCH", f"/staff/members/{member.subject}", {"disabled": True}, token=kepala)

    disabled = office.post("/staff/session", {"username": member.username, "password": "Sandi-Petugas-2026"})
    stranger = office.post("/staff/session", {"username": "nobody", "password": "Sandi-Petugas-2026"})

    assert (disabled.status, disabled.code) == (401, "sign-in-refused")
    assert (disabled.body, disabled.headers) == (stranger.body, stranger.headers)


def test_member_enabled_again_comes_in_with_the_token_still_in_force(office: Office) -> None:
    kepala, member = office.signed_in(), office.member("petugas")
    token = office.signed_in(member)
    office.ask("PATCH", f"/staff/members/{member.subject}", {"disabled": True}, token=kepala)

    office.ask("PATCH", f"/staff/members/{member.subject}", {"disabled": False}, token=kepala)

    assert office.get("/staff/queue", token=token).status == 200


@pytest.mark.parametrize(("before", "after"), [("kepala", "petugas"), ("petugas", "kepala")])
def test_member_of_another_role_has_to_sign_in_anew(office: Office, before: str, after: str) -> None:
    kepala, member = office.signed_in(), office.member(before)  # type: ignore[arg-type]
    token = office.signed_in(member)

    office.ask("PATCH", f"/staff/members/{member.subject}", {"role": after}, token=kepala)

    assert office.get("/staff/queue", token=token).status == 401
    assert office.get("/staff/session", token=office.signed_in(member)).json["role"] == after


def test_signed_out_token_is_out_everywhere_at_once(office: Office) -> None:
    token = office.signed_in()

    signed_out = office.ask(*SIGNING_OUT, token=token).status

    assert signed_out == 200
    assert answers_to(office, token) == dict.fromkeys(staff_routes(), 401)


def test_signing_out_here_leaves_the_same_member_signed_in_there(office: Office) -> None:
    member = office.member()
    here, there = office.signed_in(member), office.signed_in(member)

    office.ask(*SIGNING_OUT, token=here)

    assert office.get("/staff/queue", token=there).status == 200
    assert office.get("/staff/queue", token=office.signed_in(member)).status == 200


def test_head_of_the_unit_cannot_shut_themselves_out(office: Office) -> None:
    member = office.member("kepala")
    token = office.signed_in(member)

    replies = [
        office.ask("PATCH", f"/staff/members/{member.subject}", change, token=token)
        for change in ({"disabled": True}, {"role": "petugas"})
    ]

    assert {(reply.status, reply.code) for reply in replies} == {(409, "own-account")}
    assert office.get("/staff/members", token=token).status == 200


def test_staff_token_is_no_visitors_token(office: Office) -> None:
    token = office.signed_in()

    assert office.get("/visit", token=token).status == 401
    assert office.post("/visits", {}, token=token).status == 401
