"""Jobs that are taken from their queue, broken off at each of their calls, and delivered again, as SQS does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import boto3
import pypdfium2

from tests.audit import everything, rows
from tests.faults import Mode, broken_off, calls_of
from tests.office import Office

PDFIUM: Any = pypdfium2.PdfDocument
REDELIVERIES = 5
LEASES_END = 6
"""Minutes after which no lease of a worker that was killed is in force."""


def arrived(office: Office, function: str) -> list[str]:
    """The jobs that wait for a function, taken out of its queue."""
    sqs, queue, found = boto3.client("sqs"), office.function(function).queue_url, []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        found += [message["Body"] for message in messages]
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


def redeliver(office: Office, function: str, job: str) -> None:
    office.clock.move(minutes=LEASES_END)
    office.handled(office.function(function), [job])


def after_each_fault(
    office: Office, function: str, mode: Mode, prepared: Callable[[], tuple[str, str]]
) -> Iterator[tuple[str, int]]:
    """For each call to AWS that is broken, all redeliveries made: whom the job was about, and how many calls were left.

    The last redelivery must change nothing any more.
    """
    mapping, (_, probe) = office.function(function), prepared()
    calls = calls_of(lambda: office.handled(mapping, [probe]))
    for at in range(1, len(calls) + 1):
        subject, job = prepared()
        broken_off(partial(office.handled, mapping, [job]), mode, at)
        for _ in range(REDELIVERIES - 1):
            redeliver(office, function, job)
        before = everything(office)
        redeliver(office, function, job)
        assert without_leases(everything(office)) == without_leases(before)
        yield subject, len(calls) - at


def without_leases(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """A copy that waits for its arrival to be told is claimed anew by each redelivery; the rest stands still."""
    fleeting = ("fence", "lease_until")
    return {
        table: [{name: value for name, value in row.items() if name not in fleeting} for row in items]
        for table, items in found.items()
    }


def row_of(office: Office, table: str, **wanted: str) -> dict[str, Any]:
    """The one row that has these values."""
    [found] = [row for row in rows(office, table) if all(row[name] == value for name, value in wanted.items())]
    return found


def a_request(office: Office, publication: str, kiosk: str, *channels: str) -> str:
    token = office.visit(kiosk)["visit_token"]
    wanted = {"publication_id": publication, "channels": list(channels)}
    return str(office.post("/visit/requests", wanted, token=token).json["request_id"])


def unmarked_copies(office: Office) -> list[str]:
    """Keys of files that ever lay below copies/ with a page that does not bear the copy's own code."""
    s3, bucket = boto3.client("s3"), office.environment["COPIES_BUCKET"]
    found = []
    for version in s3.list_object_versions(Bucket=bucket, Prefix="copies/", MaxKeys=1000)["Versions"]:
        key = version["Key"]
        content = s3.get_object(Bucket=bucket, Key=key, VersionId=version["VersionId"])["Body"].read()
        code = key.rpartition("/")[2].removesuffix(".pdf")
        found += [key for page in PDFIUM(content) if code not in page.get_textpage().get_text_range()]
    return found
