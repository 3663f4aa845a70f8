"""R12: wherever the making of a copy breaks off, one copy comes of it in the end, always of the same bytes.

A killed worker cannot tidy up: parts of its upload lie in storage, seen by nobody, until the bucket drops them after a
day. A worker that only failed leaves nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ConnectionClosedError
from moto.core.botocore_stubber import BotocoreStubber

from chalicelib.delivery.inscription import mark_for
from chalicelib.watermark.service import mark
from tests.audit import complaints, keys_in, open_uploads
from tests.faults import Killed, Mode, broken, broken_off, calls_of, every_mode
from tests.office import Office, a_pdf
from tests.picture_book import a_picture_book, prefix_of
from tests.reliability.redelivery import LEASES_END, a_request, after_each_fault, arrived, redeliver, row_of

BOOKS = pytest.mark.parametrize("book", [a_pdf, a_picture_book], ids=["put", "joined"])
BEGUN, COPIED, SENT, COMPLETED = "begun", "copied", "sent", "completed"
CALLS = [
    *("request", "claim", "publication", "contact", "template"),
    *(BEGUN, COPIED, SENT, COMPLETED),
]
"""What marking asks of AWS for a book that storage joins, in order."""


def at(call: str) -> int:
    return CALLS.index(call) + 1


class Making:
    """One request for a copy, and the job that makes it."""

    def __init__(self, office: Office, publication: str, kiosk: str) -> None:
        self.office, self.publication = office, publication
        self.request = a_request(office, publication, kiosk, "app")
        [self.job] = arrived(office, "marking")

    def run(self) -> list[int]:
        return self.office.handled(self.office.function("marking"), [self.job])

    def come_again(self) -> None:
        redeliver(self.office, "marking", self.job)

    def expected(self) -> str:
        """The hash of the copy as it must be."""
        ports = self.office.ports
        request, title = ports.requests.find(self.request), ports.publications.find(self.publication)
        assert request and title and title.master_key
        contact, template = ports.contacts.find(request.visit_id, ports.now()), ports.masters.template(title.master_key)
        assert contact and template
        tail = mark(template.content, mark_for(ports.units.of(request.unit), request, contact, ports.public_url))
        return hashlib.sha256(prefix_of(self.office, self.publication)[1] + tail.content).hexdigest()

    def found(self) -> set[str]:
        """The hashes of all that ever lay where the copy is, under one key."""
        bucket, s3 = self.office.environment["COPIES_BUCKET"], self.office.s3
        listed = s3.list_object_versions(Bucket=bucket, Prefix=f"copies/{self.request}/").get("Versions", [])
        each: list[Any] = [
            s3.get_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])["Body"].read() for one in listed
        ]
        assert len({one["Key"] for one in listed}) <= 1
        return {hashlib.sha256(content).hexdigest() for content in each}


@pytest.fixture
def making(office: Office) -> Callable[..., Making]:
    """Makes requests for copies of one book."""
    kiosk, publications = office.kiosk(), {}

    def begun(book: Callable[[], bytes] = a_picture_book) -> Making:
        if book not in publications:
            publications[book] = office.publication(book())
        return Making(office, publications[book], kiosk)

    return begun


def test_calls_are_those_that_the_faults_below_are_counted_by(making: Callable[..., Making]) -> None:
    calls = calls_of(making().run)

    assert [call.split("/")[0].strip() for call in calls] == [
        *("GetItem", "UpdateItem", "GetItem", "GetItem", "GET"),
        *("POST", "PUT", "PUT", "POST"),
    ]


@pytest.fixture
def _parts_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that storage joins small books too: what breaks off where does not depend on their size."""
    monkeypatch.setattr("chalicelib.delivery.marking.LEAST_PART", 1)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1)


@every_mode
@pytest.mark.usefixtures("_parts_of_any_size")
def test_copy_broken_off_at_any_call_is_one_and_the_same_in_the_end(
    office: Office, making: Callable[..., Making], mode: Mode
) -> None:
    made: dict[str, Making] = {}

    def prepared() -> tuple[str, str]:
        one = making(a_pdf)
        made[one.request] = one
        return one.request, one.job

    asked = [subject for subject, _ in after_each_fault(office, "marking", mode, prepared)]
    office.carry_jobs()

    assert len(asked) == len(CALLS)
    assert {subject: made[subject].found() for subject in asked} == {
        subject: {made[subject].expected()} for subject in asked
    }
    assert {row_of(office, "REQUESTS_TABLE", request_id=subject)["state"] for subject in asked} == {"ready"}
    assert complaints(office) == []


@contextmanager
def ending_within(share: float, end: Callable[[str], BaseException]) -> Iterator[list[int]]:
    """The first sending of a copy's bytes ends when a share of them is sent; S3 keeps nothing of what is not whole.

    How many bytes were sent by then is told.
    """
    real = BotocoreStubber.process_request
    sent: list[int] = []

    def process(stubber: Any, call: Any) -> Any:
        size = int(call.headers.get("Content-Length", 0))
        if sent or not size or call.method != "PUT" or "/copies/" not in call.url:
            return real(stubber, call)
        sent.append(len(BytesIO(body_of(call)).read(int(size * share))))
        raise end(call.url)

    with patch.object(BotocoreStubber, "process_request", process):
        yield sent


def body_of(call: Any) -> bytes:
    return bytes(call.body.read() if hasattr(call.body, "read") else call.body)


@BOOKS
@pytest.mark.parametrize("share", [0.01, 0.25, 0.5, 0.99])
def test_worker_killed_within_its_output_leaves_nothing_to_be_seen_and_the_next_makes_the_same(
    office: Office, making: Callable[..., Making], book: Callable[[], bytes], share: float
) -> None:
    one = making(book)
    with ending_within(share, lambda _: Killed()) as sent, suppress(Killed):
        one.run()
    meanwhile = one.found()

    one.come_again()
    one.come_again()
    office.carry_jobs()

    assert meanwhile == set()
    assert sent[0] > 50
    assert one.found() == {one.expected()}
    assert row_of(office, "REQUESTS_TABLE", request_id=one.request)["state"] == "ready"


@BOOKS
@pytest.mark.parametrize("share", [0.01, 0.99])
def test_connection_lost_within_the_output_is_mended_by_the_very_same_run(
    office: Office, making: Callable[..., Making], book: Callable[[], bytes], share: float
) -> None:
    one = making(book)

    with ending_within(share, lambda url: ConnectionClosedError(endpoint_url=url)):
        failed = one.run()

    assert failed == []
    assert one.found() == {one.expected()}
    assert open_uploads(office) == []


@BOOKS
def test_same_request_twice_gives_the_same_bytes(
    office: Office, making: Callable[..., Making], book: Callable[[], bytes]
) -> None:
    one = making(book)
    one.run()
    first = one.found()
    [key] = [key for key in keys_in(office, "COPIES_BUCKET") if one.request in key and key.startswith("copies/")]
    office.s3.delete_object(Bucket=office.environment["COPIES_BUCKET"], Key=key)

    one.come_again()

    assert [key in keys_in(office, "COPIES_BUCKET"), len(first)] == [True, 1]
    assert one.found() == first == {one.expected()}


@pytest.mark.parametrize(
    ("call", "mode"),
    [
        *((COPIED, "reset"), (COPIED, "error_inside"), (SENT, "refuse"), (COMPLETED, "reset")),
        *(
            pytest.param(call, mode, marks=pytest.mark.slow)
            for call, mode in (
                *((COPIED, "refuse"), (SENT, "reset")),
                *((COMPLETED, "refuse"), (COMPLETED, "error_inside")),
            )
        ),
    ],
)
def test_upload_that_failed_or_was_mended_leaves_no_part(
    office: Office, making: Callable[..., Making], call: str, mode: Mode
) -> None:
    one = making()

    broken_off(one.run, mode, at(call))
    left = open_uploads(office)
    one.come_again()

    assert left == []
    assert open_uploads(office) == []
    assert one.found() == {one.expected()}


def test_upload_whose_very_end_failed_is_dropped_by_the_next_attempt_of_the_same_call(
    office: Office, making: Callable[..., Making]
) -> None:
    one = making()

    broken_off(one.run, "lost", at(COMPLETED))

    assert open_uploads(office) == []
    assert one.found() == {one.expected()}


def test_worker_that_was_overtaken_announces_the_others_copy_and_drops_its_own_parts(
    office: Office, making: Callable[..., Making]
) -> None:
    one = making()
    broken_off(one.run, "kill_before", at(COMPLETED))
    office.clock.move(minutes=LEASES_END)

    one.run()
    office.clock.move(minutes=LEASES_END)
    one.run()

    assert one.found() == {one.expected()}
    assert len(open_uploads(office)) == 1, "the one of the killed worker, which the bucket drops after a day"
    office.carry_jobs()
    assert row_of(office, "REQUESTS_TABLE", request_id=one.request)["state"] == "ready"


@pytest.mark.usefixtures("_parts_of_any_size")
def test_many_attempts_in_a_row_never_make_another_copy(office: Office, making: Callable[..., Making]) -> None:
    one = making(a_pdf)

    for call in range(1, len(CALLS) + 1):
        with broken("kill_after", call), suppress(Killed):
            one.run()
        office.clock.move(minutes=LEASES_END)
    one.run()
    office.carry_jobs()

    assert one.found() == {one.expected()}
    assert row_of(office, "REQUESTS_TABLE", request_id=one.request)["state"] == "ready"
    assert complaints(office) == []
