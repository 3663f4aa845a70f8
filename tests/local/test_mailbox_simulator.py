"""On one machine a mail is told of as SES tells of it, and its mailbox simulator's addresses do what they do there."""

import json
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import boto3
import pytest

from chalicelib.delivery.events import read_event
from infra.local import emulation, storage
from infra.local.mailbox_simulator import MailboxSimulator
from infra.local.storage import Storage

SENDER = "pustaka@bps6371.example"
ARRIVES = [("sent", None), ("delivered", None)]


@pytest.fixture(scope="module")
def made() -> Iterator[Storage]:
    with emulation.start() as running:
        boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        yield storage.make(running.region, {"PublicUrl": "http://127.0.0.1:8000"})


@pytest.fixture
def mailboxes(made: Storage) -> Iterator[Storage]:
    simulator = MailboxSimulator(emulation.REGION)
    simulator.start()
    yield made
    simulator.stop()
    told(made)


def send(made: Storage, address: str, **options: Any) -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, address, "Salinan Anda – 2026"
    message.set_content("Tautan: http://127.0.0.1:8000/unduh/#abc\n")
    asked: dict[str, Any] = {"ConfigurationSetName": made.settings["MAIL_EVENTS"]} | options
    sent = boto3.client("sesv2").send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": [address]},
        Content={"Raw": {"Data": bytes(message)}},
        EmailTags=[{"Name": "delivery", "Value": "0" * 32 + "_email"}],
        **{name: value for name, value in asked.items() if value},
    )
    return str(sent["MessageId"])


def told(made: Storage) -> list[str]:
    """The messages that wait in the queue of events, taken out of it."""
    sqs, queue, found = boto3.client("sqs"), made.queue_url("MailEventsJobs"), []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        found += [message["Body"] for message in messages]
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


@pytest.mark.parametrize(
    ("address", "verdicts"),
    [
        ("sari@example.com", ARRIVES),
        ("success@simulator.amazonses.com", ARRIVES),
        ("bounce@simulator.amazonses.com", [("sent", None), ("bounced", "address-bounced")]),
        ("Bounce+satu@simulator.amazonses.com", [("sent", None), ("bounced", "address-bounced")]),
        ("suppressionlist@simulator.amazonses.com", [("sent", None), ("bounced", "address-bounced")]),
        ("ooto@simulator.amazonses.com", [*ARRIVES, ("bounced", "mail-not-taken")]),
        ("complaint@simulator.amazonses.com", [*ARRIVES, ("complained", "address-complained")]),
        ("bounce@example.com", ARRIVES),
    ],
)
def test_address_decides_what_becomes_of_a_mail(mailboxes: Storage, address: str, verdicts: list[Any]) -> None:
    message_id = send(mailboxes, address)

    events = [event for body in told(mailboxes) if (event := read_event(body))]

    assert [event.verdict for event in events] == verdicts
    assert {(event.message_id, event.address, event.delivery_id) for event in events} == {
        (message_id, address, "0" * 32 + ".email")
    }
    assert {(event.topic, event.configuration_set) for event in events} == {
        (mailboxes.settings["MAIL_EVENTS_TOPIC"], mailboxes.settings["MAIL_EVENTS"])
    }


def test_record_has_the_headers_of_the_mail_and_no_more_of_it(mailboxes: Storage) -> None:
    send(mailboxes, "sari@example.com")

    record = json.loads(json.loads(told(mailboxes)[0])["Message"])

    assert record["mail"]["commonHeaders"]["subject"] == "Salinan Anda – 2026"
    assert "unduh" not in json.dumps(record)


def test_mail_without_a_set_is_not_told_of_and_one_under_an_unknown_set_is_refused(mailboxes: Storage) -> None:
    send(mailboxes, "sari@example.com", ConfigurationSetName=None)

    with pytest.raises(boto3.client("sesv2").exceptions.NotFoundException, match="does not exist"):
        send(mailboxes, "sari@example.com", ConfigurationSetName="another")

    assert told(mailboxes) == []


def test_stopped_simulator_is_silent(made: Storage) -> None:
    simulator = MailboxSimulator(emulation.REGION)
    simulator.start()
    simulator.stop()

    send(made, "sari@example.com")

    assert told(made) == []
