"""The emulated account: atomic under threads, transactions undone, nothing leaves the machine."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local import emulation

SHELF = "shelf"
ROWS = "rows"


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with emulation.start():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName=SHELF,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        client.create_table(
            TableName=ROWS,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": "id", "AttributeType": "S"},
                {"AttributeName": "at", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        yield client


def everything(dynamodb: Any) -> list[Any]:
    return [sorted(map(str, dynamodb.scan(TableName=name)["Items"])) for name in (SHELF, ROWS)]


def item(name: str, **values: str) -> dict[str, Any]:
    return {"id": {"S": name}} | {key: {"S": value} for key, value in values.items()}


def put(name: str, table: str = SHELF, **values: str) -> dict[str, Any]:
    return {"Put": {"TableName": table, "Item": item(name, **values)}}


REFUSED = {
    "ConditionCheck": {
        "TableName": SHELF,
        "Key": {"id": {"S": "absent"}},
        "ConditionExpression": "attribute_exists(id)",
    }
}


def test_one_of_sixteen_rivals_wins_a_conditional_put(dynamodb: Any) -> None:
    def claim(rival: int) -> bool:
        try:
            dynamodb.put_item(
                TableName=SHELF, Item=item("prize", owner=str(rival)), ConditionExpression="attribute_not_exists(id)"
            )
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(16) as rivals:
        won = list(rivals.map(claim, range(200)))

    assert won.count(True) == 1


def test_a_counter_moved_by_sixteen_threads_counts_every_move(dynamodb: Any) -> None:
    def move(_: int) -> str:
        answer = dynamodb.update_item(
            TableName=SHELF,
            Key={"id": {"S": "counter"}},
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
            ReturnValues="UPDATED_NEW",
        )
        return str(answer["Attributes"]["n"]["N"])

    with ThreadPoolExecutor(16) as threads:
        seen = list(threads.map(move, range(200)))

    assert sorted(map(int, seen)) == list(range(1, 201))


def test_a_transaction_writes_all_its_items(dynamodb: Any) -> None:
    dynamodb.put_item(TableName=SHELF, Item=item("old"))

    dynamodb.transact_write_items(
        TransactItems=[
            put("new"),
            {"Delete": {"TableName": SHELF, "Key": item("old")}},
            put("row", ROWS, at="1"),
        ]
    )

    assert everything(dynamodb) == [[str(item("new"))], [str(item("row", at="1"))]]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(put("new"), id="put"),
        pytest.param(put("kept", title="other"), id="put over an existing item"),
        pytest.param({"Delete": {"TableName": SHELF, "Key": item("kept")}}, id="delete"),
        pytest.param({"Delete": {"TableName": SHELF, "Key": item("none")}}, id="delete of nothing"),
        pytest.param(put("row", ROWS, at="1", title="other"), id="put over an existing item with a range key"),
        pytest.param(put("row", ROWS, at="2"), id="put beside an existing item with a range key"),
        pytest.param(put("other", ROWS, at="1"), id="first put of a hash key with a range key"),
        pytest.param({"Delete": {"TableName": ROWS, "Key": item("row", at="1")}}, id="delete with a range key"),
        pytest.param(
            {
                "Update": {
                    "TableName": SHELF,
                    "Key": item("kept"),
                    "UpdateExpression": "SET title = :t, added = :t",
                    "ExpressionAttributeValues": {":t": {"S": "other"}},
                }
            },
            id="update",
        ),
        pytest.param(
            {
                "Update": {
                    "TableName": SHELF,
                    "Key": item("fresh"),
                    "UpdateExpression": "SET title = :t",
                    "ExpressionAttributeValues": {":t": {"S": "other"}},
                }
            },
            id="update that creates",
        ),
    ],
)
@pytest.mark.parametrize("refusal_comes", ["first", "last"])
def test_a_refused_transaction_leaves_everything_as_it_was(dynamodb: Any, change: Any, refusal_comes: str) -> None:
    dynamodb.put_item(TableName=SHELF, Item=item("kept", title="first"))
    dynamodb.put_item(TableName=ROWS, Item=item("row", at="1", title="first"))
    before = everything(dynamodb)

    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as refused:
        dynamodb.transact_write_items(
            TransactItems=[REFUSED, change] if refusal_comes == "first" else [change, REFUSED]
        )

    codes = {reason["Code"] for reason in refused.value.response["CancellationReasons"]}
    assert everything(dynamodb) == before
    assert codes == {"None", "ConditionalCheckFailed"}


def test_the_same_item_twice_in_one_transaction_is_refused_and_undone(dynamodb: Any) -> None:
    with pytest.raises(ClientError) as refused:
        dynamodb.transact_write_items(TransactItems=[put("twice", title="a"), put("twice", title="b")])

    assert refused.value.response["Error"]["Code"] == "ValidationException"
    assert everything(dynamodb) == [[], []]


def test_a_transaction_on_an_unknown_table_is_refused_and_undone(dynamodb: Any) -> None:
    with pytest.raises(ClientError):
        dynamodb.transact_write_items(TransactItems=[put("new"), put("new", "no-such-table")])

    assert everything(dynamodb) == [[], []]


def test_a_later_write_does_not_change_what_an_undone_transaction_put_back(dynamodb: Any) -> None:
    dynamodb.put_item(TableName=SHELF, Item=item("kept", title="first"))
    with pytest.raises(ClientError):
        dynamodb.transact_write_items(TransactItems=[put("kept", title="other"), REFUSED])

    dynamodb.update_item(
        TableName=SHELF,
        Key=item("kept"),
        UpdateExpression="SET title = :t",
        ConditionExpression="title = :f",
        ExpressionAttributeValues={":t": {"S": "second"}, ":f": {"S": "first"}},
    )

    assert dynamodb.get_item(TableName=SHELF, Key=item("kept"))["Item"] == item("kept", title="second")


def test_a_table_with_a_stream_keeps_no_record_of_a_refused_transaction(dynamodb: Any) -> None:
    dynamodb.update_table(TableName=SHELF, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})

    with pytest.raises(ClientError):
        dynamodb.transact_write_items(TransactItems=[put("new"), REFUSED])

    assert everything(dynamodb) == [[], []]


def test_values_of_every_kind_come_back_as_they_were_put(dynamodb: Any) -> None:
    every_kind: Any = {
        "id": {"S": "all"},
        "text": {"S": "é\u2028"},
        "none": {"S": ""},
        "number": {"N": "12.50"},
        "bytes": {"B": b"\x00\xff"},
        "yes": {"BOOL": True},
        "null": {"NULL": True},
        "texts": {"SS": ["a", "b"]},
        "numbers": {"NS": ["1", "2"]},
        "pieces": {"BS": [b"\x01"]},
        "list": {"L": [{"S": "a"}, {"N": "1"}, {"L": []}, {"B": b"\x02"}]},
        "map": {"M": {"in": {"M": {"deep": {"BOOL": False}}}, "raw": {"B": b"\x03"}}},
        "empty": {"M": {}},
    }

    dynamodb.put_item(TableName=SHELF, Item=every_kind)
    dynamodb.put_item(TableName=SHELF, Item=every_kind | {"id": {"S": "plain"}, "map": {"M": {"a": {"S": "b"}}}})

    assert dynamodb.get_item(TableName=SHELF, Key=item("all"))["Item"] == every_kind
    assert dynamodb.query(
        TableName=SHELF, KeyConditionExpression="id = :id", ExpressionAttributeValues={":id": {"S": "plain"}}
    )["Items"] == [every_kind | {"id": {"S": "plain"}, "map": {"M": {"a": {"S": "b"}}}}]


def test_an_item_is_weighed_whole_in_the_bytes_of_all_its_values(dynamodb: Any) -> None:
    pieces = {"names": {"L": [{"S": "é" * 50_000}, {"M": {"a": {"S": "a" * 100_000}}}]}, "set": {"SS": ["b" * 100_000]}}
    fits, over = ({"text": {"S": "c" * length}} for length in (104_000, 106_000))

    dynamodb.put_item(TableName=SHELF, Item=item("fits") | pieces | fits)

    with pytest.raises(ClientError, match="Item size has exceeded the maximum allowed size"):
        dynamodb.put_item(TableName=SHELF, Item=item("over") | pieces | over)


def test_one_condition_is_asked_with_other_values_each_time(dynamodb: Any) -> None:
    dynamodb.put_item(**put("a", kept="1")["Put"])
    again = put("a", kept="2")["Put"] | {"ConditionExpression": "kept = :kept"}

    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        dynamodb.put_item(**again, ExpressionAttributeValues={":kept": {"S": "2"}})
    dynamodb.put_item(**again, ExpressionAttributeValues={":kept": {"S": "1"}})

    assert dynamodb.get_item(TableName=SHELF, Key=item("a"))["Item"] == item("a", kept="2")


def test_the_accounts_own_profile_keys_and_endpoints_are_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real")

    with emulation.start() as running:
        inside = {name: os.environ.get(name) for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID")}

    assert inside == {
        "AWS_PROFILE": None,
        "AWS_SESSION_TOKEN": None,
        "AWS_ACCESS_KEY_ID": running.credentials.access_key,
    }
    assert os.environ["AWS_PROFILE"] == "production"
    assert os.environ["AWS_ACCESS_KEY_ID"] == "real"


def test_what_a_stopped_emulation_held_is_gone() -> None:
    with emulation.start():
        boto3.client("sqs").create_queue(QueueName="jobs")

    with emulation.start():
        left = boto3.client("sqs").list_queues().get("QueueUrls", [])

    assert left == []


def test_an_emulation_inside_another_begins_empty_and_leaves_the_other_as_it_was() -> None:
    with emulation.start():
        outer = boto3.client("s3")
        outer.create_bucket(Bucket="books", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-3"})

        with emulation.start():
            inner = boto3.client("s3")
            before = inner.list_buckets()["Buckets"]
            inner.create_bucket(Bucket="books", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-3"})

        assert before == []
        assert [bucket["Name"] for bucket in outer.list_buckets()["Buckets"]] == ["books"]
