"""A browser's upload is taken exactly as its signed policy says, and otherwise not at all."""

import base64
import json
from typing import Any

import boto3
import pytest

from tests.local.account import BOOK, Account, post, refused
from tests.local.web import form, send


def test_a_signed_upload_is_stored_byte_by_byte_and_announced(account: Account) -> None:
    got = post(account, account.policy(), BOOK + b"\r\n--tail\r")

    stored = account.s3.get_object(Bucket=account.masters, Key="uploads/p1/u1.pdf")
    assert got.status == 204
    assert got.headers["etag"] == stored["ETag"]
    assert stored["Body"].read() == BOOK + b"\r\n--tail\r"
    assert stored["ContentType"] == "application/pdf"
    job = boto3.client("sqs").receive_message(QueueUrl=account.storage.queue_url("IntakeJobs"), MaxNumberOfMessages=10)
    names = [json.loads(message["Body"]).get("Records", [{}])[0].get("eventName") for message in job["Messages"]]
    assert "ObjectCreated:Post" in names


def test_an_upload_can_ask_for_the_answer_as_a_document(account: Account) -> None:
    posted = account.s3.generate_presigned_post(
        account.masters,
        "uploads/p1/${filename}",
        Fields={"success_action_status": "201"},
        Conditions=[{"success_action_status": "201"}],
    )

    got = post(account, posted)

    assert got.status == 201
    assert "<Key>uploads/p1/book.pdf</Key>" in got.body.decode()


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        pytest.param({"x-amz-signature": "0" * 64}, (403, "SignatureDoesNotMatch"), id="other signature"),
        pytest.param({"x-amz-signature": None}, (403, "SignatureDoesNotMatch"), id="no signature"),
        pytest.param({"policy": None}, (403, "SignatureDoesNotMatch"), id="no policy"),
        pytest.param({"key": "masters/p1/abc.pdf"}, (403, "AccessDenied"), id="other key"),
        pytest.param({"Content-Type": "text/html"}, (403, "AccessDenied"), id="other type"),
        pytest.param({"Content-Type": None}, (403, "AccessDenied"), id="no type"),
        pytest.param({"x-amz-meta-note": "x"}, (403, "AccessDenied"), id="extra field"),
        pytest.param({"acl": "public-read"}, (403, "AccessDenied"), id="made public"),
        pytest.param({"x-amz-date": "20200101T000000Z"}, (403, "SignatureDoesNotMatch"), id="other date"),
        pytest.param({"x-amz-algorithm": None}, (400, "AuthorizationQueryParametersError"), id="unsigned"),
    ],
)
def test_an_upload_that_differs_from_its_policy_is_refused_and_not_stored(
    account: Account, change: dict[str, str | None], answer: tuple[int, str]
) -> None:
    before = account.s3.list_object_versions(Bucket=account.masters)["Versions"]

    got = post(account, account.policy(), changed=change)

    assert refused(got) == answer
    assert account.s3.list_object_versions(Bucket=account.masters)["Versions"] == before


def test_a_changed_policy_no_longer_fits_its_signature(account: Account) -> None:
    posted = account.policy()
    policy = json.loads(base64.b64decode(posted["fields"]["policy"]))
    policy["conditions"] = [condition for condition in policy["conditions"] if "key" not in condition]

    got = post(account, posted, changed={"policy": base64.b64encode(json.dumps(policy).encode()).decode()})

    assert refused(got) == (403, "SignatureDoesNotMatch")


def test_an_upload_to_another_bucket_is_refused(account: Account) -> None:
    posted = account.policy()

    got = post(account, posted | {"url": f"{account.door.origin}/{account.copies}"})

    assert refused(got) == (403, "AccessDenied")


def test_an_expired_policy_is_refused(account: Account, later: Any) -> None:
    posted = account.policy(expires=300)

    later(301)

    assert refused(post(account, posted)) == (403, "AccessDenied")


@pytest.mark.parametrize(("size", "code"), [(9, "EntityTooSmall"), (1001, "EntityTooLarge")])
def test_a_file_outside_the_signed_size_is_refused(account: Account, size: int, code: str) -> None:
    assert refused(post(account, account.policy(most=1000), b"x" * size)) == (400, code)


@pytest.mark.parametrize("size", [10, 1000])
def test_a_file_at_the_ends_of_the_signed_size_is_taken(account: Account, size: int) -> None:
    assert post(account, account.policy(most=1000), b"x" * size).status == 204


def test_fields_after_the_file_count_for_nothing(account: Account) -> None:
    posted = account.policy()

    got = send("POST", posted["url"], *form(posted["fields"], BOOK, after={"key": "masters/p1/abc.pdf"}))

    assert got.status == 204
    assert got.headers["location"].endswith("/uploads/p1/u1.pdf")


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 412),
        ("multipart/form-data", b"", 412),
        ("multipart/form-data; boundary=x", b"no form", 400),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x--\r\n",
            400,
        ),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--x--", 400),
    ],
)
def test_what_is_no_form_is_refused(account: Account, kind: str, body: bytes, status: int) -> None:
    got = send("POST", f"{account.door.origin}/{account.masters}", {"Content-Type": kind}, body)

    assert got.status == status


def test_fields_without_end_are_not_collected(account: Account) -> None:
    posted = account.policy()

    assert refused(post(account, posted, changed={"x-ignore-this": "x" * 30_000})) == (
        400,
        "MaxPostPreDataLengthExceeded",
    )
