"""DynamoDB through PynamoDB: records bound to their tables over one shared connection, and transactions."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec
from pynamodb.attributes import Attribute, TTLAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import (
    DeleteError,
    GetError,
    PutError,
    PynamoDBException,
    QueryError,
    TransactWriteError,
    UpdateError,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.errors import Unavailable

Write = Callable[[TransactWrite], None]
Pause = Callable[[float], None]
R = TypeVar("R", bound=Model)
V = TypeVar("V", bound=msgspec.Struct)

LOST_CODES = {"ConditionalCheckFailed", "TransactionConflict"}
THROTTLED_CODES = {"ThrottlingError", "ProvisionedThroughputExceeded"}
BUSY_CODES = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "TransactionConflictException",
    "InternalServerError",
}
STORAGE_ERRORS = (GetError, PutError, UpdateError, DeleteError, QueryError, TransactWriteError)


class WriteLost(Exception):
    """A conditional write found another state than it was made for."""


class MomentAttribute(Attribute[datetime]):
    """An instant as `2026-11-25T03:04:05.000006Z`: sorts by time, always UTC."""

    attr_type = "S"

    def serialize(self, value: datetime) -> str:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def deserialize(self, value: str) -> datetime:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


class Tables:
    """The tables of one deployment behind one connection (making a connection costs about 200 ms)."""

    def __init__(self, region: str | None = None, host: str | None = None) -> None:
        self.connection = Connection(region=region, host=host)

    def bind(self, record: type[Model], table_name: str) -> None:
        """Point a record class at its table."""
        record.Meta.table_name = table_name
        record._connection = None
        table = record._get_connection()
        with suppress(ValueError):  # Another record of the same table has told of it.
            self.connection.add_meta_table(table.get_meta_table())
        table.connection = self.connection

    def commit(self, writes: Sequence[Write]) -> None:
        """All of the writes or none. Raises WriteLost where a condition did not hold or another was at it."""
        try:
            with TransactWrite(connection=self.connection, client_request_token=secrets.token_hex(16)) as transaction:
                for write in writes:
                    write(transaction)
        except TransactWriteError as error:
            if _is_lost(error):
                raise WriteLost() from error
            raise


def _is_lost(error: TransactWriteError) -> bool:
    codes = {reason.code for reason in error.cancellation_reasons if reason}
    if response_code(error) == "TransactionInProgressException":
        return True
    return bool(codes) and codes <= LOST_CODES


def is_condition_failed(error: PynamoDBException) -> bool:
    """Whether a single conditional write found its condition false."""
    return response_code(error) == "ConditionalCheckFailedException"


def is_busy(error: PynamoDBException) -> bool:
    """Whether the storage asks for a later try, or its answer was lost: the same call again finds out."""
    if isinstance(error, TransactWriteError) and error.cancellation_reasons:
        return bool({reason.code for reason in error.cancellation_reasons if reason} & THROTTLED_CODES)
    code = response_code(error)
    return code is None or code in BUSY_CODES


def response_code(error: PynamoDBException) -> str | None:
    """The storage's code, or None where no answer came: PynamoDB's own accessor stumbles over a lost answer."""
    response = getattr(error.cause, "response", None) or {}
    code: str | None = response.get("Error", {}).get("Code")
    return code


def attempts(pause: Pause, most: int = 60, longest: float = 0.25) -> Iterator[int]:
    """Tries of a write that others race for, with full jitter between them (seconds).

    Raises Unavailable when none of them was taken as the last.
    """
    for attempt in range(most):
        yield attempt
        pause(random.uniform(0, min(longest, 0.002 * 2**attempt)))  # noqa: S311
    raise Unavailable(retry_after=1)


class TimeToLive(TTLAttribute):
    """Whole seconds; DynamoDB deletes within days of it, so models check expiry themselves."""


class DocumentAttribute(Attribute[Any]):
    """Lists and maps as JSON text: read and written whole, never queried."""

    attr_type = "S"

    def serialize(self, value: Any) -> str:
        return msgspec.json.encode(value).decode()

    def deserialize(self, value: str) -> Any:
        return msgspec.json.decode(value)


class DayAttribute(Attribute[date]):
    """A calendar day of a unit."""

    attr_type = "S"

    def serialize(self, value: date) -> str:
        return value.isoformat()

    def deserialize(self, value: str) -> date:
        return date.fromisoformat(value)


def as_record(record: type[R], value: msgspec.Struct, **more: Any) -> R:
    """A record of a value: fields by name, those without a value left out, `more` for its keys."""
    names = record.get_attributes().keys()
    given = {name: getattr(value, name) for name in value.__struct_fields__ if name in names} | more
    return record(**{name: field for name, field in given.items() if field is not None})


def as_value(value: type[V], record: Model) -> V:
    """The value of a record; what the record lacks takes the value's default."""
    given = {name: getattr(record, name, None) for name in value.__struct_fields__}
    return msgspec.convert({name: field for name, field in given.items() if field is not None}, value)


def adding(record: type[Model], value: msgspec.Struct, **more: Any) -> Write:
    """Put a value where its key is free; `more` are the key's parts that the value itself does not hold."""

    def write(transaction: TransactWrite) -> None:
        free = getattr(record, str(record._hash_keyname)).does_not_exist()
        transaction.save(as_record(record, value, **more), condition=free)

    return write


def found(record: type[Model], value: type[V], hash_key: str, range_key: str | None = None) -> V | None:
    """The value under a key, as it is now, or None."""
    try:
        return as_value(value, record.get(hash_key, range_key, consistent_read=True))
    except record.DoesNotExist:
        return None


def put(record: Model, changes: Mapping[str, Any]) -> None:
    """Set (or with None remove) attributes, whatever they were."""
    record.update(actions=_actions(record, changes))


def changed(record: Model, changes: Mapping[str, Any], condition: Condition) -> bool:
    """Set (or with None remove) attributes under a condition; False when it does not hold."""
    try:
        record.update(actions=_actions(record, changes), condition=condition)
    except UpdateError as error:
        if not is_condition_failed(error):
            raise
        return False
    return True


def changing(record: Model, changes: Mapping[str, Any], condition: Condition) -> Write:
    """Set (or with None remove) attributes under a condition, as part of a transaction."""
    return lambda transaction: transaction.update(record, actions=_actions(record, changes), condition=condition)


LISTS = {"open_since": "open_unit", "desk_since": "desk_unit", "purge_at": "purge_unit"}
"""Since when something waits (None: no longer), or when its objects are to go, and the key of the list of its unit that
it then stands on."""


def listed(unit: str, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Changes that say since when something waits put it on the list of those that do, or take it off."""
    keys = {key: unit if changes[since] else None for since, key in LISTS.items() if since in changes}
    return {**changes, **keys}


def _actions(record: Model, changes: Mapping[str, Any]) -> list[Action]:
    kind = type(record)
    return [
        getattr(kind, name).remove() if value is None else getattr(kind, name).set(value)
        for name, value in changes.items()
    ]
