"""What a stream of a table tells: that something of a day changed. Which day is all that counting needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

Image = Mapping[str, Mapping[str, Any]]
"""An item as DynamoDB writes it: `{"unit": {"S": "6371"}}`."""


class Changed(msgspec.Struct, frozen=True):
    """A day of a unit of which a visit, ticket, request or feedback changed."""

    unit: str
    day: date


class ChangedRequest(msgspec.Struct, frozen=True):
    """A request that got one more way home: it knows its day."""

    request_id: str


def changes_of(records: Iterable[Mapping[str, Any]]) -> set[Changed | ChangedRequest]:
    """What the records of a stream are about, each once. Records of other tables than ours raise KeyError."""
    return {change for record in records for change in _changes(record)}


def _changes(record: Mapping[str, Any]) -> list[Changed | ChangedRequest]:
    told = record["dynamodb"]
    images: list[Image] = [told[name] for name in ("OldImage", "NewImage") if told.get(name)]
    if "request_id" in images[0] and "name" in images[0]:
        return [ChangedRequest(images[0]["request_id"]["S"])] if record["eventName"] != "MODIFY" else []
    return [_day(image) for image in images]


def _day(image: Image) -> Changed:
    if "ticket_id" in image:
        unit, _, day = image["unit_day"]["S"].partition("#")
        return Changed(unit, date.fromisoformat(day))
    return Changed(image["unit"]["S"], date.fromisoformat(image["day"]["S"]))
