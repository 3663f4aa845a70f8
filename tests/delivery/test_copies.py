"""A copy's way: asked for, marked, fetched - and what stops it."""

from __future__ import annotations

import email
import hashlib
from io import BytesIO

import boto3
import msgspec
import pytest
from pypdf import PdfReader

from chalicelib.unit import Units
from chalicelib.watermark.model import PreparedMaster
from tests.delivery.steps import asked, fetched, link_token, opened, seen, states
from tests.office import Office, a_pdf, an_arrival, new_key


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


@pytest.mark.parametrize("channels", [["whatsapp"], ["flashdisk", "app"]])
def test_channel_that_the_office_does_not_offer_is_refused(office: Office, channels: list[str]) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    unit = office.ports.units.of(None)
    office.ports.units = Units([msgspec.structs.replace(unit, channels=["app", "email"])])

    reply = office.post(
        "/visit/requests", {"publication_id": publication, "channels": channels}, token=visit["visit_token"]
    )

    assert (reply.status, reply.code) == (409, "channel-not-offered")


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
    template = b"no template at all"
    sha256 = hashlib.sha256(template).hexdigest()
    prepared = PreparedMaster(2, b"%PDF-1.7", template, hashlib.sha256(b"%PDF-1.7").hexdigest(), sha256, 9, False)
    key = office.ports.masters.write_prepared(publication, prepared)
    office.ports.publications.change(broken, {"master_key": key, "master_sha256": sha256})
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
