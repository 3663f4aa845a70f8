"""The shapes of what a head of unit is answered: whose copy leaked, and what the staff did; see `schemas`."""

from __future__ import annotations

import msgspec

from chalicelib.office.schemas import Shape
from chalicelib.office.staff_schemas import UploadShape


class TraceUpload(Shape):
    trace_id: str
    upload: UploadShape


class TracedPublication(Shape):
    publication_id: str | None
    title: str
    year: int


class TracedCopy(Shape):
    """A copy of ours; of another unit's copy, `publication_id` and `request_id` are not told."""

    unit: str
    publication: TracedPublication
    issued_on: str
    request_id: str | None


class TraceEvidence(Shape):
    source: str
    copy_code: str
    seen: int
    of: int
    chance: float


class TraceCandidate(Shape):
    copy_code: str
    agreeing: int
    of: int
    chance: float
    copy_: TracedCopy | None = msgspec.field(name="copy")


class TraceGap(Shape):
    code: str
    detail: str


class TraceAnswer(Shape):
    """`confidence` is certain, likely, possible or nothing-found; `chance` that of an accident, not of a forgery.

    `replaced`: it was found by a master of the publication that is no longer in use.
    """

    copy_code: str | None
    confidence: str
    chance: float | None
    ours: bool | None
    copy_: TracedCopy | None = msgspec.field(name="copy")
    pages: int
    told: int
    conflict: bool
    replaced: bool
    evidence: list[TraceEvidence]
    candidates: list[TraceCandidate]
    gaps: list[TraceGap]


class TraceShape(Shape):
    trace_id: str
    publication_id: str | None
    state: str
    reason: str | None
    reason_code: str | None
    created_at: str
    changed_at: str
    expires_at: str
    answer: TraceAnswer | None


class AuditedMember(Shape):
    """Who it was; without names where that account is gone."""

    subject: str
    username: str | None
    name: str | None


class AuditEntry(Shape):
    """`detail` are codes; `about` is what the title, device or person is called now, None where it has no name."""

    at: str
    by: AuditedMember
    action: str
    kind: str
    id: str
    about: str | None
    detail: list[str]


class Audit(Shape):
    from_: str = msgspec.field(name="from")
    to: str
    items: list[AuditEntry]
    next: str | None
