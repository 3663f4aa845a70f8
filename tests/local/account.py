"""An emulated account with an open door, for tests of what passes it."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from infra.local import emulation, storage
from infra.local.door import Door, Keeper
from infra.local.storage import Storage
from tests.local.web import Got, form, send

PAGES = "http://127.0.0.1:8000"
COPY = "copies/abc/LP-1.pdf"
BOOK = b"%PDF-1.7\n" + bytes(range(256)) * 4096


@dataclass(frozen=True)
class Account:
    """The door, what storage.yaml made behind it, and a client that signs as the app does."""

    door: Door
    storage: Storage
    region: str
    s3: Any

    @property
    def copies(self) -> str:
        return self.storage.settings["COPIES_BUCKET"]

    @property
    def masters(self) -> str:
        return self.storage.settings["MASTERS_BUCKET"]

    def link(self, key: str = COPY, method: str = "get_object", expires: int = 300, **more: Any) -> str:
        parameters = {"Bucket": self.copies, "Key": key} | more
        return str(self.s3.generate_presigned_url(method, Params=parameters, ExpiresIn=expires))

    def policy(self, expires: int = 300, most: int = 2 * len(BOOK)) -> dict[str, Any]:
        posted: dict[str, Any] = self.s3.generate_presigned_post(
            self.masters,
            "uploads/p1/u1.pdf",
            Fields={"Content-Type": "application/pdf"},
            Conditions=[{"Content-Type": "application/pdf"}, ["content-length-range", 10, most]],
            ExpiresIn=expires,
        )
        return posted


@contextlib.contextmanager
def an_account() -> Iterator[Account]:
    """With one copy and one master in it."""
    door = Door()
    places = {"AWS_ENDPOINT_URL_S3": door.origin, "MOTO_S3_CUSTOM_ENDPOINTS": door.origin}
    with emulation.start(environment=places) as running:
        made = storage.make(running.region, {"PublicUrl": PAGES})
        door.open(Keeper(running.credentials, running.region, made.bucket_policies))
        s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
        s3.put_object(
            Bucket=made.settings["COPIES_BUCKET"],
            Key=COPY,
            Body=BOOK,
            ContentType="application/pdf",
            Metadata={"copy": "LP-1"},
        )
        s3.put_object(Bucket=made.settings["MASTERS_BUCKET"], Key="masters/p1/abc.pdf", Body=BOOK)
        yield Account(door, made, running.region, s3)
        door.stop()


def refused(got: Got) -> tuple[int, str]:
    """Status and S3's code."""
    assert got.headers["content-type"] == "application/xml"
    return got.status, got.body.decode().split("<Code>")[1].split("</Code>")[0]


def post(
    account: Account, posted: dict[str, Any], file: bytes = BOOK, changed: Mapping[str, str | None] | None = None
) -> Got:
    """Sends a signed form with some fields changed; None takes a field away."""
    fields = {name: value for name, value in (posted["fields"] | (changed or {})).items() if value is not None}
    return send("POST", posted["url"], *form(fields, file))
