"""Answers of the mail service that are lost: with its events nothing is sent twice, without them once more at most."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.delivery.outcome import FateUnknown
from chalicelib.log import log
from tests.delivery.notices import a_notice, hear
from tests.office import Office
from tests.reliability.mails import mail_of, send_waiting, states_of, waiting_mails

many = pytest.mark.parametrize("many", [12, pytest.param(1000, marks=pytest.mark.slow)])


class Silent:
    """A mail service that takes every mail and never answers."""

    def __init__(self) -> None:
        self.left: list[str] = []

    def send(self, _letter: object, _message: bytes, tag: str) -> str:
        self.left.append(tag)
        raise FateUnknown()


def swept(office: Office, names: list[str]) -> None:
    """Ten minutes later the sweeper has looked, and workers have done what it started."""
    office.clock.move(minutes=10)
    office.run_schedule("sweep")
    send_waiting(office, names)


@many
def test_with_events_no_mail_is_sent_twice(office: Office, many: int) -> None:
    names, mailer = waiting_mails(office, many), Silent()
    office.ports.mailer = mailer  # type: ignore[assignment]
    own = {"topic": office.environment["MAIL_EVENTS_TOPIC"], "set": office.environment["MAIL_EVENTS"]}

    send_waiting(office, names)
    in_doubt = states_of(office, names)
    hear(office, *(a_notice("send", tag, f"m-{number}", **own) for number, tag in enumerate(mailer.left)))
    for _ in range(3):
        swept(office, names)

    assert (in_doubt, states_of(office, names)) == ({"unknown"}, {"sent"})
    assert Counter(mailer.left) == {f"{name}.email": 1 for name in names}


@many
def test_without_events_each_is_sent_once_more_and_then_a_person_is_told(office: Office, many: int) -> None:
    names, mailer = waiting_mails(office, many), Silent()
    office.ports.mailer = mailer  # type: ignore[assignment]
    told: list[Any] = []

    with patch.object(log, "error", lambda message, **more: told.append((message, more["id"]))):
        send_waiting(office, names)
        for _ in range(4):
            swept(office, names)

    assert Counter(mailer.left) == {f"{name}.email": 2 for name in names}
    assert sorted(told) == [("beyond help", f"{name}.email") for name in names]
    assert all(mail_of(office, name).desk_since for name in names)
