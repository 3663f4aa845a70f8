"""An office that may fetch from a WebAPI on loopback, with its key stored and its pauses recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import msgspec
import pytest

from tests.imports.webapi_double import KEY, WebApiDouble
from tests.office import Office

PARAMETER = "/loket-pustaka/webapi-key"


@pytest.fixture
def webapi() -> Iterator[WebApiDouble]:
    double = WebApiDouble()
    yield double
    double.stop()


class Fetching:
    """The office, and the WebAPI that it fetches from. Waiting moves the office's clock, and is written down."""

    def __init__(self, office: Office, webapi: WebApiDouble) -> None:
        self.office, self.webapi = office, webapi
        self.waits: list[float] = []
        office.ports.settings = msgspec.structs.replace(office.ports.settings, webapi_url=webapi.url)
        office.ports.pause = self._wait
        self.staff = office.signed_in(office.member("petugas"))

    def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.office.clock.move(seconds=seconds)

    def store_key(self, key: str = KEY) -> None:
        boto3.client("ssm").put_parameter(Name=PARAMETER, Value=key, Type="SecureString", Overwrite=True)

    def start(self) -> Any:
        return self.office.post("/staff/publications/import", {"source": "webapi"}, token=self.staff)

    def report(self, **headers: str) -> dict[str, Any]:
        reply = self.office.get("/staff/publications/import", token=self.staff, headers=headers)
        assert reply.status == 200, reply.json
        return dict(reply.json)

    def fetch(self) -> dict[str, Any]:
        """A whole import; its report."""
        started = self.start()
        assert started.status == 200, started.json
        self.office.carry_jobs()
        return self.report()

    def titles(self) -> dict[str, Any]:
        """The unit's titles by their titles."""
        return {title.title: title for title in self.office.ports.publications.of_unit("6371")}


@pytest.fixture
def fetching(office: Office, webapi: WebApiDouble) -> Fetching:
    made = Fetching(office, webapi)
    made.store_key()
    return made


def counts(report: dict[str, Any]) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, refused."""
    return report["added"], report["changed"], report["unchanged"], report["refused_rows"]
