"""Jobs: objects that arrived in a bucket, told by S3 through a queue, at least once and in any order."""

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


def each_arrival(event: SQSEvent, work: Work) -> Failures:
    """Do the work for every object that arrived; name the messages that have to come again.

    One that fails does not hold up the others: it returns, five times at most, and then lies with the dead letters.
    """
    failed = [record for record in event if not _done(record, work)]
    return {"batchItemFailures": [{"itemIdentifier": record.to_dict()["messageId"]} for record in failed]}


def _done(record: SQSRecord, work: Work) -> bool:
    try:
        for key in arrived_keys(record.body):
            outcome = work(ports(), key)
            log.info("job", job=work.__name__, key=key, outcome=outcome)
    except Exception as error:  # noqa: BLE001 - one poisonous job must not take the batch with it
        log.warning("job comes again", job=work.__name__, error=type(error).__name__)
        return False
    return True


def arrived_keys(body: str) -> Iterator[str]:
    """The keys of a message from S3, decoded once; its test event, sent when the notification is set up, has none."""
    message: dict[str, Any] = json.loads(body)
    for entry in message.get("Records", []):
        if entry.get("eventName", "").startswith("ObjectCreated"):
            yield unquote_plus(entry["s3"]["object"]["key"])
