"""A mail as it leaves, made of plain values."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import msgspec

from chalicelib.delivery.message import Letter, compose
from chalicelib.delivery.model import CopyRequest
from chalicelib.unit import read_units

WRITTEN = datetime(2026, 11, 26, 2, 15, tzinfo=UTC)
[UNIT] = read_units(["6371"])


def a_letter(title: str = "Kota Banjarmasin Dalam Angka 2025", **changes: Any) -> Letter:
    """The first mail with a copy of 386 pages, to Siti Rahmah, who reads Indonesian."""
    request = CopyRequest(
        request_id="0" * 32,
        unit="6371",
        visit_id="1" * 32,
        publication_id="2" * 32,
        title=title,
        year=2025,
        copy_code="LP-7K2M-9QXR-4TBD",
        requested_at=WRITTEN,
        day=WRITTEN.date(),
        state="ready",
        pages=386,
        size_bytes=14_230_000,
        expires_at=WRITTEN + timedelta(days=7),
    )
    letter = Letter(
        unit=UNIT,
        sender="pustaka@bps6371.example",
        name="Siti Rahmah",
        email="siti.rahmah@example.com",
        language="id",
        request=request,
        address="https://pustaka.example/unduh/#Yb3kQ9vN2xT7mR5cW8pL4sJ6hF1dG0aZeUiOyXtVnMk",
        address_until=WRITTEN + timedelta(days=3),
        check_address="https://pustaka.example/cek/?kode=LP-7K2M-9QXR-4TBD",
        written_at=WRITTEN,
    )
    return msgspec.structs.replace(letter, **changes)


def posted(letter: Letter) -> EmailMessage:
    """The letter, sent and read again."""
    return email.message_from_bytes(compose(letter, "m-1"), policy=email.policy.default)


def part(message: EmailMessage, kind: str) -> str:
    """The text of the part of that kind: `plain` or `html`."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())
