"""What SES tells of a mail, as it comes through SNS: read, and put in order of weight. Facts, no effects."""

from __future__ import annotations

from datetime import datetime

import msgspec

from chalicelib.delivery.model import DeliveryState

Verdict = tuple[DeliveryState, str | None]
"""What a delivery has come to by an event: its state, and the code of the sentence that says more."""

IN_ORDER: tuple[Verdict, ...] = (
    ("sent", None),
    ("sent", "mail-delayed"),
    ("bounced", "mail-not-taken"),
    ("delivered", None),
    ("bounced", "mailbox-full"),
    ("bounced", "mail-content-refused"),
    ("bounced", "mail-stopped"),
    ("bounced", "address-bounced"),
    ("complained", "address-complained"),
)
"""The later one holds, in whatever order they come. A bounce without a clear reason weighs less than a delivery: an
automatic reply of somebody on leave is told as such a bounce (SES Developer Guide, "Bounce types")."""

CLEAR: dict[tuple[str, str], Verdict] = {
    ("Transient", "MailboxFull"): ("bounced", "mailbox-full"),
    ("Transient", "MessageTooLarge"): ("bounced", "mail-content-refused"),
    ("Transient", "ContentRejected"): ("bounced", "mail-content-refused"),
    ("Transient", "AttachmentRejected"): ("bounced", "mail-content-refused"),
}
"""Bounces that say why, by type and subtype; each permanent one means the address."""

VALIDATED = "Successfully validated SNS topic for Amazon SES event publishing."
"""What SES publishes, in plain words, when an event destination is set up."""


class MailEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a mail of ours at `at`; `delivery` is the tag that it was sent with.

    `topic` and `configuration_set` are where it says it comes from; `address` is where the mail went.
    """

    topic: str
    configuration_set: str
    delivery: str
    message_id: str
    address: str
    at: datetime
    verdict: Verdict

    @property
    def delivery_id(self) -> str:
        """Tags have no dots (SES API v2, "MessageTag")."""
        return self.delivery.replace("_", ".", 1)


class Envelope(msgspec.Struct, frozen=True, rename="pascal"):
    """What SNS puts into the queue."""

    topic_arn: str
    message: str


class Mail(msgspec.Struct, frozen=True, rename="camel"):
    """The part that all events share. Each tag is a list; one that we set has one value."""

    message_id: str
    timestamp: datetime
    destination: list[str]
    tags: dict[str, list[str]] = {}


class Bounce(msgspec.Struct, frozen=True, rename="camel"):
    """Whom it names is not always whom we wrote to, and an automatic reply names nobody."""

    bounce_type: str
    bounce_sub_type: str
    timestamp: datetime


class Complaint(msgspec.Struct, frozen=True, rename="camel"):
    """A report by the recipient's provider; its type is not always told."""

    timestamp: datetime
    complaint_feedback_type: str | None = None


class Told(msgspec.Struct, frozen=True, rename="camel"):
    """An event record, as far as it matters here (SES Developer Guide, "Contents of event data")."""

    event_type: str
    mail: Mail
    bounce: Bounce | None = None
    complaint: Complaint | None = None


def read_event(body: str) -> MailEvent | None:
    """The event in a message of the queue; None where it tells of nothing that matters.

    Raises msgspec.ValidationError and msgspec.DecodeError for what is no event at all.
    """
    envelope = msgspec.json.decode(body, type=Envelope)
    if envelope.message.strip() == VALIDATED:
        return None
    told = msgspec.json.decode(envelope.message, type=Told)
    verdict = verdict_of(told)
    if verdict is None or "delivery" not in told.mail.tags:
        return None
    return MailEvent(
        topic=envelope.topic_arn,
        configuration_set=_only(told.mail.tags.get("ses:configuration-set")),
        delivery=_only(told.mail.tags["delivery"]),
        message_id=told.mail.message_id,
        address=_only(told.mail.destination),
        at=_when(told),
        verdict=verdict,
    )


def verdict_of(told: Told) -> Verdict | None:
    """What an event means for its delivery; None for one that means nothing, such as a click."""
    if told.bounce:
        return _of_bounce(told.bounce)
    if told.complaint:
        return _of_complaint(told.complaint)
    plain: dict[str, Verdict] = {
        "Send": ("sent", None),
        "DeliveryDelay": ("sent", "mail-delayed"),
        "Delivery": ("delivered", None),
        "Reject": ("bounced", "mail-stopped"),
    }
    return plain.get(told.event_type)


def _of_bounce(bounce: Bounce) -> Verdict:
    if bounce.bounce_type == "Permanent":
        return "bounced", "address-bounced"
    return CLEAR.get((bounce.bounce_type, bounce.bounce_sub_type), ("bounced", "mail-not-taken"))


def _of_complaint(complaint: Complaint) -> Verdict:
    """A recipient who says that it is no spam has the mail."""
    if complaint.complaint_feedback_type == "not-spam":
        return "delivered", None
    return "complained", "address-complained"


def _when(told: Told) -> datetime:
    part = told.bounce or told.complaint
    return part.timestamp if part else told.mail.timestamp


def _only(values: list[str] | None) -> str:
    return values[0] if values else ""
