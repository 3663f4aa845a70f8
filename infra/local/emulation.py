"""AWS in this process: moto, made safe for threads and quick in transactions.

The local stack and the tests both stand on it. No call can leave the machine: the account's own profiles, keys and
endpoints are set aside while it runs.
"""

import contextlib
import functools
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ParamSpec, Self, TypeVar, cast
from unittest.mock import patch

import boto3
import moto
from botocore import parsers
from botocore.auth import SigV4Auth
from moto.cognitoidp import models as pool_models
from moto.core import parse, responses
from moto.core.base_backend import BackendDict
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.serialize import BaseJSONSerializer
from moto.core.utils import method_names_from_class
from moto.dynamodb import responses as dynamodb_responses
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.models import DynamoDBBackend, table
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import StreamShard, Table
from moto.moto_api._internal.moto_random import MotoRandom
from moto.s3 import notifications
from moto.s3.models import S3Backend, s3_backends
from moto.s3.responses import S3Response
from moto.sesv2.responses import SESV2Response

from infra.local.changes import Changes, kept_by
from infra.local.event_destinations import create_destination, under_a_known_set
from infra.local.joined_objects import completing, copying_part, leaving_nothing, told_once
from infra.local.pool_keys import PUBLISHED_KEY
from infra.local.quick_answers import NOT_COPYING_ITEMS, all_items, attributes_as_they_are
from infra.local.quick_calls import (
    as_dict,
    fill_item,
    naming_the_key_only,
    random_string,
    size_of,
    structures_as_they_are,
    unsigned_request,
    words_of_known_conditions,
)
from infra.local.quick_queries import of_wanted_items
from infra.local.s3_events import like_aws
from infra.local.transactions import remembering_items
from infra.local.whatsapp import WhatsApp, answered_by

P = ParamSpec("P")
R = TypeVar("R")

REGION = "ap-southeast-3"

LOCK = threading.RLock()
"""Held during every emulated call: moto itself loses updates under threads. Re-entrant: S3 calls SQS inside a call."""

_SET_ASIDE = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_ENDPOINT_URL",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
)


@dataclass(frozen=True)
class Credentials:
    """The only key pair that the emulated account knows; it also signs the links that browsers get."""

    access_key: str
    secret_key: str

    @classmethod
    def random(cls) -> Self:
        return cls("LOCAL" + secrets.token_hex(8).upper(), secrets.token_urlsafe(30))


class Emulation:
    """A running emulation; `stop()` (or leaving the `with` block) forgets all its data and restores the environment."""

    def __init__(self, credentials: Credentials, region: str, environment: Mapping[str, str]) -> None:
        self.credentials = credentials
        self.region = region
        self.whatsapp = WhatsApp()
        self.changes = Changes()
        self._environment = patch.dict(os.environ, _environment(credentials, region) | dict(environment))
        self._aws = moto.mock_aws(config={"core": {"mock_credentials": False}})
        self._outer = contextlib.ExitStack()
        self._patches = (
            patch.object(boto3, "DEFAULT_SESSION", None),
            patch.object(
                BotocoreStubber,
                "process_request",
                answered_by(self.whatsapp, _one_at_a_time(BotocoreStubber.process_request)),
            ),
            patch.object(
                DynamoDBBackend,
                "transact_write_items",
                remembering_items(DynamoDBBackend.transact_write_items, self.changes),
            ),
            patch.object(StreamShard, "add", kept_by(self.changes)),
            patch.object(
                BaseJSONSerializer,
                "_serialize_type_structure",
                attributes_as_they_are(BaseJSONSerializer._serialize_type_structure),
            ),
            patch.object(Table, "all_items", all_items),
            patch.object(Table, "query", of_wanted_items(Table.query)),
            patch.object(responses, "method_names_from_class", functools.cache(method_names_from_class)),
            patch.object(table, "copy", NOT_COPYING_ITEMS),
            *_costing_little(),
            patch.object(notifications, "_get_s3_event", like_aws(notifications._get_s3_event)),
            patch.object(SESV2Response, "create_configuration_set_event_destination", create_destination, create=True),
            patch.object(SESV2Response, "send_email", under_a_known_set(SESV2Response.send_email)),
            *_joining_as_aws(),
        )

    def start(self) -> Self:
        self._environment.start()
        for name in _SET_ASIDE:
            os.environ.pop(name, None)
        for replaced in self._patches:
            replaced.start()
        self._aws.start()
        self._outer.enter_context(_an_account_of_its_own())
        return self

    def stop(self) -> None:
        self._outer.close()
        self._aws.stop()
        for replaced in reversed(self._patches):
            replaced.stop()
        self._environment.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(
    credentials: Credentials | None = None,
    region: str = REGION,
    environment: Mapping[str, str] | None = None,
) -> Emulation:
    """An empty account, running. Clients must be made after this call; `environment` holds until it stops."""
    return Emulation(credentials or Credentials.random(), region, environment or {}).start()


def _environment(credentials: Credentials, region: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_DEFAULT_REGION": region,
        "AWS_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _costing_little() -> Iterator[Any]:
    yield patch.object(SigV4Auth, "canonical_request", unsigned_request(SigV4Auth.canonical_request))
    yield patch.object(SigV4Auth, "signature", naming_the_key_only(SigV4Auth.signature))
    answers, calls = cast(Any, parsers.BaseJSONParser), cast(Any, parse.BaseJSONParser)
    yield patch.object(answers, "_handle_structure", structures_as_they_are(answers._handle_structure))
    yield patch.object(calls, "_parse_structure", structures_as_they_are(calls._parse_structure))
    conditions = ConditionExpressionParser
    lexing = words_of_known_conditions(conditions._lex_condition_expression)
    yield patch.object(conditions, "_lex_condition_expression", lexing)
    yield patch.object(dynamodb_responses, "dynamo_to_dict", as_dict)
    yield patch.object(DynamoType, "size", size_of)
    yield patch.object(Item, "__init__", fill_item)
    yield patch.object(pool_models, "jwk", PUBLISHED_KEY)
    yield patch.object(MotoRandom, "get_random_string", random_string)


def _joining_as_aws() -> Iterator[Any]:
    for owner, name, like in (
        (S3Response, "upload_part_copy", copying_part),
        (S3Response, "_complete_multipart_body", completing),
        (S3Backend, "complete_multipart_upload", told_once),
        (S3Backend, "abort_multipart_upload", leaving_nothing),
    ):
        yield patch.object(owner, name, like(getattr(owner, name)))


@contextmanager
def _an_account_of_its_own() -> Iterator[None]:
    """An emulation inside another begins empty, and the other finds its data again."""
    with LOCK:
        outer = [(backend, dict(backend)) for backend in _in_use()]
        buckets = dict(s3_backends.bucket_accounts)
        _forget_backends()
    try:
        yield
    finally:
        with LOCK:
            BackendDict.reset()
            _forget_backends()
            s3_backends.bucket_accounts.update(buckets)
            for backend, data in outer:
                backend.update(data)
                _in_use().append(backend)


def _in_use() -> list[Any]:
    """moto's list of the services that hold anything."""
    instances: list[Any] = vars(BackendDict)["_instances"]
    return instances


def _forget_backends() -> None:
    for backend in _in_use():
        backend.clear()
    _in_use().clear()
    s3_backends.bucket_accounts.clear()


def _one_at_a_time(call: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(call)
    def locked(*args: P.args, **kwargs: P.kwargs) -> R:
        with LOCK:
            return call(*args, **kwargs)

    return locked
