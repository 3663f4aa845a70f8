"""What SES tells of mails, as it comes out of the queue: SNS's envelope around a record in the shape of SES's guide."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email import message_from_string
from typing import Any

from moto.ses.models import ses_backends

from chalicelib.delivery.model import Delivery
from tests.delivery.steps import asked
from tests.office import Office, a_pdf

ADDRESS = "siti.rahmah@example.com"
MESSAGE = "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000"
TOPIC = "arn:aws:sns:ap-southeast-3:123456789012:loket-pustaka-mail-events"
SET = "loket-pustaka-mails"
AT = "2026-11-25T03:04:05.678Z"
GONE = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
LATE = {"status": "4.4.1", "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host"}


def _bounce(kind: str, subtype: str, *recipients: dict[str, str]) -> dict[str, Any]:
    told = {"bounceType": kind, "bounceSubType": subtype, "bouncedRecipients": list(recipients)}
    return told | {"timestamp": AT, "feedbackId": "01000157c44f053b-000000", "reportingMTA": "dsn; mta.example.com"}


def _complaint(kind: str | None) -> dict[str, Any]:
    told = {"complainedRecipients": [{"emailAddress": ADDRESS}], "timestamp": AT, "complaintSubType": None}
    return (
        told
        | {"feedbackId": "01000157c44f053b-000000", "userAgent": "Yahoo!-Mail-Feedback"}
        | ({"complaintFeedbackType": kind, "arrivalDate": AT} if kind else {})
    )


RECORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "send": ("Send", {}),
    "delivery": ("Delivery", {"timestamp": AT, "recipients": [ADDRESS], "smtpResponse": "250 ok"}),
    "delay": ("DeliveryDelay", {"timestamp": AT, "delayType": "General", "delayedRecipients": [LATE]}),
    "gone": ("Bounce", _bounce("Permanent", "General", {"emailAddress": ADDRESS, **GONE})),
    "on-list": ("Bounce", _bounce("Permanent", "OnAccountSuppressionList", {"emailAddress": ADDRESS})),
    "full": ("Bounce", _bounce("Transient", "MailboxFull", {"emailAddress": ADDRESS})),
    "content": ("Bounce", _bounce("Transient", "ContentRejected", {"emailAddress": ADDRESS})),
    "reply": ("Bounce", _bounce("Transient", "General", {"emailAddress": ADDRESS})),
    "silent-reply": ("Bounce", _bounce("Undetermined", "Undetermined")),
    "spam": ("Complaint", _complaint("abuse")),
    "spam-untold": ("Complaint", _complaint(None)),
    "not-spam": ("Complaint", _complaint("not-spam")),
    "virus": ("Reject", {"reason": "Bad content"}),
    "click": ("Click", {"timestamp": AT, "ipAddress": "192.0.2.1", "link": "https://example.com"}),
}
"""By what happened: the type of the event, and the part of its record that is its own."""

KNOWN = ("send", "delay", "reply", "delivery", "full", "content", "virus", "gone", "spam")
"""Those that mean something, one for each weight, the lightest first."""


def a_notice(happened: str, delivery_id: str, message_id: str = MESSAGE, **changes: Any) -> str:
    """`changes` are of `topic`, `set` and `address`."""
    event_type, own = RECORDS[happened]
    address = changes.get("address", ADDRESS)
    mail = {
        "timestamp": AT,
        "source": "pst@bps6371.example.com",
        "sendingAccountId": "123456789012",
        "messageId": message_id,
        "destination": [address],
        "headersTruncated": False,
        "headers": [{"name": "To", "value": address}, {"name": "Subject", "value": "Salinan Anda"}],
        "commonHeaders": {"to": [address], "messageId": message_id, "subject": "Salinan Anda"},
        "tags": {
            "ses:configuration-set": [changes.get("set", SET)],
            "ses:from-domain": ["bps6371.example.com"],
            "delivery": [delivery_id.replace(".", "_")],
        },
    }
    part = event_type[0].lower() + event_type[1:]
    return an_envelope(json.dumps({"eventType": event_type, "mail": mail, part: own}), changes.get("topic", TOPIC))


def an_envelope(message: str, topic: str = TOPIC) -> str:
    """What SNS makes of a message that it puts into a queue."""
    return json.dumps(
        {
            "Type": "Notification",
            "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            "TopicArn": topic,
            "Subject": "Amazon SES Email Event Notification",
            "Message": message,
            "Timestamp": AT,
            "SignatureVersion": "1",
            "Signature": "c2lnbmF0dXJl",
            "SigningCertURL": "https://sns.ap-southeast-3.amazonaws.com/SimpleNotificationService.pem",
            "UnsubscribeURL": "https://sns.ap-southeast-3.amazonaws.com/?Action=Unsubscribe",
        }
    )


def notice_of(office: Office, happened: str, delivery: Delivery, message_id: str | None = None, **changes: Any) -> str:
    """A notice of the office's own mail service about a delivery, by default about the message that it knows of."""
    own = {"topic": office.environment["MAIL_EVENTS_TOPIC"], "set": office.environment["MAIL_EVENTS"]}
    return a_notice(happened, delivery.delivery_id, message_id or delivery.provider_id or MESSAGE, **own | changes)


def notices_of_all(office: Office, happened: str) -> list[str]:
    """One about each mail that was handed to the mail service; the left side of its Message-ID is the delivery."""
    sent = ses_backends["123456789012"][office.emulation.region].sent_messages
    own = {"topic": office.environment["MAIL_EVENTS_TOPIC"], "set": office.environment["MAIL_EVENTS"]}
    names = [message_from_string(one.raw_data)["Message-ID"].strip("<>").partition("@")[0] for one in sent]
    return [a_notice(happened, name, one.id, **own) for name, one in zip(names, sent, strict=True)]


def hear(office: Office, *notices: str) -> None:
    """Have the office hear them, in one batch after another, none of which may fail."""
    for start in range(0, len(notices), 10):
        assert office.handled(office.function("mail_events"), list(notices[start : start + 10])) == []


def a_delivery(**changes: Any) -> Delivery:
    """A delivery by mail that was sent."""
    sent: dict[str, Any] = {
        "request_id": "0" * 32,
        "name": "email",
        "channel": "email",
        "unit": "6371",
        "state": "sent",
        "attempt": 1,
        "provider_id": MESSAGE,
        "changed_at": datetime(2026, 11, 25, 3, tzinfo=UTC),
    }
    return Delivery(**sent | changes)


def mailed(office: Office, *channels: str, **entry: Any) -> tuple[dict[str, Any], dict[str, Any], Delivery]:
    """A visit, its request and its mail, which has been sent."""
    visit, publication = office.visit(**entry), office.publication(a_pdf(1))
    request = asked(office, visit, publication, "email", *channels)
    office.carry_jobs()
    return visit, request, mail_of(office, request)


def mail_of(office: Office, request: dict[str, Any]) -> Delivery:
    [found] = [one for one in office.ports.deliveries.of_request(request["request_id"]) if one.channel == "email"]
    return found
