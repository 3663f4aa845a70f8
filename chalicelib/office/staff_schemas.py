"""The shapes of what staff are answered; see `schemas`."""

from __future__ import annotations

import msgspec

from chalicelib.office.copy_schemas import DeliveryShape, RequestShape
from chalicelib.office.schemas import PublicationShape, Shape


class ProgressShape(Shape):
    """`step` is reading, laying-out or proving, in this order; `done` rises to `of` in each, by pages in most."""

    step: str
    done: int
    of: int


class StaffPublication(PublicationShape):
    """A title with the state of its file; `progress` is told while it is prepared, about once in a second."""

    state: str
    reason: str | None
    reason_code: str | None
    progress: ProgressShape | None
    created_at: str
    changed_at: str


class StaffPublications(Shape):
    items: list[StaffPublication]
    next: str | None


class UploadShape(Shape):
    url: str
    fields: dict[str, str]


class PublicationUpload(Shape):
    publication_id: str
    upload: UploadShape


class ImportFault(Shape):
    field: str
    code: str
    detail: str


class RefusedRow(Shape):
    row: int
    title: str | None
    errors: list[ImportFault]


class ImportRemark(Shape):
    row: int
    title: str
    code: str
    detail: str


class ImportReport(Shape):
    """What came of the rows of a table, or of the titles of the WebAPI; `state` is none, running, done or failed.

    `page` pages of `pages` have been fetched. Of refused rows and remarks the first two hundred are told.
    """

    source: str
    state: str
    import_id: str | None
    reason: str | None
    reason_code: str | None
    started_at: str | None
    changed_at: str | None
    page: int | None
    pages: int | None
    rows: int
    added: int
    changed: int
    unchanged: int
    refused_rows: int
    refused: list[RefusedRow]
    remarks: list[ImportRemark]
    unknown_columns: list[str]


class PublicationName(Shape):
    publication_id: str
    title: str


class StaffDelivery(DeliveryShape):
    """A way home; `handed_by` names the member of staff who handed the copy over."""

    handed_by: str | None


class StaffRequest(RequestShape):
    visit_id: str
    publication: PublicationName
    numbers: list[str]
    deliveries: list[StaffDelivery]  # type: ignore[assignment] # Answers are read only: a narrower list is no harm.


class StaffRequests(Shape):
    items: list[StaffRequest]
    next: str | None


class DeskDelivery(StaffDelivery):
    """What waits for the desk. `wants`: hand-over, message, or help with what has failed; None once it is done."""

    request_id: str
    visit_id: str
    numbers: list[str]
    title: str
    size_bytes: int | None
    wants: str | None
    desk_since: str | None
    offer: str | None


class DeskDeliveries(Shape):
    items: list[DeskDelivery]
    next: str | None


class MessageByHand(Shape):
    """The text, and the address that opens it in WhatsApp."""

    url: str
    text: str


class LinkShape(Shape):
    """A link to a copy, and how often it was opened; nothing is opened with `link_id`."""

    link_id: str
    created_at: str
    expires_at: str
    state: str
    opened: int


class LinkShapes(Shape):
    items: list[LinkShape]


class WhatsAppShape(Shape):
    """`way` is number or hand; `sent` counts this month's messages that the office pays for, of at most `budget`."""

    on: bool
    off_since: str | None
    way: str
    sent: int
    budget: int


class FailedJobShape(Shape):
    """A job that failed for good; `about` is the title it concerns, None where that is unknown. No personal data."""

    job_id: str
    kind: str
    request_id: str | None
    publication_id: str | None
    about: str | None
    tries: int
    since: str


class FailedJobs(Shape):
    items: list[FailedJobShape]


class Redriven(Shape):
    """How many were put back, and how many are left for the next call."""

    redriven: int
    left: int


class SignIn(Shape):
    """An open session (`token`, `expires_at`, `role`), or what is asked before (`challenge`, `session`)."""

    token: str | msgspec.UnsetType = msgspec.UNSET
    expires_at: str | msgspec.UnsetType = msgspec.UNSET
    role: str | msgspec.UnsetType = msgspec.UNSET
    challenge: str | msgspec.UnsetType = msgspec.UNSET
    session: str | msgspec.UnsetType = msgspec.UNSET


class OwnSession(Shape):
    username: str
    name: str
    role: str
    unit: str
    desks: list[str]


class SignedOut(Shape):
    signed_out: bool


class KioskShape(Shape):
    kiosk_id: str
    name: str
    created_at: str


class Kiosks(Shape):
    items: list[KioskShape]
    next: str | None


class RegisteredKiosk(Shape):
    kiosk_id: str
    name: str
    token: str


class MemberShape(Shape):
    subject: str
    username: str
    name: str
    role: str
    disabled: bool
    created_at: str


class Members(Shape):
    items: list[MemberShape]
    next: str | None


class AddedMember(Shape):
    subject: str
    username: str
    role: str
    disabled: bool


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
