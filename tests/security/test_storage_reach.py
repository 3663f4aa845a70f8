"""What lies in the buckets, and who reaches it: over real HTTP, at the one door that the world has to them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import boto3
import pytest

from chalicelib.catalogue import model
from chalicelib.delivery.copies import CopiesBucket
from tests.audit import keys_in
from tests.local.web import Got, form, send
from tests.office import Office, a_pdf, a_publication, a_visit
from tests.security.sent_copies import a_sent_copy

PERSON = {"name": "Zubaidah Penjaga", "email": "zubaidah.penjaga@example.com", "phone": "081299887766"}
KEYS = re.compile(
    r"uploads/[0-9a-f]{32}/[0-9a-f]{32}\.pdf"
    r"|masters/[0-9a-f]{32}/[0-9a-f]{64}/(prefix\.pdf|template)"
    r"|requests/[0-9a-f]{32}"
    r"|copies/[0-9a-f]{32}/LP(-[0-9A-Z]{4}){3}\.pdf"
)


def versions_of(office: Office, setting: str) -> list[dict[str, Any]]:
    """All that ever lay in a bucket."""
    found = boto3.client("s3").list_object_versions(Bucket=office.environment[setting])
    return [dict(version) for version in found["Versions"]]


def test_keys_and_what_stands_beside_objects_name_nobody(office: Office) -> None:
    a_sent_copy(office, title="Judul Rahasia", **PERSON)

    for setting in ("MASTERS_BUCKET", "COPIES_BUCKET"):
        bucket, versions = office.environment[setting], versions_of(office, setting)
        assert not [version["Key"] for version in versions if not KEYS.fullmatch(version["Key"])]
        heads = [
            boto3.client("s3").head_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])["Metadata"]
            for one in versions
        ]
        said = str([versions, heads]).lower()
        assert not [word for word in ("zubaidah", "penjaga", "example", "99887766", "rahasia") if word in said]


class Upload:
    """What staff get to send a master with."""

    def __init__(self, office: Office) -> None:
        self.office = office
        reply = office.post("/staff/publications", a_publication(), token=office.signed_in())
        self.url = str(reply.json["upload"]["url"])
        self.fields = dict(reply.json["upload"]["fields"])

    def send(self, changes: Mapping[str, str] | None = None, file: bytes | None = None, bucket: str = "") -> Got:
        headers, body = form(self.fields | dict(changes or {}), a_pdf() if file is None else file)
        return send("POST", f"{self.office.door.origin}/{bucket}" if bucket else self.url, headers, body)

    @property
    def policy(self) -> dict[str, Any]:
        return dict(json.loads(base64.b64decode(self.fields["policy"])))


def test_upload_as_it_was_signed_arrives_and_is_taken_in(office: Office) -> None:
    upload = Upload(office)

    got = upload.send()
    office.carry_jobs()

    assert got.status == 201
    assert [key for key in keys_in(office, "MASTERS_BUCKET") if key.startswith("masters/")]


def test_upload_policy_names_one_key_one_type_one_range_and_five_minutes(office: Office) -> None:
    upload = Upload(office)

    conditions = upload.policy["conditions"]

    lifetime = datetime.fromisoformat(upload.policy["expiration"]) - datetime.now(UTC)
    assert {"key": upload.fields["key"]} in conditions
    assert {"Content-Type": "application/pdf"} in conditions
    assert {"bucket": office.environment["MASTERS_BUCKET"]} in conditions
    assert ["content-length-range", 1, 100 * 1024 * 1024] in conditions
    assert not [condition for condition in conditions if "starts-with" in condition]
    assert timedelta(seconds=290) < lifetime <= timedelta(seconds=300)


def test_upload_that_differs_from_what_was_signed_is_refused_and_stores_nothing(office: Office) -> None:
    upload = Upload(office)
    open_policy = base64.b64encode(json.dumps(upload.policy | {"conditions": []}).encode()).decode()

    got = {
        "another folder": upload.send({"key": upload.fields["key"].replace("uploads/", "masters/")}),
        "another name": upload.send({"key": upload.fields["key"].replace(".pdf", ".html")}),
        "another type": upload.send({"Content-Type": "text/html"}),
        "another policy": upload.send({"policy": open_policy}),
        "an ACL": upload.send({"acl": "public-read"}),
        "another bucket": upload.send(bucket=office.environment["COPIES_BUCKET"]),
        "an empty file": upload.send(file=b""),
    }

    assert {name: one.status for name, one in got.items()} == dict.fromkeys(got, 403) | {"an empty file": 400}
    assert [*keys_in(office, "MASTERS_BUCKET"), *keys_in(office, "COPIES_BUCKET")] == []


def test_upload_outside_of_the_signed_range_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MOST_MASTER_BYTES", 1000)
    upload = Upload(office)

    too_large, fitting = upload.send(file=b"%PDF-" + b"x" * 996), upload.send(file=b"%PDF-" + b"x" * 995)

    assert (too_large.status, b"EntityTooLarge" in too_large.body) == (400, True)
    assert fitting.status == 201


def test_upload_after_five_minutes_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = Upload(office)
    moment = datetime.now(UTC) + timedelta(seconds=302)
    monkeypatch.setattr("infra.local.door._now", lambda: moment)

    assert upload.send().status == 403
    assert keys_in(office, "MASTERS_BUCKET") == []


def test_no_object_is_reached_without_a_signature_not_even_by_its_exact_key(office: Office) -> None:
    a_sent_copy(office)
    addresses = [
        f"{office.door.origin}/{office.environment[setting]}/{quote(version['Key'])}"
        for setting in ("MASTERS_BUCKET", "COPIES_BUCKET")
        for version in versions_of(office, setting)
    ]
    folders = [f"{office.door.origin}/{office.environment[name]}/" for name in ("MASTERS_BUCKET", "COPIES_BUCKET")]

    assert len(addresses) >= 4
    statuses = {send(method, url).status for url in addresses + folders for method in ("GET", "HEAD", "PUT", "DELETE")}
    assert statuses == {403}
    assert {send("GET", f"{url}?list-type=2&versions").status for url in folders} == {403}


def test_master_is_reached_neither_by_a_copys_signature_nor_by_one_for_itself(office: Office) -> None:
    sent = a_sent_copy(office)
    copies, masters = office.environment["COPIES_BUCKET"], office.environment["MASTERS_BUCKET"]
    halves = [key for key in keys_in(office, "MASTERS_BUCKET") if key.startswith("masters/")]
    url = str(sent.open().json["url"])
    path = url.partition("?")[0].removeprefix(office.door.origin)

    swapped = [url.replace(path, f"/{masters}/{half}") for half in halves]
    moved = url.replace(copies, masters)
    signed = [CopiesBucket(office.ports._s3, masters).link_for(half, "master.pdf", 300) for half in halves]

    assert send("GET", url).status == 200
    assert len(halves) == 2
    assert {send("GET", address).status for address in (*swapped, moved, *signed)} == {403}


def test_no_route_gives_a_master_or_its_key_to_a_visitor(office: Office) -> None:
    sent = a_sent_copy(office)
    [digest] = {key.split("/")[2] for key in keys_in(office, "MASTERS_BUCKET") if key.startswith("masters/")}
    token = sent.visit_token

    replies = [
        office.get("/publications"),
        office.get(f"/publications/{sent.publication_id}"),
        office.get("/visit", token=token),
        office.get(f"/visit/requests/{sent.request_id}", token=token),
        office.post(f"/visit/requests/{sent.request_id}/open", token=token),
        sent.view(),
        sent.open(),
        office.get(f"/copies/{sent.view().json['copy_code']}"),
    ]

    shown = b"".join(reply.body for reply in replies).decode()
    assert {reply.status for reply in replies} == {200}
    assert not [word for word in ("masters", "uploads/", digest) if word in shown]
    assert PERSON["name"] not in shown


def test_withdrawn_title_is_marked_for_nobody_any_more(office: Office) -> None:
    staff = office.signed_in()
    publication, kiosk = office.publication(a_pdf()), office.kiosk(staff)
    token = office.post("/visits", a_visit(), token=kiosk).json["visit_token"]
    office.post("/visit/requests", {"publication_id": publication, "channels": ["app"]}, token=token)

    office.ask("DELETE", f"/staff/publications/{publication}", token=staff)
    office.carry_jobs()

    [request] = office.get("/visit", token=token).json["requests"]
    assert (request["state"], request["reason_code"]) == ("refused", "publication-withdrawn")
    assert not [key for key in keys_in(office, "COPIES_BUCKET") if key.startswith("copies/")]
