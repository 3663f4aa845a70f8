"""What the streams of DynamoDB's tables tell: every change of an item."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamRecord, StreamShard

Record = dict[str, Any]


class Changes:
    """What the tables with a stream were changed by, until somebody takes it: moto itself would keep it for good."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._lock = threading.Lock()
        self._rung = threading.Condition(self._lock)
        self._number = 0

    def keep(self, shard: StreamShard, old: Item | None, new: Item | None) -> None:
        event = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        with self._rung:
            self._number += 1
            view = str((shard.table.stream_specification or {})["StreamViewType"])
            record = StreamRecord(shard.table, view, event, old, new, self._number).to_json()
            told = record["dynamodb"]
            told["ApproximateCreationDateTime"] = told["ApproximateCreationDateTime"].timestamp()
            record["eventSourceARN"] = f"{shard.table.table_arn}/stream/{shard.table.latest_stream_label}"
            self._records.append(json.loads(json.dumps(record)))
            self._rung.notify_all()

    @contextmanager
    def undone_with_failure(self) -> Iterator[None]:
        """What a transaction wrote that then was refused has never been."""
        before = self._number
        try:
            yield
        except BaseException:
            with self._lock:
                self._records = [one for one in self._records if int(one["dynamodb"]["SequenceNumber"]) <= before]
            raise

    def take(self, most: int) -> list[Record]:
        """The oldest records, at most so many; they are gone from here."""
        with self._lock:
            taken, self._records = self._records[:most], self._records[most:]
            return taken

    def wait(self, seconds: float) -> None:
        """Until there is anything, or so many seconds."""
        with self._rung:
            self._rung.wait_for(lambda: bool(self._records), seconds)

    def forget(self) -> None:
        with self._lock:
            self._records.clear()


def kept_by(changes: Changes) -> Callable[[StreamShard, Item | None, Item | None], None]:
    """In place of moto's `StreamShard.add`."""

    def add(shard: StreamShard, old: Item | None, new: Item | None) -> None:
        changes.keep(shard, old, new)

    return add
