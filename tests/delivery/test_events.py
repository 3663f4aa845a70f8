"""What SES tells of a mail is read as it writes it, and put in order of weight."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest

from chalicelib.delivery.events import IN_ORDER, Verdict, read_event
from chalicelib.wording import LANGUAGES, sentences
from tests.delivery.notices import ADDRESS, KNOWN, MESSAGE, SET, TOPIC, a_notice, an_envelope

DELIVERY = "0" * 32 + ".email"
VERDICTS: dict[str, Verdict] = {
    "send": ("sent", None),
    "delivery": ("delivered", None),
    "delay": ("sent", "mail-delayed"),
    "gone": ("bounced", "address-bounced"),
    "on-list": ("bounced", "address-bounced"),
    "full": ("bounced", "mailbox-full"),
    "content": ("bounced", "mail-content-refused"),
    "reply": ("bounced", "mail-not-taken"),
    "silent-reply": ("bounced", "mail-not-taken"),
    "spam": ("complained", "address-complained"),
    "spam-untold": ("complained", "address-complained"),
    "not-spam": ("delivered", None),
    "virus": ("bounced", "mail-stopped"),
}


@pytest.mark.parametrize(("happened", "verdict"), VERDICTS.items())
def test_event_says_what_a_delivery_has_come_to(happened: str, verdict: Verdict) -> None:
    event = read_event(a_notice(happened, DELIVERY))

    assert event
    assert event.verdict == verdict


def test_each_verdict_has_a_weight_of_its_own_and_its_code_a_sentence() -> None:
    weights = [IN_ORDER.index(VERDICTS[happened]) for happened in KNOWN]
    codes = {detail for _, detail in IN_ORDER if detail}

    assert weights == list(range(len(IN_ORDER)))
    assert {code for code in codes for language in LANGUAGES if not sentences().get(code, {}).get(language)} == set()


def test_event_names_the_mail_the_delivery_and_where_it_comes_from() -> None:
    event = read_event(a_notice("gone", "0" * 32 + ".email-2"))

    assert event
    assert (event.delivery_id, event.message_id, event.address) == ("0" * 32 + ".email-2", MESSAGE, ADDRESS)
    assert (event.topic, event.configuration_set) == (TOPIC, SET)
    assert event.at == datetime(2026, 11, 25, 3, 4, 5, 678000, tzinfo=UTC)


def test_address_is_the_one_that_we_wrote_to_whoever_the_bounce_names() -> None:
    record = json.loads(json.loads(a_notice("gone", DELIVERY))["Message"])
    record["bounce"]["bouncedRecipients"] = [{"emailAddress": "forwarded@elsewhere.example"}]

    event = read_event(an_envelope(json.dumps(record)))

    assert event
    assert event.address == ADDRESS


@pytest.mark.parametrize(
    "message",
    [
        "Successfully validated SNS topic for Amazon SES event publishing.\n",
        json.loads(a_notice("click", DELIVERY))["Message"],
        json.loads(a_notice("send", DELIVERY))["Message"].replace('"delivery": [', '"other": ['),
    ],
    ids=["a new destination", "a click", "a mail that is no delivery"],
)
def test_message_that_tells_of_no_delivery_is_passed_over(message: str) -> None:
    assert read_event(an_envelope(message)) is None


@pytest.mark.parametrize("body", ["", "poison", "{}", "[]", an_envelope("poison"), an_envelope("{}")])
def test_what_is_no_event_is_refused(body: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_event(body)
