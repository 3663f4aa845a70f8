"""The survey's result, published by the head of the unit: what anybody may see, and what nobody may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.feedback.model import ELEMENTS
from tests.office import Office, Reply, new_key
from tests.reports.surveys import answered, last_week, today

LIST = "/staff/skm/publications"


def publish(office: Office, period: dict[str, Any], **options: Any) -> Reply:
    return office.post(LIST, period, **{"token": office.signed_in(), **options})


def test_published_result_is_what_the_survey_gave_that_day_and_names_nobody(office: Office) -> None:
    answered(office, 4, 4, 4, 3, 3)
    period, seen = last_week(office), office.get("/skm")

    reply = publish(office, period)
    answered(office, 1, 1, 1)

    assert (seen.json, reply.status) == ({"unit": "6371", "items": []}, 201)
    assert office.get("/skm?unit=6371").json["items"] == [
        {
            **period,
            "published_on": today(office).isoformat(),
            "respondents": 5,
            "ikm": 90.0,
            "grade": "A",
            "elements": {code: {"nrr": 3.6} for code in ELEMENTS},
            "target": 0,
        }
    ]
    assert b"kepala" not in office.get("/skm").body


def test_public_result_that_is_known_is_not_sent_again(office: Office) -> None:
    answered(office, 4, 4, 4, 4, 4)
    publish(office, last_week(office))
    tag = office.get("/skm").headers["etag"]

    again = office.get("/skm", headers={"if-none-match": tag})

    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("marks", "without", "found"), [((4, 4, 4, 4), None, 4), ((4, 4, 4, 4, 4), "U8", 0), ((), None, 0)]
)
def test_figure_of_fewer_than_five_is_not_published(
    office: Office, marks: tuple[int, ...], without: str | None, found: int
) -> None:
    answered(office, *marks, without=without)

    reply = publish(office, last_week(office))

    assert (reply.status, reply.code, reply.json["found"]) == (409, "too-few-respondents", found)
    assert office.get("/skm").json["items"] == []


def test_element_that_only_some_answered_keeps_the_whole_back(office: Office) -> None:
    answered(office, 4, 4, 4, 4, without="U8")
    answered(office, 2)

    reply = publish(office, last_week(office))

    assert (reply.code, reply.json["found"]) == ("too-few-respondents", 1)


def test_period_is_published_once_and_the_same_call_again_answers_alike(office: Office) -> None:
    answered(office, 4, 4, 4, 4, 4)
    token, period, key = office.signed_in(), last_week(office), new_key()

    first, again = (publish(office, period, token=token, key=key) for _ in range(2))
    other = publish(office, period, token=token)

    assert (first.status, again.json) == (201, first.json)
    assert (other.status, other.code) == (409, "already-published")


def test_withdrawn_result_is_kept_for_staff_alone_and_may_be_followed_by_another(office: Office) -> None:
    answered(office, 4, 4, 4, 4, 4)
    token, period = office.signed_in(), last_week(office)
    publication = publish(office, period, token=token).json["publication"]

    gone = office.ask("DELETE", f"{LIST}/{publication}", token=token)
    again = office.ask("DELETE", f"{LIST}/{publication}", token=token)

    assert gone.json["withdrawn_at"] is not None
    assert (again.json, office.get("/skm").json["items"]) == (gone.json, [])
    assert publish(office, period, token=token).status == 201
    kept = office.get(LIST, token=office.signed_in(office.member("petugas"))).json["items"]
    assert [one["withdrawn_at"] is None for one in kept] == [True, False]
    assert len(office.get("/skm").json["items"]) == 1
    acts = [(one["action"], one["kind"]) for one in office.get("/staff/audit", token=token).json["items"]]
    assert [act for act in acts if act[1] == "skm-result"] == [
        ("publish", "skm-result"),
        ("withdraw", "skm-result"),
        ("withdraw", "skm-result"),
        ("publish", "skm-result"),
    ]


def test_period_must_be_over_and_no_longer_than_a_report(office: Office) -> None:
    day = today(office)

    unfinished = publish(office, {"from": day.isoformat(), "to": day.isoformat()})
    turned = publish(office, {"from": day.isoformat(), "to": (day - timedelta(days=2)).isoformat()})
    nothing = publish(office, {"from": "1 Januari", "until": "x"})

    assert unfinished.faults == {"to": "not-over"}
    assert turned.faults == {"to": "out-of-range"}
    assert nothing.faults == {"until": "unknown-field", "from": "wrong-format", "to": "required"}


def test_only_the_head_publishes_and_nobody_withdraws_what_is_not_there(office: Office) -> None:
    staff = office.signed_in(office.member("petugas"))

    refused = publish(office, last_week(office), token=staff)
    unknown = office.ask("DELETE", f"{LIST}/2025-01-01.2025-12-31.1", token=office.signed_in())

    assert refused.status == 403
    assert (unknown.status, unknown.code) == (404, "unknown-result")
