"""What the service answers to a message, translated; and that it is asked exactly once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.stub import Stubber

from chalicelib import wiring
from chalicelib.delivery.outcome import FateUnknown, NotTaken, Refused, SendLater
from chalicelib.delivery.whatsapp import META_API, Shelf, SocialMessenger
from infra.local.whatsapp import NUMBER

MESSAGE = {"messaging_product": "whatsapp", "to": "+6281234567890", "type": "template"}
KEY = "copies/x/LP-0000-0000-0000.pdf"
KEYS = {"aws_access_key_id": "LOCAL", "aws_secret_access_key": "local"}
SEND, TAKE_IN = "send_whatsapp_message", "post_whatsapp_message_media"


def link(key: str, seconds: int) -> str:
    return f"https://copies.s3.ap-southeast-3.amazonaws.com/{key}?X-Amz-Expires={seconds}"


@contextmanager
def answering(region: str = "ap-southeast-3") -> Iterator[tuple[SocialMessenger, Stubber, list[str]]]:
    """A messenger whose service answers as a test says, and the Regions that it asked for; copies lie in `region`."""
    made: Any = boto3.client
    client, regions = made("socialmessaging", region_name="ap-southeast-1", **KEYS), list[str]()

    def client_of(region: str) -> Any:
        regions.append(region)
        return client

    with Stubber(client) as service:
        yield SocialMessenger(client_of, Shelf("copies", region, link)), service, regions
        service.assert_no_pending_responses()


def test_message_goes_as_bytes_from_the_number_in_the_region_of_the_number() -> None:
    with answering() as (messenger, service, regions):
        expected = {
            "originationPhoneNumberId": NUMBER,
            "message": json.dumps(MESSAGE).encode(),
            "metaApiVersion": META_API,
        }
        service.add_response(SEND, {"messageId": "m-1"}, expected)
        service.add_response(SEND, {"messageId": "m-2"}, expected)

        assert [messenger.send(NUMBER, MESSAGE), messenger.send(NUMBER, MESSAGE)] == ["m-1", "m-2"]
        assert regions == ["ap-southeast-1"]


@pytest.mark.parametrize(
    ("region", "source"),
    [
        ("ap-southeast-1", {"sourceS3File": {"bucketName": "copies", "key": KEY}}),
        (
            "ap-southeast-3",
            {"sourceS3PresignedUrl": {"url": link(KEY, 300), "headers": {"Content-Type": "application/pdf"}}},
        ),
    ],
)
def test_copy_is_read_from_a_bucket_of_the_number_s_region_and_else_by_its_address(
    region: str, source: dict[str, Any]
) -> None:
    with answering(region) as (messenger, service, _):
        service.add_response(TAKE_IN, {"mediaId": "123"}, {"originationPhoneNumberId": NUMBER, **source})

        assert messenger.take_in(NUMBER, KEY) == "123"


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("ThrottledRequestException", 429, SendLater),
        ("ThrottlingException", 400, SendLater),
        ("LimitExceededException", 400, SendLater),
        ("ValidationException", 400, Refused),
        ("InvalidParametersException", 400, Refused),
        ("AccessDeniedException", 403, Refused),
        ("AccessDeniedByMetaException", 403, Refused),
        ("ResourceNotFoundException", 404, Refused),
        ("InternalServiceException", 500, FateUnknown),
        ("DependencyException", 502, FateUnknown),
    ],
)
def test_error_is_a_refusal_a_delay_or_a_doubt(code: str, status: int, outcome: type[Exception]) -> None:
    with answering() as (messenger, service, _):
        service.add_client_error(SEND, code, http_status_code=status)
        service.add_client_error(TAKE_IN, code, http_status_code=status)

        with pytest.raises(outcome):
            messenger.send(NUMBER, MESSAGE)
        with pytest.raises(NotTaken):
            messenger.take_in(NUMBER, KEY)


@pytest.mark.parametrize(
    ("broken", "outcome"),
    [
        (EndpointConnectionError(endpoint_url="https://x"), SendLater),
        (ConnectTimeoutError(endpoint_url="https://x"), SendLater),
        (ReadTimeoutError(endpoint_url="https://x"), FateUnknown),
        (ConnectionClosedError(endpoint_url="https://x"), FateUnknown),
        (500, FateUnknown),
    ],
)
def test_message_whose_answer_was_lost_is_in_doubt_and_is_asked_for_once(
    broken: Exception | int, outcome: type[Exception]
) -> None:
    asked = list[str]()

    def before_send(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        asked.append(request.url)
        if isinstance(broken, Exception):
            raise broken
        return AWSResponse(request.url, broken, HTTPHeaders(), _Raw())

    client = _as_wired()
    client.meta.events.register_first("before-send.*.*", before_send)

    with pytest.raises(outcome):
        SocialMessenger(lambda _: client, Shelf("copies", "ap-southeast-3", link)).send(NUMBER, MESSAGE)

    assert asked == ["https://social-messaging.ap-southeast-1.amazonaws.com/v1/whatsapp/send"]


class _Raw:
    """An answer without a body."""

    def stream(self, **_: Any) -> list[bytes]:
        return [b"{}"]


def _as_wired() -> Any:
    """The client as the service makes it, with keys."""
    made: Any = boto3.client

    def with_keys(service: str, config: Config) -> Any:
        return made(service, config=config, **KEYS)

    with patch.object(boto3, "client", with_keys):
        return wiring._social_client("ap-southeast-1")
