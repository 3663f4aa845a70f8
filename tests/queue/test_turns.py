"""Turns at a desk: absent and back, undone, moved to another line, and why a promise was missed."""

from __future__ import annotations

from tests.office import Office
from tests.queue.desks import asked, called, numbers, people


def test_absent_only_after_three_calls_a_minute_apart_and_back_in_line_behind_two(still: Office) -> None:
    staff = still.signed_in()
    people(still, {}, {"priority": "elderly"}, {}, {}, {}, {"priority": "pregnant"})
    first = called(still, staff)
    hasty = asked(still, staff, first, "skip")
    for seconds in (30, 30, 60):
        still.clock.move(seconds=seconds)
        first = asked(still, staff, first, "recall").json
    skipped = asked(still, staff, first, "skip").json
    back = asked(still, staff, first, "return").json

    assert (hasty.status, hasty.code, hasty.json["calls"], hasty.json["needed"]) == (409, "too-early-to-skip", 1, 3)
    assert hasty.json["next_at"] == "2026-11-25T02:01:06Z"
    assert (first["calls"], first["counted_calls"], first["skippable"]) == (4, 3, True)
    assert (skipped["state"], back["state"], back["number"]) == ("no-show", "waiting", first["number"])
    assert back["number"] == "A-002", "priority passes"
    assert numbers(still, staff) == ["A-001", "A-003", "A-006", "A-002", "A-004", "A-005"], "but not who returns"


def test_return_is_behind_the_next_two(still: Office) -> None:
    staff = still.signed_in()
    first, *_ = people(still, {}, {}, {}, {})
    called(still, staff)
    for _ in range(2):
        still.clock.move(minutes=1)
        asked(still, staff, first, "recall")
    asked(still, staff, first, "skip")

    asked(still, staff, first, "return")

    assert numbers(still, staff) == ["A-002", "A-003", "A-001", "A-004"]


def test_return_into_a_line_in_which_the_visit_waits_already_is_refused(still: Office) -> None:
    staff = still.signed_in()
    printed, digital = (ticket["ticket_id"] for ticket in still.visit(services=["printed", "digital"])["tickets"])
    called(still, staff, services=["printed"])
    for _ in range(2):
        still.clock.move(minutes=1)
        asked(still, staff, printed, "recall")
    asked(still, staff, printed, "skip")
    asked(still, staff, digital, "transfer", service="printed")

    reply = asked(still, staff, printed, "return")

    assert (reply.status, reply.code, reply.json["number"]) == (409, "already-in-line", "B-001")


def test_return_with_fewer_waiting_is_last(still: Office) -> None:
    staff = still.signed_in()
    first, _ = people(still, {}, {})
    called(still, staff)
    for _ in range(2):
        still.clock.move(minutes=1)
        asked(still, staff, first, "recall")
    asked(still, staff, first, "skip")
    still.clock.move(minutes=1)

    asked(still, staff, first, "return")
    people(still, {})

    assert numbers(still, staff) == ["A-002", "A-001", "A-003"]


def test_undo_within_ten_seconds_and_once(still: Office) -> None:
    staff = still.signed_in()
    first, _ = people(still, {}, {})
    called(still, staff)
    still.clock.move(seconds=10)
    undone = asked(still, staff, first, "undo").json
    again = asked(still, staff, first, "undo")

    assert (undone["state"], undone["desk"], undone["called_at"], undone["undo_until"]) == ("waiting", None, None, None)
    assert (again.status, again.code) == (409, "too-late-to-undo")
    assert still.get("/board").json["calls"] == []

    called(still, staff)
    still.clock.move(seconds=10.001)
    assert asked(still, staff, first, "undo").code == "too-late-to-undo"


def test_undo_of_a_transfer_brings_back_service_and_promise(still: Office) -> None:
    staff = still.signed_in()
    (ticket,) = people(still, {})
    before = still.get("/staff/queue", token=staff).json["waiting"][0]

    away = asked(still, staff, ticket, "transfer", service="digital").json
    back = asked(still, staff, ticket, "undo").json

    assert (away["service"], away["number"], away["promised_by"]) == ("digital", "A-001", None)
    told = ("revision", "move", "moved_at", "by", "undo_until")
    assert {**back, **dict.fromkeys(told)} == {**before, **dict.fromkeys(told)}


def test_transfer_keeps_number_and_arrival_and_does_not_queue_one_visit_twice(still: Office) -> None:
    staff = still.signed_in()
    visit = still.visit(services=["printed", "digital"])
    printed, digital = (ticket["ticket_id"] for ticket in visit["tickets"])
    still.clock.move(minutes=5)

    twice = asked(still, staff, printed, "transfer", service="digital")
    same = asked(still, staff, printed, "transfer", service="printed")
    still.post(f"/visit/tickets/{digital}/cancel", token=visit["visit_token"])
    made = asked(still, staff, printed, "transfer", service="digital")
    back = asked(still, staff, printed, "transfer", service="printed").json

    assert (twice.status, twice.code, twice.json["number"]) == (409, "already-in-line", "B-001")
    assert (same.status, same.json["number"]) == (409, "A-001")
    assert (made.json["number"], made.json["service"], made.json["seconds_left"]) == ("A-001", "digital", None)
    assert (back["arrived_at"], back["promised_by"]) == ("2026-11-25T02:00:00Z", "2026-11-25T02:10:00Z")
    assert asked(still, staff, printed, "transfer", service="sauna").faults == {"service": "not-in-list"}
    assert asked(still, staff, digital, "transfer", service="digital").json["found"] == "cancelled"


def test_reason_for_a_missed_promise_is_asked_noted_and_no_longer_asked(still: Office) -> None:
    staff = still.signed_in()
    first, second = people(still, {}, {})
    early = asked(still, staff, first, "reason", reason="crowd")
    for ticket in (first, second):
        called(still, staff)
        still.clock.move(minutes=11 if ticket == first else 0)
        asked(still, staff, ticket, "serve")
    open_ones = numbers(still, staff, "unexplained")

    foreign = asked(still, staff, first, "reason", reason="weather", note="x" * 201)
    noted = asked(still, staff, first, "reason", reason="crowd", note="Rombongan sekolah").json

    assert (early.status, early.code) == (409, "not-late")
    assert open_ones == ["A-001", "A-002"]
    assert foreign.status == 422
    assert asked(still, staff, first, "reason", reason="weather").faults == {"reason": "not-in-list"}
    assert (noted["miss_reason"], noted["state"], noted["move"]) == ("crowd", "serving", "serve")
    assert numbers(still, staff, "unexplained") == ["A-002"]
