"""AWS End User Messaging Social as the way a WhatsApp message goes: one attempt a message, its answers translated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from chalicelib.delivery.outcome import FateUnknown, Refused, SendLater

if TYPE_CHECKING:
    from mypy_boto3_socialmessaging import EndUserMessagingSocialClient

META_API = "v21.0"
LATER = {"ThrottledRequestException", "LimitExceededException"}


class SocialMessenger:
    """Sends by WhatsApp. Its client must not retry: a message whose answer was lost would go twice."""

    def __init__(self, client: EndUserMessagingSocialClient, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def send(self, number_id: str, message: dict[str, Any]) -> str:
        try:
            answer = self._client.send_whatsapp_message(
                originationPhoneNumberId=number_id, message=json.dumps(message).encode(), metaApiVersion=META_API
            )
        except ClientError as error:
            raise _translated(error) from error
        except EndpointConnectionError as error:
            raise SendLater() from error
        except BotoCoreError as error:
            raise FateUnknown() from error
        return str(answer["messageId"])

    def take_in(self, number_id: str, key: str) -> str:
        try:
            answer = self._client.post_whatsapp_message_media(
                originationPhoneNumberId=number_id, sourceS3File={"bucketName": self._bucket, "key": key}
            )
        except ClientError as error:
            raise _translated(error) from error
        except BotoCoreError as error:
            raise SendLater() from error
        return str(answer["mediaId"])


def _translated(error: ClientError) -> Exception:
    code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    if code in LATER:
        return SendLater(code)
    return FateUnknown(code) if status >= 500 else Refused("whatsapp-refused")
