"""Asking whose copy a leaked file is: through storage and the job, to an answer that the head of a unit may see."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import boto3
import msgspec
import pikepdf
import pytest

from chalicelib.unit import Units
from tests.audit import keys_in
from tests.delivery.steps import asked, fetched, opened, seen
from tests.office import Office, a_pdf, an_arrival, new_key
from tests.watermark.leaks import stripped


def leaked(office: Office, token: str, content: bytes, **form: Any) -> str:
    """A trace whose file has arrived and was looked at: its id."""
    reply = office.post("/staff/traces", form, token=token)
    assert reply.status == 201, reply.json
    key = reply.json["upload"]["fields"]["key"]
    boto3.client("s3").put_object(Bucket=office.environment["MASTERS_BUCKET"], Key=key, Body=content)
    office.carry_jobs()
    return str(reply.json["trace_id"])


def shown(office: Office, token: str, trace_id: str) -> dict[str, Any]:
    reply = office.get(f"/staff/traces/{trace_id}", token=token)
    assert reply.status == 200, reply.json
    return dict(reply.json)


class Copied:
    """A visitor with a copy of a book of forty pages."""

    def __init__(self, office: Office) -> None:
        self.head = office.signed_in()
        self.publication_id = office.publication(a_pdf(40), self.head)
        visit = office.visit()
        request = asked(office, visit, self.publication_id)
        office.carry_jobs()
        self.request = seen(office, visit, request)
        self.code = str(self.request["copy_code"])
        self.file = fetched(opened(office, visit, request)["url"])


@pytest.fixture
def copied(office: Office) -> Copied:
    return Copied(office)


def test_leaked_copy_is_known_with_its_request_and_nobody_is_named(office: Office, copied: Copied) -> None:
    trace = shown(office, copied.head, leaked(office, copied.head, copied.file))

    answer = trace["answer"]
    assert (trace["state"], answer["copy_code"], answer["confidence"]) == ("done", copied.code, "certain")
    assert (answer["ours"], answer["conflict"]) == (True, False)
    assert answer["copy"]["request_id"] == copied.request["request_id"]
    assert answer["copy"]["publication"]["title"] == "Kota Banjarmasin Dalam Angka 2025"
    assert {one["source"] for one in answer["evidence"]} == {"info", "xmp", "identity", "text", "covert"}
    assert "Siti" not in str(trace) and "example.com" not in str(trace)


def test_copy_without_anything_visible_is_known_by_its_covert_code(office: Office, copied: Copied) -> None:
    trace_id = leaked(office, copied.head, stripped(copied.file), publication_id=copied.publication_id)

    answer = shown(office, copied.head, trace_id)["answer"]

    assert (answer["copy_code"], answer["confidence"]) == (copied.code, "certain")
    assert [(one["source"], one["seen"], one["of"]) for one in answer["evidence"]] == [("covert", 40, 40)]
    assert [gap["code"] for gap in answer["gaps"]] == ["leak-no-code"]


def test_three_stripped_pages_fit_the_one_copy_that_the_publication_has(office: Office, copied: Copied) -> None:
    pdf = pikepdf.open(BytesIO(stripped(copied.file)))
    del pdf.pages[8:], pdf.pages[:5]
    out = BytesIO()
    pdf.save(out)

    answer = shown(
        office, copied.head, leaked(office, copied.head, out.getvalue(), publication_id=copied.publication_id)
    )["answer"]

    assert (answer["copy_code"], answer["confidence"], answer["told"]) == (copied.code, "likely", 3)
    assert answer["chance"] == pytest.approx(16**-3)


def test_file_of_somebody_else_is_answered_with_what_was_not_found(office: Office, copied: Copied) -> None:
    answer = shown(office, copied.head, leaked(office, copied.head, a_pdf(text="Buku lain")))["answer"]

    assert (answer["copy_code"], answer["confidence"], answer["ours"]) == (None, "nothing-found", None)
    assert [gap["code"] for gap in answer["gaps"]] == ["leak-no-code", "leak-no-shift", "leak-no-book"]


def test_code_that_was_never_given_out_is_said_not_to_be_ours(office: Office, copied: Copied) -> None:
    forged = a_pdf(text="LP-9999-9999-9999")

    answer = shown(office, copied.head, leaked(office, copied.head, forged))["answer"]

    assert (answer["copy_code"], answer["confidence"]) == ("LP-9999-9999-9999", "likely")
    assert (answer["ours"], answer["copy"]) == (False, None)


@pytest.mark.parametrize(("content", "reason"), [(b"bukan pdf", "leak-unreadable"), (b"%PDF-1.7\n", "leak-unreadable")])
def test_file_that_cannot_be_looked_at_is_refused_with_a_sentence(office: Office, content: bytes, reason: str) -> None:
    head = office.signed_in()

    trace = shown(office, head, leaked(office, head, content))

    assert (trace["state"], trace["reason_code"], trace["answer"]) == ("refused", reason, None)
    assert trace["reason"].startswith("Berkas ini tidak dapat dibaca sebagai PDF. Kirim berkas yang utuh;")


def test_leaked_file_is_gone_once_it_was_looked_at(office: Office, copied: Copied) -> None:
    for content in (copied.file, b"bukan pdf"):
        leaked(office, copied.head, content)

    assert [key for key in keys_in(office, "MASTERS_BUCKET") if key.startswith("traces/")] == []


def test_trace_waits_for_its_file(office: Office) -> None:
    head = office.signed_in()
    trace_id = office.post("/staff/traces", token=head).json["trace_id"]

    trace = shown(office, head, trace_id)

    assert (trace["state"], trace["answer"]) == ("awaiting-file", None)


def test_same_call_again_is_the_same_trace(office: Office) -> None:
    head, key = office.signed_in(), new_key()

    first, second = (office.post("/staff/traces", token=head, key=key) for _ in range(2))

    assert (second.status, second.body) == (201, first.body)


def test_same_arrival_heard_again_changes_nothing(office: Office, copied: Copied) -> None:
    trace_id = leaked(office, copied.head, copied.file)
    before = shown(office, copied.head, trace_id)

    failed = office.handled(office.function("tracing"), [an_arrival(f"traces/{trace_id}.pdf")] * 3)

    assert failed == []
    assert shown(office, copied.head, trace_id) == before


def test_worker_that_died_is_followed_by_another_when_its_lease_is_over(office: Office, copied: Copied) -> None:
    reply = office.post("/staff/traces", token=copied.head).json
    trace = office.ports.traces.find(reply["trace_id"])
    assert trace
    lease = {"state": "looking", "fence": "dead", "lease_until": office.clock()}
    office.ports.traces.change(trace, lease)
    bucket, key = office.environment["MASTERS_BUCKET"], reply["upload"]["fields"]["key"]
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=copied.file)

    office.carry_jobs()

    assert shown(office, copied.head, reply["trace_id"])["state"] == "done"


def test_file_that_another_worker_looks_at_comes_again_later(office: Office) -> None:
    head = office.signed_in()
    trace_id = office.post("/staff/traces", token=head).json["trace_id"]
    trace = office.ports.traces.find(trace_id)
    assert trace
    until = office.clock() + timedelta(minutes=1)
    office.ports.traces.change(trace, {"state": "looking", "fence": "other", "lease_until": until})

    failed = office.handled(office.function("tracing"), [an_arrival(f"traces/{trace_id}.pdf")])

    assert failed == [0]


def test_answer_is_forgotten_after_seven_days(office: Office, copied: Copied) -> None:
    trace_id = leaked(office, copied.head, copied.file)
    office.clock.move(days=7, minutes=1)
    head = office.signed_in()

    reply = office.get(f"/staff/traces/{trace_id}", token=head)

    assert (reply.status, reply.code) == (404, "unknown-trace")


def test_staff_who_do_not_head_the_unit_are_refused(office: Office) -> None:
    petugas = office.signed_in(office.member("petugas"))

    replies = [office.post("/staff/traces", token=petugas), office.get(f"/staff/traces/{'0' * 32}", token=petugas)]

    assert [(reply.status, reply.code) for reply in replies] == [(403, "role-needed")] * 2


def test_head_of_another_unit_sees_neither_the_trace_nor_the_request(office: Office, copied: Copied) -> None:
    here = office.ports.units.of("6371")
    there = msgspec.structs.replace(here, code="6372", short_name="BPS Kota Banjarbaru")
    office.ports.units = Units([here, there])
    other = office.signed_in(office.member("kepala", unit="6372"))
    trace_id = leaked(office, copied.head, copied.file)

    theirs = office.get(f"/staff/traces/{trace_id}", token=other)
    named = office.post("/staff/traces", {"publication_id": copied.publication_id}, token=other)
    own = shown(office, other, leaked(office, other, copied.file))["answer"]

    assert (theirs.status, theirs.code) == (404, "unknown-trace")
    assert (named.status, named.code) == (404, "unknown-publication")
    assert (own["ours"], own["copy"]["unit"]) == (True, "BPS Kota Banjarmasin")
    assert (own["copy"]["request_id"], own["copy"]["publication"]["publication_id"]) == (None, None)


def test_publication_that_is_unknown_is_refused_before_anything_is_sent(office: Office) -> None:
    head = office.signed_in()

    reply = office.post("/staff/traces", {"publication_id": "x"}, token=head)

    assert (reply.status, reply.code) == (404, "unknown-publication")


def test_upload_is_for_this_trace_and_at_most_a_hundred_megabytes(office: Office) -> None:
    head = office.signed_in()

    made = office.post("/staff/traces", token=head).json

    assert made["upload"]["fields"]["key"] == f"traces/{made['trace_id']}.pdf"
    assert made["upload"]["fields"]["Content-Type"] == "application/pdf"
