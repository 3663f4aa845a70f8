"""No file is reached without a valid signature, not even by key; with one, as S3 gives it."""

import os
from typing import Any

import boto3
import pytest

from infra.local.signatures import WEEK
from tests.local.account import BOOK, COPY, Account, refused
from tests.local.web import send


def test_a_signed_link_gives_the_file_under_the_name_it_was_signed_with(account: Account) -> None:
    disposition = "attachment; filename=\"Kota.pdf\"; filename*=UTF-8''Kota%20Banjarmasin.pdf"

    got = send("GET", account.link(ResponseContentDisposition=disposition, ResponseContentType="application/pdf"))

    assert got.status == 200
    assert got.body == BOOK
    assert got.headers["content-disposition"] == disposition
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["accept-ranges"] == "bytes"
    assert got.headers["x-amz-meta-copy"] == "LP-1"
    assert got.headers["x-amz-server-side-encryption"] == "AES256"


def test_a_signed_head_gives_the_headers_alone(account: Account) -> None:
    got = send("HEAD", account.link(method="head_object"))

    assert (got.status, got.body) == (200, b"")
    assert got.headers["content-length"] == str(len(BOOK))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=1000000-", 1_000_000, len(BOOK) - 1), ("bytes=-5", len(BOOK) - 5, len(BOOK) - 1)],
)
def test_an_interrupted_download_goes_on_where_it_stopped(account: Account, asked: str, first: int, last: int) -> None:
    got = send("GET", account.link(), {"Range": asked})

    assert got.status == 206
    assert got.headers["content-range"] == f"bytes {first}-{last}/{len(BOOK)}"
    assert got.body == BOOK[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=0-1,4-5", "pages=1-2", "bytes=", "bytes=-"])
def test_a_range_that_makes_no_sense_gives_the_whole_file(account: Account, asked: str) -> None:
    assert send("GET", account.link(), {"Range": asked}).status == 200


def test_a_range_past_the_end_is_told_the_size(account: Account) -> None:
    got = send("GET", account.link(), {"Range": f"bytes={len(BOOK)}-"})

    assert refused(got) == (416, "InvalidRange")
    assert got.headers["content-range"] == f"bytes */{len(BOOK)}"


def test_a_range_of_another_version_gives_the_whole_file(account: Account) -> None:
    etag = send("GET", account.link()).headers["etag"]

    assert send("GET", account.link(), {"Range": "bytes=0-9", "If-Range": etag}).status == 206
    assert send("GET", account.link(), {"Range": "bytes=0-9", "If-Range": '"other"'}).status == 200


def test_a_version_that_is_already_there_is_not_sent_again(account: Account) -> None:
    etag = send("GET", account.link()).headers["etag"]

    assert send("GET", account.link(), {"If-None-Match": etag}).status == 304
    assert refused(send("GET", account.link(), {"If-Match": '"other"'})) == (412, "PreconditionFailed")


def test_an_expired_link_is_refused(account: Account, later: Any) -> None:
    link = account.link(expires=300)

    later(299)
    assert send("GET", link).status == 200
    later(302)
    assert refused(send("GET", link)) == (403, "AccessDenied")


def test_a_link_from_the_future_is_refused(account: Account, later: Any) -> None:
    later(-1800)

    assert refused(send("GET", account.link())) == (403, "AccessDenied")


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ("LP-1.pdf", "LP-2.pdf"),
        ("X-Amz-Expires=300", "X-Amz-Expires=3000"),
        ("Kota.pdf", "Other.pdf"),
        ("loket-pustaka-copies", "loket-pustaka-masters"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("&X-Amz-Expires", "&versionId=null&X-Amz-Expires"),
    ],
)
def test_a_changed_link_is_refused(account: Account, written: str, changed: str) -> None:
    link = account.link(ResponseContentDisposition="attachment; filename=Kota.pdf")

    assert written in link
    assert refused(send("GET", link.replace(written, changed, 1))) == (403, "SignatureDoesNotMatch")


def test_a_link_for_reading_the_headers_does_not_give_the_file(account: Account) -> None:
    assert refused(send("GET", account.link(method="head_object"))) == (403, "SignatureDoesNotMatch")


def test_a_link_to_upload_is_no_way_in(account: Account) -> None:
    assert refused(send("PUT", account.link(method="put_object"), body=b"x")) == (403, "AccessDenied")


@pytest.mark.parametrize("signer", [("OTHERKEY", None, "InvalidAccessKeyId"), (None, "guess", "SignatureDoesNotMatch")])
def test_a_link_signed_with_another_key_is_refused(account: Account, signer: tuple[Any, Any, str]) -> None:
    access, secret, code = signer
    other = boto3.client(
        "s3",
        aws_access_key_id=access or os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=secret or os.environ["AWS_SECRET_ACCESS_KEY"],
    )

    link = other.generate_presigned_url("get_object", Params={"Bucket": account.copies, "Key": COPY})

    assert refused(send("GET", link)) == (403, code)


def test_no_file_is_reached_by_its_key_alone(account: Account) -> None:
    for bucket, key in ((account.copies, COPY), (account.masters, "masters/p1/abc.pdf"), (account.copies, "")):
        for method in ("GET", "HEAD", "PUT", "DELETE", "POST"):
            assert send(method, f"{account.door.origin}/{bucket}/{key}").status in (403, 412)


@pytest.mark.parametrize(
    "query", ["list-type=2", "acl", "versions", "X-Amz-Signature=", "X-Amz-Algorithm=AWS4-HMAC-SHA256"]
)
def test_no_listing_and_no_half_signature(account: Account, query: str) -> None:
    assert send("GET", f"{account.door.origin}/{account.copies}?{query}").status in (400, 403)


def test_a_master_is_not_given_even_for_a_valid_signature(account: Account) -> None:
    link = account.link("masters/p1/abc.pdf", Bucket=account.masters)

    assert refused(send("GET", link)) == (403, "AccessDenied")


def test_a_signature_older_than_ten_minutes_is_refused_by_the_buckets_policy(account: Account, later: Any) -> None:
    link = account.link(expires=3600)

    later(601)

    assert refused(send("GET", link)) == (403, "AccessDenied")


def test_an_absent_file_is_not_found_for_holders_of_a_signature_only(account: Account) -> None:
    assert refused(send("GET", account.link("copies/none.pdf"))) == (404, "NoSuchKey")
    assert refused(send("GET", f"{account.door.origin}/{account.copies}/copies/none.pdf")) == (403, "AccessDenied")


def test_a_signed_header_cannot_break_out_of_its_line(account: Account) -> None:
    link = account.link(ResponseContentDisposition="attachment\r\nSet-Cookie: a=b")

    assert refused(send("GET", link)) == (400, "InvalidArgument")


def test_a_week_is_the_longest_life_of_a_link(account: Account) -> None:
    link = account.link(expires=WEEK + 1)

    assert refused(send("GET", link)) == (400, "AuthorizationQueryParametersError")
