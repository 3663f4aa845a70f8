"""How much goes out by WhatsApp: to a phone in a day, at the office's cost in a month, and nothing while it is off."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.audit import complaints, rows
from tests.delivery.steps import asked, seen
from tests.delivery.test_limits import limited_to
from tests.delivery.whatsapp import agreeing, sent, with_number
from tests.office import Office, Reply, a_pdf


@pytest.fixture
def paying(still: Office) -> Office:
    """An office with a business number that keeps the limits of its unit."""
    limited_to(still, messages_to_phone_a_day=3, messages_a_month=1000)
    return with_number(still)


def by_whatsapp(office: Office, publication: str) -> Callable[[dict[str, Any]], Reply]:
    body = {"publication_id": publication, "channels": ["whatsapp"]}
    return lambda visit: office.post("/visit/requests", body, token=visit["visit_token"])


def at_once(ask: Callable[[dict[str, Any]], Reply], visits: list[dict[str, Any]]) -> list[Reply]:
    barrier = Barrier(len(visits))

    def asking(visit: dict[str, Any]) -> Reply:
        barrier.wait()
        return ask(visit)

    with ThreadPoolExecutor(len(visits)) as pool:
        return list(pool.map(asking, visits))


def test_of_sixteen_messages_to_a_phone_at_once_three_are_accepted(paying: Office) -> None:
    kiosk, ask = paying.kiosk(), by_whatsapp(paying, paying.publication(a_pdf(1)))
    visits = [agreeing(paying, kiosk=kiosk) for _ in range(16)]

    replies = at_once(ask, visits)
    other = ask(agreeing(paying, kiosk=kiosk, phone="+62 813-1111-2222"))

    assert sorted(reply.status for reply in replies) == [202] * 3 + [429] * 13
    assert {reply.code for reply in replies if reply.status == 429} == {"too-many-messages"}
    assert all(0 < int(reply.headers["retry-after"]) <= 86_401 for reply in replies if reply.status == 429)
    assert other.status == 202
    assert len(rows(paying, "DELIVERIES_TABLE")) == 4
    assert complaints(paying) == []


def test_fourth_message_to_a_phone_waits_until_the_first_is_a_day_old(paying: Office) -> None:
    kiosk, ask = paying.kiosk(), by_whatsapp(paying, paying.publication(a_pdf(1)))

    replies = [ask(agreeing(paying, kiosk=kiosk)) for _ in range(4)]
    paying.clock.move(days=1)
    tomorrow = ask(agreeing(paying, kiosk=paying.kiosk()))

    assert [reply.status for reply in (*replies, tomorrow)] == [202, 202, 202, 429, 202]
    assert replies[3].headers["retry-after"] == "86401"


def test_of_sixteen_at_once_as_many_as_the_month_s_budget_has_left_are_accepted(paying: Office) -> None:
    limited_to(paying, messages_a_month=5)
    kiosk, ask = paying.kiosk(), by_whatsapp(paying, paying.publication(a_pdf(1)))
    visits = [agreeing(paying, kiosk=kiosk, phone=f"+62 812-3456-78{number:02}") for number in range(16)]

    replies = at_once(ask, visits)
    shown = paying.get("/visit", token=visits[0]["visit_token"]).json["channels"]
    state = paying.get("/staff/channels/whatsapp", token=paying.signed_in()).json
    late = ask(visits[0])

    assert sorted(reply.status for reply in replies)[:5] == [202] * 5
    assert {reply.status for reply in replies} <= {202, 422, 429}
    assert len(rows(paying, "DELIVERIES_TABLE")) == 5
    assert [one["code"] for one in shown if one["channel"] == "whatsapp"] == ["whatsapp-budget-spent"]
    assert (state["sent"], state["budget"], state["way"]) == (5, 5, "number")
    assert late.status in (202, 422)
    assert complaints(paying) == []


def test_budget_begins_anew_with_the_office_s_month(paying: Office) -> None:
    limited_to(paying, messages_a_month=1)
    ask = by_whatsapp(paying, paying.publication(a_pdf(1)))
    paying.clock.move(days=5, hours=13, minutes=55)

    first, second = ask(agreeing(paying)), ask(agreeing(paying, phone="0813-1111-2222"))
    paying.clock.move(minutes=10)
    third = ask(agreeing(paying, phone="0813-1111-2222"))

    assert [first.status, second.status, third.status] == [202, 422, 202]
    assert second.faults == {"channels": "whatsapp-budget-spent"}


def test_messages_by_hand_cost_nothing(still: Office) -> None:
    limited_to(still, messages_a_month=1)
    ask = by_whatsapp(still, still.publication(a_pdf(1)))

    replies = [ask(agreeing(still, phone=f"0813-1111-222{number}")) for number in range(2)]

    assert [reply.status for reply in replies] == [202, 202]
    assert still.get("/staff/channels/whatsapp", token=still.signed_in()).json == {
        "on": True,
        "off_since": None,
        "way": "hand",
        "sent": 0,
        "budget": 1,
    }


def test_switch_stops_what_is_asked_for_and_what_waits_at_once_until_it_is_turned_on(paying: Office) -> None:
    head, visit, publication = paying.signed_in(), agreeing(paying), paying.publication(a_pdf(1))
    request = asked(paying, visit, publication, "whatsapp")

    off = [paying.post("/staff/channels/whatsapp", {"on": False}, token=head).json for _ in range(2)]
    paying.carry_jobs()
    stopped = seen(paying, visit, request)["deliveries"][0]
    refused = by_whatsapp(paying, publication)(visit)
    on = paying.post("/staff/channels/whatsapp", {"on": True}, token=head).json
    again = by_whatsapp(paying, publication)(visit)
    paying.carry_jobs()

    assert off[0] == off[1]
    assert (off[0]["on"], off[0]["off_since"] is None) == (False, False)
    assert (stopped["state"], stopped["code"]) == ("refused", "whatsapp-off")
    assert (refused.status, refused.faults) == (422, {"channels": "whatsapp-off"})
    assert (on["on"], on["off_since"], again.status, len(sent(paying))) == (True, None, 202, 1)


def test_switch_takes_yes_or_no_and_nothing_else(still: Office) -> None:
    reply = still.post("/staff/channels/whatsapp", {"on": "no", "unit": "7371"}, token=still.signed_in())

    assert (reply.status, reply.faults) == (422, {"on": "wrong-type", "unit": "unknown-field"})
