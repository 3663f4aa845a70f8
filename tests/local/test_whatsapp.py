"""WhatsApp on one machine: what it takes and refuses, what stands in the outbox, and what the phones answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.delivery.messages import LONGEST_TITLE
from chalicelib.unit import WhatsApp as Configured
from infra.local import emulation
from infra.local.emulation import Emulation
from infra.local.outbox import Outbox
from infra.local.outbox_messages import TEMPLATES
from infra.local.phones import Phones
from infra.local.whatsapp import NUMBER

LANGUAGES = Configured().template_languages


@pytest.fixture
def account() -> Iterator[Emulation]:
    with emulation.start() as account:
        yield account


def a_message(to: str = "+6281234567890", **changes: Any) -> dict[str, Any]:
    parameters = [{"type": "text", "text": text} for text in ("Siti", "Dalam Angka", "2 Desember 2026")]
    button = {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "t0ken"}]}
    template = {
        "name": "salinan_siap",
        "language": {"code": "id"},
        "components": [{"type": "body", "parameters": parameters}, button],
    }
    message = {"messaging_product": "whatsapp", "to": to, "type": "template", "template": template}
    return message | {"biz_opaque_callback_data": "r.whatsapp"} | changes


def send(message: dict[str, Any], number: str = NUMBER) -> str:
    client = boto3.client("socialmessaging", region_name="ap-southeast-1")
    taken = client.send_whatsapp_message(
        originationPhoneNumberId=number, message=json.dumps(message).encode(), metaApiVersion="v23.0"
    )
    return taken["messageId"]


def test_message_stands_in_the_outbox_as_the_recipient_reads_it_and_as_a_file(
    account: Emulation, tmp_path: Path
) -> None:
    outbox = Outbox(tmp_path / "outbox")
    outbox.start()
    account.whatsapp.listeners.append(outbox.keep_message)

    message_id = send(a_message())

    [kept], [file] = outbox.newest_first(), list((tmp_path / "outbox").iterdir())
    shown = kept.shown()
    outbox.stop()
    assert (file.name, kept.message_id) == (f"0001-{message_id}.json", message_id)
    assert (shown["kind"], shown["to"], shown["subject"]) == ("whatsapp", "+6281234567890", "Dalam Angka")
    assert shown["text"].startswith("Yth. Siti, salinan publikasi “Dalam Angka”")
    assert "sampai 2 Desember 2026." in shown["text"]
    assert shown["button"] == {"text": "Unduh salinan", "opens": "/unduh/#t0ken"}
    assert json.loads(kept.source)["biz_opaque_callback_data"] == "r.whatsapp"


@pytest.mark.parametrize(
    ("number", "changes", "code"),
    [
        (NUMBER.replace("123456789012", "999999999999"), {}, "ResourceNotFoundException"),
        (NUMBER, {"to": "081234567890x"}, "InvalidParametersException"),
        (NUMBER, {"type": "text"}, "InvalidParametersException"),
        (NUMBER, {"biz_opaque_callback_data": "x" * 513}, "InvalidParametersException"),
        (NUMBER, {"type": "document", "document": {"id": "123"}}, "InvalidParametersException"),
    ],
)
def test_what_the_service_would_refuse_is_refused(
    account: Emulation, number: str, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(ClientError) as refused:
        send(a_message(**changes), number)

    assert refused.value.response["Error"]["Code"] == code
    assert account.whatsapp.sent == []


@pytest.mark.parametrize(
    ("phone", "told"),
    [
        ("+6281234567890", ["sent", "delivered"]),
        ("+6281234560000", ["failed"]),
        ("+6281234561111", ["sent", "delivered", "written"]),
    ],
)
def test_phones_tell_through_the_topic_what_they_got(account: Emulation, phone: str, told: list[str]) -> None:
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic, queue = sns.create_topic(Name="t")["TopicArn"], sqs.create_queue(QueueName="q")["QueueUrl"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{account.region}:123456789012:q")
    account.whatsapp.listeners.append(Phones(topic, account.region).ring)

    send(a_message(phone))

    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    entries = [json.loads(json.loads(json.loads(one["Body"])["Message"])["whatsAppWebhookEntry"]) for one in found]
    values = [entry["changes"][0]["value"] for entry in entries]
    assert [value["statuses"][0]["status"] if "statuses" in value else "written" for value in values] == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_template_handed_in_to_meta_is_the_one_that_messages_fill_in(language: str) -> None:
    """Meta refuses a body that begins or ends with a gap; limits: body 1,024, footer 60, button 25 characters."""
    file = TEMPLATES / f"{Configured().template}.{language}.json"
    template = json.loads(file.read_text("utf-8"))
    body, footer, buttons = template["components"]
    text = body["text"]

    assert (template["name"], template["language"], template["category"]) == ("salinan_siap", language, "UTILITY")
    assert [f"{{{{{gap}}}}}" in text for gap in (1, 2, 3, 4)] == [True, True, True, False]
    assert not text.startswith("{{")
    assert not text.endswith("}}")
    assert len(text) + 120 + LONGEST_TITLE + 60 <= 1024
    assert (len(footer["text"]) <= 60, len(buttons["buttons"][0]["text"]) <= 25) == (True, True)
    assert buttons["buttons"][0]["url"].endswith("/unduh/#{{1}}")
