"""Whatever desks and visitors do, in whatever order, twice or broken off anywhere: the queue is as its model says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.office import Office
from tests.reliability.queue_machine import QueueMachine


def run(office: Office, examples: int, steps: int, **more: Any) -> None:
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )
    run_state_machine_as_test(lambda: QueueMachine(office), settings=how)  # type: ignore[arg-type]


def test_queue_is_as_its_model_says_whatever_happens(still: Office) -> None:
    run(still, 30, 40, derandomize=True, phases=[Phase.generate])


@pytest.mark.slow
def test_queue_is_as_its_model_says_for_long(still: Office) -> None:
    run(still, 500, 50)


def test_page_that_shows_a_ticket_as_it_came_moves_it_no_more_once_it_was_called(still: Office) -> None:
    staff, ticket = still.signed_in(), still.visit()["tickets"][0]["ticket_id"]
    shown = still.get("/staff/queue", token=staff).json["waiting"][0]["revision"]
    still.post("/staff/queue/calls", {"desk": "1"}, token=staff)
    still.post(f"/staff/tickets/{ticket}/undo", token=staff)

    reply = still.post(f"/staff/tickets/{ticket}/transfer", {"service": "digital", "revision": shown}, token=staff)

    assert (reply.status, reply.code, reply.json["found"]) == (409, "ticket-state", "waiting")


def test_who_was_transferred_into_a_line_does_not_return_into_it_as_well(still: Office) -> None:
    staff = still.signed_in()
    absent, other = still.visit(services=["printed", "digital"])["tickets"]
    still.post("/staff/queue/calls", {"desk": "1", "services": ["printed"]}, token=staff)
    for move in ("recall", "recall", "skip"):
        still.clock.move(seconds=60)
        still.post(f"/staff/tickets/{absent['ticket_id']}/{move}", token=staff)
    still.post(f"/staff/tickets/{other['ticket_id']}/transfer", {"service": "printed"}, token=staff)

    reply = still.post(f"/staff/tickets/{absent['ticket_id']}/return", token=staff)

    assert (reply.status, reply.code, reply.json["number"]) == (409, "already-in-line", "B-001")


def test_who_returns_passes_nobody_because_another_visitor_is_at_a_desk(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    for services in (["printed"], ["printed", "digital"], ["printed"], ["printed"]):
        still.clock.move(seconds=1)
        still.visit(kiosk, services=services)
    absent = still.post("/staff/queue/calls", {"desk": "1"}, token=staff).json["ticket_id"]
    for move in ("recall", "recall", "skip"):
        still.clock.move(seconds=60)
        still.post(f"/staff/tickets/{absent}/{move}", token=staff)
    still.post("/staff/queue/calls", {"desk": "2", "services": ["digital"]}, token=staff)

    still.post(f"/staff/tickets/{absent}/return", token=staff)

    waiting = still.get("/staff/queue", token=staff).json["waiting"]
    assert [ticket["number"] for ticket in waiting] == ["A-003", "A-004", "A-001", "A-002"]
