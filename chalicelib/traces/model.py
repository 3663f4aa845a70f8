"""A trace: one leaked file that a unit wants looked at, and the answer. Values and rules."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

import msgspec

from chalicelib.errors import NotFound
from chalicelib.form import Form
from chalicelib.watermark.tracing.answers import Answer, Confidence, Gap

State = Literal["awaiting-file", "looking", "done", "refused"]

MOST_BYTES = 100 * 1024 * 1024
KEPT = timedelta(days=7)
LEASE = timedelta(minutes=5)
TRYING = timedelta(minutes=1)
"""So long after the first look another master is still tried: one look may take almost all the rest of the lease."""

SURENESS = (Confidence.NOTHING, Confidence.POSSIBLE, Confidence.LIKELY, Confidence.CERTAIN)

UNFIT = (Gap.UNREADABLE, Gap.PASSWORD, Gap.TOO_HEAVY)
"""Why a file in which nothing was found is refused: it could not be looked at."""


class NewTrace(Form, frozen=True, kw_only=True):
    """What staff say of a leaked file before they send it: perhaps which publication it is of."""

    publication_id: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class OwnCopy(msgspec.Struct, frozen=True):
    """A copy of ours that the answer speaks of. Of another unit's, only what its public page tells."""

    copy_code: str
    unit: str
    title: str
    year: int
    issued_on: date
    publication_id: str | None = None
    request_id: str | None = None


class Found(msgspec.Struct, frozen=True):
    """The answer, and those of its codes that are ours; `replaced`: by a master that is no longer in use."""

    answer: Answer
    copies: tuple[OwnCopy, ...]
    replaced: bool = False

    def copy_of(self, copy_code: str | None) -> OwnCopy | None:
        return next((copy for copy in self.copies if copy.copy_code == copy_code), None)


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """One leaked file. `fence` names the worker that looks at it, until `lease_until`; afterwards another may.

    `asked_by` is the subject of the member of staff. It is forgotten at `expires_at`.
    """

    trace_id: str
    unit: str
    asked_by: str
    state: State
    created_at: datetime
    changed_at: datetime
    expires_at: datetime
    publication_id: str | None = None
    reason: str | None = None
    found: Found | None = None
    fence: str = ""
    lease_until: datetime | None = None


class UnknownTrace(NotFound):
    """No such trace in this unit, or none any more."""

    code = "unknown-trace"


def leak_key(trace_id: str) -> str:
    """Where the leaked file arrives."""
    return f"traces/{trace_id}.pdf"


def trace_of(key: str) -> str | None:
    """The trace that an arrived file belongs to, or None for another key."""
    found = re.fullmatch(r"traces/([0-9a-f]{32})\.pdf", key)
    return found[1] if found else None


def may_claim(trace: Trace, now: datetime) -> bool:
    """Whether a worker may begin, or begin again after one whose lease ran out."""
    if trace.expires_at <= now:
        return False
    if trace.state == "awaiting-file":
        return True
    return trace.state == "looking" and (trace.lease_until is None or trace.lease_until <= now)


def is_surer(answer: Answer, other: Answer) -> bool:
    """Whether one answer about a file tells more than another."""
    return (SURENESS.index(answer.confidence), answer.told) > (SURENESS.index(other.confidence), other.told)


def why_refused(answer: Answer) -> Gap | None:
    """Why nothing can be said of the file at all, or None."""
    if answer.evidence or answer.candidates:
        return None
    return next((gap for gap in answer.gaps if gap in UNFIT), None)


def codes_of(answer: Answer) -> list[str]:
    """Every copy code that the answer speaks of, each once."""
    named = [one.copy_code for one in answer.evidence] + [one.copy_code for one in answer.candidates]
    return list(dict.fromkeys(named))
