"""The end of the day: whatever nobody closed is closed with its day and says so, and no duration reaches across it."""

from __future__ import annotations

import pytest

from tests.audit import everything
from tests.office import Office, Reply, a_pdf
from tests.queue.desks import asked, called

TO_MIDNIGHT = 14 * 60
"""Minutes from ten in the morning to the unit's midnight."""


@pytest.fixture
def left_open(still: Office) -> dict[str, str]:
    """The tokens of visits that nobody closes: one waits, one is called, one served, one done but reading."""
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    tokens = {"staff": staff, "kiosk": kiosk}
    for name in ("reading", "serving", "called", "waiting", "finished"):
        tokens[name] = str(still.visit(kiosk)["visit_token"])
        still.clock.move(seconds=1)
    for name in ("reading", "serving", "called"):
        ticket = called(still, staff)
        for move in {"reading": ["serve", "finish"], "serving": ["serve"], "called": []}[name]:
            still.clock.move(seconds=1)
            asked(still, staff, ticket, move)
    still.post("/visit/finish", token=tokens["finished"])
    return tokens


def seen(office: Office, token: str) -> tuple[str | None, ...]:
    visit = office.get("/visit", token=token).json
    (ticket,) = visit["tickets"]
    return visit["state"], visit["ended"], ticket["state"], ticket["ended"], ticket["finished_at"]


def reading(office: Office, token: str) -> tuple[str | None, str | None]:
    session = office.get("/visit", token=token).json["tickets"][0]["reading"]
    return session["ended"], session["ended_at"]


CLOSED = {
    "reading": ("finished", "day-end", "done", None, "2026-11-25T02:00:07Z"),
    "serving": ("finished", "day-end", "done", "day-end", None),
    "called": ("finished", "day-end", "cancelled", "day-end", None),
    "waiting": ("finished", "day-end", "cancelled", "day-end", None),
    "finished": ("finished", None, "cancelled", None, "2026-11-25T02:00:08Z"),
}


def test_what_nobody_closed_is_closed_with_its_day_and_says_so(still: Office, left_open: dict[str, str]) -> None:
    still.clock.move(minutes=TO_MIDNIGHT)
    before_it_ran = {name: seen(still, left_open[name]) for name in CLOSED}
    still.run_schedule("day_end")
    after = {name: seen(still, left_open[name]) for name in CLOSED}

    assert before_it_ran == after == CLOSED
    assert [reading(still, left_open[name]) for name in ("reading", "serving")] == [("day-end", None)] * 2
    (stored,) = [t for t in still.ports.tickets.of_day("6371#2026-11-25") if t.number == "A-004"]
    assert (stored.state, stored.ended, stored.finished_at) == ("cancelled", "day-end", None)


def test_today_is_left_alone(still: Office, left_open: dict[str, str]) -> None:
    still.run_schedule("day_end")

    assert seen(still, left_open["waiting"]) == ("open", None, "waiting", None, None)


def test_second_run_changes_nothing(still: Office, left_open: dict[str, str]) -> None:
    still.clock.move(days=1)
    for _ in range(2):  # The second finds nothing open any more and notes that.
        still.run_schedule("day_end")
        still.clock.move(hours=1)
    settled = everything(still)

    still.run_schedule("day_end")

    assert everything(still) == settled
    day = still.ports.days.find("6371#2026-11-25")
    assert day.put_away_at is not None


def test_what_was_under_way_at_midnight_is_found_by_the_next_run(still: Office, left_open: dict[str, str]) -> None:
    still.clock.move(minutes=TO_MIDNIGHT)
    still.run_schedule("day_end")
    still.clock.move(minutes=-1)
    token = str(still.visit(left_open["kiosk"])["visit_token"])
    still.clock.move(hours=1)

    still.run_schedule("day_end")

    (late,) = [ticket for ticket in still.ports.tickets.of_day("6371#2026-11-25") if ticket.number == "A-006"]
    assert (late.state, late.ended) == ("cancelled", "day-end")
    assert seen(still, token)[:2] == ("finished", "day-end")


def test_schedule_that_stood_still_for_a_week_makes_up_for_it(still: Office) -> None:
    kiosk = still.kiosk()
    tokens = []
    for _ in range(9):
        tokens.append(str(still.visit(kiosk)["visit_token"]))
        still.clock.move(days=1)

    still.run_schedule("day_end")

    stored = [t.state for day in range(25, 31) for t in still.ports.tickets.of_day(f"6371#2026-11-{day:02d}")]
    assert stored == ["waiting", "waiting", *["cancelled"] * 4]
    assert {seen(still, token)[0] for token in tokens} == {"finished"}


def test_yesterdays_visit_is_over_before_anything_was_put_away(still: Office, left_open: dict[str, str]) -> None:
    publication = still.publication(a_pdf(), left_open["staff"])
    still.clock.move(days=1)
    before = everything(still)
    token = left_open["waiting"]
    ticket = still.get("/visit", token=token).json["tickets"][0]["ticket_id"]

    asked_for = still.post("/visit/requests", {"publication_id": publication, "channels": ["app"]}, token=token)
    left = still.post(f"/visit/tickets/{ticket}/cancel", token=token)
    finished = still.post("/visit/finish", token=token)
    moves: list[Reply] = [asked(still, left_open["staff"], ticket, move) for move in ("recall", "serve", "undo")]

    assert (asked_for.status, asked_for.code) == (409, "visit-finished")
    assert (left.code, {reply.code for reply in moves}) == ("unknown-ticket", {"unknown-ticket"})
    assert (finished.json["state"], finished.json["ended"]) == ("finished", "day-end")
    assert everything(still) == before


def test_days_list_says_what_ended_with_the_day(still: Office, left_open: dict[str, str]) -> None:
    still.clock.move(days=1)

    items = still.get("/staff/visits?day=2026-11-25", token=left_open["staff"]).json["items"]

    assert [(item["ended"], item["finished_at"], item["tickets"][0]["state"]) for item in items] == [
        ("day-end", None, "done"),
        ("day-end", None, "done"),
        ("day-end", None, "cancelled"),
        ("day-end", None, "cancelled"),
        (None, "2026-11-25T02:00:08Z", "cancelled"),
    ]
