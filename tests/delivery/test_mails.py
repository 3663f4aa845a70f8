"""The mail that brings a copy's link, and what becomes of it when the mail service refuses, waits or falls silent."""

from __future__ import annotations

import email
import re
from typing import Any

from chalicelib.delivery.outcome import FateUnknown, Refused, SendLater
from tests.delivery.steps import asked, link_token, opened, seen, states
from tests.office import Office, a_pdf, an_arrival


def test_mail_brings_a_link_and_no_file(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    request = asked(office, visit, publication, "email")
    office.carry_jobs()

    message = email.message_from_bytes(office.mails()[0])
    view = office.post("/links/view", {"token": link_token(message)}).json

    assert states(seen(office, visit, request)) == {"email": "sent"}
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert (message["To"], message["Auto-Submitted"]) == ("siti.rahmah@example.com", "auto-generated")
    assert "bps6371@bps.go.id" in message["Reply-To"]
    assert (view["title"], view["pages"]) == ("Kota Banjarmasin Dalam Angka 2025", 2)


def test_mails_text_is_whole_by_itself_in_both_languages(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    asked(office, visit, publication, "email")
    office.carry_jobs()

    text = email.message_from_bytes(office.mails()[0]).get_payload()[0].get_payload(decode=True).decode()  # type: ignore[index,union-attr]

    assert text.index("Salinan publikasi yang Anda minta sudah siap.") < text.index("The copy of the publication")
    for part in ("Kota Banjarmasin Dalam Angka 2025", "LP-", "/unduh/#", "05116773031", "gratis"):
        assert part in text


def test_mail_says_how_the_book_is_cited_beside_the_terms(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    asked(office, visit, publication, "email")
    office.carry_jobs()

    parts: Any = email.message_from_bytes(office.mails()[0]).get_payload()

    for part in parts:
        text = " ".join(part.get_payload(decode=True).decode().split())
        cited = "BPS Kota Banjarmasin. (2025). Kota Banjarmasin Dalam Angka 2025. Banjarmasin: BPS Kota Banjarmasin."
        assert text.count(cited) == 2
        assert text.index("Dilarang mengumumkan") < text.index(cited) < text.index("Announcing, distributing")


def test_mail_holds_no_picture_no_tracking_and_no_foreign_address(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    asked(office, visit, publication, "email")
    office.carry_jobs()

    html = email.message_from_bytes(office.mails()[0]).get_payload()[1].get_payload(decode=True).decode()  # type: ignore[index,union-attr]

    assert "<img" not in html
    assert {address.split("/")[2] for address in re.findall(r"https?://[^\"<\s]+", html)} == {"127.0.0.1:8000"}


class Mailer:
    """A mail service that answers as it is told, once each."""

    def __init__(self, *answers: Exception | str) -> None:
        self.answers = list(answers)
        self.sent: list[str] = []

    def send(self, _letter: object, _message: bytes, tag: str) -> str:
        self.sent.append(tag)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def by_mail(office: Office, mailer: Mailer) -> tuple[dict[str, Any], dict[str, Any]]:
    """A visit and its request for a copy by mail, carried once."""
    visit, publication = office.visit(), office.publication(a_pdf())
    office.ports.mailer = mailer  # type: ignore[assignment]
    request = asked(office, visit, publication, "app", "email")
    office.carry_jobs()
    return visit, request


def redelivered(office: Office, request: dict[str, Any]) -> list[int]:
    """The copy's arrival, heard once more."""
    code = office.ports.requests.find(request["request_id"]).copy_code  # type: ignore[union-attr]
    key = f"copies/{request['request_id']}/{code}.pdf"
    event = an_arrival(key)
    return office.handled(office.function("delivery"), [event])


def test_refused_address_is_told_and_the_app_still_works(office: Office) -> None:
    visit, request = by_mail(office, Mailer(Refused("mail-refused")))

    delivery = seen(office, visit, request)["deliveries"]

    assert states(seen(office, visit, request)) == {"app": "ready", "email": "refused"}
    assert [one["detail"] for one in delivery if one["channel"] == "email"] == [
        "Email ditolak oleh layanan pengirim. Periksa kembali alamatnya."
    ]
    assert opened(office, visit, request)["url"]


def test_throttled_mail_is_tried_again_after_a_moment_of_chance_and_leaves_once(office: Office) -> None:
    mailer, waits = Mailer(SendLater(), SendLater(), SendLater(), "m-1"), list[float]()
    office.ports.pause = waits.append

    visit, request = by_mail(office, mailer)

    assert states(seen(office, visit, request))["email"] == "sent"
    assert len(mailer.sent) == 4
    assert all(0 <= wait <= most for wait, most in zip(waits, (0.25, 0.5, 1.0), strict=True))
    assert len(set(waits)) == 3


def test_mail_that_is_throttled_for_long_goes_with_its_job_once_more(office: Office) -> None:
    mailer = Mailer(*(SendLater() for _ in range(4)), "m-1")
    visit, request = by_mail(office, mailer)
    [waiting] = [one for one in seen(office, visit, request)["deliveries"] if one["channel"] == "email"]

    failed = redelivered(office, request)

    assert (waiting["state"], waiting["code"]) == ("ready", "throttled")
    assert (failed, states(seen(office, visit, request))["email"]) == ([], "sent")
    assert len(mailer.sent) == 5


def test_mail_whose_answer_was_lost_is_sent_once_more_after_ten_minutes_without_a_word_of_it(
    office: Office,
) -> None:
    mailer = Mailer(FateUnknown(), "m-2")
    visit, request = by_mail(office, mailer)

    fates = []
    for minutes in (0, 9, 1, 10, 10):
        office.clock.move(minutes=minutes)
        redelivered(office, request)
        office.run_schedule("sweep")
        office.carry_jobs()
        fates.append((states(seen(office, visit, request))["email"], len(mailer.sent)))

    assert fates == [("unknown", 1), ("unknown", 1), ("sent", 2), ("sent", 2), ("sent", 2)]


def test_mail_that_is_lost_twice_is_left_to_a_person(office: Office) -> None:
    mailer = Mailer(FateUnknown(), FateUnknown())
    visit, request = by_mail(office, mailer)

    for _ in range(5):
        office.clock.move(minutes=10)
        office.run_schedule("sweep")
        office.carry_jobs()
    items = office.get("/staff/deliveries", token=office.signed_in()).json["items"]

    assert (states(seen(office, visit, request))["email"], len(mailer.sent)) == ("unknown", 2)
    assert [(one["delivery_id"], one["wants"]) for one in items] == [(f"{request['request_id']}.email", "help")]


def test_staff_may_decide_to_send_again(office: Office) -> None:
    mailer = Mailer(FateUnknown(), "m-2")
    visit, request = by_mail(office, mailer)

    office.post(f"/staff/requests/{request['request_id']}/retry", token=office.signed_in())
    office.carry_jobs()

    assert states(seen(office, visit, request))["email"] == "sent"


def test_worker_that_was_lost_while_sending_leaves_an_unknown_fate(office: Office) -> None:
    visit, request = by_mail(office, Mailer("m-1"))
    delivery = next(one for one in office.ports.deliveries.of_request(request["request_id"]) if one.channel == "email")
    lease = {"lease_until": office.clock(), "attempt": 1}
    office.ports.deliveries.change(delivery, "sending", lease)
    office.clock.move(minutes=3)

    redelivered(office, request)

    assert states(seen(office, visit, request))["email"] == "unknown"
