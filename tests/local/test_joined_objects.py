"""Objects that are joined of parts: the emulation takes and refuses what S3 takes and refuses."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local import emulation, storage
from infra.local.forgetting import forget_everything

BOOK = b"x" * (5 * 1024 * 1024)
KEY = "copies/abc/LP-1.pdf"


def checksum(content: bytes) -> str:
    return b64encode(hashlib.sha256(content).digest()).decode()


class Joining:
    """An upload of two parts from a book in the one bucket to the other."""

    def __init__(self, made: storage.Storage, **options: Any) -> None:
        self.s3: Any = boto3.client("s3")
        self.sqs = boto3.client("sqs")
        self.queue = made.queue_url("DeliveryJobs")
        self.source: Any = {"Bucket": made.settings["MASTERS_BUCKET"], "Key": "masters/a b/prefix.pdf"}
        self.etag = self.s3.put_object(**self.source, Body=BOOK)["ETag"]
        self.copies = made.settings["COPIES_BUCKET"]
        begun = self.s3.create_multipart_upload(Bucket=self.copies, Key=KEY, **options)
        self.upload: Any = {"Bucket": self.copies, "Key": KEY, "UploadId": begun["UploadId"]}

    def copy(self, etag: str) -> Any:
        return self.s3.upload_part_copy(**self.upload, PartNumber=1, CopySource=self.source, CopySourceIfMatch=etag)[
            "CopyPartResult"
        ]

    def complete(self, **first: str) -> None:
        tail = self.s3.upload_part(**self.upload, PartNumber=2, Body=b"tail", ChecksumSHA256=checksum(b"tail"))
        last = {"PartNumber": 2, "ETag": tail["ETag"]} | ({"ChecksumSHA256": checksum(b"tail")} if first else {})
        parts: Any = [{"PartNumber": 1, "ETag": self.etag} | first, last]
        self.s3.complete_multipart_upload(**self.upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*")

    def events(self) -> list[str]:
        bodies = [
            json.loads(message["Body"])
            for message in self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", [])
        ]
        return [record["eventName"] for body in bodies for record in body.get("Records", [])]


@pytest.fixture(scope="module")
def _made() -> Iterator[storage.Storage]:
    with emulation.start() as running:
        yield storage.make(running.region, {"PublicUrl": "http://127.0.0.1:8000"})


@pytest.fixture
def made(_made: storage.Storage) -> storage.Storage:
    """The buckets and queues, empty."""
    forget_everything(emulation.REGION)
    return _made


def test_copied_part_is_answered_with_its_hash(made: storage.Storage) -> None:
    joining = Joining(made, ChecksumAlgorithm="SHA256")

    copied = joining.copy(joining.etag)

    assert (copied["ChecksumSHA256"], copied["ETag"]) == (checksum(BOOK), joining.etag)


def test_emulation_inside_another_answers_the_same(made: storage.Storage) -> None:
    with emulation.start() as inner:
        joining = Joining(
            storage.make(inner.region, {"PublicUrl": "http://127.0.0.1:8000"}), ChecksumAlgorithm="SHA256"
        )

        assert joining.copy(joining.etag)["ChecksumSHA256"] == checksum(BOOK)


def test_part_of_another_source_is_refused(made: storage.Storage) -> None:
    joining = Joining(made, ChecksumAlgorithm="SHA256")

    with pytest.raises(ClientError, match="PreconditionFailed"):
        joining.copy('"0123456789abcdef0123456789abcdef"')


@pytest.mark.parametrize(
    ("first", "code"),
    [({}, "InvalidRequest"), ({"ChecksumSHA256": checksum(b"another book")}, "InvalidPart")],
    ids=["no-hash", "another-hash"],
)
def test_parts_are_joined_under_their_own_hashes_only(made: storage.Storage, first: dict[str, str], code: str) -> None:
    joining = Joining(made, ChecksumAlgorithm="SHA256")
    joining.copy(joining.etag)

    with pytest.raises(ClientError, match=code):
        joining.complete(**first)

    assert "Contents" not in joining.s3.list_objects_v2(Bucket=joining.copies)


def test_upload_without_hashes_is_joined_without_them(made: storage.Storage) -> None:
    joining = Joining(made)
    copied = joining.copy(joining.etag)

    joining.complete()

    assert "ChecksumSHA256" not in copied
    assert joining.s3.get_object(Bucket=joining.copies, Key=KEY)["Body"].read() == BOOK + b"tail"


def test_joined_object_arrives_once(made: storage.Storage) -> None:
    joining = Joining(made, ChecksumAlgorithm="SHA256")
    joining.copy(joining.etag)

    joining.complete(ChecksumSHA256=checksum(BOOK))

    assert joining.events() == ["ObjectCreated:CompleteMultipartUpload"]


def test_object_that_is_there_is_not_joined_over(made: storage.Storage) -> None:
    joining = Joining(made, ChecksumAlgorithm="SHA256")
    joining.copy(joining.etag)
    joining.s3.put_object(Bucket=joining.copies, Key=KEY, Body=b"the first")

    with pytest.raises(ClientError, match="PreconditionFailed"):
        joining.complete(ChecksumSHA256=checksum(BOOK))

    assert joining.s3.get_object(Bucket=joining.copies, Key=KEY)["Body"].read() == b"the first"
