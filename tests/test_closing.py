"""Closing earlier than the hours say: visitors are told until when, from when again, and why."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.unit import Units
from tests.daytime import TEN
from tests.office import Office, Reply, a_visit
from tests.queue.tickets import UNIT

NOON = "2026-11-25T04:00:00Z"


@pytest.fixture
def still(still: Office) -> Office:
    """The same standing clock, in an office that keeps its hours: Wednesday 08.00 to 15.30."""
    still.ports.units = Units([UNIT])
    return still


def closing(office: Office, staff: str, **body: Any) -> Reply:
    return office.post("/staff/closing", body, token=staff)


def opening(office: Office) -> tuple[bool, str | None, str | None, str | None]:
    unit = office.get("/unit").json
    return unit["open"], unit["closes_at"], unit["opens_at"], unit["closed_reason"]


def test_office_says_until_when_it_is_open(still: Office) -> None:
    staff = still.signed_in()

    assert opening(still) == (True, "2026-11-25T07:30:00Z", None, None)
    assert still.get("/staff/closing", token=staff).json == {
        "early": None,
        "open": True,
        "opens_at": None,
        "closes_at": "2026-11-25T07:30:00Z",
    }


def test_early_closing_is_told_before_and_after_and_no_visitor_is_let_in(still: Office) -> None:
    staff = still.signed_in(still.member("petugas", "rina"))
    kiosk = still.kiosk()
    closed = closing(still, staff, closes_at="2026-11-25T12:00:00+08:00", reason="Listrik padam")
    before = opening(still)
    let_in = still.post("/visits", a_visit(), token=kiosk)
    still.clock.move(hours=2)
    refused = still.post("/visits", a_visit(), token=kiosk)

    assert closed.json == {
        "early": {"closes_at": NOON, "reason": "Listrik padam", "by": "rina"},
        "open": True,
        "opens_at": None,
        "closes_at": NOON,
    }
    assert (before, let_in.status) == ((True, NOON, None, None), 201)
    assert opening(still) == (False, None, "2026-11-26T00:00:00Z", "Listrik padam")
    assert (refused.status, refused.code, refused.json["opens_at"]) == (409, "closed", "2026-11-26T00:00:00Z")
    assert still.get("/staff/queue", token=staff).json["closes_at"] is None


def test_second_closing_replaces_the_first_and_both_can_be_taken_back(still: Office) -> None:
    staff = still.signed_in()
    closing(still, staff, closes_at=NOON, reason="Rapat")
    later = closing(still, staff, closes_at="2026-11-25T05:00:00Z").json

    back = still.ask("DELETE", "/staff/closing", token=staff).json
    again = still.ask("DELETE", "/staff/closing", token=staff).json

    assert (later["early"]["reason"], later["closes_at"]) == (None, "2026-11-25T05:00:00Z")
    assert back == again == {"early": None, "open": True, "opens_at": None, "closes_at": "2026-11-25T07:30:00Z"}


def test_office_can_be_closed_at_once_for_today_only(still: Office) -> None:
    staff = still.signed_in()
    closing(still, staff, closes_at="2026-11-25T02:00:00Z")

    assert opening(still) == (False, None, "2026-11-26T00:00:00Z", None)
    still.clock.move(days=1)
    assert opening(still) == (True, "2026-11-26T07:30:00Z", None, None)
    assert still.get("/staff/closing", token=staff).json["early"] is None


def test_day_on_which_the_office_does_not_open_at_all_is_none_to_come_back_for(still: Office) -> None:
    staff = still.signed_in()
    still.clock.move(hours=-3)
    closing(still, staff, closes_at="2026-11-25T00:00:00Z", reason="Banjir")

    assert opening(still) == (False, None, "2026-11-26T00:00:00Z", None)
    still.clock.move(hours=1)
    assert opening(still) == (False, None, "2026-11-26T00:00:00Z", "Banjir")


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"closes_at": "required"}),
        ({"closes_at": "siang", "reason": "x" * 121}, {"closes_at": "wrong-format", "reason": "too-long"}),
        ({"closes_at": "2026-11-26T02:00:00Z"}, {"closes_at": "not-today"}),
        ({"closes_at": "2026-11-24T15:59:59Z"}, {"closes_at": "not-today"}),
        ({"closes_at": "0001-01-01T00:00:00+14:00"}, {"closes_at": "not-today"}),
        ({"closes_at": "2026-11-25T07:30:00Z"}, {"closes_at": "closed-then-anyway"}),
        ({"closes_at": "2026-11-24T23:59:59Z"}, {"closes_at": "closed-then-anyway"}),
    ],
)
def test_closing_that_is_none_is_a_fault(still: Office, body: dict[str, Any], faults: dict[str, str]) -> None:
    reply = closing(still, still.signed_in(), **body)

    assert (reply.status, reply.faults) == (422, faults)
    assert still.ports.days.find("6371#2026-11-25").closes_at is None


def test_clock_of_these_tests_is_within_the_hours() -> None:
    assert TEN.astimezone(UNIT.tz).hour == 10
