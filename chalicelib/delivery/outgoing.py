"""The providers that messages go out by. Each makes exactly one attempt a call."""

from __future__ import annotations

from typing import Any, Protocol

from chalicelib.delivery.envelope import Envelope


class Mailer(Protocol):
    """Sends one mail."""

    def send(self, letter: Envelope, message: bytes, tag: str) -> str:
        """The provider's id. Raises Refused, SendLater, QuotaSpent, FateUnknown."""
        ...


class Messenger(Protocol):
    """Sends one WhatsApp message from a number, which is named by its ARN."""

    def send(self, number: str, message: dict[str, Any]) -> str:
        """The provider's id. Raises Refused, SendLater, FateUnknown."""
        ...

    def take_in(self, number: str, key: str) -> str:
        """Have the provider fetch the copy that lies under `key`; its id there. Raises NotTaken."""
        ...
