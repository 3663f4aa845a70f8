"""How every mail of the service is written: from the office, text and HTML beside each other, no tracking."""

from __future__ import annotations

import textwrap
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from chalicelib.unit import Unit

WIDTH = 72
"""Letters in a line of the text part (RFC 5322, 2.1.1: 78 at most); an address is never broken."""
FAMILY = Path(__file__).parent / "templates"
"""Where the page stands that all mails have in common."""


class Envelope(Protocol):
    """What stands on a mail whatever it says."""

    @property
    def unit(self) -> Unit: ...
    @property
    def sender(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def written_at(self) -> datetime: ...


def written(envelope: Envelope, subject: str, bodies: tuple[str, str], reference: str) -> bytes:
    """The message as it is sent (RFC 5322): text, then HTML; `reference` is the left side of its Message-ID."""
    message, office = EmailMessage(policy=SMTP), envelope.unit.short_name
    message["From"] = Address(office, addr_spec=envelope.sender)
    message["To"] = Address(addr_spec=envelope.email)
    message["Reply-To"] = Address(office, addr_spec=envelope.unit.email)
    message["Subject"] = as_typed(subject)
    message["Date"] = format_datetime(envelope.written_at)
    message["Message-ID"] = f"<{reference}@{envelope.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(bodies[0])
    message.add_alternative(bodies[1], subtype="html")
    message["Content-Language"] = "id, en"
    return message.as_bytes()


def as_typed(text: str) -> str:
    """Text for a header, on one line: what looks like an encoded word (RFC 2047) stands as it was typed.

    Python decodes such words where a header is set, and writes the line ends that were hidden in them.
    """
    return " ".join(text.replace("=?", "= ?").split())


def rendered(folder: Path, name: str, words: dict[str, Any]) -> tuple[str, str]:
    """Text and HTML of one mail by its two templates."""
    templates = _templates(folder)
    return templates.get_template(f"{name}.txt").render(words), templates.get_template(f"{name}.html").render(words)


@lru_cache
def _templates(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader([folder, FAMILY]),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["wrapped"] = wrapped
    return made


def wrapped(text: str, indent: int = 0) -> str:
    """Text in lines of the text part, each behind so many spaces; what has no spaces stays whole."""
    space = " " * indent
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=space,
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
    )
