"""What WhatsApp tells of our messages settles their deliveries, in any order, however often, and whoever claims it."""

from __future__ import annotations

import itertools
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.delivery.whatsapp_events import CODES, IN_ORDER
from chalicelib.log import log
from chalicelib.wording import sentences
from infra.local.whatsapp import NUMBER, Message, status
from tests.audit import complaints, everything, rows
from tests.delivery.steps import asked, seen
from tests.delivery.whatsapp import PHONE, agreeing, body_of, delivery, heard, sent, told, with_number, writes
from tests.office import Office, a_pdf

OTHER_NUMBER = NUMBER.replace("0f1e", "ffff")


@pytest.fixture
def paying(still: Office) -> Office:
    return with_number(still)


def a_message(office: Office, visit: dict[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, Any], Message]:
    """A message that was sent: the visit, the request and what left."""
    visit = visit or agreeing(office)
    request = asked(office, visit, office.publication(a_pdf(1)), "whatsapp")
    office.carry_jobs()
    return visit, request, sent(office)[-1]


def fate(office: Office) -> tuple[str, str | None]:
    row = delivery(office)
    return row["state"], row.get("detail")


@pytest.mark.parametrize("told_of", [("sent", "delivered", "read"), ("failed", "sent")])
def test_events_settle_a_delivery_in_any_order_and_doubled(paying: Office, told_of: tuple[str, ...]) -> None:
    _, _, message = a_message(paying)
    untouched, ends = paying.ports.deliveries.find(*_key(message)), set()
    assert untouched

    for order in itertools.permutations(told_of):
        for state in (*order, *order):
            told(paying, message, state, *((131026,) if state == "failed" else ()))
        row = delivery(paying)
        ends.add((row["state"], row.get("detail"), row["provider_id"]))
        _put_back(paying, message)

    wanted = ("bounced", "whatsapp-unreachable") if "failed" in told_of else ("delivered", None)
    assert ends == {(*wanted, f"wamid.{message.message_id}")}


def _key(message: Message) -> tuple[str, str]:
    request, _, name = str(message.content["biz_opaque_callback_data"]).partition(".")
    return request, name


def _put_back(office: Office, message: Message) -> None:
    found = office.ports.deliveries.find(*_key(message))
    assert found
    office.ports.deliveries.change(found, "sent", {"provider_id": message.message_id, "detail": None})


def test_failed_message_is_told_at_once_and_another_way_is_offered(paying: Office) -> None:
    visit, request, message = a_message(paying)

    told(paying, message, "failed", 131026)

    shown, petugas = seen(paying, visit, request), paying.signed_in()
    [item] = paying.get("/staff/deliveries", token=petugas).json["items"]
    own = paying.get("/visit", token=visit["visit_token"]).json["requests"][0]
    assert shown["deliveries"][0]["code"] == "whatsapp-unreachable"
    assert "tidak memakai WhatsApp" in shown["deliveries"][0]["detail"]
    assert (item["wants"], item["offer"], own["offer"]) == ("help", "email", "email")
    assert complaints(paying) == []


def test_lost_answer_is_settled_by_the_event_and_nothing_is_sent_again(paying: Office) -> None:
    _, _, message = a_message(paying)
    found = paying.ports.deliveries.find(*_key(message))
    assert found
    lost = {"provider_id": None, "lost": 1, "detail": "answer-lost", "open_since": paying.clock()}
    paying.ports.deliveries.change(found, "unknown", lost)

    told(paying, message, "sent")
    paying.clock.move(minutes=30)
    for _ in range(3):
        paying.run_schedule("sweep")
        paying.carry_jobs()

    assert fate(paying) == ("sent", None)
    assert len(sent(paying)) == 1


def test_window_that_was_shut_is_forgotten_so_that_the_link_goes_next(paying: Office) -> None:
    writes(paying, "Halo")
    visit, request, document = a_message(paying)
    told(paying, document, "failed", 131047)

    asked(paying, visit, request_publication(paying), "whatsapp")
    paying.carry_jobs()

    assert [message.content["type"] for message in sent(paying)] == ["document", "template"]
    assert seen(paying, visit, request)["deliveries"][0]["delivery_id"].endswith(".whatsapp-2")


def request_publication(office: Office) -> str:
    [request] = rows(office, "REQUESTS_TABLE")
    return str(request["publication_id"])


def test_forged_and_foreign_events_change_nothing(paying: Office) -> None:
    visit, request, message = a_message(paying)
    asked(paying, visit, request_publication(paying), "email", "flashdisk")
    paying.carry_jobs()
    before, failed = everything(paying), status(message, "failed", 131026)
    own = request["request_id"]
    tags = [f"{'0' * 32}.whatsapp", f"{own}.email", f"{own}.whatsapp-2", "", "x" * 300]
    others = [failed | {"statuses": [failed["statuses"][0] | {"biz_opaque_callback_data": tag}]} for tag in tags]

    again = heard(paying, body_of(failed, OTHER_NUMBER), *map(body_of, others))

    assert again == []
    assert everything(paying) == before


def test_who_writes_to_another_number_opens_and_stops_nothing_here(paying: Office) -> None:
    told_elsewhere = {"from": PHONE[1:], "timestamp": str(int(paying.clock().timestamp())), "text": {"body": "STOP"}}

    assert heard(paying, body_of({"messages": [told_elsewhere]}, OTHER_NUMBER)) == []

    assert (rows(paying, "SUPPRESSIONS_TABLE"), rows(paying, "ATTEMPTS_TABLE")) == ([], [])


def test_what_is_no_notice_comes_again_and_the_others_of_its_batch_are_done(paying: Office) -> None:
    _, _, message = a_message(paying)
    news = body_of({"event": "APPROVED", "message_template_id": 1})

    failed = heard(paying, "{", news, body_of(status(message, "delivered")), '{"TopicArn": "", "Message": "[]"}')

    assert failed == [0, 3]
    assert fate(paying) == ("delivered", None)


def test_trouble_with_the_account_is_told_to_its_keepers(paying: Office) -> None:
    _, request, message = a_message(paying)

    with patch.object(log, "error") as error:
        told(paying, message, "failed", 132015)

    assert fate(paying) == ("bounced", "whatsapp-account")
    error.assert_called_once_with(
        "beyond help", kind="whatsapp-account", id=f"{request['request_id']}.whatsapp", state="bounced"
    )


def test_each_code_of_a_failure_says_what_it_means_and_what_helps() -> None:
    codes = {*CODES.values(), "whatsapp-failed"}

    assert {("bounced", code) for code in codes} <= set(IN_ORDER)
    assert {code for code in codes for word in (code, f"{code}-remedy") if word not in sentences()} == set()
