"""A whole office for tests: the app behind its gateway on the embedded stack, with jobs carried when a test says so."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any, BinaryIO

import boto3
import msgspec
from chalice.local import LambdaContext
from reportlab.pdfgen.canvas import Canvas

from chalicelib.catalogue.cover import cover_of
from chalicelib.office.contract import OPERATIONS
from chalicelib.office.schemas import Problem
from chalicelib.queue.model import Ticket
from chalicelib.queue.store import StoredTickets
from chalicelib.staff.model import Member, Role
from chalicelib.unit import Limits, Units
from chalicelib.watermark.model import PreparedMaster, Tell
from chalicelib.watermark.service import prepare, prove
from chalicelib.wiring import Ports, ports
from infra.local import emulation, storage
from infra.local.door import Door, Keeper
from infra.local.forgetting import forget_everything
from infra.local.gateway import Gateway
from infra.local.mappings import QueueMapping, queue_mappings
from infra.local.pool_keys import renew_key
from infra.local.scheduler import schedules
from infra.local.streams import stream_mapping
from infra.local.struct_types import import_all, learn_types

PASSWORD = "Sandi-Petugas-2026"
PUBLIC_URL = "http://127.0.0.1:8000"
MADE_ONCE = [name for name in dir(Ports) if isinstance(getattr(Ports, name), cached_property)]
"""Stores and clients cost more to make than most tests take, and but for the tickets remember nothing of a test."""


@dataclass(frozen=True)
class Reply:
    """What the API answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem."""
        return str(self.json["type"]).removeprefix("urn:loket:problem:")

    @property
    def faults(self) -> dict[str, str]:
        """Field -> code of all faults."""
        return {fault["field"]: fault["code"] for fault in self.json.get("errors", [])}


class MovableClock:
    """The real time, moved by as much as a test says."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **by: float) -> None:
        self.ahead += timedelta(**by)


class WorkshopHere:
    """Prepares masters in the tests' own process: one of their own takes longer to start than most tests take."""

    def prepare(self, master: BinaryIO, tell: Tell) -> PreparedMaster:
        master.seek(0)
        prepared = prepare(master.read(), tell=tell)
        prove(prepared, tell)
        return msgspec.structs.replace(prepared, cover=cover_of(prepared))


class Office:
    """One deployment with one unit, open around the clock."""

    def __init__(self) -> None:
        self.door = Door()
        origin = {"MOTO_S3_CUSTOM_ENDPOINTS": self.door.origin, "AWS_ENDPOINT_URL_S3": self.door.origin}
        self.emulation = emulation.start(environment=origin)
        self.storage = storage.make(self.emulation.region, {"PublicUrl": PUBLIC_URL})
        renew_key(self.emulation.region, self.storage.settings["USER_POOL_ID"])
        keeper = Keeper(self.emulation.credentials, self.emulation.region, self.storage.bucket_policies)
        self.door.open(keeper)
        self.environment = self._environment()
        os.environ.update(self.environment)
        ports.cache_clear()
        self.clock = MovableClock()
        import app

        import_all()
        learn_types()
        self.gateway = Gateway(app.app, stage="/api")
        self.mappings = queue_mappings(app.app, self.storage, self.emulation.region)
        self.schedules = schedules(app.app)
        self.streams = stream_mapping(app.app, self.storage, self.emulation.region)
        self.s3, self.sqs = boto3.client("s3"), boto3.client("sqs")
        self.cognito, self.mail = boto3.client("cognito-idp"), boto3.client("sesv2")
        self._made = {name: getattr(ports(), name) for name in MADE_ONCE} | {"workshop": WorkshopHere()}
        self.limited = self._made["units"]
        self._made["units"] = without_limits(self.limited)

    def _environment(self) -> dict[str, str]:
        settings = self.storage.settings
        return {
            **settings,
            "JWKS_URL": f"{self.door.origin}/{settings['USER_POOL_ID']}/.well-known/jwks.json",
            "MAIL_SENDER": "pst@bps6371.example.com",
            "WHATSAPP_NUMBERS": "none",
            "PUBLIC_URL": PUBLIC_URL,
            "WEBAPI_URL": "https://webapi.invalid",
            "WEBAPI_KEY_PARAMETER": "/loket-pustaka/webapi-key",
            "UNITS": "6371",
            "HOURS": "always",
        }

    def begin(self) -> None:
        """An empty office at the real time."""
        forget_everything(self.emulation.region)
        ports.cache_clear()
        self.ports.__dict__.update(self._made | {"tickets": StoredTickets()})
        self.emulation.whatsapp.forget()
        self.emulation.changes.forget()
        self.clock.ahead = timedelta()
        self.ports.clock = self.clock
        self.ports.pause = lambda _: None
        self.mail.create_email_identity(EmailIdentity="pst@bps6371.example.com")

    def close(self) -> None:
        self.door.stop()
        ports.cache_clear()
        self.emulation.stop()

    @property
    def ports(self) -> Ports:
        return ports()

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        address: str = "127.0.0.1",
    ) -> Reply:
        """Call the API; `body` is made JSON unless it is bytes."""
        sent = {"content-type": "application/json", **(headers or {})}
        if token:
            sent["authorization"] = f"Bearer {token}"
        if key:
            sent["idempotency-key"] = key
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        answer = self.gateway.handle(method, f"/api{path}", sent, raw, address)
        reply = Reply(answer.status, {name.lower(): value for name, value in answer.headers}, answer.body)
        return keeps_contract(method, path, reply)

    def get(self, path: str, **options: Any) -> Reply:
        return self.ask("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Reply:
        """A POST under a key of its own unless one is given."""
        return self.ask("POST", path, {} if body is None else body, **{"key": new_key(), **options})

    def member(self, role: Role = "kepala", username: str | None = None, unit: str = "6371") -> Member:
        """A member of staff with the tests' password."""
        username = username or f"{role}-{secrets.token_hex(4)}"
        pool, client = self.storage.settings["USER_POOL_ID"], self.cognito
        user = client.admin_create_user(UserPoolId=pool, Username=username)["User"]
        client.admin_set_user_password(UserPoolId=pool, Username=username, Password=PASSWORD, Permanent=True)
        client.admin_add_user_to_group(UserPoolId=pool, Username=username, GroupName=role)
        subject = next(one["Value"] for one in user["Attributes"] if one["Name"] == "sub")
        now = self.clock()
        member = Member(subject=subject, username=username, unit=unit, role=role, name="Rina", created_at=now)
        self.ports.commit([self.ports.members.adding(member)])
        return member

    def signed_in(self, member: Member | None = None) -> str:
        """A staff token (of a new kepala, unless a member is given)."""
        member = member or self.member()
        reply = self.post("/staff/session", {"username": member.username, "password": PASSWORD})
        return str(reply.json["token"])

    def kiosk(self, token: str | None = None) -> str:
        """A registered kiosk's token."""
        reply = self.post("/staff/kiosks", {"name": "Kiosk 1"}, token=token or self.signed_in())
        return str(reply.json["token"])

    def visit(self, kiosk: str | None = None, **entry: Any) -> dict[str, Any]:
        """A visitor who has filled the guestbook: its answer."""
        reply = self.post("/visits", a_visit(**entry), token=kiosk or self.kiosk())
        assert reply.status == 201, reply.json
        return dict(reply.json)

    def publication(self, content: bytes, token: str | None = None, **form: Any) -> str:
        """A publication whose master was uploaded and taken in: its id."""
        reply = self.post("/staff/publications", a_publication(**form), token=token or self.signed_in())
        fields, bucket = reply.json["upload"]["fields"], self.environment["MASTERS_BUCKET"]
        self.s3.put_object(Bucket=bucket, Key=fields["key"], Body=content)
        self.carry_jobs()
        return str(reply.json["publication_id"])

    def carry_jobs(self) -> None:
        """Carry jobs to their functions until no queue has any."""
        while sum(self._carry(mapping) for mapping in self.mappings):
            continue

    def carry_changes(self) -> None:
        """Carry what the streams of the tables tell to the function that counts."""
        while records := self.emulation.changes.take(100):
            self.streams.carry(records)

    def _carry(self, mapping: QueueMapping) -> bool:
        received = self.sqs.receive_message(QueueUrl=mapping.queue_url, MaxNumberOfMessages=10, AttributeNames=["All"])
        messages = received.get("Messages", [])
        failed = self.handled(mapping, [message["Body"] for message in messages]) if messages else []
        for number, message in enumerate(messages):
            if number not in failed:
                self.sqs.delete_message(QueueUrl=mapping.queue_url, ReceiptHandle=message["ReceiptHandle"])
        return bool(messages)

    def handled(self, mapping: QueueMapping, bodies: list[str]) -> list[int]:
        """Hand messages to a function as Lambda does; which of them it reports as failed."""
        records = [
            {
                "messageId": str(number),
                "receiptHandle": str(number),
                "body": body,
                "eventSource": "aws:sqs",
                "eventSourceARN": mapping.queue_arn,
            }
            for number, body in enumerate(bodies)
        ]
        answer = mapping.handler({"Records": records}, LambdaContext(mapping.function, 512))
        return [int(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]

    def run_schedule(self, function: str) -> None:
        """Invoke a scheduled function, e.g. `day_end`, as EventBridge does at the office's time."""
        (schedule,) = [one for one in self.schedules if one.function == function]
        schedule.run(self.clock(), self.emulation.region)

    def function(self, name: str) -> QueueMapping:
        return next(mapping for mapping in self.mappings if mapping.function == name)

    def mails(self) -> list[bytes]:
        """The raw messages that were handed to the mail service."""
        from moto.ses.models import ses_backends

        backend = ses_backends["123456789012"][self.emulation.region]
        return [message.raw_data.encode() for message in backend.sent_messages]

    def tickets(self) -> list[Ticket]:
        """All tickets of today."""
        from chalicelib.unit import service_day, unit_day

        unit = self.ports.units.of(None)
        return self.ports.tickets.of_day(unit_day(unit, service_day(self.clock(), unit)))


def without_limits(units: Units) -> Units:
    """The same units, in which all visitors of the tests may have one and the same address, on paper and on the net."""
    many = Limits(
        mails_to_address_an_hour=10**6,
        mails_to_address_a_day=10**6,
        mails_a_day=10**6,
        complaints_from_address_an_hour=10**6,
    )
    return Units([msgspec.structs.replace(unit, limits=many) for unit in units])


def keeps_contract(method: str, path: str, reply: Reply) -> Reply:
    """The reply, held against the shape that the contract promises for it: no field more, none less."""
    if reply.status in (200, 201, 202):
        operation = next(one for one in OPERATIONS if one.method == method.lower() and _fits(one.path, path))
        assert reply.status == operation.status
        kind = reply.headers["content-type"].partition(";")[0]
        if kind not in operation.files:
            msgspec.convert(reply.json, operation.answer)
    elif reply.status >= 400:
        assert reply.headers["content-type"] == "application/problem+json"
        assert msgspec.convert(reply.json, Problem).status == reply.status
    return reply


def _fits(template: str, path: str) -> bool:
    parts, given = template.split("/"), path.partition("?")[0].split("/")
    return len(parts) == len(given) and all(
        part.startswith("{") or part == word for part, word in zip(parts, given, strict=True)
    )


def new_key() -> str:
    return secrets.token_hex(16)


def a_visit(**changes: Any) -> dict[str, Any]:
    """A guestbook entry; a field set to None is left out."""
    entry = {
        "name": "Siti Rahmah",
        "email": "siti.rahmah@example.com",
        "services": ["printed"],
        "consents": [],
        "language": "id",
    } | changes
    return {name: value for name, value in entry.items() if value is not None}


def a_publication(**changes: Any) -> dict[str, Any]:
    """What staff say of a publication."""
    return {"title": "Kota Banjarmasin Dalam Angka 2025", "year": 2025} | changes


def an_arrival(key: str) -> str:
    """A message as S3 sends it when an object has arrived."""
    return json.dumps({"Records": [{"eventName": "ObjectCreated:Put", "s3": {"object": {"key": key}}}]})


def a_pdf(pages: int = 2, text: str = "Jumlah penduduk menurut kecamatan") -> bytes:
    """A small PDF with text on every page."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(420, 595), invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(60, 500, f"{text}, halaman {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
