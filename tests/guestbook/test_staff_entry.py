"""What staff enter for a visitor: with a hand on the kiosk, or from the paper book of an outage at its true time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.guestbook.entry import faults_of_staff_entry
from chalicelib.unit import SpecialDay, Units, Wording
from tests.audit import complaints, rows
from tests.daytime import TEN
from tests.office import Office, Reply, a_visit, new_key
from tests.queue.desks import asked, called, numbers
from tests.queue.tickets import UNIT

FIVE_DAYS_AGO = {
    "arrived_at": "2026-11-20T03:00:00Z",
    "served_at": "2026-11-20T03:07:00Z",
    "finished_at": "2026-11-20T03:40:00Z",
}


def entered(office: Office, staff: str, key: str | None = None, **entry: Any) -> Reply:
    return office.post("/staff/visits", a_visit(**entry), token=staff, key=key or new_key())


def visits_of(office: Office, staff: str, day: str = "") -> list[dict[str, Any]]:
    reply = office.get(f"/staff/visits{f'?day={day}' if day else ''}", token=staff)
    assert b"Siti" not in reply.body
    return list(reply.json["items"])


def test_visitor_who_needs_a_hand_is_entered_also_when_the_office_is_closed(still: Office) -> None:
    staff = still.signed_in(still.member("petugas"))
    holiday = SpecialDay(date(2026, 11, 25), Wording("Libur", "Holiday"))
    still.ports.units = Units([msgspec.structs.replace(UNIT, special_days=[holiday])])

    reply = entered(still, staff, group={"men": 12, "women": 20})

    visit = still.get("/visit", token=reply.json["visit_token"]).json
    (listed,) = visits_of(still, staff)
    assert (reply.status, reply.json["tickets"][0]["number"]) == (201, "A-001")
    assert (visit["state"], visit["tickets"][0]["state"]) == ("open", "waiting")
    assert (listed["source"], listed["group_size"], listed["state"]) == ("staff", 32, "open")
    assert called(still, staff)["group_size"] == 32


def test_paper_of_today_joins_the_line_at_its_true_place_with_its_true_promise(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    for minutes in (-20, 15):
        still.clock.move(minutes=minutes)
        still.visit(kiosk)
    still.clock.move(minutes=5)

    ticket = entered(still, staff, arrived_at="2026-11-25T09:45:00+08:00").json["tickets"][0]

    assert (ticket["number"], ticket["ahead"]) == ("A-003", 1)
    assert ticket["promised_by"] == "2026-11-25T01:55:00Z"
    assert numbers(still, staff) == ["A-001", "A-003", "A-002"]
    waiting = still.get("/staff/queue", token=staff).json["waiting"][1]
    assert (waiting["arrived_at"], waiting["waiting_seconds"], waiting["late"]) == ("2026-11-25T01:45:00Z", 900, True)
    assert visits_of(still, staff)[1]["source"] == "paper"


def test_paper_of_an_earlier_day_is_recorded_under_that_days_next_number(still: Office) -> None:
    staff = still.signed_in()
    still.clock.move(days=-5)
    still.visit(still.kiosk(staff))
    still.clock.move(days=5)
    today = still.visit(still.kiosk(staff))

    first = entered(still, staff, services=["printed", "digital"], **FIVE_DAYS_AGO).json
    second = entered(still, staff, arrived_at="2026-11-20T04:00:00Z").json

    assert (first["day"], [ticket["number"] for ticket in first["tickets"]]) == ("2026-11-20", ["A-002", "B-001"])
    assert [second["tickets"][0][name] for name in ("number", "ahead", "estimate_minutes")] == ["A-003", 0, 0]
    assert second["tickets"][0]["promised_by"] is None
    assert today["tickets"][0]["number"] == "A-001"
    assert numbers(still, staff) == ["A-001"]
    assert visits_of(still, staff, "2026-11-20")[1:] == [
        {
            "visit_id": first["visit_id"],
            "day": "2026-11-20",
            "created_at": "2026-11-20T03:00:00Z",
            "source": "paper",
            "state": "finished",
            "ended": None,
            "finished_at": "2026-11-20T03:40:00Z",
            "services": ["printed", "digital"],
            "group_size": 1,
            "tickets": [
                {"number": number, "service": service, "state": "done", **FIVE_DAYS_AGO}
                for number, service in (("A-002", "printed"), ("B-001", "digital"))
            ],
        },
        {
            "visit_id": second["visit_id"],
            "day": "2026-11-20",
            "created_at": "2026-11-20T04:00:00Z",
            "source": "paper",
            "state": "finished",
            "ended": None,
            "finished_at": None,
            "services": ["printed"],
            "group_size": 1,
            "tickets": [
                {
                    "number": "A-003",
                    "service": "printed",
                    "state": "done",
                    "arrived_at": "2026-11-20T04:00:00Z",
                    "served_at": None,
                    "finished_at": None,
                }
            ],
        },
    ]
    assert complaints(still) == []


def test_served_today_by_paper_is_over_and_its_reading_too(still: Office) -> None:
    staff = still.signed_in()
    times = {"arrived_at": "2026-11-25T00:30:00Z", "served_at": "2026-11-25T00:45:00Z"}

    reply = entered(still, staff, **times)

    ticket = still.get("/visit", token=reply.json["visit_token"]).json["tickets"][0]
    assert (ticket["state"], ticket["reading"]["started_at"], ticket["reading"]["ended"]) == (
        "done",
        "2026-11-25T00:45:00Z",
        "noted",
    )
    assert numbers(still, staff) == numbers(still, staff, "reading") == []
    assert numbers(still, staff, "unexplained") == ["A-001"]
    assert asked(still, staff, ticket["ticket_id"], "reason", reason="outage").json["miss_reason"] == "outage"


def test_contact_is_kept_from_the_day_of_the_visit(still: Office) -> None:
    staff = still.signed_in()
    entered(still, staff, **FIVE_DAYS_AGO)

    (contact,) = rows(still, "CONTACTS_TABLE")

    kept_until = datetime(2026, 11, 20, 3, tzinfo=UTC) + timedelta(days=30)
    assert int(contact["expires_at"]) == int(kept_until.timestamp())


def test_same_entry_again_is_the_same_visit_and_shows_its_token_to_the_same_session_only(still: Office) -> None:
    member, key = still.member(), new_key()
    staff, other_session = still.signed_in(member), still.signed_in(member)

    first, again = (entered(still, staff, key, **FIVE_DAYS_AGO) for _ in range(2))
    elsewhere = entered(still, other_session, key, **FIVE_DAYS_AGO)
    other_body = entered(still, staff, key)

    assert (first.status, first.body) == (201, again.body)
    assert (elsewhere.status, elsewhere.code) == (409, "token-shown-already")
    assert (other_body.status, other_body.code) == (422, "idempotency-key-reused")
    assert len(visits_of(still, staff, "2026-11-20")) == 1
    assert still.post("/staff/visits", a_visit(), token=staff, key="").code == "idempotency-key-missing"


def test_all_faults_of_an_entry_are_told_at_once(still: Office) -> None:
    staff = still.signed_in()
    entry = {"email": "x", "services": ["sauna"], "arrived_at": "2026-11-25T03:00:00Z", "finished_at": "kemarin"}

    reply = still.post("/staff/visits", entry, token=staff)

    assert reply.faults == {
        "name": "required",
        "email": "not-an-address",
        "services": "not-in-list",
        "arrived_at": "in-the-future",
        "finished_at": "wrong-format",
    }
    assert rows(still, "VISITS_TABLE") == rows(still, "TICKETS_TABLE") == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"])
def test_times_beyond_all_calendars_are_faults_like_others(still: Office, moment: str) -> None:
    times = dict.fromkeys(("arrived_at", "served_at", "finished_at"), moment)

    assert entered(still, still.signed_in(), **times).faults == dict.fromkeys(times, "wrong-format")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("arrived", "served", "finished", "faults"),
    [
        ("11-25 01:00", "11-25 01:05", "11-25 02:00", {}),
        ("10-25 02:00", None, None, {}),
        ("10-25 01:59", None, None, {"arrived_at": "too-long-ago"}),
        (None, "11-25 01:05", None, {"arrived_at": "required"}),
        (None, None, "11-25 01:05", {"arrived_at": "required", "served_at": "required"}),
        ("11-25 01:00", None, "11-25 01:05", {"served_at": "required"}),
        (
            "11-25 01:00",
            "11-25 00:59",
            "11-25 00:58",
            dict.fromkeys(("served_at", "finished_at"), "before-the-step-before"),
        ),
        ("11-25 02:01", "11-25 02:02", None, dict.fromkeys(("arrived_at", "served_at"), "in-the-future")),
        ("11-24 15:59", "11-24 16:00", None, {"served_at": "on-another-day"}),
        ("11-24 16:00", "11-24 16:30", "11-25 01:00", {}),
        ("10-01 02:00", "11-25 02:30", None, {"arrived_at": "too-long-ago", "served_at": "in-the-future"}),
    ],
)
def test_times_must_be_known_in_order_past_and_of_one_day(
    arrived: str | None, served: str | None, finished: str | None, faults: dict[str, str]
) -> None:
    given = {"arrived_at": arrived, "served_at": served, "finished_at": finished}
    entry = {name: utc(text) for name, text in given.items() if text}

    found: dict[str, str] = {}
    for fault in faults_of_staff_entry(entry, UNIT, TEN):
        found.setdefault(fault.field, fault.code)

    assert found == faults


def test_days_list_needs_a_day_and_is_paged(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    for _ in range(3):
        still.visit(kiosk)
        still.clock.move(seconds=1)

    first = still.get("/staff/visits?limit=2", token=staff).json
    rest = still.get(f"/staff/visits?limit=2&cursor={first['next']}", token=staff).json

    sources = [visit["tickets"][0]["number"] for visit in (*first["items"], *rest["items"])]
    assert (sources, rest["next"]) == (["A-001", "A-002", "A-003"], None)
    assert still.get("/staff/visits?day=kemarin", token=staff).faults == {"day": "wrong-format"}
    assert still.get("/staff/visits?day=2026-11-26", token=staff).json["items"] == []
    assert time(10) == still.clock().astimezone(UNIT.tz).time().replace(second=0)
