"""AWS End User Messaging Social as the way a WhatsApp message goes: one attempt a message, its answers translated."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from chalicelib.delivery.outcome import FateUnknown, NotTaken, Refused, SendLater
from chalicelib.objects import PDF

if TYPE_CHECKING:
    from mypy_boto3_socialmessaging import EndUserMessagingSocialClient
    from mypy_boto3_socialmessaging.type_defs import S3FileTypeDef, S3PresignedUrlTypeDef

META_API = "v23.0"
"""Meta supports a version for about two years; AWS lists those that it passes on (General Reference, endpoints)."""
LATER = {"ThrottledRequestException", "LimitExceededException", "ThrottlingException"}
NOT_LEFT = (EndpointConnectionError, ConnectTimeoutError)
SECONDS_TO_FETCH = 300


class Shelf(NamedTuple):
    """Where copies lie: a bucket and its Region, and how a copy is reached from elsewhere for so many seconds."""

    bucket: str
    region: str
    link: Callable[[str, int], str]


class SocialMessenger:
    """Sends by WhatsApp; `client_of` gives the client of a Region, for a number lives in one of its own.

    Clients must not retry: a message whose answer was lost would go twice.
    """

    def __init__(self, client_of: Callable[[str], EndUserMessagingSocialClient], shelf: Shelf) -> None:
        self._client_of, self._shelf = cache(client_of), shelf

    def send(self, number: str, message: dict[str, Any]) -> str:
        client = self._client_of(region_of(number))
        try:
            answer = client.send_whatsapp_message(
                originationPhoneNumberId=number, message=json.dumps(message).encode(), metaApiVersion=META_API
            )
        except ClientError as error:
            raise _translated(error) from error
        except NOT_LEFT as error:
            raise SendLater() from error
        except BotoCoreError as error:
            raise FateUnknown() from error
        return answer["messageId"]

    def take_in(self, number: str, key: str) -> str:
        """The service reads buckets of its own Region; a copy in another one it fetches by a presigned address."""
        take_in = partial(
            self._client_of(region_of(number)).post_whatsapp_message_media, originationPhoneNumberId=number
        )
        try:
            if region_of(number) == self._shelf.region:
                answer = take_in(sourceS3File=self._file(key))
            else:
                answer = take_in(sourceS3PresignedUrl=self._url(key))
        except (ClientError, BotoCoreError) as error:
            raise NotTaken() from error
        return answer["mediaId"]

    def _file(self, key: str) -> S3FileTypeDef:
        return {"bucketName": self._shelf.bucket, "key": key}

    def _url(self, key: str) -> S3PresignedUrlTypeDef:
        return {"url": self._shelf.link(key, SECONDS_TO_FETCH), "headers": {"Content-Type": PDF}}


def region_of(number: str) -> str:
    """The Region of a number's ARN."""
    return number.split(":")[3]


def _translated(error: ClientError) -> Exception:
    """A 4xx is the service's own word that it took nothing; behind a 5xx, Meta may have taken the message."""
    code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    if code in LATER or status == 429:
        return SendLater(code)
    return FateUnknown(code) if status >= 500 else Refused("whatsapp-refused")
