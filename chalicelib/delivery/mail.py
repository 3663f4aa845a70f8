"""SES (version 2) as the way a mail goes: one attempt a message, its answers translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from chalicelib.delivery.message import Letter
from chalicelib.delivery.sending import AddressRefused, FateUnknown, SendLater

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

LATER = {"TooManyRequestsException", "LimitExceededException", "ThrottlingException", "SendingPausedException"}
REFUSED = {
    "MessageRejected",
    "BadRequestException",
    "MailFromDomainNotVerifiedException",
    "NotFoundException",
    "AccountSuspendedException",
}


class SesMailer:
    """Sends raw MIME. Its client must not retry: botocore re-sends a mail whose answer was lost."""

    def __init__(self, client: SESV2Client) -> None:
        self._client = client

    def send(self, letter: Letter, message: bytes, tag: str) -> str:
        try:
            answer = self._client.send_email(
                FromEmailAddress=letter.sender,
                Destination={"ToAddresses": [letter.email]},
                Content={"Raw": {"Data": message}},
                EmailTags=[{"Name": "delivery", "Value": tag.replace(".", "_")}],
            )
        except ClientError as error:
            raise _translated(error) from error
        except EndpointConnectionError as error:
            raise SendLater() from error
        except BotoCoreError as error:
            raise FateUnknown() from error
        return answer["MessageId"]


def _translated(error: ClientError) -> Exception:
    code = error.response["Error"]["Code"]
    if code in LATER:
        return SendLater(code)
    if code in REFUSED:
        return AddressRefused("mail-refused")
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return FateUnknown(code) if status >= 500 else AddressRefused("mail-refused")
