"""SES (version 2) as the way a mail goes: one attempt a message, its answers translated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from chalicelib.delivery.envelope import Envelope
from chalicelib.delivery.outcome import FateUnknown, QuotaSpent, Refused, SendLater

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

LATER = {"TooManyRequestsException", "LimitExceededException", "ThrottlingException"}
PAUSE = timedelta(hours=1)
"""SES counts the mails of the last 24 hours: some of the quota is free again long before the day is over."""
REFUSED = {
    "MessageRejected",
    "BadRequestException",
    "MailFromDomainNotVerifiedException",
    "NotFoundException",
    "AccountSuspendedException",
}


class SesMailer:
    """Sends raw MIME under a configuration set, which tells what becomes of it (events.py). Its client must not retry:
    botocore re-sends a mail whose answer was lost.
    """

    def __init__(self, client: SESV2Client, configuration_set: str, now: Callable[[], datetime]) -> None:
        self._client, self._configuration_set, self._now = client, configuration_set, now

    def send(self, letter: Envelope, message: bytes, tag: str) -> str:
        try:
            answer = self._client.send_email(
                FromEmailAddress=letter.sender,
                Destination={"ToAddresses": [letter.email]},
                Content={"Raw": {"Data": message}},
                EmailTags=[{"Name": "delivery", "Value": tag.replace(".", "_")}],
                ConfigurationSetName=self._configuration_set,
            )
        except ClientError as error:
            raise self._translated(error) from error
        except EndpointConnectionError as error:
            raise SendLater() from error
        except BotoCoreError as error:
            raise FateUnknown() from error
        return answer["MessageId"]

    def _translated(self, error: ClientError) -> Exception:
        code, words = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        if code == "SendingPausedException" or (code in LATER and "quota" in words.lower()):
            return QuotaSpent(self._now() + PAUSE)
        if code in LATER:
            return SendLater(code)
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return FateUnknown(code) if status >= 500 and code not in REFUSED else Refused("mail-refused")
