"""A copy's way: asked for, marked, delivered, fetched - and what stops it."""

from __future__ import annotations

import email
import hashlib
import re
import urllib.request
from email.message import Message
from io import BytesIO
from typing import Any

import boto3
import pytest
from pypdf import PdfReader

from chalicelib.delivery.sending import AddressRefused, FateUnknown, SendLater
from tests.office import Office, a_pdf, an_arrival, new_key


def asked(office: Office, visit: dict[str, Any], publication: str, *channels: str) -> dict[str, Any]:
    body = {"publication_id": publication, "channels": list(channels) or ["app"]}
    reply = office.post("/visit/requests", body, token=visit["visit_token"])
    assert reply.status == 202, reply.json
    return dict(reply.json)


def seen(office: Office, visit: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    return dict(office.get(f"/visit/requests/{request['request_id']}", token=visit["visit_token"]).json)


def states(request: dict[str, Any]) -> dict[str, str]:
    return {delivery["channel"]: delivery["state"] for delivery in request["deliveries"]}


def opened(office: Office, visit: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    reply = office.post(f"/visit/requests/{request['request_id']}/open", token=visit["visit_token"])
    assert reply.status == 200, reply.json
    return dict(reply.json)


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return bytes(answer.read())


def link_token(message: Message) -> str:
    text = message.get_payload()[0].get_payload(decode=True).decode()  # type: ignore[index,union-attr]
    found = re.search(r"/unduh/#(\S+)", text)
    assert found
    return found[1]


def test_copy_bears_its_visitor_on_every_page(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf(pages=3))
    request = asked(office, visit, publication)
    office.carry_jobs()

    copy = opened(office, visit, request)

    pages = [page.extract_text() for page in PdfReader(BytesIO(fetched(copy["url"]))).pages]
    code = seen(office, visit, request)["copy_code"]
    assert len(pages) == 3
    for text in pages:
        assert code in text
        assert "Siti Rahmah" in text
        assert "si***@example.com" in text
        assert "siti.rahmah" not in text
        assert "Jumlah penduduk" in text


def test_file_is_the_one_that_its_parts_promise(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    request = asked(office, visit, publication)
    office.carry_jobs()

    copy = opened(office, visit, request)

    content = fetched(copy["url"])
    assert copy["parts"] == [{"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}]
    assert copy["size_bytes"] == len(content)


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


def test_mail_holds_no_picture_no_tracking_and_no_foreign_address(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    asked(office, visit, publication, "email")
    office.carry_jobs()

    html = email.message_from_bytes(office.mails()[0]).get_payload()[1].get_payload(decode=True).decode()  # type: ignore[index,union-attr]

    assert "<img" not in html
    assert {address.split("/")[2] for address in re.findall(r"https?://[^\"<\s]+", html)} == {"127.0.0.1:8000"}


def test_links_page_click_mints_an_address_for_five_minutes(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    asked(office, visit, publication, "email")
    office.carry_jobs()

    copy = office.post("/links/open", {"token": link_token(email.message_from_bytes(office.mails()[0]))}).json

    assert "X-Amz-Expires=300" in copy["url"]
    assert fetched(copy["url"]).startswith(b"%PDF-")
    assert copy["filename"].endswith(".pdf")


def test_asking_again_adds_channels_to_the_same_copy(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    first = asked(office, visit, publication, "app")
    office.carry_jobs()

    second = asked(office, visit, publication, "app", "email")
    office.carry_jobs()

    assert second["request_id"] == first["request_id"]
    assert states(seen(office, visit, first)) == {"app": "ready", "email": "sent"}
    assert len(office.mails()) == 1


def test_same_call_again_is_answered_as_the_first_time_and_mails_once(office: Office) -> None:
    visit, publication, key = office.visit(), office.publication(a_pdf()), new_key()
    body = {"publication_id": publication, "channels": ["email"]}
    first = office.post("/visit/requests", body, token=visit["visit_token"], key=key)
    office.carry_jobs()

    second = office.post("/visit/requests", body, token=visit["visit_token"], key=key)
    office.carry_jobs()

    assert (second.status, second.body) == (202, first.body)
    assert len(office.mails()) == 1


def test_events_heard_again_send_nothing_again(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    request = asked(office, visit, publication, "email")
    office.carry_jobs()
    key = f"copies/{request['request_id']}/{seen(office, visit, request)['copy_code']}.pdf"
    event = an_arrival(key)

    failed = office.handled(office.function("delivery"), [event] * 3)

    assert failed == []
    assert len(office.mails()) == 1


@pytest.mark.parametrize(
    ("channels", "code"), [(["whatsapp"], "channel-not-offered"), (["flashdisk", "app"], "channel-not-offered")]
)
def test_channel_that_the_office_does_not_offer_is_refused(office: Office, channels: list[str], code: str) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())

    reply = office.post(
        "/visit/requests", {"publication_id": publication, "channels": channels}, token=visit["visit_token"]
    )

    assert (reply.status, reply.code) == (409, code)


def test_title_without_a_softcopy_cannot_be_taken_home(office: Office) -> None:
    visit, publication = office.visit(), office.publication(b"bukan pdf")

    reply = office.post(
        "/visit/requests", {"publication_id": publication, "channels": ["app"]}, token=visit["visit_token"]
    )

    assert (reply.status, reply.code) == (409, "publication-not-ready")


def test_one_visit_takes_at_most_ten_publications(office: Office) -> None:
    visit, staff = office.visit(), office.signed_in()
    publications = [office.publication(a_pdf(1), staff, title=f"Judul {n}") for n in range(11)]
    for publication in publications[:10]:
        asked(office, visit, publication)

    reply = office.post(
        "/visit/requests", {"publication_id": publications[10], "channels": ["app"]}, token=visit["visit_token"]
    )

    assert (reply.status, reply.code) == (409, "too-many-publications")


def test_copy_that_is_still_being_made_is_not_fetched(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    request = asked(office, visit, publication)

    reply = office.post(f"/visit/requests/{request['request_id']}/open", token=visit["visit_token"])

    assert (reply.status, reply.code, reply.json["found"]) == (409, "copy-not-ready", "queued")


def test_master_that_cannot_be_marked_refuses_and_leaves_nothing(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    broken = office.ports.publications.find(publication)
    assert broken is not None
    content = b"%PDF-1.7 not really"
    office.ports.masters.write("masters/broken.pdf", content)
    sha256 = hashlib.sha256(content).hexdigest()
    office.ports.publications.change(broken, {"master_key": "masters/broken.pdf", "master_sha256": sha256})
    request = asked(office, visit, publication, "app", "email")
    office.carry_jobs()

    listed = boto3.client("s3").list_objects_v2(Bucket=office.environment["COPIES_BUCKET"], Prefix="copies/")
    assert seen(office, visit, request)["reason_code"] == "marking-failed"
    assert listed["KeyCount"] == 0
    assert office.mails() == []


def test_title_withdrawn_meanwhile_is_not_marked(office: Office) -> None:
    visit, staff = office.visit(), office.signed_in()
    publication = office.publication(a_pdf(), staff)
    request = asked(office, visit, publication)
    office.ask("DELETE", f"/staff/publications/{publication}", token=staff)
    office.carry_jobs()

    assert seen(office, visit, request)["reason_code"] == "publication-withdrawn"


def test_staff_see_requests_by_ticket_number_and_make_them_go_again(office: Office) -> None:
    visit, staff = office.visit(), office.signed_in()
    publication = office.publication(a_pdf(), staff)
    request = asked(office, visit, publication, "app")
    office.ask("DELETE", f"/staff/publications/{publication}", token=staff)
    office.carry_jobs()
    listed = office.get("/staff/requests?state=refused", token=staff)
    title = office.ports.publications.find(publication)
    assert title is not None
    office.ports.publications.change(title, {"state": "ready"})

    office.post(f"/staff/requests/{request['request_id']}/retry", token=staff)
    office.carry_jobs()

    assert listed.json["items"][0]["numbers"] == ["A-001"]
    assert b"Siti" not in listed.body
    assert seen(office, visit, request)["state"] == "ready"


def test_there_is_nothing_to_retry_where_all_went_well(office: Office) -> None:
    visit, staff = office.visit(), office.signed_in()
    request = asked(office, visit, office.publication(a_pdf(), staff))
    office.carry_jobs()

    reply = office.post(f"/staff/requests/{request['request_id']}/retry", token=staff)

    assert (reply.status, reply.code) == (409, "nothing-to-retry")


def test_revoked_copy_opens_for_nobody(office: Office) -> None:
    visit, staff = office.visit(), office.signed_in()
    request = asked(office, visit, office.publication(a_pdf(), staff), "app", "email")
    office.carry_jobs()
    token = link_token(email.message_from_bytes(office.mails()[0]))

    office.post(f"/staff/requests/{request['request_id']}/revoke", token=staff)

    assert office.post("/links/view", {"token": token}).code == "link-revoked"
    assert office.post("/links/open", {"token": token}).status == 403
    assert office.post(f"/visit/requests/{request['request_id']}/open", token=visit["visit_token"]).status == 403


def test_copy_expires_after_the_units_retention(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    asked(office, visit, publication, "email")
    office.carry_jobs()
    token = link_token(email.message_from_bytes(office.mails()[0]))
    office.clock.move(days=7)

    reply = office.post("/links/view", {"token": token})

    assert (reply.status, reply.code) == (410, "link-expired")


def test_code_on_a_copy_tells_that_it_is_genuine_and_names_nobody(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    request = asked(office, visit, publication)
    code = seen(office, visit, request)["copy_code"]
    before = office.get(f"/copies/{code}")
    office.carry_jobs()

    genuine = office.get(f"/copies/{code.lower()}")

    assert before.code == "unknown-copy"
    assert genuine.json["genuine"] is True
    assert genuine.json["publication"]["title"] == "Kota Banjarmasin Dalam Angka 2025"
    assert b"Siti" not in genuine.body
    assert office.get("/copies/LP-0000-0000-0000").status == 404


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
    visit, request = by_mail(office, Mailer(AddressRefused("mail-refused")))

    delivery = seen(office, visit, request)["deliveries"]

    assert states(seen(office, visit, request)) == {"app": "ready", "email": "refused"}
    assert [one["detail"] for one in delivery if one["channel"] == "email"] == [
        "Email ditolak oleh layanan pengirim. Periksa kembali alamatnya."
    ]
    assert opened(office, visit, request)["url"]


def test_throttled_mail_goes_later_and_once(office: Office) -> None:
    mailer = Mailer(SendLater(), "m-1")
    visit, request = by_mail(office, mailer)
    waiting = states(seen(office, visit, request))

    failed = redelivered(office, request)

    assert waiting["email"] == "ready"
    assert (failed, states(seen(office, visit, request))["email"]) == ([], "sent")
    assert len(mailer.sent) == 2


def test_mail_whose_answer_was_lost_is_not_sent_again_by_itself(office: Office) -> None:
    mailer = Mailer(FateUnknown())
    visit, request = by_mail(office, mailer)

    for _ in range(3):
        redelivered(office, request)

    assert states(seen(office, visit, request))["email"] == "unknown"
    assert len(mailer.sent) == 1


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
