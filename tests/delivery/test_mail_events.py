"""What became of a mail is seen by its visitor and told to the desk, and keeps us from writing to lost mailboxes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import permutations
from typing import Any

import pytest

from chalicelib.delivery.model import Delivery
from chalicelib.delivery.outcome import FateUnknown
from tests.audit import complaints, everything, rows
from tests.delivery.notices import KNOWN, a_notice, hear, mail_of, mailed, notice_of
from tests.delivery.steps import asked, seen, states
from tests.office import Office


def test_mail_goes_under_our_configuration_set_with_its_delivery_for_a_tag(office: Office) -> None:
    calls: list[dict[str, Any]] = []

    class Ses:
        def send_email(self, **asked: Any) -> dict[str, str]:
            calls.append(asked)
            return {"MessageId": "m-1"}

    office.ports.mailer._client = Ses()  # type: ignore[assignment]
    try:
        _, _, mail = mailed(office)
    finally:
        office.ports.mailer._client = office.mail

    assert calls[0]["ConfigurationSetName"] == office.environment["MAIL_EVENTS"]
    assert calls[0]["EmailTags"] == [{"Name": "delivery", "Value": f"{mail.request_id}_email"}]


def test_mail_that_arrived_is_delivered_and_its_page_says_so(office: Office) -> None:
    visit, request, mail = mailed(office)

    hear(office, *(notice_of(office, happened, mail) for happened in ("send", "delivery", "delivery", "send")))

    assert states(seen(office, visit, request)) == {"email": "delivered"}
    assert mail_of(office, request).provider_id == mail.provider_id
    assert complaints(office) == []


def test_late_mail_says_so_until_it_arrives(office: Office) -> None:
    visit, request, mail = mailed(office)

    hear(office, notice_of(office, "delay", mail))
    [late] = seen(office, visit, request)["deliveries"]
    hear(office, notice_of(office, "delivery", mail), notice_of(office, "delay", mail))
    [there] = seen(office, visit, request)["deliveries"]

    assert (late["state"], late["code"]) == ("sent", "mail-delayed")
    assert (there["state"], there["code"]) == ("delivered", None)


def test_mail_that_came_back_is_told_at_once_and_another_way_is_offered(office: Office) -> None:
    visit, request, mail = mailed(office)

    hear(office, notice_of(office, "gone", mail))
    [delivery] = seen(office, visit, request)["deliveries"]
    [at_desk] = office.get("/staff/deliveries", token=office.signed_in()).json["items"]

    assert (delivery["state"], delivery["code"]) == ("bounced", "address-bounced")
    assert delivery["detail"] == "Email kembali: kotak surat di alamat ini tidak ada atau tidak menerima."
    assert (at_desk["delivery_id"], at_desk["wants"]) == (mail.delivery_id, "help")
    [request] = office.get("/visit", token=visit["visit_token"]).json["requests"]
    assert request["offer"] == "flashdisk"
    assert complaints(office) == []


@pytest.mark.parametrize("spelling", ["siti.rahmah@gmail.com", "SitiRahmah+pst@Googlemail.com"])
def test_lost_mailbox_is_written_to_no_more_however_it_is_spelled(office: Office, spelling: str) -> None:
    _, request, mail = mailed(office, email="siti.rahmah@gmail.com")
    hear(office, notice_of(office, "gone", mail, address="siti.rahmah@gmail.com"))
    publication = office.ports.requests.find(request["request_id"]).publication_id  # type: ignore[union-attr]
    another = office.visit(email=spelling)["visit_token"]

    body = {"publication_id": publication, "channels": ["email"]}
    refused = office.post("/visit/requests", body, token=another)
    [way] = [one for one in office.get("/visit", token=another).json["channels"] if one["channel"] == "email"]
    office.clock.move(days=366)
    later = office.visit(email=spelling)["visit_token"]

    assert (refused.status, refused.faults) == (422, {"channels": "address-bounced"})
    assert (way["usable"], way["remedy"]) == (False, "Perbaiki alamat email Anda, atau pilih cara lain.")
    assert office.post("/visit/requests", body, token=later).status == 202


def test_corrected_address_gets_the_mail_that_came_back_from_the_wrong_one(office: Office) -> None:
    visit, request, mail = mailed(office, email="siti@exampel.com")
    hear(office, notice_of(office, "gone", mail, address="siti@exampel.com"))
    publication = office.ports.requests.find(request["request_id"]).publication_id  # type: ignore[union-attr]

    corrected = office.post("/visit/email", {"email": "siti@example.com"}, token=visit["visit_token"])
    asked(office, visit, publication, "email")
    office.carry_jobs()

    assert corrected.status == 200
    assert states(seen(office, visit, request)) == {"email": "sent"}
    assert [message_from_bytes(raw)["To"] for raw in office.mails()] == ["siti@exampel.com", "siti@example.com"]


def test_full_mailbox_comes_back_with_what_to_do_and_may_be_tried_again(office: Office) -> None:
    visit, request, mail = mailed(office)

    hear(office, notice_of(office, "full", mail))
    [delivery] = seen(office, visit, request)["deliveries"]
    publication = office.ports.requests.find(request["request_id"]).publication_id  # type: ignore[union-attr]
    again = asked(office, visit, publication, "email")
    office.carry_jobs()

    assert (delivery["state"], delivery["code"]) == ("bounced", "mailbox-full")
    assert "Kosongkan kotak suratnya" in delivery["detail"]
    assert [one["delivery_id"] for one in again["deliveries"]] == [f"{mail.request_id}.email-2"]
    assert (len(office.mails()), rows(office, "SUPPRESSIONS_TABLE")) == (2, [])


@pytest.mark.parametrize("order", list(permutations(["delivery", "reply"])))
def test_automatic_reply_does_not_make_a_mail_that_arrived_one_that_came_back(
    office: Office, order: tuple[str, ...]
) -> None:
    visit, request, mail = mailed(office)

    hear(office, *(notice_of(office, happened, mail) for happened in order))

    assert states(seen(office, visit, request)) == {"email": "delivered"}
    assert office.get("/staff/deliveries", token=office.signed_in()).json["items"] == []


def test_who_calls_it_spam_is_written_to_no_more_even_if_a_mail_to_him_comes_back_later(office: Office) -> None:
    visit, request, mail = mailed(office)

    hear(office, *(notice_of(office, happened, mail) for happened in ("spam", "gone", "delivery")))

    [suppressed] = rows(office, "SUPPRESSIONS_TABLE")
    assert states(seen(office, visit, request)) == {"email": "complained"}
    assert (suppressed["why"], "@" in suppressed["mailbox"]) == ("address-complained", False)


class Mailer:
    """A mail service that takes every mail; what else happens meanwhile is told beforehand."""

    def __init__(self, office: Office, *meanwhile: str, lost: bool = False) -> None:
        self.office, self.meanwhile, self.lost = office, meanwhile, lost
        self.sent: list[str] = []

    def send(self, _letter: object, _message: bytes, tag: str) -> str:
        self.sent.append(f"m-{len(self.sent)}")
        own = {"topic": self.office.environment["MAIL_EVENTS_TOPIC"], "set": self.office.environment["MAIL_EVENTS"]}
        hear(self.office, *(a_notice(happened, tag, self.sent[-1], **own) for happened in self.meanwhile))
        if self.lost:
            raise FateUnknown()
        return self.sent[-1]


@pytest.mark.parametrize("lost", [False, True], ids=["answer heard", "answer lost"])
def test_event_that_overtakes_the_answer_stands(office: Office, lost: bool) -> None:
    office.ports.mailer = Mailer(office, "send", "gone", lost=lost)  # type: ignore[assignment]

    _, _, mail = mailed(office)

    assert (mail.state, mail.detail, mail.provider_id) == ("bounced", "address-bounced", "m-0")
    assert complaints(office) == []


def _lose_the_answer(office: Office) -> tuple[Mailer, dict[str, Any], Delivery]:
    mailer = Mailer(office, lost=True)
    office.ports.mailer = mailer  # type: ignore[assignment]
    _, request, mail = mailed(office)
    assert mail.state == "unknown"
    return mailer, request, mail


def test_lost_answer_is_made_up_for_by_the_event_and_nothing_is_sent_again(office: Office) -> None:
    mailer, request, mail = _lose_the_answer(office)

    hear(office, notice_of(office, "send", mail, "m-0"))
    for _ in range(3):
        office.clock.move(minutes=10)
        office.run_schedule("sweep")
        office.carry_jobs()

    assert (mail_of(office, request).state, mail_of(office, request).provider_id) == ("sent", "m-0")
    assert mailer.sent == ["m-0"]


def test_event_that_comes_when_the_mail_waits_to_go_again_holds_it_back(office: Office) -> None:
    mailer, request, mail = _lose_the_answer(office)
    office.clock.move(minutes=10)
    office.run_schedule("sweep")
    waiting = mail_of(office, request).state

    hear(office, notice_of(office, "delivery", mail, "m-0"))
    office.carry_jobs()

    assert (waiting, mail_of(office, request).state, mailer.sent) == ("ready", "delivered", ["m-0"])


def test_events_heard_twice_change_nothing(office: Office) -> None:
    _, _, mail = mailed(office)
    notices = [notice_of(office, happened, mail) for happened in KNOWN]
    hear(office, *notices)
    before = everything(office)
    office.clock.move(minutes=1)

    hear(office, *notices, *reversed(notices))

    assert everything(office) == before


def test_mailbox_is_lost_for_a_year_from_when_the_mail_came_back(office: Office) -> None:
    _, _, mail = mailed(office)

    hear(office, notice_of(office, "gone", mail))

    [suppressed] = rows(office, "SUPPRESSIONS_TABLE")
    ends = datetime(2026, 11, 25, 3, 4, 5, tzinfo=UTC) + timedelta(days=365)
    assert int(suppressed["expires_at"]) == int(ends.timestamp())
