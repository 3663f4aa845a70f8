"""The queues of jobs and their dead letters in SQS. Moving one never takes it out of both at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import msgspec

from chalicelib.delivery.events import read_event
from chalicelib.delivery.whatsapp_events import read_notice
from chalicelib.jobs import arrived_keys
from chalicelib.moments import instant
from chalicelib.upkeep.model import TRIES_A_ROUND, FailedJob, Kind

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType
    from mypy_boto3_sqs.type_defs import MessageTypeDef

HELD_SECONDS = 60
"""For how long a dead letter that is looked at or moved is hidden from others: no call of the API lives longer."""
MOST_LOOKED_AT = 500


class JobQueues:
    """Each kind of job by the address of its queue and of its dead letters."""

    def __init__(self, client: SQSClient, queues: Mapping[str, tuple[str, str]]) -> None:
        self._client, self._queues = client, queues

    def start(self, kind: Kind, key: str) -> None:
        """A job as S3 sends it when the object under `key` has arrived."""
        record = {"eventName": "ObjectCreated:Put", "s3": {"object": {"key": quote_plus(key, safe="/")}}}
        self._client.send_message(QueueUrl=self._queues[kind][0], MessageBody=json.dumps({"Records": [record]}))

    def failed(self, kind: Kind) -> list[FailedJob]:
        """The dead letters of a kind. One that somebody looks at or moves at this moment is not among them."""
        messages = [message for batch in self._held(kind) for message in batch]
        self._let_go(kind, messages)
        return [_failed(kind, message) for message in messages]

    def redrive(self, kind: Kind, is_wanted: Callable[[FailedJob], bool], most: int) -> int:
        """Put at most so many dead letters back into their queue; how many there were.

        Sent first and deleted then: who dies between the two leaves it in both places, and the job finds it done. Who
        comes at the same time finds it hidden.
        """
        moved, others = 0, []
        for batch in self._held(kind):
            for message in batch:
                if moved < most and is_wanted(_failed(kind, message)):
                    self._move(kind, message)
                    moved += 1
                else:
                    others.append(message)
            if moved >= most:
                break
        self._let_go(kind, others)
        return moved

    def _held(self, kind: Kind) -> Iterator[list[MessageTypeDef]]:
        """Dead letters, ten at most at a time, each hidden from others for a minute, until there are no more.

        The wait makes SQS ask all its servers; it is over at the first message, and is not begun where none is left.
        """
        dead = self._queues[kind][1]
        name: QueueAttributeNameType = "ApproximateNumberOfMessages"
        counted = self._client.get_queue_attributes(QueueUrl=dead, AttributeNames=[name])["Attributes"][name]
        left = min(int(counted), MOST_LOOKED_AT)
        while left > 0:
            found = self._client.receive_message(
                QueueUrl=dead,
                MaxNumberOfMessages=10,
                VisibilityTimeout=HELD_SECONDS,
                WaitTimeSeconds=1,
                AttributeNames=["SentTimestamp"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
            if not found:
                return
            yield found
            left -= len(found)

    def _move(self, kind: Kind, message: MessageTypeDef) -> None:
        waiting, dead = self._queues[kind]
        job = _failed(kind, message)
        self._client.send_message(
            QueueUrl=waiting,
            MessageBody=message["Body"],
            MessageAttributes={
                "tries": {"DataType": "Number", "StringValue": str(job.tries)},
                "since": {"DataType": "String", "StringValue": instant(job.since) or ""},
            },
        )
        self._client.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])

    def _let_go(self, kind: Kind, messages: list[MessageTypeDef]) -> None:
        for message in messages:
            self._client.change_message_visibility(
                QueueUrl=self._queues[kind][1], ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )


def _failed(kind: Kind, message: MessageTypeDef) -> FailedJob:
    told = {name: one["StringValue"] for name, one in message.get("MessageAttributes", {}).items()}
    sent = datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)
    return FailedJob(
        job_id=message["MessageId"],
        kind=kind,
        key=_key_of(kind, message["Body"]),
        tries=int(told.get("tries", 0)) + TRIES_A_ROUND,
        since=datetime.fromisoformat(told["since"]) if "since" in told else sent,
    )


def _key_of(kind: Kind, body: str) -> str | None:
    """What arrived, or the delivery that was told of; None for a message that tells of nothing."""
    try:
        return _told_of(kind, body) if kind.endswith("-events") else next(arrived_keys(body), None)
    except (ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError):
        return None


def _told_of(kind: Kind, body: str) -> str | None:
    if kind == "whatsapp-events":
        return next((fate.delivery_id for fate in read_notice(body).fates), None)
    event = read_event(body)
    return event.delivery_id if event else None
