"""What hangs on the wall and what stands at the desk: cheap to ask often, new at once, and nobody's name in it."""

from __future__ import annotations

from tests.daytime import TEN
from tests.faults import calls_of
from tests.office import Office
from tests.queue.desks import asked, called, numbers, people

FIFTY = range(50)


def test_fifty_boards_cost_one_read_and_a_call_is_on_them_at_once(still: Office) -> None:
    staff = still.signed_in()
    people(still, {}, {"services": ["digital"]}, {})
    still.clock.move(seconds=1)

    calls = calls_of(lambda: [still.get("/board") for _ in FIFTY])
    before = still.get("/board")
    called(still, staff, "2")
    calls_after = calls_of(lambda: [still.get("/board") for _ in FIFTY])
    board = still.get("/board")

    assert (calls, calls_after) == (["Query"], [])
    assert (before.json["calls"], before.json["waiting"]) == ([], {"printed": 2, "digital": 1})
    assert board.json == {
        "day": "2026-11-25",
        "calls": [{"number": "A-001", "service": "printed", "desk": "2", "called_at": "2026-11-25T02:00:04Z"}],
        "waiting": {"printed": 1, "digital": 1},
        "as_of": "2026-11-25T02:00:04Z",
    }
    assert b"Siti" not in board.body


def test_board_that_has_not_changed_is_not_sent_again(still: Office) -> None:
    staff = still.signed_in()
    people(still, {})
    tag = still.get("/board").headers["etag"]
    still.clock.move(minutes=20)

    unchanged = still.get("/board", headers={"if-none-match": tag})
    called(still, staff)
    changed = still.get("/board", headers={"if-none-match": tag})

    assert (unchanged.status, unchanged.body, changed.status) == (304, b"", 200)


def test_change_elsewhere_is_seen_after_a_second_and_ones_own_ticket_at_once(still: Office) -> None:
    still.get("/board")
    here = still.ports.tickets
    still.ports.tickets = type(here)()
    visit = still.visit()
    still.ports.tickets = here

    own = still.get("/visit", token=visit["visit_token"]).json["tickets"]
    still.clock.move(seconds=0.9)
    stale = still.get("/board").json["waiting"]["printed"]
    still.clock.move(seconds=0.1)

    assert ([ticket["number"] for ticket in own], stale) == (["A-001"], 0)
    assert still.get("/board").json["waiting"]["printed"] == 1


def test_queue_is_told_in_the_order_of_calling_with_what_each_still_needs(still: Office) -> None:
    staff = still.signed_in()
    people(still, {}, {}, {"priority": "elderly"}, {"services": ["digital"]}, {}, apart=60)
    called(still, staff, "1")
    called(still, staff, "2")
    serving = still.get("/staff/queue", token=staff).json["called"][0]
    asked(still, staff, serving["ticket_id"], "serve")
    still.clock.move(minutes=3)

    reply = still.get("/staff/queue", token=staff)
    queue = reply.json

    order = [ticket["number"] for ticket in queue["waiting"]]
    called_in_turn = [called(still, staff, "1")["number"] for _ in order]
    assert order == called_in_turn
    assert (queue["serving"][0]["number"], queue["called"][0]["number"]) == ("A-001", "A-003")
    assert [ticket["number"] for ticket in queue["reading"]] == ["A-001"]
    assert (queue["open_desks"], queue["pace"]) == (2, {"printed": 4.0, "digital": 4.0})
    assert {t["number"]: (t["seconds_left"], t["warn"], t["late"]) for t in queue["waiting"]} == {
        "A-002": (180, True, False),
        "A-004": (360, False, False),
        "B-001": (None, False, False),
    }
    assert b"Siti" not in reply.body


def test_queue_that_has_not_changed_is_not_sent_again_but_every_change_is(still: Office) -> None:
    staff = still.signed_in()
    (ticket,) = people(still, {})
    tags = [still.get("/staff/queue", token=staff).headers["etag"]]

    def tag_after(act: object) -> str:
        reply = still.get("/staff/queue", token=staff, headers={"if-none-match": tags[-1]})
        assert reply.status == 200, act
        tags.append(reply.headers["etag"])
        return tags[-1]

    still.clock.move(minutes=5)
    unchanged = still.get("/staff/queue", token=staff, headers={"if-none-match": tags[-1]})
    tag_after(called(still, staff))
    tag_after(asked(still, staff, ticket, "serve"))
    tag_after(asked(still, staff, ticket, "reading-ended"))
    tag_after(still.post("/staff/closing", {"closes_at": "2026-11-25T06:00:00Z"}, token=staff))
    tag_after(people(still, {}))

    assert (unchanged.status, unchanged.body) == (304, b"")
    assert len(set(tags)) == len(tags)


def test_what_time_alone_changes_at_the_desk_is_told_once_it_has(still: Office) -> None:
    staff = still.signed_in()
    people(still, {}, {"priority": "elderly"})
    told: list[tuple[float, list[str], list[bool], list[bool]]] = []
    tag = ""
    for minute in range(35):
        reply = still.get("/staff/queue", token=staff, headers={"if-none-match": f'"{tag}"'})
        if reply.status == 200:
            waiting, tag = reply.json["waiting"], reply.headers["etag"].strip('"')
            warned, late = ([t[name] for t in waiting] for name in ("warn", "late"))
            told.append((minute, [t["number"] for t in waiting], warned, late))
        still.clock.move(minutes=1)

    assert told == [
        (0, ["A-002", "A-001"], [False, False], [False, False]),
        (7, ["A-002", "A-001"], [True, True], [False, False]),
        (10, ["A-002", "A-001"], [True, True], [True, True]),
        (30, ["A-001", "A-002"], [True, True], [True, True]),
    ]


def test_last_ten_that_ended_stand_newest_first(still: Office) -> None:
    kiosk, staff = still.kiosk(), still.signed_in()
    for _ in range(11):
        visit = still.visit(kiosk)
        still.clock.move(seconds=1)
        still.post(f"/visit/tickets/{visit['tickets'][0]['ticket_id']}/cancel", token=visit["visit_token"])

    assert numbers(still, staff, "recent") == [f"A-{number:03d}" for number in range(11, 1, -1)]
    assert still.clock() > TEN
