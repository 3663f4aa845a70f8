"""Queries over the asked-for items alone answer as moto does that looks at all of them."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto.dynamodb.models.table import Table

from tests.office import Office

BY_KEY = {
    "KeyConditionExpression": "unit_day = :key",
    "ExpressionAttributeValues": {":key": {"S": "6371#b"}},
}
BETWEEN = {
    "KeyConditionExpression": "unit_day = :key AND ticket_id BETWEEN :from AND :to",
    "ExpressionAttributeValues": {":key": {"S": "6371#b"}, ":from": {"S": "2"}, ":to": {"S": "5"}},
}
BY_INDEX = {
    "IndexName": "by_unit_day",
    "KeyConditionExpression": "unit_day = :key AND created_at > :after",
    "ExpressionAttributeValues": {":key": {"S": "6371#b"}, ":after": {"S": "3"}},
}


@pytest.mark.parametrize(
    ("table", "asked", "found"),
    [
        ("TICKETS_TABLE", BY_KEY, 6),
        ("TICKETS_TABLE", BY_KEY | {"ScanIndexForward": False, "Limit": 3}, 6),
        ("TICKETS_TABLE", BETWEEN, 2),
        ("TICKETS_TABLE", BY_KEY | {"ExpressionAttributeValues": {":key": {"S": "nobody's"}}}, 0),
        ("VISITS_TABLE", BY_INDEX, 3),
        ("VISITS_TABLE", BY_INDEX | {"Limit": 2}, 3),
    ],
)
def test_query_of_the_wanted_items_is_answered_as_one_of_all(
    office: Office, table: str, asked: dict[str, Any], found: int
) -> None:
    client, name = boto3.client("dynamodb"), office.environment[table]
    for number, day in enumerate("abcbabcbbabc"):
        keys = {"unit_day": f"6371#{day}", "ticket_id": str(number), "visit_id": str(number), "created_at": str(number)}
        client.put_item(TableName=name, Item={key: {"S": value} for key, value in keys.items()})
    plain: Any = Table.query.__wrapped__  # type: ignore[attr-defined]

    quick = pages(client, name, asked)
    with patch.object(Table, "query", plain):
        of_all = pages(client, name, asked)

    assert quick == of_all
    assert sum(page["Count"] for page in quick) == found


def pages(client: Any, table: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """All pages of a query."""
    found: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        answer = client.query(TableName=table, **asked, **start)
        found.append({name: answer[name] for name in ("Items", "Count")})
        if "LastEvaluatedKey" not in answer:
            return found
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
