"""A person who has used everything, and what is left of them."""

from __future__ import annotations

import json
from typing import Any

import boto3

from tests.audit import everything
from tests.office import Office, Reply
from tests.security.sent_copies import SentCopy, a_sent_copy

PERSON = {
    "name": "Zubaidah Sentinel",
    "email": "zubaidah.sentinel@example.com",
    "phone": "0812-9988-7766",
    "institution": "Lembaga Rahasia",
}
TELLING = ("zubaidah", "sentinel", "99887766", "lembaga rahasia", "disability", "special-needs")
CONSENTS = [{"code": code, "version": "2026-01"} for code in ("contact-whatsapp", "special-needs")]


def a_person(office: Office, **entry: Any) -> SentCopy:
    """Somebody with a need, a number in line, and a copy that was sent by mail and can be fetched here."""
    return a_sent_copy(
        office, **(PERSON | {"priority": "disability", "consents": CONSENTS, "gender": "female"} | entry)
    )


def erased(office: Office, token: str) -> Reply:
    return office.ask("DELETE", "/visit/data", token=token)


def left_of(office: Office) -> list[tuple[str, str]]:
    """In which tables something stands that tells of the person."""
    stored = {name: json.dumps(rows, default=str).lower() for name, rows in everything(office).items()}
    return [(name, word) for name, text in stored.items() for word in TELLING if word in text]


def versions(office: Office) -> list[str]:
    """The keys of all that ever lay in the bucket of copies and is not gone for good, marks of deletion too."""
    found = boto3.client("s3").list_object_versions(Bucket=office.environment["COPIES_BUCKET"])
    return [one["Key"] for one in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]]
