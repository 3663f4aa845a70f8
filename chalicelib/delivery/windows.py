"""The window in which whoever wrote to the office may be answered with any message, not with a template alone.

It is open for 24 hours after their last message (WhatsApp Business Platform, "customer service windows").
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.abuse.limits import window_digest

LENGTH = timedelta(hours=24)
MARGIN = timedelta(minutes=5)
"""So long before its end nothing is begun in a window any more: a message takes its time."""


class Windows(Protocol):
    """Where is kept until when they are open: by a digest, with nothing of what was written."""

    def open_until(self, window: str) -> datetime | None: ...
    def open(self, window: str, until: datetime) -> None:
        """Open it, or keep it open for longer; an earlier end changes nothing."""
        ...

    def close(self, window: str) -> None: ...


class WindowPorts(Protocol):
    """What knowing of them needs."""

    @property
    def windows(self) -> Windows: ...
    def now(self) -> datetime: ...


def is_open(ports: WindowPorts, number: str, phone: str) -> bool:
    """Whether somebody has written to a number of ours lately enough."""
    until = ports.windows.open_until(window_digest(number, phone))
    return until is not None and ports.now() < until - MARGIN


def opened(ports: WindowPorts, number: str, phone: str, written_at: datetime) -> None:
    """Somebody wrote to a number of ours."""
    until = written_at + LENGTH
    if until > ports.now():
        ports.windows.open(window_digest(number, phone), until)


def closed(ports: WindowPorts, number: str, phone: str) -> None:
    """WhatsApp says that it is not open."""
    ports.windows.close(window_digest(number, phone))
