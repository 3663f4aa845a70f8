"""What a provider may answer to a message, whatever the channel."""

from __future__ import annotations

from datetime import datetime


class Refused(Exception):
    """It is certain that this message will not go; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SendLater(Exception):
    """The provider took nothing and asks for a later try."""


class QuotaSpent(Exception):
    """The provider took nothing and takes nothing more before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class NotTaken(Exception):
    """The provider did not fetch a copy: nothing has left, and a link to it may go instead."""


class FateUnknown(Exception):
    """The answer was lost: the message may have left or not."""
