"""The mail that brings a copy's link: text and HTML, Indonesian first and English below, no tracking."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from chalicelib.catalogue.model import citation
from chalicelib.delivery.model import CopyRequest
from chalicelib.unit import Unit
from chalicelib.wording import LANGUAGES, Language
from chalicelib.wording.days import in_words


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What one mail says, to whom, and from whom."""

    unit: Unit
    sender: str
    name: str
    email: str
    language: Language
    request: CopyRequest
    address: str
    check_address: str
    written_at: datetime


def compose(letter: Letter, reference: str) -> bytes:
    """The message as it is sent (RFC 5322), with `reference` as the left side of its Message-ID."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(letter.unit.short_name, addr_spec=letter.sender)
    message["To"] = Address(addr_spec=letter.email)
    message["Reply-To"] = Address(letter.unit.short_name, addr_spec=letter.unit.email)
    message["Subject"] = f"Salinan Anda: {as_typed(letter.request.title)}"
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{reference}@{letter.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    words = _words(letter)
    message.set_content(_templates().get_template("copy.txt").render(words))
    message.add_alternative(_templates().get_template("copy.html").render(words), subtype="html")
    message["Content-Language"] = "id, en"
    return message.as_bytes()


def as_typed(text: str) -> str:
    """Text for a header, on one line: what looks like an encoded word (RFC 2047) stands as it was typed.

    Python decodes such words where a header is set, and writes the line ends that were hidden in them.
    """
    return " ".join(text.replace("=?", "= ?").split())


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _words(letter: Letter) -> dict[str, Any]:
    request = letter.request
    assert request.expires_at is not None
    until = request.expires_at.astimezone(letter.unit.tz)
    return {
        "unit": letter.unit,
        "name": letter.name,
        "title": request.title,
        "pages": request.pages,
        "size": {language: size_in_words(request.size_bytes or 0, language) for language in LANGUAGES},
        "until": {language: moment_in_words(until, language) for language in LANGUAGES},
        "address": letter.address,
        "check_address": letter.check_address,
        "copy_code": request.copy_code,
        "citation": citation(request, letter.unit.short_name, letter.unit.place),
    }


def moment_in_words(moment: datetime, language: Language) -> str:
    """`2 Desember 2026 pukul 15.04`."""
    at, mark = ("pukul", ".") if language == "id" else ("at", ":")
    return f"{in_words(moment, language)} {at} {moment:%H}{mark}{moment:%M}"


def size_in_words(size_bytes: int, language: str) -> str:
    """Megabytes with one decimal, as files are told in either language."""
    megabytes = max(0.1, round(size_bytes / 1_000_000, 1))
    text = f"{megabytes:.1f} MB"
    return text.replace(".", ",") if language == "id" else text
