"""Feedback through the API, and the report that staff see of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.feedback.model import ELEMENTS
from tests.audit import rows
from tests.office import Office, a_pdf, new_key


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


def test_visitor_with_a_copy_may_rate(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    office.post("/visit/requests", {"publication_id": publication, "channels": ["app"]}, token=visit["visit_token"])
    office.carry_jobs()

    assert office.post("/visit/feedback", {"rating": 3}, token=visit["visit_token"]).status == 201


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

    assert set(kept) == {"feedback_id", "unit", "day", "rating", "skm", "skd", "skd_importance", "services", "comment"}
    assert (kept["day"], visit in str(kept)) == (office.get("/board").json["day"], False)
    assert {"visit_id": visit} in answers
    assert [answer for answer in answers if "rating" in answer] == []


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
