"""Runs the app's scheduled functions at their rates, as EventBridge does; a run that fails is told, others follow."""

import json
import re
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalice.app import Chalice, ScheduledEventConfig
from chalice.local import LambdaContext

from infra.local.mappings import Handler, seconds_of
from infra.local.telling import tell_failure
from infra.local.template import ACCOUNT, TemplateProblem

FIRST_AFTER = 5.0
"""Seconds from the start to the first runs: EventBridge waits a whole period, by which time most people have left."""

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400}

Wait = Callable[[float], bool]
"""Waits so many seconds, or less when it is time to stop; whether it is."""


@dataclass(frozen=True)
class Schedule:
    """One scheduled function. `every` and `timeout` are seconds."""

    function: str
    handler: Handler
    every: int
    timeout: int

    def run(self, now: datetime, region: str) -> None:
        """Invoke the function as EventBridge does at `now`; raises what the function raises."""
        event = json.loads(json.dumps(_event(self.function, now, region)))
        self.handler(event, LambdaContext(self.function, 512, self.timeout * 1000))


def schedules(app: Chalice) -> list[Schedule]:
    """One for every `@app.schedule` of the app. Raises TemplateProblem for one that is no rate."""
    return [_schedule(app, source) for source in app.event_sources if isinstance(source, ScheduledEventConfig)]


def _schedule(app: Chalice, source: ScheduledEventConfig) -> Schedule:
    given = source.schedule_expression
    expression = given if isinstance(given, str) else given.to_string()
    found = _RATE.fullmatch(expression)
    if found is None:
        raise TemplateProblem(f"{source.name} is scheduled as {expression}; the local stack knows rates only.")
    every = int(found[1]) * _SECONDS[found[2]]
    return Schedule(source.name, app.handler_map[source.name], every, seconds_of(source.name))


def _event(function: str, now: datetime, region: str) -> dict[str, Any]:
    """What EventBridge sends (EventBridge guide, "Scheduled events")."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [f"arn:aws:events:{region}:{ACCOUNT}:rule/{function}"],
        "detail": {},
    }


class Scheduler:
    """Works from `start()` to `stop()`, a thread a schedule: a long run of one does not hold up another."""

    def __init__(self, wanted: Sequence[Schedule], region: str, wait: Wait | None = None) -> None:
        self._region = region
        self._stopping = threading.Event()
        self._wait = wait or self._stopping.wait
        self._threads = [
            threading.Thread(target=self._work, args=(schedule,), name=schedule.function, daemon=True)
            for schedule in wanted
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 1.0) -> None:
        """Lets running ones end for `seconds` altogether; what takes longer ends with the process, as if killed."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(seconds / max(1, len(self._threads)))

    def _work(self, schedule: Schedule) -> None:
        pause = FIRST_AFTER
        while not self._wait(pause):
            self._run(schedule)
            pause = schedule.every

    def _run(self, schedule: Schedule) -> None:
        try:
            schedule.run(datetime.now(UTC), self._region)
        except Exception as error:  # noqa: BLE001 - as Lambda: whatever a handler raises fails this run alone
            tell_failure(schedule.function, error)
