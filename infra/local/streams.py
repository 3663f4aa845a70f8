"""Carries what the streams of the tables tell to the function that counts, as Lambda's event source mappings do."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice, DynamoDBEventConfig
from chalice.local import LambdaContext
from chalice.utils import to_cfn_resource_name

from infra.local.changes import Changes, Record
from infra.local.mappings import PROJECT, Handler, resolver_of, seconds_of
from infra.local.storage import Storage
from infra.local.telling import tell_failure
from infra.local.template import TemplateProblem, read

PAUSE = 0.1
"""Seconds that records gather before they are carried, in place of the cloud's window."""
LOOK_AGAIN = 2.0
"""Seconds after which the reader looks up even if nothing rings, to see whether it is to stop."""


@dataclass(frozen=True)
class StreamMapping:
    """What carries the streams of some tables to one function. `tries` are made of a batch, `timeout` is seconds."""

    function: str
    handler: Handler
    streams: frozenset[str]
    batch_size: int
    tries: int
    timeout: int

    def carry(self, records: Sequence[Record]) -> None:
        """Invoke the function with records of its streams; raises what the function raises."""
        own = [record for record in records if record["eventSourceARN"] in self.streams]
        if own:
            self.handler({"Records": own}, LambdaContext(self.function, 512, self.timeout * 1000))


def stream_mapping(app: Chalice, storage: Storage, region: str) -> StreamMapping:
    """That of the app's one function that follows streams. Raises TemplateProblem where infra/app.yaml names none."""
    (source,) = [one for one in app.event_sources if isinstance(one, DynamoDBEventConfig)]
    template = read(PROJECT / "infra" / "app.yaml")
    function: Mapping[str, Any] = template["Resources"].get(to_cfn_resource_name(source.name), {})
    events = [event["Properties"] for event in function.get("Properties", {}).get("Events", {}).values()]
    resolver = resolver_of(template, storage, region)
    streams = frozenset(str(resolver.resolve(event["Stream"])) for event in events)
    if not streams:
        raise TemplateProblem(f"infra/app.yaml names no stream for the function {source.name}.")
    tries = 1 + min(event["MaximumRetryAttempts"] for event in events)
    handler = app.handler_map[source.name]
    return StreamMapping(source.name, handler, streams, source.batch_size, tries, seconds_of(source.name))


class StreamReader:
    """Works from `start()` to `stop()`: whatever gathers is carried in order; what fails too often is told and left."""

    def __init__(self, changes: Changes, mapping: StreamMapping, wait: Callable[[float], bool] | None = None) -> None:
        self._changes, self._mapping = changes, mapping
        self._stopping = threading.Event()
        self._wait = wait or self._stopping.wait
        self._thread = threading.Thread(target=self._work, name=mapping.function, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 1.0) -> None:
        self._stopping.set()
        self._thread.join(seconds)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._changes.wait(LOOK_AGAIN)
            if self._wait(PAUSE):
                return
            self._carry(self._changes.take(self._mapping.batch_size))

    def _carry(self, records: Sequence[Record]) -> None:
        for _ in range(self._mapping.tries):
            try:
                return self._mapping.carry(records)
            except Exception as error:  # noqa: BLE001 - as Lambda: whatever a handler raises brings its batch again
                tell_failure(self._mapping.function, error)
        return None
