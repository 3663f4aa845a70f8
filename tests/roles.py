"""Writes down what each function asks of AWS while a test runs, in the words of its role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient

from chalicelib.catalogue.masters import MastersBucket
from chalicelib.delivery.copies import CopiesBucket
from chalicelib.staff.access import STAFF
from tests.office import Office

_AT_WORK: ContextVar[str | None] = ContextVar("function at work", default=None)
_WORKERS = {"intake": "Intake", "marking": "Marking", "delivery": "Delivery", "tracing": "Tracing"}
_WORKERS |= {"mail_events": "MailEvents", "whatsapp_events": "WhatsappEvents"}
_WORKERS |= {"importing": "Importing", "day_end": "DayEnd", "complaint_clocks": "ComplaintClocks", "sweep": "Sweep"}
_WORKERS |= {"counting": "Counting", "recount": "Recount", "retention": "Retention"}
_IN_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
_ON_OBJECTS = {
    "HeadObject": "GetObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
    "CompleteMultipartUpload": "PutObject",
}
"""S3 names rights after what may be done to an object, whatever the call ("Actions, resources, and condition keys")."""

_OPEN_TO_ALL = {"InitiateAuth", "RespondToAuthChallenge"}
"""Cognito evaluates no policy for these: whoever signs in has no role yet."""


@dataclass(frozen=True)
class Act:
    """One thing that a function did: the IAM action and the resource, its ARN as in tests.stack."""

    function: str
    action: str
    resource: str


@dataclass
class Record:
    """All acts of a run, by functions at work only: what a test itself does with boto3 is not written down."""

    names: Mapping[str, str]
    acts: set[Act] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    """The API's calls, as `get /visit`."""
    noted: set[str] = field(default_factory=set)
    """Those of them that wrote an entry of the audit."""

    def note(self, action: str, resource: str) -> None:
        if function := _AT_WORK.get():
            self.acts.add(Act(function, action, resource))
            if (action, resource) == ("dynamodb:PutItem", "arn:AuditTable"):
                self.noted.add(self.calls[-1])

    def made(self, route: str) -> set[str]:
        """The calls of a route, e.g. `get /visit/requests/{request_id}`."""
        form = re.compile(re.sub(r"\{\w+\}", "[^/]+", route))
        return {call for call in self.calls if form.fullmatch(call)}

    def arn(self, name: str) -> str:
        """The ARN of a table or bucket or queue by its address in the run."""
        return f"arn:{self.names[name]}"


@contextmanager
def recorded(office: Office) -> Iterator[Record]:
    """Everything that happens inside is done by functions: API, authorizer, workers."""
    settings = office.environment
    kept = ("_TABLE", "_BUCKET", "_JOBS", "_DEAD_LETTERS", "MAIL_EVENTS")
    names = {settings[name]: _logical(name) for name in settings if name.endswith(kept)}
    record = Record(names)
    handle, call = office.gateway.handle, BaseClient._make_api_call  # type: ignore[attr-defined]
    mappings, schedules, streams = office.mappings, office.schedules, office.streams
    upload, presigned = MastersBucket.upload, CopiesBucket._presigned

    def noted_handle(method: str, path: str, *rest: Any) -> Any:
        record.calls.append(f"{method.lower()} {path.removeprefix('/api').partition('?')[0]}")
        return handle(method, path, *rest)

    def noted_call(client: BaseClient, operation: str, asked: dict[str, Any]) -> Any:
        for action, resource in _acts(record, client.meta.service_model.service_name, operation, asked):
            record.note(action, resource)
        return call(client, operation, asked)

    def noted_upload(bucket: MastersBucket, key: str, most_bytes: int) -> Any:
        record.note("s3:PutObject", f"arn:MastersBucket/{key}")
        return upload(bucket, key, most_bytes)

    def noted_link(bucket: CopiesBucket, key: str, disposition: str, seconds: int) -> str:
        record.note("s3:GetObject", f"arn:CopiesBucket/{key}")
        return presigned(bucket, key, disposition, seconds)

    office.mappings = [replace(each, handler=_as(_WORKERS[each.function], each.handler)) for each in mappings]
    office.streams = replace(streams, handler=_as(_WORKERS[streams.function], streams.handler))
    office.schedules = [replace(each, handler=_as(_WORKERS[each.function], each.handler)) for each in schedules]
    with (
        patch.object(BaseClient, "_make_api_call", noted_call),
        patch.object(office.gateway, "handle", _as("APIHandler", noted_handle)),
        patch.object(STAFF, "func", _as("StaffAccess", STAFF.func)),
        patch.object(MastersBucket, "upload", noted_upload),
        patch.object(CopiesBucket, "_presigned", noted_link),
    ):
        try:
            yield record
        finally:
            office.mappings, office.schedules, office.streams = mappings, schedules, streams


def _as(function: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def working(*arguments: Any, **named: Any) -> Any:
        token = _AT_WORK.set(function)
        try:
            return work(*arguments, **named)
        finally:
            _AT_WORK.reset(token)

    return working


def _logical(setting: str) -> str:
    return "".join(word.capitalize() for word in setting.split("_"))


def _acts(record: Record, service: str, operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The IAM actions of an API call, and on what (Service Authorization Reference)."""
    if service == "dynamodb":
        yield from _on_tables(record, operation, asked)
    elif service == "s3":
        yield from _on_objects(record, operation, asked)
    elif service == "sqs":
        yield f"sqs:{operation}", record.arn(asked["QueueUrl"])
    elif service == "sesv2":  # A raw message needs both actions, and each at both resources.
        for action in ("SendEmail", "SendRawEmail"):
            for resource in (
                "identity/MailIdentity",
                f"configuration-set/{record.names[asked['ConfigurationSetName']]}",
            ):
                yield f"ses:{action}", f"arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:{resource}"
    elif service == "ssm":
        yield f"ssm:{operation}", "arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameterWebapiKeyParameter"
    elif service == "socialmessaging":
        yield f"social-messaging:{operation}", "WhatsAppNumberArns"
    elif operation not in _OPEN_TO_ALL:
        yield f"{service}:{operation}", "arn:AWS::Partition:cognito-idp:AWS::Region:AWS::AccountId:userpool/UserPool"


def _on_tables(record: Record, operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if operation == "TransactWriteItems":
        for item in asked["TransactItems"]:
            ((kind, write),) = item.items()
            yield f"dynamodb:{_IN_TRANSACTION[kind]}", record.arn(write["TableName"])
    elif operation in ("BatchGetItem", "BatchWriteItem"):
        for table in asked["RequestItems"]:
            yield f"dynamodb:{operation}", record.arn(table)
    else:
        index = f"/index/{asked['IndexName']}" if "IndexName" in asked else ""
        yield f"dynamodb:{operation}", record.arn(asked["TableName"]) + index


def _on_objects(record: Record, operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if operation == "ListObjectVersions":
        yield "s3:ListBucketVersions", record.arn(asked["Bucket"])
        return
    action = f"{operation}Version" if "VersionId" in asked else _ON_OBJECTS.get(operation, operation)
    yield f"s3:{action}", f"{record.arn(asked['Bucket'])}/{asked['Key']}"
    if "CopySource" in asked:
        yield "s3:GetObject", f"{record.arn(asked['CopySource']['Bucket'])}/{asked['CopySource']['Key']}"
