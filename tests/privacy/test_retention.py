"""Retention really deletes, each night, in all units; what it deletes changes no figure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from tests.audit import everything, rows
from tests.complaints.steps import filed, moved
from tests.office import Office
from tests.privacy.people import PERSON, a_person, erased, left_of, versions
from tests.security.sent_copies import SentCopy


def a_served_person(office: Office, staff: str, **entry: Any) -> SentCopy:
    person = a_person(office, **entry)
    called = office.post("/staff/queue/calls", {"desk": "1"}, token=staff).json["ticket_id"]
    for move in ("serve", "finish"):
        office.clock.move(seconds=30)
        office.post(f"/staff/tickets/{called}/{move}", token=staff)
    office.post("/visit/feedback", {"rating": 4, "skm": {"U1": 4}}, token=person.visit_token)
    return person


def figures(office: Office, staff: str) -> dict[str, Any]:
    """What reports and lists say of the day."""
    period = "from=2026-11-25&to=2026-11-25"
    replies = {
        path: office.get(path, token=staff).json
        for path in (
            f"/staff/reports/standard?{period}",
            f"/staff/reports/skm?{period}",
            "/staff/visits?day=2026-11-25",
        )
    }
    for reply in replies.values():
        reply.pop("computed_at", None)
    return replies


def night(office: Office) -> None:
    office.run_schedule("retention")


def test_copies_go_after_a_week_and_contacts_after_a_month_and_the_figures_stay(still: Office) -> None:
    member = still.member()
    person = a_served_person(still, still.signed_in(member))
    still.clock.move(days=1)
    before, found = figures(still, still.signed_in(member)), {}

    for days in (6, 8, 29, 31):
        still.clock.ahead = timedelta(days=days)
        night(still)
        found[days] = (bool(versions(still)), len(rows(still, "LINKS_TABLE")), len(rows(still, "CONTACTS_TABLE")))

    assert found == {6: (True, 1, 1), 8: (False, 1, 1), 29: (False, 1, 1), 31: (False, 0, 0)}
    assert figures(still, still.signed_in(member)) == before
    held = still.get("/visit/data", token=person.visit_token).json
    assert (held["contact"], held["kept_until"]) == (None, {"contact": None, "copies": None})
    assert [word for _, word in left_of(still) if word not in ("disability", "special-needs")] == []


def test_second_run_changes_nothing_and_missed_nights_are_made_up_for(still: Office) -> None:
    for _ in range(2):
        a_person(still)
        still.clock.move(days=3)
    still.clock.move(days=200)

    night(still)
    settled = everything(still)
    night(still)

    assert everything(still) == settled
    assert (rows(still, "CONTACTS_TABLE"), versions(still)) == ([], [])


def test_what_cannot_be_deleted_holds_up_nothing_else_and_is_told(still: Office) -> None:
    first, second = a_person(still), a_person(still)
    still.clock.move(days=31)
    purge, delete = still.ports.copies.purge, still.ports.contacts.delete

    def stubborn(request: Any) -> int:
        if request.request_id == first.request_id:
            raise OSError("out of reach")
        return purge(request)

    with (
        patch.object(still.ports.copies, "purge", stubborn),
        patch.object(
            still.ports.contacts, "delete", lambda one: delete(one) if one != second.visit["visit_id"] else 1 / 0
        ),
        pytest.raises(ExceptionGroup) as told,
    ):
        night(still)

    assert sorted(type(one).__name__ for one in told.value.exceptions) == ["OSError", "ZeroDivisionError"]
    assert [row["visit_id"] for row in rows(still, "CONTACTS_TABLE")] == [second.visit["visit_id"]]
    assert {key.split("/")[1] for key in versions(still)} == {first.request_id}
    night(still)
    assert (rows(still, "CONTACTS_TABLE"), versions(still)) == ([], [])


def test_erased_copy_is_beyond_recovery_by_morning(still: Office) -> None:
    person, other = a_person(still), a_person(still, name="Siti Rahmah")
    erased(still, person.visit_token)

    still.clock.move(hours=12)
    night(still)

    assert {key.split("/")[1] for key in versions(still)} == {other.request_id}
    assert [row["name"] for row in rows(still, "CONTACTS_TABLE")] == ["Siti Rahmah"]


def test_erasure_changes_no_figure_but_the_line_s_and_the_need_s(still: Office) -> None:
    staff = still.signed_in()
    person = a_served_person(still, staff)
    still.post("/visit/finish", token=person.visit_token)
    before = figures(still, staff)

    erased(still, person.visit_token)

    assert figures(still, staff) == before
    assert [row["rating"] for row in rows(still, "FEEDBACK_TABLE")] == [4]


def test_paper_entry_from_before_the_retention_is_forgotten_in_the_first_night(still: Office) -> None:
    entry = PERSON | {"services": ["printed"], "arrived_at": "2026-10-26T02:00:00Z"}
    reply = still.post("/staff/visits", entry, token=still.signed_in())

    night(still)

    assert reply.status == 201
    assert rows(still, "CONTACTS_TABLE") == []


def test_who_complained_is_forgotten_after_their_time_and_the_words_after_theirs(still: Office) -> None:
    member = still.member()
    code = filed(still)
    moved(still, still.signed_in(member), code, "answered", note="Kami perbaiki.")
    moved(still, still.signed_in(member), code, "closed")
    found = {}

    for days in (89, 91, 729, 732):
        still.clock.ahead = timedelta(days=days)
        night(still)
        told = still.get(f"/staff/complaints/{code}", token=still.signed_in(member)).json
        found[days] = (len(rows(still, "COMPLAINANTS_TABLE")), told["erased"], bool(told["text"]))

    assert found == {89: (1, False, True), 91: (0, True, True), 729: (0, True, True), 732: (0, True, False)}
    assert [event["note"] for event in told["history"]] == [None, None, None]
    assert told["state"] == "closed"
