"""The reports that staff see, of days that were counted and of the day that is."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.feedback.model import ATTRIBUTES, ELEMENTS
from tests.audit import rows
from tests.complaints.steps import filed, moved
from tests.office import Office, a_pdf, a_visit

SURVEYED = [(4, 4), (4, 3), (3, 3), (4, 4), (2, 4), (1, 1)]
"""Rating, and the mark of every element: of those who visited the printed library in October and November."""


def used(office: Office, staff: str, kiosk: str, **entry: Any) -> str:
    """A visitor who was served: the visit's token."""
    visit = office.visit(kiosk, **entry)
    office.post("/staff/queue/calls", {"desk": "1"}, token=staff)
    for move in ("serve", "finish"):
        office.post(f"/staff/tickets/{visit['tickets'][0]['ticket_id']}/{move}", token=staff)
    return str(visit["visit_token"])


def test_visits_are_told_by_day_month_hour_service_and_profile(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    still.visit(kiosk, services=["printed", "digital"], job="student", gender="female")
    still.visit(kiosk, group={"men": 3, "women": 2}, priority="elderly")
    still.clock.move(days=7, hours=3)
    still.carry_changes()
    still.post("/staff/visits", a_visit(services=["digital"], job="student", language="en"), token=staff)

    told = still.get("/staff/reports/visits?from=2026-11-01&to=2026-12-31", token=staff).json

    assert (told["visits"], told["people"], told["computed_at"]) == (3, 7, "2026-12-02T05:00:00Z")
    assert told["days"] == [
        {"day": "2026-11-25", "visits": 2, "people": 6, "services": {"digital": 1, "printed": 2}},
        {"day": "2026-12-02", "visits": 1, "people": 1, "services": {"digital": 1}},
    ]
    assert told["months"] == [
        {"month": "2026-11", "visits": 2, "people": 6},
        {"month": "2026-12", "visits": 1, "people": 1},
    ]
    assert told["hours"] == [{"hour": hour, "visits": visits} for hour, visits in ((10, 2), (11, 0), (12, 0), (13, 1))]
    assert told["services"] == [{"code": "printed", "visits": 2}, {"code": "digital", "visits": 2}]
    assert [one for one in told["sources"] if one["visits"]] == [
        {"code": "kiosk", "visits": 2},
        {"code": "staff", "visits": 1},
    ]
    assert [one for one in told["profile"]["job"] if one["visits"]] == [
        {"code": "student", "visits": 2},
        {"code": None, "visits": 1},
    ]
    assert [one["code"] for one in told["profile"]["gender"]] == ["female", "male", None]
    assert told["profile"]["language"] == [{"code": "id", "visits": 2}, {"code": "en", "visits": 1}]
    assert told["profile"]["priority"][0] == {"code": "elderly", "visits": 1}


def test_titles_are_told_by_printed_and_digital_use(still: Office) -> None:
    staff = still.signed_in()
    kiosk, almanac = still.kiosk(staff), still.publication(a_pdf(), staff, title="Almanak", year=2024)
    book = still.publication(a_pdf(), staff, title="Kota Banjarmasin Dalam Angka 2025")
    visit = still.visit(kiosk, services=["printed", "digital"])
    visitor, ticket = visit["visit_token"], f"/staff/tickets/{visit['tickets'][0]['ticket_id']}"
    still.post("/staff/queue/calls", {"desk": "1"}, token=staff)
    still.post(f"{ticket}/serve", token=staff)
    for title in (almanac, book):
        still.post(f"{ticket}/titles", {"publication_id": title}, token=staff)
    with patch.object(still.ports, "pause", lambda _: still.carry_jobs()):
        still.post("/visit/readings", {"publication_id": book}, token=visitor)
    still.post("/visit/requests", {"publication_id": book, "channels": ["app", "email"]}, token=visitor)
    still.carry_jobs()

    told = still.get("/staff/reports/titles", token=staff).json

    assert (told["printed"], told["read"], told["taken"]) == (2, 1, 1)
    assert [[one[name] for name in ("title", "year", "printed", "read", "taken")] for one in told["titles"]] == [
        ["Kota Banjarmasin Dalam Angka 2025", 2025, 1, 1, 1],
        ["Almanak", 2024, 1, 0, 0],
    ]
    assert [(one["code"], one["visits"]) for one in told["channels"]] == [
        ("app", 1),
        ("email", 1),
        ("whatsapp", 0),
        ("flashdisk", 0),
    ]


def test_survey_is_told_by_month_and_small_months_are_not_shown_apart(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    for number, (rating, mark) in enumerate(SURVEYED):
        if number == 5:
            still.clock.move(days=7)
        body = {"rating": rating, "skm": dict.fromkeys(ELEMENTS, mark)}
        assert still.post("/visit/feedback", body, token=used(still, staff, kiosk)).status == 201
    still.post("/visit/feedback", {"rating": 4}, token=used(still, staff, kiosk))
    still.carry_changes()

    told = still.get("/staff/reports/skm?from=2026-11-01&to=2026-12-31", token=staff).json
    december = still.get("/staff/reports/skm", token=staff).json

    assert (told["ikm"], told["grade"], told["respondents"], told["rated"]) == (79.17, "B", 6, 7)
    assert told["ratings"] == {"1": 1, "2": 1, "3": 1, "4": 4}
    assert [(one["code"], one["respondents"], one["ikm"], one["reason"]) for one in told["months"]] == [
        ("2026-11", 5, None, "kelompok-kecil"),
        ("2026-12", 1, None, "kelompok-kecil"),
    ]
    assert (december["from"], december["ikm"], december["users"], december["target"]) == ("2026-12-01", 25.0, 5, 5)


def test_own_survey_tells_its_attributes_and_ipak(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    for mark in (9, 10):
        body = {"rating": 4, "skd": dict.fromkeys(ATTRIBUTES, mark)}
        still.post("/visit/feedback", body, token=used(still, staff, kiosk))

    told = still.get("/staff/reports/skd", token=staff).json
    before = still.get("/staff/reports/skd?from=2020-01-01&to=2020-01-02", token=staff).json

    assert (told["asked"], told["respondents"], told["ipak"], told["weighted"], told["reason"]) == (
        False,
        2,
        95.0,
        False,
        None,
    )
    assert told["attributes"]["16"] == {"mean": 9.5, "importance": None, "respondents": 2}
    assert (before["ipak"], before["reason"], before["attributes"]["1"]["mean"]) == (None, "belum-cukup-data", None)


@pytest.mark.parametrize("report", ["visits", "standard", "skm", "skd", "titles"])
def test_reports_cost_the_same_however_many_came(still: Office, report: str) -> None:
    """Of days that are over each is one row, whatever happened on them."""
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    for visits in (1, 5):
        for _ in range(visits):
            used(still, staff, kiosk)
        still.clock.move(days=1)
    still.carry_changes()
    of_day = still.ports.tickets.of_day

    with patch.object(still.ports.tickets, "of_day", side_effect=of_day) as asked:
        still.get(f"/staff/reports/{report}", token=staff)

    assert [call.args for call in asked.call_args_list] == [("6371#2026-11-27",)]
    assert len(rows(still, "FIGURES_TABLE")) == 2


def test_register_is_told_against_its_clocks_without_a_word_of_it(still: Office) -> None:
    staff = still.signed_in()
    answered = filed(still)
    still.clock.move(minutes=1)
    late = filed(still, channel="box", category="U7")
    moved(still, staff, answered, "answered", note="Kami perbaiki.")
    still.clock.move(days=15)

    told = still.get("/staff/reports/complaints?from=2026-11-01&to=2026-12-31", token=staff).json

    [answer] = [clock for clock in told["clocks"] if clock["clock"] == "answer"]
    assert (told["received"], answer["kept"], answer["broken"], answer["share"]) == (2, 1, 1, 50.0)
    assert [(one["code"], one["state"], one["answer_due"]) for one in told["complaints"]] == [
        (answered, "answered", "2026-12-09"),
        (late, "received", "2026-12-09"),
    ]
    assert [word for word in ("Zubaidah", "example.com", "satu jam", "perbaiki") if word in str(told)] == []
