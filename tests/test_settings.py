"""Settings: nothing runs half configured."""

from __future__ import annotations

import pytest

from chalicelib.settings import MissingSettings, Settings, read_settings
from chalicelib.wiring import ports
from tests.office import Office


def test_all_missing_settings_are_named_at_once() -> None:
    with pytest.raises(MissingSettings) as missing:
        read_settings(
            {name.upper(): "x" for name in Settings.__struct_fields__ if name not in ("units", "mail_sender")}
        )

    assert missing.value.names == ["MAIL_SENDER", "UNITS"]


def test_health_is_ok_when_everything_is_set(office: Office) -> None:
    assert office.get("/health").json == {"status": "ok"}


def test_health_says_when_a_setting_is_missing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINKS_TABLE")
    ports.cache_clear()

    reply = office.get("/health")

    assert (reply.status, reply.code) == (503, "not-configured")
    assert int(reply.headers["retry-after"]) > 0
