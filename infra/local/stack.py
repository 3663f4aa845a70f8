"""The whole service in one process: emulated account, door, app, gateway, site and workers, started in order."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import boto3
from chalice.app import Chalice

from infra.local import emulation, pool_keys, storage
from infra.local.access import Access
from infra.local.client import ApiClient
from infra.local.demo_staff import DemoStaff, admit_demo_staff
from infra.local.door import Door, Keeper
from infra.local.gateway import Gateway
from infra.local.mailbox_simulator import MailboxSimulator
from infra.local.mappings import queue_mappings
from infra.local.outbox import Outbox
from infra.local.pages import security_headers
from infra.local.phones import Phones
from infra.local.poller import Poller
from infra.local.scheduler import Scheduler, schedules
from infra.local.site import Behind, Site
from infra.local.storage import Storage
from infra.local.streams import StreamReader, stream_mapping
from infra.local.struct_types import import_all, learn_types
from infra.local.whatsapp import NUMBER

SENDER = "pustaka@bps6371.example"
"""From whom mails would come. It cannot exist (RFC 2606): nothing is ever sent."""

WEBAPI = "https://webapi.invalid"
"""Nowhere (RFC 2606): no key is stored here, and nothing is fetched from the internet."""


@dataclass(frozen=True)
class Choices:
    """What the environment of `make run` decides. `hours` is "unit" or "always"; `whatsapp` whether messages go from a
    "number" of the office or by the "hand" of its staff.
    """

    hours: str = "always"
    units: str = "6371"
    whatsapp: str = "number"


class Stack:
    """Running inside its `with` block. `site` is bound before anything else, so that a taken port costs nothing.

    Mails and messages go to `folder`/outbox.
    """

    def __init__(self, site: Site, folder: Path, choices: Choices) -> None:
        self.site = site
        self._folder = folder
        self._choices = choices
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _start(self) -> None:
        door = Door()
        self._open.callback(door.stop)
        places = {"AWS_ENDPOINT_URL_S3": door.origin, "MOTO_S3_CUSTOM_ENDPOINTS": door.origin}
        account = self._open.enter_context(emulation.start(environment=places))
        self.region, self.changes = account.region, account.changes
        made = storage.make(account.region, {"PublicUrl": self.site.origin})
        door.open(Keeper(account.credentials, account.region, made.bucket_policies))
        pool_keys.renew_key(account.region, made.settings["USER_POOL_ID"])
        self._set_environment(made, door)
        boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        outbox = Outbox(self._folder / "outbox")
        outbox.start()
        self._open.callback(outbox.stop)
        phones = Phones(made.settings["WHATSAPP_EVENTS_TOPIC"], account.region)
        account.whatsapp.listeners += [outbox.keep_message, phones.ring]
        mailboxes = MailboxSimulator(account.region)
        mailboxes.start()
        self._open.callback(mailboxes.stop)
        app = load_app()
        import_all()
        learn_types()
        gateway = Gateway(app, stage_of(app))
        self.site.open(Behind(gateway, outbox, made.settings["COVERS_BUCKET"], security_headers(door.origin)))
        self._open.callback(self.site.stop)
        poller = Poller(queue_mappings(app, made, account.region), account.region)
        poller.start()
        self._open.callback(poller.stop)
        reader = StreamReader(account.changes, stream_mapping(app, made, account.region))
        reader.start()
        self._open.callback(reader.stop)
        scheduler = Scheduler(schedules(app), account.region)
        scheduler.start()
        self._open.callback(scheduler.stop)
        self.staff: DemoStaff = admit_demo_staff(made.settings)
        self.client = ApiClient(gateway, self._sign_in)

    def access(self) -> Access:
        """A registered kiosk, today's on-site code and the staff, as a head of unit would get them."""
        kiosk = self.client.call("POST", "/staff/kiosks", {"name": "Kios"})
        code = self.client.call("GET", "/staff/onsite-code")
        return Access(self.site.origin, kiosk["token"], code["code"], self.staff.kepala, self.staff.petugas)

    def _sign_in(self, client: ApiClient) -> str:
        token: str = client.call_as(None, "POST", "/staff/session", vars(self.staff.kepala))["token"]
        return token

    def _numbers(self) -> str:
        if self._choices.whatsapp == "hand":
            return "none"
        return ",".join(f"{unit}={NUMBER}" for unit in self._choices.units.split(","))

    def _set_environment(self, made: Storage, door: Door) -> None:
        own = {
            "JWKS_URL": f"{door.origin}/{made.settings['USER_POOL_ID']}/.well-known/jwks.json",
            "MAIL_SENDER": SENDER,
            "WHATSAPP_NUMBERS": self._numbers(),
            "PUBLIC_URL": self.site.origin,
            "WEBAPI_URL": WEBAPI,
            "WEBAPI_KEY_PARAMETER": "/loket-pustaka/webapi-key",
            "UNITS": self._choices.units,
            "HOURS": self._choices.hours,
        }
        os.environ.update({**made.settings, **own})


def load_app() -> Chalice:
    """app.py, imported only now: its settings and clients are those of the emulated account."""
    from app import app  # noqa: PLC0415 - not before the environment is that of the emulated account

    return app


def stage_of(app: Chalice) -> str:
    """The first part of an API address: in the cloud the stage of API Gateway, unless the routes name it themselves."""
    return "" if any(route.startswith("/api/") for route in app.routes) else "/api"
