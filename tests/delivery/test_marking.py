"""How a copy is made of a master: of its template alone, joined by storage, and with no other prefix than its own."""

from __future__ import annotations

import email
import hashlib
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from chalicelib.delivery.inscription import mark_for
from chalicelib.delivery.parts import LEAST_PART
from chalicelib.watermark.service import mark, verify_marked
from tests.audit import complaints, keys_in, open_uploads
from tests.delivery.steps import asked, fetched, link_token, opened, seen, states
from tests.faults import broken
from tests.office import Office, a_pdf
from tests.picture_book import a_picture_book, prefix_of
from tests.reliability.redelivery import arrived

PDFIUM: Any = pypdfium2.PdfDocument


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def copies_in(office: Office) -> list[str]:
    return [key for key in keys_in(office, "COPIES_BUCKET") if key.startswith("copies/")]


def versions_of(office: Office, key: str) -> list[str]:
    """Hashes of all that ever lay under a key."""
    bucket = office.environment["COPIES_BUCKET"]
    listed = office.s3.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
    found = [office.s3.get_object(Bucket=bucket, Key=key, VersionId=one["VersionId"]) for one in listed]
    return [digest(one["Body"].read()) for one in found]


def test_joined_copy_is_the_one_that_its_two_parts_promise(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_picture_book())
    request = asked(office, visit, publication)
    office.carry_jobs()

    copy = opened(office, visit, request)

    content, (_, prefix) = fetched(copy["url"]), prefix_of(office, publication)
    assert len(prefix) >= LEAST_PART
    assert copy["parts"] == [
        {"size": len(prefix), "sha256": digest(prefix)},
        {"size": len(content) - len(prefix), "sha256": digest(content[len(prefix) :])},
    ]
    assert (copy["size_bytes"], content[: len(prefix)]) == (len(content), prefix)


def test_joined_copy_bears_its_visitor_on_every_page(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_picture_book())
    request = asked(office, visit, publication)
    office.carry_jobs()

    content, code = fetched(opened(office, visit, request)["url"]), seen(office, visit, request)["copy_code"]

    texts = [page.get_textpage().get_text_range() for page in PDFIUM(content)]
    assert len(texts) == 2
    for text in texts:
        assert code in text
        assert "Siti Rahmah" in text
        assert "Jumlah penduduk" in text


@pytest.mark.parametrize("book", [a_pdf, a_picture_book], ids=["put", "joined"])
def test_what_lies_in_storage_is_what_marking_returned_and_nothing_else(
    office: Office, book: Callable[[], bytes]
) -> None:
    visit, publication = office.visit(), office.publication(book())
    request = asked(office, visit, publication)
    office.carry_jobs()

    wanted, title = office.ports.requests.find(request["request_id"]), office.ports.publications.find(publication)
    contact = office.ports.contacts.find(visit["visit_id"], office.clock())
    assert wanted and title and contact and title.master_key
    template = office.ports.masters.template(title.master_key)
    assert template
    inscription = mark_for(office.ports.units.of("6371"), wanted, contact, office.ports.public_url)
    content = fetched(opened(office, visit, request)["url"])
    assert content == prefix_of(office, publication)[1] + mark(template.content, inscription).content
    verify_marked(content, inscription, 2)


def test_links_page_and_its_click_tell_the_same_parts(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_picture_book())
    request = asked(office, visit, publication, "app", "email")
    office.carry_jobs()
    token = {"token": link_token(email.message_from_bytes(office.mails()[0]))}

    view, click = office.post("/links/view", token).json, office.post("/links/open", token).json

    assert len(view["parts"]) == 2
    assert view["parts"] == click["parts"] == opened(office, visit, request)["parts"]
    assert (view["pages"], view["size_bytes"]) == (2, sum(part["size"] for part in view["parts"]))


def test_joined_copy_is_delivered_once_and_heard_twice_is_delivered_once(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_picture_book())
    request = asked(office, visit, publication, "app", "email")
    office.carry_jobs()
    key = copies_in(office)[0]

    office.ports.copies.announce_again(key)
    office.carry_jobs()

    assert states(seen(office, visit, request)) == {"app": "ready", "email": "sent"}
    assert len(office.mails()) == 1
    assert len(versions_of(office, key)) == 2


def test_channel_added_later_leaves_the_parts_true(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_picture_book())
    request = asked(office, visit, publication, "app")
    office.carry_jobs()
    before = opened(office, visit, request)

    asked(office, visit, publication, "app", "email")
    office.carry_jobs()

    after = opened(office, visit, request)
    content = fetched(after["url"])
    first = after["parts"][0]["size"]
    assert after["parts"] == before["parts"]
    assert [digest(content[:first]), digest(content[first:])] == [part["sha256"] for part in after["parts"]]


@pytest.mark.parametrize("book", [a_pdf, a_picture_book], ids=["put", "joined"])
@pytest.mark.parametrize("half", ["prefix.pdf", "template"])
def test_master_that_was_overwritten_makes_no_copy_until_it_is_mended(
    office: Office, book: Callable[[], bytes], half: str
) -> None:
    visit, publication = office.visit(), office.publication(book())
    key, bucket = prefix_of(office, publication)[0].replace("prefix.pdf", half), office.environment["MASTERS_BUCKET"]
    kept = office.s3.get_object(Bucket=bucket, Key=key)
    content, beside = kept["Body"].read(), kept["Metadata"]
    office.s3.put_object(Bucket=bucket, Key=key, Body=content[:-1] + b"!", Metadata=beside)
    request = asked(office, visit, publication)

    office.carry_jobs()
    meanwhile = copies_in(office)
    office.s3.put_object(Bucket=bucket, Key=key, Body=content, Metadata=beside)
    office.clock.move(minutes=6)
    office.ports.copies.start_job(request["request_id"])
    office.carry_jobs()

    assert meanwhile == []
    assert seen(office, visit, request)["state"] == "ready"
    assert (open_uploads(office), complaints(office)) == ([], [])


def test_better_file_makes_new_copies_of_itself_alone(office: Office) -> None:
    staff, visit, other = office.signed_in(), office.visit(), office.visit(email="budi@example.com")
    publication = office.publication(a_picture_book(), staff)
    first = asked(office, visit, publication)
    office.carry_jobs()
    old = prefix_of(office, publication)[1]
    upload = office.post(f"/staff/publications/{publication}/upload", token=staff).json["upload"]
    better = a_picture_book(pages=3)
    office.s3.put_object(Bucket=office.environment["MASTERS_BUCKET"], Key=upload["fields"]["key"], Body=better)
    office.carry_jobs()

    second = asked(office, other, publication)
    office.carry_jobs()

    before, after = fetched(opened(office, visit, first)["url"]), fetched(opened(office, other, second)["url"])
    assert before.startswith(old)
    assert after.startswith(prefix_of(office, publication)[1])
    assert (len(PDFIUM(before)), len(PDFIUM(after))) == (2, 3)


@pytest.mark.parametrize("side", [1400, 2800], ids=["6-MB", "24-MB"])
def test_book_never_passes_through_the_function_however_large_it_is(office: Office, side: int) -> None:
    visit, publication = office.visit(), office.publication(a_picture_book(side))
    request = asked(office, visit, publication)
    [job] = arrived(office, "marking")

    with broken() as wire:
        failed = office.handled(office.function("marking"), [job])

    assert failed == []
    assert copies_in(office) == [f"copies/{request['request_id']}/{seen(office, visit, request)['copy_code']}.pdf"]
    assert sum(wire.moved) < 20_000
