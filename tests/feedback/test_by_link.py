"""Rating a visit by the link in its mail: once with the kiosk and the phone, and never by looking."""

from __future__ import annotations

import pytest

from tests.audit import rows
from tests.office import Office, new_key
from tests.security.sent_copies import a_sent_copy


def test_visit_is_rated_once_by_the_link_or_by_its_own_page(office: Office) -> None:
    sent, key = a_sent_copy(office), new_key()
    before = sent.view().json["may_rate"]

    given = [office.post("/links/feedback", {"token": sent.link, "rating": 4}, key=key) for _ in range(2)]
    by_page = office.post("/visit/feedback", {"rating": 1}, token=sent.visit_token)
    again = office.post("/links/feedback", {"token": sent.link, "rating": 1})

    assert [(one.status, one.json) for one in given] == [(201, {"rating": 4})] * 2
    assert (by_page.code, again.code) == ("feedback-already-given", "feedback-already-given")
    assert (before, sent.view().json["may_rate"]) == (True, False)


def test_looking_at_a_link_rates_nothing_and_its_token_is_not_kept_with_the_rating(office: Office) -> None:
    sent = a_sent_copy(office)

    sent.view()
    looked = rows(office, "FEEDBACK_TABLE")
    office.post("/links/feedback", {"token": sent.link, "rating": 2, "skm": {"U7": 1}, "comment": "Lama."})

    [kept] = rows(office, "FEEDBACK_TABLE")
    assert looked == []
    assert set(kept) == {"feedback_id", "unit", "day", "rating", "skm", "skd", "skd_importance", "services", "comment"}


def test_expired_link_still_rates_after_its_copy_is_gone(office: Office) -> None:
    sent = a_sent_copy(office)
    office.clock.move(days=8)

    seen = sent.view()
    given = office.post("/links/feedback", {"token": sent.link, "rating": 3})

    assert (seen.status, seen.code, seen.json["may_rate"]) == (410, "link-expired", True)
    assert given.status == 201
    assert sent.view().json["may_rate"] is False


@pytest.mark.parametrize(("days", "status", "code"), [(31, 409, "feedback-too-late"), (38, 404, "unknown-link")])
def test_link_to_a_visit_of_long_ago_rates_nothing(office: Office, days: int, status: int, code: str) -> None:
    sent = a_sent_copy(office)
    office.clock.move(days=days)

    reply = office.post("/links/feedback", {"token": sent.link, "rating": 3})

    assert (reply.status, reply.code) == (status, code)


def test_link_that_was_taken_back_or_is_unknown_rates_nothing(office: Office) -> None:
    sent = a_sent_copy(office)
    office.post(f"/staff/requests/{sent.request_id}/revoke", token=office.signed_in())

    revoked = office.post("/links/feedback", {"token": sent.link, "rating": 1})
    unknown = office.post("/links/feedback", {"token": sent.visit_token, "rating": 1})

    assert (revoked.status, revoked.code) == (403, "link-revoked")
    assert (unknown.status, unknown.code) == (404, "unknown-link")
    assert rows(office, "FEEDBACK_TABLE") == []


def test_faults_of_a_rating_by_link_are_all_told(office: Office) -> None:
    reply = office.post("/links/feedback", {"rating": 9, "visit_id": "x"})

    assert (reply.status, reply.faults) == (
        422,
        {"visit_id": "unknown-field", "rating": "out-of-range", "token": "required"},
    )
