"""A message by WhatsApp whose job breaks off anywhere: with WhatsApp's word on what left, one each and no more."""

from __future__ import annotations

import pytest
from botocore.exceptions import ReadTimeoutError

from infra.local.whatsapp import Message
from tests.audit import complaints
from tests.delivery.whatsapp import CONSENT, sent, told, with_number
from tests.faults import Mode, every_mode
from tests.office import Office, a_pdf
from tests.reliability.redelivery import after_each_fault, arrived, row_of

SEND = 1
"""How many calls are left after that by which the message leaves."""


@pytest.fixture
def paying(office: Office) -> Office:
    return with_number(office)


def messages_of(office: Office, request: str) -> list[Message]:
    return [one for one in sent(office) if one.content["biz_opaque_callback_data"] == f"{request}.whatsapp"]


def let_whatsapp_tell(office: Office, request: str) -> None:
    for message in messages_of(office, request):
        told(office, message, "delivered")


@every_mode
def test_message_leaves_once_whatever_breaks_when_its_fate_is_told(paying: Office, mode: Mode) -> None:
    publication, kiosk, count = paying.publication(a_pdf(1)), paying.kiosk(), iter(range(10_000, 99_999))

    def prepared() -> tuple[str, str]:
        phone = f"+62812345{next(count)}"
        visit = paying.visit(kiosk, phone=phone, consents=[CONSENT])["visit_token"]
        wanted = {"publication_id": publication, "channels": ["whatsapp"]}
        request = paying.post("/visit/requests", wanted, token=visit).json["request_id"]
        [job] = arrived(paying, "marking")
        paying.handled(paying.function("marking"), [job])
        [copy] = arrived(paying, "delivery")
        return request, copy

    fates = {}
    for subject, left in after_each_fault(paying, "delivery", mode, prepared):
        let_whatsapp_tell(paying, subject)
        paying.run_schedule("sweep")
        paying.carry_jobs()
        let_whatsapp_tell(paying, subject)
        state = row_of(paying, "DELIVERIES_TABLE", request_id=subject, channel="whatsapp")["state"]
        fates[left] = (state, len(messages_of(paying, subject)))

    refused = {SEND: ("refused", 0)} if mode == "refuse" else {}
    assert fates == {left: refused.get(left, ("delivered", 1)) for left in range(len(fates))}
    assert len(fates) >= 10
    assert complaints(paying) == []


def test_message_of_which_nothing_is_heard_is_sent_once_more_and_never_again(paying: Office) -> None:
    publication = paying.publication(a_pdf(1))
    visit = paying.visit(phone="0812-3456-7890", consents=[CONSENT])["visit_token"]
    wanted = {"publication_id": publication, "channels": ["whatsapp"]}
    request = paying.post("/visit/requests", wanted, token=visit).json["request_id"]
    paying.emulation.whatsapp.listeners.append(_lose_the_answer)

    try:
        for _ in range(5):
            paying.carry_jobs()
            paying.clock.move(minutes=11)
            paying.run_schedule("sweep")
    finally:
        paying.emulation.whatsapp.listeners.clear()
    in_doubt = row_of(paying, "DELIVERIES_TABLE", request_id=request, channel="whatsapp")
    told(paying, messages_of(paying, request)[0], "delivered")
    settled = row_of(paying, "DELIVERIES_TABLE", request_id=request, channel="whatsapp")

    assert (in_doubt["state"], int(in_doubt["lost"]), len(messages_of(paying, request))) == ("unknown", 2, 2)
    assert (settled["state"], settled.get("desk_since")) == ("delivered", None)


def _lose_the_answer(_: Message) -> None:
    raise ReadTimeoutError(endpoint_url="https://social-messaging")
