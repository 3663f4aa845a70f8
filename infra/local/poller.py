"""Carries jobs from the queues to the app's handlers, as Lambda's event source mappings do."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import boto3
from chalice.local import LambdaContext
from moto.sqs.models import Queue

from infra.local.mappings import QueueMapping
from infra.local.telling import tell_failure

LOOK_AGAIN = 2.0
"""Seconds between looks for jobs that became visible again; a new job rings instead."""

_THREADS_EACH = 2


class Bell:
    """Rung when a job arrives anywhere; who waits learns of a ring that came before the wait began."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._times = 0

    def ring(self) -> None:
        with self._rung:
            self._times += 1
            self._rung.notify_all()

    def times(self) -> int:
        with self._rung:
            return self._times

    def wait(self, after: int, seconds: float) -> None:
        with self._rung:
            self._rung.wait_for(lambda: self._times > after, seconds)


class Poller:
    """Works from `start()` to `stop()`, a few threads a queue: a long job of one kind does not hold up another."""

    def __init__(self, mappings: Sequence[QueueMapping], region: str) -> None:
        self._sqs = boto3.client("sqs", region_name=region)
        self._region = region
        self._bell = Bell()
        self._stopping = threading.Event()
        self._arrivals = contextlib.ExitStack()
        self._threads = [
            threading.Thread(target=self._work, args=(mapping,), name=f"{mapping.function}-{number}", daemon=True)
            for mapping in mappings
            for number in range(min(mapping.at_once, _THREADS_EACH))
        ]

    def start(self) -> None:
        self._arrivals.enter_context(_ringing(self._bell.ring))
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 1.0) -> None:
        """Lets running jobs end for `seconds` altogether; one that takes longer ends with the process, as if killed."""
        self._stopping.set()
        self._bell.ring()
        for thread in self._threads:
            thread.join(seconds / max(1, len(self._threads)))
        self._arrivals.close()

    def _work(self, mapping: QueueMapping) -> None:
        while not self._stopping.is_set():
            rung = self._bell.times()
            if not self._carry(mapping):
                self._bell.wait(rung, LOOK_AGAIN)

    def _carry(self, mapping: QueueMapping) -> bool:
        """One batch, if there is one. What failed stays in the queue until its visibility timeout, then comes again."""
        received = self._sqs.receive_message(
            QueueUrl=mapping.queue_url,
            MaxNumberOfMessages=min(mapping.batch_size, 10),
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        messages: list[Any] = list(received.get("Messages", []))
        if not messages:
            return False
        failed = self._failures(mapping, messages)
        for message in messages:
            if message["MessageId"] not in failed:
                self._sqs.delete_message(QueueUrl=mapping.queue_url, ReceiptHandle=message["ReceiptHandle"])
        return True

    def _failures(self, mapping: QueueMapping, messages: list[Any]) -> set[str]:
        """The ids of the messages that were not done; all of them where the handler raised or answered nonsense."""
        ids = {message["MessageId"] for message in messages}
        event = {"Records": [self._record(mapping, message) for message in messages]}
        context = LambdaContext(mapping.function, 512, mapping.seconds * 1000)
        try:
            answer = mapping.handler(json.loads(json.dumps(event)), context)
        except Exception as error:  # noqa: BLE001 - as Lambda: whatever a handler raises fails its batch
            tell_failure(mapping.function, error)
            return ids
        return _reported(answer, ids) if mapping.reports_failures else set()

    def _record(self, mapping: QueueMapping, message: Any) -> dict[str, Any]:
        """One record of the event that Lambda makes of a message (AWS Lambda guide, "Using Lambda with Amazon SQS")."""
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
            "messageAttributes": message.get("MessageAttributes", {}),
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": mapping.queue_arn,
            "awsRegion": self._region,
        }


def _reported(answer: Any, ids: set[str]) -> set[str]:
    """As Lambda reads a batch response: nothing means success, an unknown or missing id means that all failed."""
    if not answer:
        return set()
    try:
        failed = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures") or []}
    except (AttributeError, KeyError, TypeError):
        return ids
    return failed if failed <= ids else ids


@contextmanager
def _ringing(ring: Callable[[], None]) -> Iterator[None]:
    """Rings whenever a message is added to any queue."""
    add_message = Queue.add_message

    def added(queue: Queue, message: Any) -> None:
        add_message(queue, message)
        ring()

    with patch.object(Queue, "add_message", added):
        yield
