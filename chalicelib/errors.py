"""Refusals: what the service says when it cannot do what was asked. No HTTP here."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with one field; `values` complete the sentence that a person reads."""

    field: str
    code: str
    values: dict[str, Any] = {}


class Refusal(Exception):
    """A request that is answered with a reason; `code` is stable and has a sentence in both languages.

    `facts` are shown to the caller as members of the problem and complete its sentence.
    `retry_after` is in seconds.
    """

    code: ClassVar[str]

    def __init__(
        self,
        code: str | None = None,
        *,
        facts: dict[str, Any] | None = None,
        faults: tuple[Fault, ...] = (),
        retry_after: int | None = None,
    ) -> None:
        self.reason = code or self.code
        self.facts = facts or {}
        self.faults = faults
        self.retry_after = retry_after
        super().__init__(self.reason)


class Malformed(Refusal):
    """The request cannot be read at all."""

    code = "malformed"


class Unauthenticated(Refusal):
    """Nobody we know is asking."""

    code = "unauthorized"


class Forbidden(Refusal):
    """Known, but not allowed."""

    code = "forbidden"


class NotFound(Refusal):
    """Nothing is there, or nothing that this caller may know of."""

    code = "not-found"


class Conflict(Refusal):
    """The state found does not allow it."""

    code = "conflict"


class Gone(Refusal):
    """It was there and its time has passed."""

    code = "gone"


class TooLarge(Refusal):
    """More than is read."""

    code = "too-large"


class WrongMediaType(Refusal):
    """The body is not JSON."""

    code = "not-json"


class Invalid(Refusal):
    """A form with faults: all of them at once."""

    code = "invalid-form"


class TooMany(Refusal):
    """Too often; `retry_after` says when again."""

    code = "too-many-requests"


class Unavailable(Refusal):
    """Not now; `retry_after` says when again."""

    code = "busy"
