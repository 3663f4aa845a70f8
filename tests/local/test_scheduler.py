"""Scheduled functions run at their rates, get what EventBridge sends, and survive each other's failures."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from chalice.app import Chalice, CloudWatchEvent, Cron, Rate

from infra.local.emulation import REGION
from infra.local.scheduler import FIRST_AFTER, Schedule, Scheduler, schedules
from infra.local.template import TemplateProblem

PATIENCE = 30
"""Seconds after which a thread that does not end is given up."""


class Pauses:
    """Takes no time; says after so many that it is time to stop."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken: list[float] = []

    def __call__(self, seconds: float) -> bool:
        self.taken.append(seconds)
        return len(self.taken) > self.most


def a_schedule(handler: Callable[..., Any], function: str = "sweeping") -> Schedule:
    return Schedule(function, handler, every=3_600, timeout=120)


def is_at_work(name: str) -> bool:
    return name in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def scheduling() -> Iterator[Callable[..., Scheduler]]:
    started: list[Scheduler] = []

    def start(*wanted: Schedule, pauses: Pauses | None = None) -> Scheduler:
        started.append(Scheduler(wanted, REGION, pauses))
        started[-1].start()
        return started[-1]

    yield start
    for scheduler in started:
        scheduler.stop()


def test_a_function_runs_shortly_after_the_start_and_then_at_its_rate(scheduling: Any) -> None:
    pauses, runs = Pauses(3), []

    scheduling(a_schedule(lambda *_: runs.append(len(pauses.taken))), pauses=pauses).stop(PATIENCE)

    assert pauses.taken == [FIRST_AFTER, 3_600, 3_600, 3_600]
    assert runs == [1, 2, 3]
    assert FIRST_AFTER < 60


def test_a_failing_run_is_told_without_its_message_and_the_next_one_comes(
    scheduling: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    pauses, runs = Pauses(2), []

    def handler(*_: Any) -> None:
        runs.append(len(pauses.taken))
        if len(runs) == 1:
            raise ValueError("siti.rahmah@example.com")

    scheduling(a_schedule(handler), pauses=pauses).stop(PATIENCE)
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert runs == [1, 2]
    assert [(line["failed"], line["error"]) for line in told] == [("sweeping", "ValueError")]
    assert "siti" not in str(told)


def test_a_stop_ends_the_long_pause_at_once(scheduling: Any) -> None:
    runs: list[Any] = []

    scheduling(a_schedule(lambda *_: runs.append(1), "idle")).stop(PATIENCE)

    assert runs == []
    assert not is_at_work("idle")


def test_a_run_that_hangs_holds_up_neither_the_others_nor_the_stop(scheduling: Any) -> None:
    begun, go_on, swept = threading.Event(), threading.Event(), threading.Event()
    pauses = Pauses(2)

    def hanging(*_: Any) -> None:
        begun.set()
        go_on.wait(PATIENCE)

    scheduler = scheduling(a_schedule(hanging, "hanging"), a_schedule(lambda *_: swept.set()), pauses=pauses)

    assert begun.wait(PATIENCE) and swept.wait(PATIENCE)
    scheduler.stop(0.01)
    assert is_at_work("hanging")
    go_on.set()


def an_app(rate: Any, handler: Callable[[CloudWatchEvent], None] = lambda _: None) -> Chalice:
    app = Chalice("test")
    app.schedule(rate, name="sweeping")(handler)
    return app


def test_a_run_gets_what_eventbridge_sends_in_utc() -> None:
    seen: list[CloudWatchEvent] = []
    [schedule] = schedules(an_app(Rate(1, unit=Rate.HOURS), seen.append))
    in_banjarmasin = timezone(timedelta(hours=8))

    schedule.run(datetime(2026, 11, 26, 0, 5, 7, 9, tzinfo=in_banjarmasin), REGION)
    schedule.run(datetime(2026, 11, 25, 17, 5, 7, tzinfo=UTC), REGION)

    first, second = seen
    context: Any = first.context
    assert (first.source, first.detail_type, first.detail) == ("aws.events", "Scheduled Event", {})
    assert (first.version, first.account, first.region) == ("0", "123456789012", "ap-southeast-3")
    assert first.resources == ["arn:aws:events:ap-southeast-3:123456789012:rule/sweeping"]
    assert (first.time, second.time) == ("2026-11-25T16:05:07Z", "2026-11-25T17:05:07Z")
    assert first.event_id != second.event_id
    assert 0 < context.get_remaining_time_in_millis() <= 60_000


@pytest.mark.parametrize(
    ("rate", "seconds"),
    [
        (Rate(5, unit=Rate.MINUTES), 300),
        (Rate(1, unit=Rate.HOURS), 3_600),
        ("rate(2 days)", 172_800),
    ],
)
def test_rates_are_read_as_eventbridge_reads_them(rate: Any, seconds: int) -> None:
    assert [schedule.every for schedule in schedules(an_app(rate))] == [seconds]


@pytest.mark.parametrize("rate", [Cron(0, 17, "*", "*", "?", "*"), "rate(1 fortnight)"])
def test_what_is_no_rate_is_refused_by_name(rate: Any) -> None:
    with pytest.raises(TemplateProblem, match="sweeping is scheduled as"):
        schedules(an_app(rate))


def test_the_schedules_are_those_of_the_app() -> None:
    from app import app

    assert [(each.function, each.every, each.timeout) for each in schedules(app)] == [
        ("day_end", 3_600, 120),
        ("sweep", 300, 120),
        ("retention", 86_400, 300),
    ]
