"""A copy by WhatsApp from the office's number: what is sent, to whom, and what forbids it."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.delivery import messages, whatsapp
from infra.local.whatsapp import NUMBER
from tests.audit import complaints, rows
from tests.delivery.steps import asked, seen, states
from tests.delivery.whatsapp import PHONE, agreeing, delivery, sent, with_number, writes
from tests.office import Office, Reply, a_pdf

TITLE = "Kota Banjarmasin Dalam Angka 2025"


@pytest.fixture
def paying(still: Office) -> Office:
    """An office at ten o'clock with a business number."""
    return with_number(still)


def channel(office: Office, visit: dict[str, Any]) -> tuple[bool, str | None]:
    shown = office.get("/visit", token=visit["visit_token"]).json["channels"]
    [found] = [one for one in shown if one["channel"] == "whatsapp"]
    return found["usable"], found["code"]


def wanted(office: Office, visit: dict[str, Any], publication: str) -> Reply:
    body = {"publication_id": publication, "channels": ["whatsapp"]}
    return office.post("/visit/requests", body, token=visit["visit_token"])


def test_message_goes_by_the_template_with_a_button_that_opens_the_copy(paying: Office) -> None:
    visit = agreeing(paying, name="Siti  Rahmah")
    request = asked(paying, visit, paying.publication(a_pdf(1)), "whatsapp")

    paying.carry_jobs()

    [message] = sent(paying)
    body, button = message.content["template"]["components"]
    token = button["parameters"][0]["text"]
    opened = paying.post("/links/view", {"token": token})
    assert (message.number, message.to) == (NUMBER, PHONE)
    assert message.content["biz_opaque_callback_data"] == f"{request['request_id']}.whatsapp"
    assert message.content["template"]["name"] == "salinan_siap"
    assert message.content["template"]["language"]["code"] == "id"
    assert [one["text"] for one in body["parameters"]][:2] == ["Siti Rahmah", TITLE]
    assert (button["sub_type"], button["index"]) == ("url", "0")
    assert (opened.status, opened.json["title"]) == (200, TITLE)
    assert states(seen(paying, visit, request)) == {"whatsapp": "sent"}
    assert delivery(paying)["provider_id"] == message.message_id
    assert complaints(paying) == []


def test_english_visitor_gets_the_english_template(paying: Office) -> None:
    asked(paying, agreeing(paying, language="en"), paying.publication(a_pdf(1)), "whatsapp")

    paying.carry_jobs()

    template = sent(paying)[0].content["template"]
    assert template["language"]["code"] == "en"
    assert " at " in template["components"][0]["parameters"][2]["text"]


def test_who_wrote_within_a_day_gets_the_copy_itself(paying: Office) -> None:
    writes(paying, "Halo, apakah salinannya sudah ada?", hours_ago=23)
    visit = agreeing(paying)
    request = asked(paying, visit, paying.publication(a_pdf(1)), "whatsapp")

    paying.carry_jobs()

    [message] = sent(paying)
    copy = seen(paying, visit, request)
    assert message.content["type"] == "document"
    assert message.content["document"]["filename"] == f"{TITLE} ({copy['copy_code']}).pdf"
    assert copy["copy_code"] in message.content["document"]["caption"]
    assert message.media_bytes == copy["size_bytes"]
    assert rows(paying, "LINKS_TABLE") == []


@pytest.mark.parametrize("why", ["almost a day ago", "too large", "not fetched", "another number"])
def test_where_the_copy_itself_can_not_go_its_link_does(paying: Office, why: str) -> None:
    writes(paying, "Halo", hours_ago=23.95 if why == "almost a day ago" else 1)
    other = {"phone": "0813-1111-2222"} if why == "another number" else {}
    asked(paying, agreeing(paying, **other), paying.publication(a_pdf(1)), "whatsapp")

    with (
        patch.object(messages, "LARGEST_DOCUMENT", 10 if why == "too large" else 10**8),
        patch.object(whatsapp, "SECONDS_TO_FETCH", -1 if why == "not fetched" else 300),
    ):
        paying.carry_jobs()

    assert [message.content["type"] for message in sent(paying)] == ["template"]


def test_no_word_of_who_wrote_and_no_number_is_kept(paying: Office) -> None:
    writes(paying, "Nama saya Budi, kirim ke alamat saya")

    [window] = [row for row in rows(paying, "ATTEMPTS_TABLE") if set(row) == {"source", "expires_at"}]

    ends = int(window["expires_at"]) - paying.clock().timestamp()
    assert len(window["source"]) == 64
    assert 86_390 < ends <= 86_400


def test_who_wrote_stop_is_sent_nothing_until_they_write_start(paying: Office) -> None:
    visit, publication = agreeing(paying), paying.publication(a_pdf(1))
    request = asked(paying, visit, publication, "whatsapp")
    writes(paying, " Berhenti. ", hours_ago=2)

    paying.carry_jobs()
    barred = channel(paying, visit)
    refusal = wanted(paying, visit, publication)
    writes(paying, "MULAI", hours_ago=1)

    assert sent(paying) == []
    assert states(seen(paying, visit, request)) == {"whatsapp": "refused"}
    assert barred == (False, "whatsapp-stopped")
    assert (refusal.status, refusal.faults) == (422, {"channels": "whatsapp-stopped"})
    assert channel(paying, visit) == (True, None)


def test_of_stop_and_start_the_later_holds_in_whatever_order_they_come(paying: Office) -> None:
    writes(paying, "mulai", hours_ago=1)
    writes(paying, "stop", hours_ago=2)
    first = channel(paying, agreeing(paying))
    writes(paying, "stop", hours_ago=0.5)
    writes(paying, "mulai", hours_ago=1)

    assert first == (True, None)
    assert channel(paying, agreeing(paying)) == (False, "whatsapp-stopped")


@pytest.mark.parametrize(
    ("entry", "phone", "code"),
    [
        ({"consents": []}, "+6281234567890", "whatsapp-needs-consent"),
        ({}, None, "whatsapp-needs-number"),
        ({}, "+625116773031", "whatsapp-needs-mobile"),
    ],
)
def test_only_a_mobile_number_whose_owner_agreed_is_written_to(
    paying: Office, entry: dict[str, Any], phone: str | None, code: str
) -> None:
    visit = agreeing(paying, **entry)
    contact = paying.ports.contacts.find(visit["visit_id"], paying.clock())
    assert contact
    paying.ports.contacts.change(contact, {"phone": phone})

    refusal = wanted(paying, visit, paying.publication(a_pdf(1)))

    assert channel(paying, visit) == (False, code)
    assert (refusal.status, refusal.faults) == (422, {"channels": code})
    assert rows(paying, "DELIVERIES_TABLE") == []


def test_consent_is_kept_with_its_time_and_the_version_of_its_text(paying: Office) -> None:
    agreeing(paying)

    [visit] = rows(paying, "VISITS_TABLE")

    [given] = paying.ports.visits.find(visit["visit_id"]).consents  # type: ignore[union-attr]
    assert (given.code, given.version, given.withdrawn_at) == ("contact-whatsapp", "2026-01", None)
    assert abs((given.given_at - paying.clock()).total_seconds()) < 60


def test_withdrawn_consent_stops_what_waits_and_a_new_one_lets_it_be_asked_again(paying: Office) -> None:
    visit, publication = agreeing(paying), paying.publication(a_pdf(1))
    request = asked(paying, visit, publication, "whatsapp")

    replies = [
        paying.ask("DELETE", "/visit/consents/contact-whatsapp", token=visit["visit_token"]).status for _ in range(2)
    ]
    paying.carry_jobs()
    stopped = seen(paying, visit, request)
    given = paying.post(
        "/visit/consents", {"code": "contact-whatsapp", "version": "2026-01"}, token=visit["visit_token"]
    )
    asked(paying, visit, publication, "whatsapp")
    paying.carry_jobs()

    assert replies == [200, 200]
    assert [(one["state"], one["code"]) for one in stopped["deliveries"]] == [("refused", "whatsapp-withdrawn")]
    assert given.status == 200
    assert [message.content["biz_opaque_callback_data"] for message in sent(paying)] == [
        f"{request['request_id']}.whatsapp-2"
    ]


def test_what_waits_at_the_desk_goes_off_it_with_the_consent(still: Office) -> None:
    visit, petugas = agreeing(still), still.signed_in()
    asked(still, visit, still.publication(a_pdf(1)), "whatsapp")
    still.carry_jobs()
    waiting = still.get("/staff/deliveries", token=petugas).json["items"]

    still.ask("DELETE", "/visit/consents/contact-whatsapp", token=visit["visit_token"])
    message = still.post(f"/staff/deliveries/{waiting[0]['delivery_id']}/message", token=petugas)

    assert [one["wants"] for one in waiting] == ["message"]
    assert still.get("/staff/deliveries", token=petugas).json["items"] == []
    assert (message.status, message.code) == (409, "not-at-desk")


def test_consent_that_was_never_given_can_not_be_withdrawn(paying: Office) -> None:
    visit = agreeing(paying, consents=[])

    reply = paying.ask("DELETE", "/visit/consents/contact-whatsapp", token=visit["visit_token"])

    assert (reply.status, reply.code) == (404, "unknown-consent")
