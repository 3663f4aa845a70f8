"""A master that is replaced: copies of the old one stay what they were, and are known again where they leak."""

from __future__ import annotations

import boto3

from tests.audit import complaints
from tests.delivery.steps import asked, fetched, opened, seen
from tests.office import Office, a_pdf
from tests.traces.test_traces import leaked, shown
from tests.watermark.leaks import a_long_book, stripped, written_anew

OTHER = "Edisi yang dibetulkan dengan angka lain sama sekali"


def replaced(office: Office, staff: str, publication: str, content: bytes) -> None:
    """Another file of the same title, taken in."""
    upload = office.post(f"/staff/publications/{publication}/upload", token=staff).json["upload"]
    bucket = office.environment["MASTERS_BUCKET"]
    boto3.client("s3").put_object(Bucket=bucket, Key=upload["fields"]["key"], Body=content)
    office.carry_jobs()


def test_copy_of_a_replaced_master_opens_is_genuine_and_is_known_when_it_leaks(office: Office) -> None:
    head, visit = office.signed_in(), office.visit()
    publication = office.publication(a_long_book(24), head)
    request = asked(office, visit, publication)
    office.carry_jobs()
    code, file = seen(office, visit, request)["copy_code"], fetched(opened(office, visit, request)["url"])

    replaced(office, head, publication, a_pdf(4, OTHER))

    assert fetched(opened(office, visit, request)["url"]) == file
    assert office.get(f"/copies/{code}").json["genuine"] is True
    leak = written_anew(stripped(file))
    answer = shown(office, head, leaked(office, head, leak, publication_id=publication))["answer"]
    assert (answer["copy_code"], answer["confidence"], answer["replaced"]) == (code, "certain", True)
    assert (answer["told"], answer["copy"]["request_id"]) == (24, request["request_id"])
    assert complaints(office) == []


def test_copy_of_the_present_master_is_told_from_those_before(office: Office) -> None:
    head, visit = office.signed_in(), office.visit()
    publication = office.publication(a_pdf(2), head)
    replaced(office, head, publication, a_long_book(24))
    request = asked(office, visit, publication)
    office.carry_jobs()
    file = fetched(opened(office, visit, request)["url"])

    leak = written_anew(stripped(file))
    answer = shown(office, head, leaked(office, head, leak, publication_id=publication))["answer"]

    assert (answer["confidence"], answer["told"], answer["replaced"]) == ("certain", 24, False)


def test_same_file_again_replaces_nothing(office: Office) -> None:
    head = office.signed_in()
    publication = office.publication(a_pdf(2), head)

    replaced(office, head, publication, a_pdf(2))

    title = office.ports.publications.find(publication)
    assert title
    assert (title.state, title.earlier_masters) == ("ready", [])


def test_masters_that_were_replaced_are_remembered_the_last_one_first(office: Office) -> None:
    head = office.signed_in()
    publication = office.publication(a_pdf(1), head)
    keys = [_key(office, publication)]
    for pages in (2, 3):
        replaced(office, head, publication, a_pdf(pages))
        keys.append(_key(office, publication))

    title = office.ports.publications.find(publication)

    assert title
    assert [master.key for master in title.earlier_masters] == [keys[1], keys[0]]


def _key(office: Office, publication: str) -> str:
    title = office.ports.publications.find(publication)
    assert title
    assert title.master_key
    return title.master_key
