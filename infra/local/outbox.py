"""Every mail and message that would have been sent, kept to be read: in memory for the page, and as a file while the
stack runs.
"""

import contextlib
import email
import email.policy
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest.mock import patch

from moto.ses.models import SESBackend

from infra.local.outbox_messages import KeptMessage
from infra.local.whatsapp import Json, Message

_BASE = '<base target="_blank">'


@dataclass(frozen=True)
class Kept:
    """One mail as it left."""

    number: int
    message_id: str
    to: str
    at: datetime
    source: bytes
    kind: str = "mail"
    suffix: str = "eml"

    @property
    def parsed(self) -> EmailMessage:
        return email.message_from_bytes(self.source, policy=email.policy.default)

    def listed(self) -> Json:
        return {
            "number": self.number,
            "kind": self.kind,
            "to": self.to,
            "subject": str(self.parsed.get("Subject", "")),
            "at": self.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }

    def shown(self) -> Json:
        """The whole message, but for the HTML: that is a document of its own."""
        message = self.parsed
        headers = [{"name": name, "value": str(value)} for name, value in message.items()]
        return self.listed() | {
            "headers": headers,
            "text": _part(message, "plain"),
            "has_html": bool(_part(message, "html")),
        }

    def html(self) -> str:
        """The HTML part as a page of its own, whose links open beside the outbox."""
        html = _part(self.parsed, "html") or ""
        with_base, found = re.subn(r"(?i)<head[^>]*>", lambda head: head.group() + _BASE, html, count=1)
        return with_base if found else _BASE + html


class Outbox:
    """Collects from `start()` to `stop()`. Its folder is emptied at both ends: what is in it is personal data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: list[Kept | KeptMessage] = []
        self._lock = threading.Lock()
        self._hooked = contextlib.ExitStack()

    def start(self) -> None:
        self._clear()
        self._folder.mkdir(parents=True, mode=0o700)
        self._hooked.enter_context(_telling(self.keep))

    def stop(self) -> None:
        self._hooked.close()
        self._clear()

    def keep(self, message_id: str, to: list[str], source: bytes) -> None:
        self._add(lambda number: Kept(number, message_id, ", ".join(to), datetime.now(UTC), source))

    def keep_message(self, message: Message) -> None:
        self._add(lambda number: KeptMessage(number, message, datetime.now(UTC)))

    def _add(self, numbered: Callable[[int], Kept | KeptMessage]) -> None:
        with self._lock:
            kept = numbered(len(self._kept) + 1)
            self._kept.append(kept)
        name = re.sub(r"[^\w.-]", "_", kept.message_id)
        (self._folder / f"{kept.number:04d}-{name}.{kept.suffix}").write_bytes(kept.source)

    def newest_first(self) -> list[Kept | KeptMessage]:
        with self._lock:
            return self._kept[::-1]

    def find(self, number: int) -> Kept | KeptMessage | None:
        with self._lock:
            return self._kept[number - 1] if 1 <= number <= len(self._kept) else None

    def _clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else None


@contextmanager
def _telling(keep: Callable[[str, list[str], bytes], None]) -> Iterator[None]:
    """Tells of every raw message that SES accepts."""
    send_raw_email = SESBackend.send_raw_email

    def sent(backend: SESBackend, source: str, destinations: list[str], raw_data: str) -> Any:
        addresses = list(destinations)
        message = send_raw_email(backend, source, destinations, raw_data)
        keep(message.id, addresses, raw_data.encode("utf-8"))
        return message

    with patch.object(SESBackend, "send_raw_email", sent):
        yield
