"""Signing in and out, roles, members and devices."""

from __future__ import annotations

import boto3
import pytest

from tests.office import PASSWORD, Office, new_key


def test_member_signs_in_and_sees_who_they_are(office: Office) -> None:
    member = office.member("petugas", "rina")

    reply = office.post("/staff/session", {"username": "rina", "password": PASSWORD})

    own = office.get("/staff/session", token=reply.json["token"]).json
    assert (reply.json["role"], own["username"], own["unit"], own["desks"]) == ("petugas", "rina", "6371", ["1", "2"])
    assert member.role == "petugas"


def test_unknown_user_and_wrong_password_are_answered_alike(office: Office) -> None:
    office.member(username="rina")

    unknown = office.post("/staff/session", {"username": "nobody", "password": PASSWORD})
    wrong = office.post("/staff/session", {"username": "rina", "password": "Salah-Sekali-2026"})

    assert (unknown.status, unknown.body) == (401, wrong.body)


def test_user_of_the_pool_who_is_no_member_stays_outside(office: Office) -> None:
    pool, client = office.environment["USER_POOL_ID"], boto3.client("cognito-idp")
    client.admin_create_user(UserPoolId=pool, Username="stranger")
    client.admin_set_user_password(UserPoolId=pool, Username="stranger", Password=PASSWORD, Permanent=True)

    reply = office.post("/staff/session", {"username": "stranger", "password": PASSWORD})

    assert (reply.status, reply.code) == (401, "sign-in-refused")


def test_signed_out_token_opens_nothing_at_once_and_others_stay(office: Office) -> None:
    member = office.member()
    one, other = office.signed_in(member), office.signed_in(member)

    signed_out = office.ask("DELETE", "/staff/session", token=one)

    assert signed_out.status == 200
    assert office.get("/staff/queue", token=one).status == 401
    assert office.get("/staff/queue", token=other).status == 200


def test_disabled_member_is_out_at_the_next_request(office: Office) -> None:
    head, member = office.signed_in(), office.member("petugas")
    token = office.signed_in(member)

    changed = office.ask("PATCH", f"/staff/members/{member.subject}", {"disabled": True}, token=head)

    assert changed.json["disabled"] is True
    assert office.get("/staff/queue", token=token).status == 401
    assert office.post("/staff/session", {"username": member.username, "password": PASSWORD}).status == 401


def test_enabled_again_they_may_sign_in(office: Office) -> None:
    head, member = office.signed_in(), office.member("petugas")
    for disabled in (True, False):
        office.ask("PATCH", f"/staff/members/{member.subject}", {"disabled": disabled}, token=head)

    assert office.get("/staff/queue", token=office.signed_in(member)).status == 200


def test_changed_role_needs_a_new_session(office: Office) -> None:
    head, member = office.signed_in(), office.member("petugas")
    token = office.signed_in(member)

    office.ask("PATCH", f"/staff/members/{member.subject}", {"role": "kepala"}, token=head)

    assert office.get("/staff/queue", token=token).status == 401
    assert office.get("/staff/members", token=office.signed_in(member)).status == 200


def test_nobody_locks_themselves_out(office: Office) -> None:
    member = office.member()

    reply = office.ask("PATCH", f"/staff/members/{member.subject}", {"disabled": True}, token=office.signed_in(member))

    assert (reply.status, reply.code) == (409, "own-account")


@pytest.mark.parametrize("path", ["/staff/members", "/staff/kiosks", "/staff/onsite-code"])
def test_what_the_head_decides_is_closed_to_petugas(office: Office, path: str) -> None:
    reply = office.get(path, token=office.signed_in(office.member("petugas")))

    assert (reply.status, reply.code) == (403, "role-needed")


def test_new_member_gets_a_first_password_and_must_change_it(office: Office) -> None:
    head = office.signed_in()
    new = {"username": "budi", "email": "budi@example.com", "name": "Budi", "role": "petugas"}
    added = office.post("/staff/members", new, token=head)
    pool, client = office.environment["USER_POOL_ID"], boto3.client("cognito-idp")
    client.admin_set_user_password(UserPoolId=pool, Username="budi", Password="Sementara-2026", Permanent=False)

    asked = office.post("/staff/session", {"username": "budi", "password": "Sementara-2026"}).json
    opened = office.post("/staff/session/answer", asked | {"username": "budi", "new_password": PASSWORD})

    assert (added.status, added.json["role"]) == (201, "petugas")
    assert asked["challenge"] == "NEW_PASSWORD_REQUIRED"
    assert office.get("/staff/queue", token=opened.json["token"]).status == 200


def test_user_name_is_given_once(office: Office) -> None:
    head = office.signed_in()
    new = {"username": "budi", "email": "budi@example.com", "name": "Budi", "role": "petugas"}
    key = new_key()
    first = office.post("/staff/members", new, token=head, key=key)

    replayed = office.post("/staff/members", new, token=head, key=key)
    other = office.post("/staff/members", new | {"name": "Budiman"}, token=head)

    assert (replayed.status, replayed.body) == (201, first.body)
    assert (other.status, other.code) == (409, "username-taken")


def test_admission_that_broke_off_is_taken_up_again(office: Office) -> None:
    boto3.client("cognito-idp").admin_create_user(UserPoolId=office.environment["USER_POOL_ID"], Username="budi")
    new = {"username": "budi", "email": "budi@example.com", "name": "Budi", "role": "petugas"}

    assert office.post("/staff/members", new, token=office.signed_in()).status == 201


def test_members_are_listed(office: Office) -> None:
    member = office.member("petugas", "rina")

    listed = office.get("/staff/members", token=office.signed_in()).json["items"]

    assert ("rina", member.subject) in [(item["username"], item["subject"]) for item in listed]


def test_kiosks_token_is_shown_once_for_one_call(office: Office) -> None:
    head, key = office.signed_in(), new_key()

    first = office.post("/staff/kiosks", {"name": "Kiosk depan"}, token=head, key=key)
    again = office.post("/staff/kiosks", {"name": "Kiosk depan"}, token=head, key=key)
    listed = office.get("/staff/kiosks", token=head)

    assert again.body == first.body
    assert [item["name"] for item in listed.json["items"]] == ["Kiosk depan"]
    assert first.json["token"].encode() not in listed.body
