"""A copy that storage joins of a prefix and a tail: the very bytes that belong together, or nothing."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any

import boto3
import msgspec
import pytest
from botocore.exceptions import ClientError

from chalicelib.catalogue.masters import MastersBucket
from chalicelib.catalogue.model import KeptPrefix
from chalicelib.delivery.copies import CopiesBucket
from chalicelib.delivery.parts import LEAST_PART, CopyInfo, Part, parts_of_joined, parts_of_whole
from chalicelib.delivery.ports import PrefixDiffers
from chalicelib.jobs import arrived_keys
from chalicelib.watermark.model import PreparedMaster, Tail
from tests.office import Office
from tests.reliability.redelivery import arrived

PREFIX = b"%PDF-1.7\n" + bytes(range(256)) * (LEAST_PART // 256)
TEMPLATE = b"a template"
CONTENT = b"the tail of Siti's copy %%EOF"
KEY = f"copies/{'1' * 32}/LP-0123-4567-89AB.pdf"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def a_tail(prefix: bytes = PREFIX, content: bytes = CONTENT) -> Tail:
    return Tail(len(prefix), digest(prefix), content, digest(content), 3)


class Shelf:
    """Both buckets, with one master in the one."""

    def __init__(self, office: Office) -> None:
        self.s3 = boto3.client("s3")
        self.masters, self.copies = office.environment["MASTERS_BUCKET"], office.environment["COPIES_BUCKET"]
        self.bucket = CopiesBucket(self.s3, self.copies)
        self.prefix = self.kept()

    def kept(self, prefix: bytes = PREFIX, template: bytes = TEMPLATE) -> KeptPrefix:
        prepared = PreparedMaster(3, prefix, template, digest(prefix), digest(template), len(prefix), False)
        bucket = MastersBucket(self.s3, self.masters)
        found = bucket.template(bucket.write_prepared("2" * 32, prepared))
        assert found is not None
        return found.prefix

    def overwrite(self, content: bytes) -> str:
        """What now lies where the prefix did: its ETag."""
        return str(self.s3.put_object(Bucket=self.masters, Key=self.prefix.key, Body=content)["ETag"]).strip('"')

    def join(self, tail: Tail | None = None, prefix: KeptPrefix | None = None) -> CopyInfo:
        tail = tail or a_tail()
        copy = CopyInfo(KEY, "LP-0123-4567-89AB", tail.pages, parts_of_joined(tail))
        self.bucket.join(copy, prefix or self.prefix, tail)
        return copy

    def content(self) -> bytes:
        return bytes(self.s3.get_object(Bucket=self.copies, Key=KEY)["Body"].read())

    def versions(self) -> list[str]:
        """Hashes of everything that ever lay under the key."""
        listed = self.s3.list_object_versions(Bucket=self.copies, Prefix=KEY).get("Versions", [])
        each: list[Any] = [
            self.s3.get_object(Bucket=self.copies, Key=KEY, VersionId=version["VersionId"]) for version in listed
        ]
        return [digest(found["Body"].read()) for found in each]

    def open_uploads(self) -> int:
        return len(self.s3.list_multipart_uploads(Bucket=self.copies).get("Uploads", []))


@pytest.fixture
def shelf(office: Office) -> Shelf:
    return Shelf(office)


def test_copy_is_the_prefix_and_then_the_tail_and_says_what_it_is_of(shelf: Shelf) -> None:
    copy = shelf.join()

    assert shelf.content() == PREFIX + CONTENT
    assert shelf.bucket.info(KEY) == copy
    assert copy.size_bytes == len(PREFIX + CONTENT)
    assert copy.parts == (Part(len(PREFIX), digest(PREFIX)), Part(len(CONTENT), digest(CONTENT)))
    assert shelf.open_uploads() == 0


def test_parts_are_those_that_storage_itself_computed(shelf: Shelf) -> None:
    shelf.join()

    head = shelf.s3.head_object(Bucket=shelf.copies, Key=KEY, ChecksumMode="ENABLED")

    of_parts = hashlib.sha256(bytes.fromhex(digest(PREFIX)) + bytes.fromhex(digest(CONTENT))).digest()
    assert head["ChecksumSHA256"].partition("-")[0] == b64encode(of_parts).decode()
    assert head["ContentType"] == "application/pdf"


def test_prefix_that_was_overwritten_is_joined_to_nothing(shelf: Shelf) -> None:
    shelf.overwrite(b"x" * len(PREFIX))

    with pytest.raises(PrefixDiffers):
        shelf.join()

    assert (shelf.versions(), shelf.open_uploads()) == ([], 0)


def test_prefix_that_was_overwritten_is_neither_copied_nor_read(shelf: Shelf) -> None:
    shelf.overwrite(b"x" * len(PREFIX))
    forget = "after-call.s3.UploadPartCopy"
    shelf.s3.meta.events.register(forget, lambda parsed, **_: parsed.get("CopyPartResult", {}).clear())

    with pytest.raises(PrefixDiffers):
        shelf.join()

    assert MastersBucket(shelf.s3, shelf.masters).prefix(shelf.prefix) is None


def test_prefix_that_is_gone_is_joined_to_nothing(shelf: Shelf) -> None:
    shelf.s3.delete_object(Bucket=shelf.masters, Key=shelf.prefix.key)

    with pytest.raises(PrefixDiffers):
        shelf.join()

    assert (shelf.versions(), shelf.open_uploads()) == ([], 0)


def test_other_prefix_is_refused_by_its_hash_even_where_its_etag_is_expected(shelf: Shelf) -> None:
    etag = shelf.overwrite(b"x" * len(PREFIX))

    with pytest.raises(PrefixDiffers):
        shelf.join(prefix=msgspec.structs.replace(shelf.prefix, etag=etag))

    assert (shelf.versions(), shelf.open_uploads()) == ([], 0)


def test_nothing_is_joined_of_a_part_whose_hash_s3_did_not_tell(shelf: Shelf) -> None:
    forget = "after-call.s3.UploadPartCopy"
    shelf.s3.meta.events.register(forget, lambda parsed, **_: parsed["CopyPartResult"].pop("ChecksumSHA256"))

    with pytest.raises(ClientError, match="InvalidRequest"):
        shelf.join()

    assert (shelf.versions(), shelf.open_uploads()) == ([], 0)


def test_tail_of_another_master_is_never_joined(shelf: Shelf) -> None:
    other = b"%PDF-1.7\n" + b"another book " * (LEAST_PART // 13 + 1)
    shelf.kept(other, b"another template")

    with pytest.raises(PrefixDiffers):
        shelf.join(a_tail(other))

    assert (shelf.versions(), shelf.open_uploads()) == ([], 0)


def test_tail_that_is_not_what_was_computed_is_not_joined(shelf: Shelf) -> None:
    damaged = msgspec.structs.replace(a_tail(), content=b"the tail of somebody else")

    with pytest.raises(ClientError, match="InvalidPart"):
        shelf.join(damaged)

    assert (shelf.versions(), shelf.open_uploads()) == ([], 0)


def test_copy_that_is_there_is_announced_again_as_it_is(office: Office, shelf: Shelf) -> None:
    copy = shelf.join()

    shelf.join(a_tail(content=b"the tail of a second try"))

    assert set(shelf.versions()) == {digest(PREFIX + CONTENT)}
    assert shelf.bucket.info(KEY) == copy
    assert shelf.open_uploads() == 0
    assert [key for job in arrived(office, "delivery") for key in arrived_keys(job)] == [KEY, KEY]


def test_announcing_a_copy_keeps_its_parts_true(shelf: Shelf) -> None:
    copy = shelf.join()

    for _ in range(3):
        shelf.bucket.announce_again(KEY)

    content = shelf.content()
    assert shelf.bucket.info(KEY) == copy
    assert [digest(content[: len(PREFIX)]), digest(content[len(PREFIX) :])] == [part.sha256 for part in copy.parts]


def test_small_copy_is_put_whole_under_its_plain_hash(shelf: Shelf) -> None:
    copy = CopyInfo(KEY, "LP-0123-4567-89AB", 1, parts_of_whole(b"%PDF-1.7 small"))

    shelf.bucket.put(copy, b"%PDF-1.7 small")
    shelf.bucket.put(msgspec.structs.replace(copy, parts=parts_of_whole(b"of a second try")), b"of a second try")

    assert shelf.bucket.info(KEY) == copy
    assert copy.parts == (Part(14, digest(b"%PDF-1.7 small")),)
    assert set(shelf.versions()) == {digest(b"%PDF-1.7 small")}


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"copy-code": "LP-0123-4567-89AB", "pages": "3"},
        {"copy-code": "LP-0123-4567-89AB", "pages": "3", "parts": "5:abc"},
        {"copy-code": "LP-0123-4567-89AB", "pages": "3", "parts": f"4:{'0' * 64}"},
        {"copy-code": "LP-0123-4567-89AB", "pages": "3", "parts": f"5:{'0' * 64} "},
        {"copy-code": "LP-0123-4567-89AB", "pages": "-3", "parts": f"5:{'0' * 64}"},
        {"pages": "3", "parts": f"5:{'0' * 64}"},
    ],
    ids=["nothing", "no-parts", "no-hash", "other-size", "open-end", "no-pages", "no-code"],
)
def test_object_that_does_not_say_what_it_is_is_no_copy(shelf: Shelf, metadata: dict[str, str]) -> None:
    shelf.s3.put_object(Bucket=shelf.copies, Key=KEY, Body=b"12345", Metadata=metadata)

    assert shelf.bucket.info(KEY) is None
