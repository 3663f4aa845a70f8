"""Jobs: what arrived in a bucket, told by S3, and what became of our messages, told through SNS. Both come through a
queue, at least once and in any order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote_plus

from chalice.app import SQSEvent, SQSRecord

from chalicelib.log import log
from chalicelib.wiring import Ports, ports

Failures = dict[str, list[dict[str, str]]]
Work = Callable[[Ports, str], str]
Hearing = Callable[[Ports, str], tuple[str, str]]
"""Work over a notice, which is a whole message: whom it was about, by id, and what came of it."""


def each_arrival(event: SQSEvent, work: Work) -> Failures:
    """Do the work for every object that arrived; name the messages that have to come again."""

    def over(body: str) -> None:
        for key in arrived_keys(body):
            outcome = work(ports(), key)
            log.info("job", job=work.__name__, key=key, outcome=outcome)

    return _failures(event, work.__name__, over)


def each_notice(event: SQSEvent, hearing: Hearing) -> Failures:
    """Hear every notice; name the messages that have to come again. What they say is not logged: they name people."""

    def over(body: str) -> None:
        subject, outcome = hearing(ports(), body)
        log.info("job", job=hearing.__name__, subject=subject, outcome=outcome)

    return _failures(event, hearing.__name__, over)


def _failures(event: SQSEvent, job: str, over: Callable[[str], None]) -> Failures:
    """One that fails does not hold up the others: it returns, five times at most, and then lies as a dead letter."""
    failed = [record for record in event if not _done(record, job, over)]
    return {"batchItemFailures": [{"itemIdentifier": record.to_dict()["messageId"]} for record in failed]}


def _done(record: SQSRecord, job: str, over: Callable[[str], None]) -> bool:
    try:
        over(record.body)
    except Exception as error:  # noqa: BLE001 - one poisonous job must not take the batch with it
        log.warning("job comes again", job=job, error=type(error).__name__)
        return False
    return True


def arrived_keys(body: str) -> Iterator[str]:
    """The keys of a message from S3, decoded once; its test event, sent when the notification is set up, has none."""
    message: dict[str, Any] = json.loads(body)
    for entry in message.get("Records", []):
        if entry.get("eventName", "").startswith("ObjectCreated"):
            yield unquote_plus(entry["s3"]["object"]["key"])
