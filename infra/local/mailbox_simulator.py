"""What becomes of a mail on one machine: it arrives, unless its address is one of SES's mailbox simulator.

`bounce@simulator.amazonses.com` comes back, `ooto@` arrives and answers by itself, `complaint@` arrives and is called
spam, `suppressionlist@` is on SES's own list, and `success@` arrives like any other (SES Developer Guide, "Using the
mailbox simulator"); `bounce+anything@` does the same. The events go to the topic that infra/storage.yaml names.
"""

import base64
import contextlib
import functools
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any
from unittest.mock import patch

from moto.sesv2.responses import SESV2Response
from moto.sns.models import sns_backends

from infra.local.event_destinations import Answering, destination_of
from infra.local.template import ACCOUNT

Json = dict[str, Any]
SIMULATOR = "simulator.amazonses.com"
NAMES = {
    "Send": "SEND",
    "Delivery": "DELIVERY",
    "Bounce": "BOUNCE",
    "Complaint": "COMPLAINT",
}
"""What events are called in records, and in destinations."""


class MailboxSimulator:
    """Tells of every mail that is sent under a configuration set, from `start()` to `stop()`."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._hooked = contextlib.ExitStack()

    def start(self) -> None:
        told = patch.object(SESV2Response, "send_email", self._telling(SESV2Response.send_email))
        self._hooked.enter_context(told)

    def stop(self) -> None:
        self._hooked.close()

    def _telling(self, send_email: Callable[[SESV2Response], str]) -> Answering:
        @functools.wraps(send_email)
        def sent(response: SESV2Response) -> str:
            answer = send_email(response)
            self._tell(response, json.loads(response.body), json.loads(answer)["MessageId"])
            return answer

        return sent

    def _tell(self, response: SESV2Response, asked: Json, message_id: str) -> None:
        backend = response.sesv2_backend.core_backend
        destination = destination_of(backend, asked.get("ConfigurationSetName", ""))
        if destination is None or not destination["Enabled"]:
            return
        topic = destination["SnsDestination"]["TopicArn"]
        for event in events_of(asked, message_id, self._region):
            if NAMES[event["eventType"]] in destination["MatchingEventTypes"]:
                sns_backends[ACCOUNT][self._region].publish(json.dumps(event), topic)


def events_of(asked: Json, message_id: str, region: str) -> Iterator[Json]:
    """The event records of a mail, in order, by what was asked of SendEmail."""
    [address] = asked["Destination"]["ToAddresses"]
    mail, now = _mail(asked, message_id, region), _instant()
    for kind in kinds_of(address):
        event_type, part = _PARTS[kind]
        about = {"timestamp": now, **part(address)} if event_type != "Send" else {}
        yield {"eventType": event_type, "mail": mail, event_type[0].lower() + event_type[1:]: about}


def kinds_of(address: str) -> list[str]:
    """What happens to a mail to an address."""
    local, _, domain = address.lower().rpartition("@")
    return _KINDS.get(local.partition("+")[0], _ARRIVES) if domain == SIMULATOR else _ARRIVES


_ARRIVES = ["send", "delivery"]
_KINDS = {
    "bounce": ["send", "bounce"],
    "ooto": ["send", "delivery", "reply"],
    "complaint": ["send", "delivery", "complaint"],
    "suppressionlist": ["send", "suppressed"],
}


def _delivery(address: str) -> Json:
    accepted = "250 2.6.0 Message received"
    return {"processingTimeMillis": 1, "recipients": [address], "smtpResponse": accepted, "reportingMTA": _MTA}


def _bounce(address: str) -> Json:
    why = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
    return _bounced("Permanent", "General", {"emailAddress": address, **why})


def _suppressed(address: str) -> Json:
    why = {"action": "failed", "status": "5.1.1", "diagnosticCode": "Amazon SES has suppressed sending to this address"}
    return _bounced("Permanent", "Suppressed", {"emailAddress": address, **why})


def _reply(address: str) -> Json:
    return _bounced("Transient", "General", {"emailAddress": address})


def _bounced(kind: str, subtype: str, recipient: Json) -> Json:
    return {
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": [recipient],
        "feedbackId": _feedback_id(),
        "reportingMTA": f"dsn; {_MTA}",
    }


def _complaint(address: str) -> Json:
    return {
        "complainedRecipients": [{"emailAddress": address}],
        "complaintSubType": None,
        "complaintFeedbackType": "abuse",
        "feedbackId": _feedback_id(),
        "userAgent": "Amazon SES Mailbox Simulator",
        "arrivalDate": _instant(),
    }


_MTA = "mta.simulator.invalid"
_NUMBERS = itertools.count(1)
_PARTS: Mapping[str, tuple[str, Callable[[str], Json]]] = {
    "send": ("Send", lambda _: {}),
    "delivery": ("Delivery", _delivery),
    "bounce": ("Bounce", _bounce),
    "suppressed": ("Bounce", _suppressed),
    "reply": ("Bounce", _reply),
    "complaint": ("Complaint", _complaint),
}


def _mail(asked: Json, message_id: str, region: str) -> Json:
    """The part of a record that all events of a mail share; each tag is a list."""
    message = message_from_bytes(base64.b64decode(asked["Content"]["Raw"]["Data"]), policy=policy.default)
    headers = [{"name": name, "value": str(value)} for name, value in message.items()]
    sender = asked["FromEmailAddress"]
    own = {tag["Name"]: [tag["Value"]] for tag in asked.get("EmailTags", [])}
    return {
        "timestamp": _instant(),
        "source": sender,
        "sourceArn": f"arn:aws:ses:{region}:{ACCOUNT}:identity/{sender}",
        "sendingAccountId": ACCOUNT,
        "messageId": message_id,
        "destination": asked["Destination"]["ToAddresses"],
        "headersTruncated": False,
        "headers": headers,
        "commonHeaders": {"from": [sender], "subject": str(message["Subject"]), "messageId": message_id},
        "tags": {"ses:configuration-set": [asked["ConfigurationSetName"]], "ses:operation": ["SendEmail"], **own},
    }


def _instant() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _feedback_id() -> str:
    return f"{next(_NUMBERS):016x}-feedback-000000"
