"""A creating call and the answer that is kept in the very transaction it answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec

from chalicelib.audit.model import By
from chalicelib.errors import Conflict, Invalid
from chalicelib.tables import Write

KEPT = timedelta(hours=24)


class Call(msgspec.Struct, frozen=True):
    """One creating call: who makes it, under which key, with what body.

    `bearer` is the caller's own secret; it is never stored. `by` is the member of staff, where one calls.
    """

    scope: str
    key: str
    body: bytes
    bearer: str
    by: By | None = None

    @property
    def answer_key(self) -> str:
        """Where its answer is kept: callers cannot meet in it, and the key itself is not stored."""
        return hashlib.sha256(f"{self.scope}\n{self.key}".encode()).hexdigest()

    @property
    def body_hash(self) -> str:
        """Keyed by what is not stored: a short body, as a rating is, would be found by trying all there are."""
        return hmac.new(self.key.encode(), self.body, hashlib.sha256).hexdigest()

    def secret(self, nonce: bytes) -> str:
        """A capability token of 256 bits (43 characters) that only this caller can derive again from the nonce."""
        material = nonce + self.answer_key.encode() + self.key.encode()
        digest = hmac.new(self.bearer.encode(), material, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Answer(msgspec.Struct, frozen=True):
    """What a call was answered; `nonce` (hex) derives the secret that the answer holds, if it holds one."""

    answer_key: str
    body_hash: str
    body: dict[str, Any]
    expires_at: datetime
    nonce: str = ""

    @property
    def kept_at(self) -> datetime:
        return self.expires_at - KEPT


class Answers(Protocol):
    """Where answers are kept."""

    def find(self, answer_key: str) -> Answer | None: ...
    def keeping(self, answer: Answer) -> Write: ...


def answer_to(call: Call, body: dict[str, Any], now: datetime, nonce: bytes = b"") -> Answer:
    """The answer to keep for a call, for 24 hours."""
    return Answer(call.answer_key, call.body_hash, body, now + KEPT, nonce.hex())


def earlier_answer(answers: Answers, call: Call, now: datetime) -> Answer | None:
    """The answer that this call had before, or None. Raises Invalid when its key came with another body."""
    answer = answers.find(call.answer_key)
    if answer is None or answer.expires_at <= now:
        return None
    if not hmac.compare_digest(answer.body_hash, call.body_hash):
        raise Invalid("idempotency-key-reused")
    return answer


def answer_meanwhile(answers: Answers, call: Call, now: datetime) -> Answer:
    """The answer of the same call that was quicker. Raises Conflict where it is not there yet."""
    answer = earlier_answer(answers, call, now)
    if answer is None:
        raise Conflict("still-running", retry_after=1)
    return answer
