"""The shapes of what staff are answered; see `schemas`."""

from __future__ import annotations

import msgspec

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
