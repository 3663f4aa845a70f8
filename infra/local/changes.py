"""What the streams of DynamoDB's tables tell: every change of an item."""

import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import StreamShard

Record = dict[str, Any]
Image = dict[str, DynamoType] | None


@dataclass(frozen=True)
class _Change:
    """One item as it was and is; what a stream tells of it is only written out when somebody takes it."""

    shard: StreamShard
    number: int
    old: Image
    new: Image

    def record(self) -> Record:
        """As Lambda gets it (AWS Lambda guide, "Using Lambda with Amazon DynamoDB")."""
        table = self.shard.table
        image = self.old or self.new or {}
        told: Record = {
            "ApproximateCreationDateTime": datetime.now(UTC).timestamp(),
            "Keys": {name: image[name].to_json() for name in table.table_key_attrs},
            "SequenceNumber": str(self.number),
            "SizeBytes": len(str(image)),
            "StreamViewType": str((table.stream_specification or {})["StreamViewType"]),
        }
        for name, kept in (("OldImage", self.old), ("NewImage", self.new)):
            if kept:
                told[name] = {attribute: value.to_json() for attribute, value in kept.items()}
        return {
            "eventID": uuid.uuid4().hex,
            "eventName": "INSERT" if self.old is None else "REMOVE" if self.new is None else "MODIFY",
            "eventSource": "aws:dynamodb",
            "eventVersion": "1.1",
            "awsRegion": table.region_name,
            "dynamodb": told,
            "eventSourceARN": f"{table.table_arn}/stream/{table.latest_stream_label}",
        }


class Changes:
    """What the tables with a stream were changed by, until somebody takes it: moto itself would keep it for good."""

    def __init__(self) -> None:
        self._changes: deque[_Change] = deque()
        self._rung = threading.Condition()
        self._number = 0

    def keep(self, shard: StreamShard, old: Item | None, new: Item | None) -> None:
        """One more change, told as the stream's view has it: whole, before and after."""
        with self._rung:
            self._number += 1
            self._changes.append(_Change(shard, self._number, _image(old), _image(new)))
            self._rung.notify_all()

    @contextmanager
    def undone_with_failure(self) -> Iterator[None]:
        """What a transaction wrote that then was refused has never been."""
        before = self._number
        try:
            yield
        except BaseException:
            with self._rung:
                while self._changes and self._changes[-1].number > before:
                    self._changes.pop()
            raise

    def take(self, most: int) -> list[Record]:
        """The oldest records, at most so many; they are gone from here."""
        with self._rung:
            return [self._changes.popleft().record() for _ in range(min(most, len(self._changes)))]

    def wait(self, seconds: float) -> None:
        """Until there is anything, or so many seconds."""
        with self._rung:
            self._rung.wait_for(lambda: bool(self._changes), seconds)

    def forget(self) -> None:
        with self._rung:
            self._changes.clear()


def _image(item: Item | None) -> Image:
    """Its attributes as they are: moto puts another value in an attribute's place, and changes none."""
    return None if item is None else dict(item.attrs)


def kept_by(changes: Changes) -> Callable[[StreamShard, Item | None, Item | None], None]:
    """In place of moto's `StreamShard.add`."""

    def add(shard: StreamShard, old: Item | None, new: Item | None) -> None:
        changes.keep(shard, old, new)

    return add
