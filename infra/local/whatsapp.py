"""WhatsApp behind AWS End User Messaging Social, as far as our messages need it: moto has no such service.

What the real one would refuse is refused. Copies are fetched by their address, messages are kept, and whoever listens
is told of each.
"""

import base64
import functools
import json
import re
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest

from infra.local.template import ACCOUNT

Json = dict[str, Any]
Response = tuple[int, dict[str, str], str]
Answering = Callable[..., Any]

NUMBER = f"arn:aws:social-messaging:ap-southeast-1:{ACCOUNT}:phone-number-id/0f1e2d3c4b5a69788796a5b4c3d2e1f0"
"""The ARN of a number; ACCOUNT's numbers are all there are."""
LARGEST_MEDIA = 100_000_000


@dataclass(frozen=True)
class Message:
    """A message as it was taken; `media_bytes` is the size of the document that goes with it."""

    message_id: str
    number: str
    content: Json
    media_bytes: int | None = None

    @property
    def to(self) -> str:
        return str(self.content["to"])


class Refusal(Exception):
    """An answer by which the service takes nothing."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.answer: Response = (status, {"x-amzn-errortype": code}, json.dumps({"message": code}))


class WhatsApp:
    """What was sent stays in `sent`; each of the `listeners` is called with it."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.listeners: list[Callable[[Message], None]] = []
        self._media: dict[str, tuple[str, int]] = {}

    def forget(self) -> None:
        self.sent.clear()
        self._media.clear()

    def answer(self, request: AWSPreparedRequest) -> Response:
        """What the service answers to a request."""
        ways = {"/v1/whatsapp/send": self._send, "/v1/whatsapp/media": self._take_in}
        try:
            return 200, {}, json.dumps(ways[urlsplit(request.url).path](json.loads(_body(request))))
        except Refusal as refusal:
            return refusal.answer

    def _send(self, asked: Json) -> Json:
        number, content = _own(asked), _valid(json.loads(base64.b64decode(asked["message"])))
        media = self._media.get(content["document"]["id"]) if content["type"] == "document" else None
        if content["type"] == "document" and (media is None or media[0] != number):
            raise Refusal(400, "InvalidParametersException")
        message = Message(secrets.token_hex(16), number, content, media[1] if media else None)
        self.sent.append(message)
        for listener in self.listeners:
            listener(message)
        return {"messageId": message.message_id}

    def _take_in(self, asked: Json) -> Json:
        source, media_id = asked["sourceS3PresignedUrl"], str(secrets.randbelow(10**15))
        if len(source["url"]) > 2000 or source["headers"] != {"Content-Type": "application/pdf"}:
            raise Refusal(400, "ValidationException")
        content = _fetched(source["url"])
        if not content.startswith(b"%PDF") or len(content) > LARGEST_MEDIA:
            raise Refusal(400, "InvalidParametersException")
        self._media[media_id] = (_own(asked), len(content))
        return {"mediaId": media_id}


def _body(request: AWSPreparedRequest) -> bytes | str:
    assert isinstance(request.body, bytes | str)
    return request.body


def _fetched(url: str) -> bytes:
    """What lies at an address, which is one of our own door; nothing where it may not be had."""
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310
            return bytes(answer.read(LARGEST_MEDIA + 1))
    except urllib.error.HTTPError:
        return b""


def _own(asked: Json) -> str:
    number = str(asked["originationPhoneNumberId"])
    if not re.fullmatch(rf"arn:aws:social-messaging:[a-z0-9-]+:{ACCOUNT}:phone-number-id/[0-9a-zA-Z]+", number):
        raise Refusal(404, "ResourceNotFoundException")
    return number


def _valid(content: Json) -> Json:
    """What Meta would take (WhatsApp Cloud API, messages)."""
    fits = (
        content.get("messaging_product") == "whatsapp"
        and re.fullmatch(r"\+?[1-9]\d{6,14}", content.get("to", ""))
        and len(content.get("biz_opaque_callback_data", "")) <= 512
        and content.get("type") in ("template", "document")
        and content["type"] in content
    )
    if not fits:
        raise Refusal(400, "InvalidParametersException")
    return content


def answered_by(whatsapp: WhatsApp, otherwise: Answering) -> Answering:
    """Requests to the service go there, all others where they went. It keeps no lock: it fetches from our own door."""

    @functools.wraps(otherwise)
    def process_request(stubber: Any, request: AWSPreparedRequest) -> Any:
        if (urlsplit(request.url).hostname or "").startswith("social-messaging."):
            return whatsapp.answer(request)
        return otherwise(stubber, request)

    return process_request


def notice(number: str, value: Json) -> str:
    """What AWS publishes of an event: Meta's entry as a text, and the number that it happened to (End User Messaging
    Social User Guide, "Message and event format").
    """
    context = {
        "MetaWabaIds": [{"wabaId": "102290129340398", "arn": number.replace("phone-number-id/", "waba/")}],
        "MetaPhoneNumberIds": [{"metaPhoneNumberId": "106540352242922", "arn": number}],
    }
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return json.dumps(
        {
            "context": context,
            "whatsAppWebhookEntry": json.dumps(entry),
            "aws_account_id": ACCOUNT,
            "message_timestamp": "2026-11-25T04:00:00.000000000Z",
            "messageId": secrets.token_hex(16),
        }
    )


def status(message: Message, state: str, *codes: int, at: int = 1_795_579_200) -> Json:
    """Meta's word on a message: sent, delivered, read, or failed with its codes; `at` in seconds of Unix time."""
    told: Json = {
        "id": f"wamid.{message.message_id}",
        "status": state,
        "timestamp": str(at),
        "recipient_id": message.to.removeprefix("+"),
        "biz_opaque_callback_data": message.content.get("biz_opaque_callback_data", ""),
    }
    errors = [{"code": code, "title": "Message undeliverable"} for code in codes]
    return {"messaging_product": "whatsapp", "statuses": [told | ({"errors": errors} if errors else {})]}


def written(phone: str, text: str, at: int) -> Json:
    """Somebody's message to us."""
    said = {"from": phone.removeprefix("+"), "id": "wamid.in", "timestamp": str(at), "type": "text"}
    return {"messaging_product": "whatsapp", "messages": [said | {"text": {"body": text}}]}
