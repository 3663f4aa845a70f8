"""Queries that look at the asked-for items alone: moto sorts the whole table for each, a year of visits half a second.

What it gets in place of all items are those with the wanted key; it checks and sorts them itself.
"""

import functools
from collections.abc import Callable
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

Query = Callable[..., Any]

INDEX_NAME = 6
"""Where it stands among moto's arguments behind the key."""


def of_wanted_items(query: Query) -> Query:
    """moto's `Table.query`, over the items under the key that is asked for."""

    @functools.wraps(query)
    def quick(table: Table, hash_key: DynamoType | None, *rest: Any, **named: Any) -> Any:
        conditions = named.get("hash_key_conditions") or []
        wanted = _under(table, conditions) if rest[INDEX_NAME] else _of_key(table, hash_key)
        outer = vars(table).get("all_items")
        vars(table)["all_items"] = lambda: wanted
        try:
            return query(table, hash_key, *rest, **named)
        finally:
            _put_back(table, outer)

    return quick


def _put_back(table: Table, outer: Callable[[], list[Item]] | None) -> None:
    """An emulation inside another wraps the query twice."""
    if outer:
        vars(table)["all_items"] = outer
    else:
        vars(table).pop("all_items")


def _of_key(table: Table, hash_key: DynamoType | None) -> list[Item]:
    found: Any = table.items.get(hash_key, {}) if hash_key is not None else {}
    if table.range_key_attr:
        return list(found.values())
    return [found] if found else []


def _under(table: Table, conditions: list[tuple[str, DynamoType]]) -> list[Item]:
    rows: Any = table.items.values()
    items = (item for row in rows for item in row.values()) if table.range_key_attr else rows
    wanted = list(items)
    for name, key in conditions:
        value = key.value
        wanted = [one for one in wanted if (found := one.attrs.get(name)) is not None and found.value == value]
    return wanted
