"""Feedback through the API, and the report that staff see of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from chalicelib.feedback.model import ELEMENTS
from tests.audit import rows
from tests.office import Office, a_pdf, new_key

DIGEST_OF_EACH_FACE = {hashlib.sha256(b'{"rating": %d}' % face).hexdigest() for face in (1, 2, 3, 4)}


def served_visit(office: Office, staff: str, **entry: Any) -> str:
    """A visit whose ticket was served: its token."""
    visit = office.visit(**entry)
    ticket = visit["tickets"][0]["ticket_id"]
    office.post("/staff/queue/calls", {"desk": "1"}, token=staff)
    office.post(f"/staff/tickets/{ticket}/serve", token=staff)
    return str(visit["visit_token"])


def test_served_visitor_rates_and_staff_see_it(office: Office) -> None:
    staff = office.signed_in()
    visitor = served_visit(office, staff)

    given = office.post(
        "/visit/feedback",
        {"rating": 4, "skm": dict.fromkeys(ELEMENTS, 4), "comment": "Cepat.\nTerima kasih."},
        token=visitor,
    )
    report = office.get("/staff/reports/skm", token=staff)

    assert given.status == 201
    assert office.get("/visit", token=visitor).json["feedback_given"] is True
    assert (report.json["ikm"], report.json["grade"], report.json["respondents"]) == (100.0, "A", 1)


def with_a_copy(office: Office, visitor: str) -> str:
    """The same visitor, now with a copy that was made."""
    publication = office.publication(a_pdf())
    office.post("/visit/requests", {"publication_id": publication, "channels": ["app"]}, token=visitor)
    office.carry_jobs()
    return visitor


def test_visitor_with_a_copy_alone_rates_the_service_that_it_came_from(office: Office) -> None:
    visitor = with_a_copy(office, office.visit()["visit_token"])

    given = office.post("/visit/feedback", {"rating": 3}, token=visitor)

    assert given.status == 201
    assert [json.loads(row["services"]) for row in rows(office, "FEEDBACK_TABLE")] == [["digital"]]


def test_rating_names_the_services_that_were_used_and_not_those_that_were_queued_for(office: Office) -> None:
    staff = office.signed_in()
    both = with_a_copy(office, served_visit(office, staff))
    one = served_visit(office, staff, services=["printed", "digital"])

    office.post("/visit/feedback", {"rating": 3}, token=both)
    office.post("/visit/feedback", {"rating": 4}, token=one)

    used = {int(row["rating"]): json.loads(row["services"]) for row in rows(office, "FEEDBACK_TABLE")}
    assert used == {3: ["digital", "printed"], 4: ["printed"]}


def test_answers_to_the_survey_of_bps_are_kept_whether_or_not_it_is_asked_now(office: Office) -> None:
    visitor = served_visit(office, office.signed_in())
    body = {"rating": 4, "skd": {"1": 10, "16": 1}, "skd_importance": {"1": 9}}

    given = office.post("/visit/feedback", body, token=visitor)

    assert (given.status, office.get("/unit").json["skd"]) == (201, {"asked": False, "importance": False})
    [kept] = rows(office, "FEEDBACK_TABLE")
    assert (json.loads(kept["skd"]), json.loads(kept["skd_importance"])) == ({"1": 10, "16": 1}, {"1": 9})


@pytest.mark.parametrize(("days", "status"), [(30, 201), (31, 409)])
def test_visit_that_is_over_is_rated_as_long_as_it_is_known_who_came(office: Office, days: int, status: int) -> None:
    visitor = served_visit(office, office.signed_in())
    office.post("/visit/finish", token=visitor)
    office.clock.move(days=days)

    reply = office.post("/visit/feedback", {"rating": 4}, token=visitor)

    assert reply.status == status
    assert status == 201 or reply.code == "feedback-too-late"


def test_nothing_used_is_nothing_to_rate(office: Office) -> None:
    reply = office.post("/visit/feedback", {"rating": 4}, token=office.visit()["visit_token"])

    assert (reply.status, reply.code) == (409, "nothing-used-yet")


def test_visit_is_rated_once(office: Office) -> None:
    visitor = served_visit(office, office.signed_in())
    office.post("/visit/feedback", {"rating": 4}, token=visitor)

    second = office.post("/visit/feedback", {"rating": 1}, token=visitor)

    assert (second.status, second.code) == (409, "feedback-already-given")


def test_nothing_that_is_kept_says_whose_rating_it_is(office: Office) -> None:
    visitor, key = served_visit(office, office.signed_in()), new_key()
    body = {"rating": 1, "skm": {"U7": 1}, "comment": "Petugasnya kurang ramah."}
    visit = office.post("/visit/feedback", body, token=visitor, key=key).json["visit_id"]

    [kept] = rows(office, "FEEDBACK_TABLE")
    answers = [json.loads(row["body"]) for row in rows(office, "ANSWERS_TABLE")]

    told = {"feedback_id", "unit", "day", "rating", "skm", "skd", "skd_importance", "services", "comment"}
    assert set(kept) == told
    assert (kept["day"], visit in str(kept)) == (office.get("/board").json["day"], False)
    assert [sorted(answer) for answer in answers if answer.get("visit_id") == visit] == [["day", "tickets", "visit_id"]]
    assert [answer for answer in answers if "rating" in answer] == []


def test_no_digest_that_is_kept_can_be_turned_back_into_a_rating(office: Office) -> None:
    visitor = served_visit(office, office.signed_in())

    office.post("/visit/feedback", {"rating": 1}, token=visitor)

    kept = json.dumps(rows(office, "ANSWERS_TABLE"), default=str)
    assert [digest for digest in DIGEST_OF_EACH_FACE if digest in kept] == []


def test_same_call_again_is_answered_as_the_first_time(office: Office) -> None:
    visitor, key = served_visit(office, office.signed_in()), new_key()

    first = office.post("/visit/feedback", {"rating": 2}, token=visitor, key=key)
    second = office.post("/visit/feedback", {"rating": 2}, token=visitor, key=key)

    assert (second.status, second.body) == (201, first.body)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"rating": "required"}),
        ({"rating": 5}, {"rating": "out-of-range"}),
        ({"rating": 0, "skm": {"U1": 5}}, {"rating": "out-of-range", "skm[...]": "out-of-range"}),
        ({"rating": 1, "skm": {"U10": 1}}, {"skm": "not-in-list"}),
        ({"rating": 1, "skd": {"17": 1}}, {"skd": "not-in-list"}),
        ({"rating": 1, "skd_importance": {"1": 11}}, {"skd_importance[...]": "out-of-range"}),
        ({"rating": True}, {"rating": "wrong-type"}),
        ({"rating": 1, "comment": "x" * 2001}, {"comment": "too-long"}),
    ],
)
def test_faulty_feedback_names_its_faults(office: Office, body: dict[str, Any], faults: dict[str, str]) -> None:
    visitor = served_visit(office, office.signed_in())

    reply = office.post("/visit/feedback", body, token=visitor)

    assert (reply.status, reply.faults) == (422, faults)


def test_report_without_respondents_invents_nothing(office: Office) -> None:
    report = office.get("/staff/reports/skm", token=office.signed_in()).json

    assert (report["ikm"], report["reason"], report["respondents"]) == (None, "belum-cukup-data", 0)


def test_report_takes_the_units_days_of_its_period(office: Office) -> None:
    staff = office.signed_in()
    office.post("/visit/feedback", {"rating": 4, "skm": dict.fromkeys(ELEMENTS, 3)}, token=served_visit(office, staff))
    day = office.get("/board").json["day"]

    inside = office.get(f"/staff/reports/skm?from={day}&to={day}", token=staff).json
    outside = office.get("/staff/reports/skm?from=2020-01-01&to=2020-01-31", token=staff).json

    assert (inside["ikm"], outside["ikm"]) == (75.0, None)
    assert (inside["from"], inside["to"]) == (day, day)


def test_target_follows_from_the_users_of_the_period_before(office: Office) -> None:
    staff, kiosk = office.signed_in(), office.kiosk()
    for _ in range(10):
        office.visit(kiosk)
    day = office.get("/board").json["day"]
    office.clock.move(days=1)
    office.carry_changes()
    tomorrow = office.get("/board").json["day"]

    report = office.get(f"/staff/reports/skm?from={tomorrow}&to={tomorrow}", token=staff).json

    assert day != tomorrow
    assert report["target"] == 10


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("from=yesterday", {"from": "wrong-format"}),
        ("from=2026-02-01&to=2026-01-01", {"to": "out-of-range"}),
        ("from=1990-01-01&to=2026-01-01", {"to": "out-of-range"}),
        ("format=docx", {"format": "not-in-list"}),
    ],
)
def test_period_that_is_none_is_a_fault(office: Office, query: str, faults: dict[str, str]) -> None:
    assert office.get(f"/staff/reports/skm?{query}", token=office.signed_in()).faults == faults
