"""What WhatsApp tells of our messages, and of who writes to us, as it comes through SNS: read. Facts, no effects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from chalicelib.delivery.events import Envelope, Verdict

UNREACHABLE, WINDOW_SHUT, BUSY = "whatsapp-unreachable", "whatsapp-window-shut", "whatsapp-busy"
ACCOUNT, FAILED = "whatsapp-account", "whatsapp-failed"
CODES = {
    **dict.fromkeys((131026, 131021, 131030), UNREACHABLE),
    131047: WINDOW_SHUT,
    **dict.fromkeys((4, 80007, 130429, 130472, 131000, 131016, 131048, 131049, 131056, 131057), BUSY),
    **dict.fromkeys((0, 3, 10, 190, 368, 131005, 131031, 131042, 131045, 133004, 133010), ACCOUNT),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016), ACCOUNT),
}
"""Meta's codes by what they mean for the visitor: the number has no WhatsApp or takes nothing; a document may not go
any more; WhatsApp holds messages back for now; the office's account or its template must be mended (WhatsApp Cloud
API, "Error codes")."""

IN_ORDER: tuple[Verdict, ...] = (
    ("sent", None),
    ("bounced", FAILED),
    ("bounced", BUSY),
    ("bounced", WINDOW_SHUT),
    ("bounced", ACCOUNT),
    ("bounced", UNREACHABLE),
    ("delivered", None),
)
"""The later one holds, in whatever order they come: of two messages one has arrived where either was delivered."""

PLAIN: dict[str, Verdict] = {"sent": ("sent", None), "delivered": ("delivered", None), "read": ("delivered", None)}
STOP = {"stop", "berhenti", "henti", "batal", "unsubscribe"}
START = {"start", "mulai"}


class Fate(msgspec.Struct, frozen=True):
    """What became of a message: of which delivery, its id at WhatsApp, and whom it went to."""

    delivery_id: str
    message_id: str
    phone: str
    verdict: Verdict


class Written(msgspec.Struct, frozen=True):
    """Somebody wrote to us; `wants` says whether they want messages, where that is all they wrote. No word is kept."""

    phone: str
    at: datetime
    wants: bool | None


class Notice(msgspec.Struct, frozen=True):
    """What one message of the queue tells, and to which of our numbers it happened, by ARN."""

    numbers: frozenset[str]
    fates: tuple[Fate, ...]
    written: tuple[Written, ...]


class Error(msgspec.Struct, frozen=True):
    code: int


class Status(msgspec.Struct, frozen=True):
    id: str
    status: str
    recipient_id: str = ""
    biz_opaque_callback_data: str = ""
    errors: list[Error] = []


class Text(msgspec.Struct, frozen=True):
    body: str = ""


class Button(msgspec.Struct, frozen=True):
    text: str = ""


class Inbound(msgspec.Struct, frozen=True):
    timestamp: str
    sender: str = msgspec.field(name="from")
    text: Text = Text()
    button: Button = Button()


class Value(msgspec.Struct, frozen=True):
    statuses: list[Status] = []
    messages: list[Inbound] = []


class Change(msgspec.Struct, frozen=True):
    value: Value = Value()


class Entry(msgspec.Struct, frozen=True):
    """What Meta calls an entry (WhatsApp Business Platform, "Webhooks", field messages)."""

    changes: list[Change] = []


class Number(msgspec.Struct, frozen=True):
    arn: str


class Context(msgspec.Struct, frozen=True):
    numbers: list[Number] = msgspec.field(name="MetaPhoneNumberIds", default_factory=list)


class Told(msgspec.Struct, frozen=True):
    """What AWS puts around it (End User Messaging Social, "Message and event format"): the entry is a text."""

    context: Context = Context()
    entry: str = msgspec.field(name="whatsAppWebhookEntry", default="{}")


def read_notice(body: str) -> Notice:
    """Raises msgspec.ValidationError and msgspec.DecodeError for what is no notice at all."""
    told = msgspec.json.decode(msgspec.json.decode(body, type=Envelope).message, type=Told)
    values = [change.value for change in msgspec.json.decode(told.entry, type=Entry).changes]
    return Notice(
        numbers=frozenset(number.arn for number in told.context.numbers),
        fates=tuple(fate for value in values for fate in _fates(value)),
        written=tuple(_written(message) for value in values for message in value.messages),
    )


def _fates(value: Value) -> Iterator[Fate]:
    for status in value.statuses:
        verdict = verdict_of(status)
        if verdict:
            yield Fate(status.biz_opaque_callback_data, status.id, _phone(status.recipient_id), verdict)


def verdict_of(status: Status) -> Verdict | None:
    """What a status means for its delivery; None for one that means nothing."""
    if status.status != "failed":
        return PLAIN.get(status.status)
    codes = [CODES.get(error.code, FAILED) for error in status.errors]
    return "bounced", codes[0] if codes else FAILED


def _written(message: Inbound) -> Written:
    word = (message.text.body or message.button.text).strip().rstrip(".!").casefold()
    wants = True if word in START else False if word in STOP else None
    return Written(_phone(message.sender), datetime.fromtimestamp(int(message.timestamp), UTC), wants)


def _phone(digits: str) -> str:
    """WhatsApp writes E.164 without its plus."""
    return f"+{digits.removeprefix('+')}"
