"""The streams of tables on one machine: changes are told once, refused ones never, and carried until that is done."""

from __future__ import annotations

import threading
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.streams import StreamMapping, StreamReader
from tests.office import Office

ARN = "arn:aws:dynamodb:ap-southeast-3:123456789012:table/{table}/stream/"


def put(table: str, key: str, **more: Any) -> Any:
    return {"Put": {"TableName": table, "Item": {"feedback_id": {"S": key}}, **more}}


def test_every_change_of_an_item_is_told_with_what_it_was_and_is(office: Office) -> None:
    table, dynamodb = office.environment["FEEDBACK_TABLE"], boto3.client("dynamodb")
    dynamodb.put_item(TableName=table, Item={"feedback_id": {"S": "a"}, "unit": {"S": "6371"}})
    dynamodb.put_item(TableName=table, Item={"feedback_id": {"S": "a"}, "unit": {"S": "7271"}})
    dynamodb.delete_item(TableName=table, Key={"feedback_id": {"S": "a"}})

    told = office.emulation.changes.take(100)

    assert [one["eventName"] for one in told] == ["INSERT", "MODIFY", "REMOVE"]
    assert [one["dynamodb"].get("OldImage", {}).get("unit") for one in told] == [None, {"S": "6371"}, {"S": "7271"}]
    assert [one["dynamodb"].get("NewImage", {}).get("unit") for one in told] == [{"S": "6371"}, {"S": "7271"}, None]
    assert all(one["eventSourceARN"].startswith(ARN.format(table=table)) for one in told)
    assert office.emulation.changes.take(100) == []


def test_transaction_that_is_refused_tells_of_nothing(office: Office) -> None:
    table, dynamodb = office.environment["FEEDBACK_TABLE"], boto3.client("dynamodb")
    dynamodb.transact_write_items(TransactItems=[put(table, "kept")])
    taken = {"ConditionExpression": "attribute_not_exists(feedback_id)"}

    with pytest.raises(ClientError):
        dynamodb.transact_write_items(TransactItems=[put(table, "new"), put(table, "kept", **taken)])

    told = [one["dynamodb"]["Keys"]["feedback_id"]["S"] for one in office.emulation.changes.take(100)]
    assert told == ["kept"]


def test_batch_that_fails_comes_again_and_one_that_always_does_is_left(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """The first batch fails once, the second always; the third is carried although they were before it."""
    table, dynamodb = office.environment["FEEDBACK_TABLE"], boto3.client("dynamodb")
    calls: list[str] = []
    done = threading.Event()

    def handler(event: dict[str, Any], _: object) -> None:
        key = event["Records"][0]["dynamodb"]["Keys"]["feedback_id"]["S"]
        calls.append(key)
        if key == "poison" or calls == ["slow"]:
            raise OSError("not now")
        if key == "last":
            done.set()

    stream = office.storage.resources["FeedbackTable"].attributes["StreamArn"]
    mapping = StreamMapping("counting", handler, frozenset({stream}), 1, 3, 60)
    reader = StreamReader(office.emulation.changes, mapping, wait=lambda _: False)
    for key in ("slow", "poison", "last"):
        dynamodb.put_item(TableName=table, Item={"feedback_id": {"S": key}})

    reader.start()
    carried = done.wait(60)
    reader.stop()

    assert carried
    assert calls == ["slow", "slow", "poison", "poison", "poison", "last"]
