"""The rules by which events settle a delivery: forward only, in any order, and only by events of its own mails."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from chalicelib.delivery.events import IN_ORDER, read_event
from chalicelib.delivery.model import Delivery
from chalicelib.delivery.settling import is_about, moved
from tests.delivery.notices import KNOWN, MESSAGE, a_delivery, a_notice

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)


def heard(delivery: Delivery, *happened: str, message_id: str = MESSAGE) -> Delivery:
    """The delivery after events, by the rules alone."""
    for one in happened:
        event = read_event(a_notice(one, delivery.delivery_id, message_id))
        move = moved(delivery, event, NOW) if event and is_about(event, delivery) else None
        if move:
            delivery = _changed(delivery, *move)
    return delivery


def _changed(delivery: Delivery, state: str, changes: dict[str, Any]) -> Delivery:
    fields = {name: getattr(delivery, name) for name in delivery.__struct_fields__}
    return Delivery(**fields | changes | {"state": state})


@pytest.mark.parametrize("lighter", range(len(IN_ORDER) - 1))
def test_what_weighs_more_holds_in_either_order(lighter: int) -> None:
    for heavier in range(lighter + 1, len(IN_ORDER)):
        pair = (KNOWN[lighter], KNOWN[heavier])

        ends = {heard(a_delivery(), *order, *order) for order in permutations(pair)}

        assert [(end.state, end.detail) for end in ends] == [IN_ORDER[heavier]]


def test_desk_is_told_of_a_mail_that_came_back_until_it_is_known_to_have_arrived() -> None:
    came_back = heard(a_delivery(), "reply")

    assert (came_back.state, came_back.desk_since) == ("bounced", NOW)
    assert heard(came_back, "delivery").desk_since is None
    assert heard(came_back, "spam").desk_since is None


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_event_proves_a_mail_whose_answer_was_never_heard(state: str) -> None:
    unheard = a_delivery(state=state, provider_id=None, lost=int(state == "unknown"), open_since=NOW, desk_since=NOW)

    sent = heard(unheard, "send")

    assert (sent.state, sent.detail, sent.provider_id) == ("sent", None, MESSAGE)
    assert (sent.open_since, sent.desk_since) == (None, None)


def test_mail_that_waits_to_be_sent_once_more_is_proved_to_have_left() -> None:
    again = a_delivery(state="ready", provider_id=None, lost=1, open_since=NOW, not_before=NOW)

    assert heard(again, "send") == a_delivery(lost=1, changed_at=NOW)


def test_of_two_mails_of_a_delivery_one_id_stays_whichever_is_heard_of_first() -> None:
    twice = a_delivery(provider_id="b", lost=1)

    first, then = (
        heard(twice, "send", message_id="a"),
        heard(a_delivery(provider_id="a", lost=1), "send", message_id="b"),
    )

    assert (first.provider_id, then.provider_id) == ("a", "a")
    assert heard(first, "delivery", message_id="b").state == "delivered"


@pytest.mark.parametrize("happened", KNOWN)
@pytest.mark.parametrize(
    "other",
    [
        a_delivery(provider_id="another"),
        a_delivery(state="ready", provider_id=None),
        a_delivery(state="new", attempt=0, provider_id=None),
        a_delivery(channel="flashdisk", state="ready", provider_id=None),
        a_delivery(channel="whatsapp", provider_id=MESSAGE),
        a_delivery(state="refused", detail="mail-refused", provider_id=None, lost=1),
    ],
    ids=["another mail's", "throttled", "never sent", "a flash disk", "WhatsApp", "refused for good"],
)
def test_event_that_cannot_be_about_a_delivery_changes_nothing(other: Delivery, happened: str) -> None:
    assert heard(other, happened) == other
