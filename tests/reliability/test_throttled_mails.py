"""A mail service that is busy or has had enough for today: every mail leaves once, and nobody waits at the screen."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from botocore.awsrequest import AWSPreparedRequest
from moto.core.botocore_stubber import BotocoreStubber

from chalicelib.delivery.outcome import SendLater
from chalicelib.log import log
from tests.audit import complaints
from tests.delivery.steps import asked, opened, seen, states
from tests.faults import Response
from tests.office import Office, a_pdf
from tests.reliability.mails import send_waiting, states_of, waiting_mails

RECEIVES = 5
"""How often a queue hands a job out."""


class Busy:
    """A mail service that refuses so many of a hundred mails for the moment."""

    def __init__(self, percent: int, rng: random.Random) -> None:
        self._percent, self._rng = percent, rng
        self.left: list[str] = []
        self.throttled = 0

    def send(self, _letter: object, _message: bytes, tag: str) -> str:
        if self._rng.randrange(100) < self._percent:
            self.throttled += 1
            raise SendLater()
        self.left.append(tag)
        return f"m-{len(self.left)}"


@pytest.mark.parametrize("many", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_throttled_mails_all_leave_once(office: Office, many: int) -> None:
    names, mailer = waiting_mails(office, many), Busy(30, random.Random(9))
    office.ports.mailer = mailer  # type: ignore[assignment]

    for _ in range(RECEIVES):
        send_waiting(office, names)

    assert mailer.throttled > many / 5
    assert Counter(mailer.left) == {f"{name}.email": 1 for name in names}
    assert states_of(office, names) == {"sent"}


@contextmanager
def quota_spent() -> Iterator[list[str]]:
    """SES has sent as many mails as it does in a day; what is asked of it meanwhile."""
    calls: list[str] = []
    real = BotocoreStubber.process_request
    body = json.dumps({"message": "Daily message quota exceeded."})

    def process(stubber: Any, request: AWSPreparedRequest) -> Response | None:
        if "/v2/email/outbound-emails" not in request.url:
            return real(stubber, request)
        calls.append(request.url)
        return 429, {"x-amzn-errortype": "TooManyRequestsException"}, body

    with patch.object(BotocoreStubber, "process_request", process):
        yield calls


def test_spent_quota_holds_mails_back_while_screen_and_disk_work_and_they_go_by_themselves(
    office: Office,
) -> None:
    publication, told = office.publication(a_pdf(1)), list[str]()
    visits = [office.visit() for _ in range(3)]

    with quota_spent() as calls, patch.object(log, "error", lambda _, **more: told.append(more["kind"])):
        requests = [asked(office, visit, publication, "app", "email", "flashdisk") for visit in visits]
        office.carry_jobs()
        mails = [_mail(seen(office, visit, one)) for visit, one in zip(visits, requests, strict=True)]
        for visit, request in zip(visits, requests, strict=True):
            assert opened(office, visit, request)["url"]
            _hand_over(office, request)
        for _ in range(3):
            office.clock.move(minutes=15)
            office.run_schedule("sweep")
            office.carry_jobs()
    office.clock.move(minutes=20)
    office.run_schedule("sweep")
    office.carry_jobs()

    assert (len(calls), told) == (1, ["mail-quota"])
    assert {(mail["state"], mail["code"]) for mail in mails} == {("ready", "mail-later")}
    assert all("akan dikirim kemudian" in mail["detail"] for mail in mails)
    ends = [states(seen(office, visit, one)) for visit, one in zip(visits, requests, strict=True)]
    assert ends == [{"app": "ready", "email": "sent", "flashdisk": "sent"}] * 3
    assert (len(office.mails()), complaints(office)) == (3, [])


def _mail(request: dict[str, Any]) -> dict[str, Any]:
    [mail] = [one for one in request["deliveries"] if one["channel"] == "email"]
    return dict(mail)


def _hand_over(office: Office, request: dict[str, Any]) -> None:
    path = f"/staff/deliveries/{request['request_id']}.flashdisk/handed-over"
    assert office.post(path, {}, token=office.signed_in()).status == 200
