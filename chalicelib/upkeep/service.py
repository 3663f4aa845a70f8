"""Jobs that failed for good, as the head of a unit sees them, and their second try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from chalicelib.catalogue.model import upload_of
from chalicelib.catalogue.service import Publications
from chalicelib.complaints.jobs import complaint_of_job
from chalicelib.complaints.ports import Complaints
from chalicelib.delivery.codes import request_of_copy, request_of_job
from chalicelib.delivery.model import parsed_delivery_id
from chalicelib.delivery.ports import Requests
from chalicelib.imports.model import import_of
from chalicelib.traces.model import trace_of
from chalicelib.traces.service import Traces
from chalicelib.unit import Unit
from chalicelib.upkeep.model import KINDS, FailedJob, Kind

MOST_AT_ONCE = 50
"""How many one call puts back: it must end within the API's half minute."""


class DeadLetters(Protocol):
    """Where jobs lie that failed for good."""

    def failed(self, kind: Kind) -> list[FailedJob]: ...
    def redrive(self, kind: Kind, is_wanted: Callable[[FailedJob], bool], most: int) -> int: ...


class UpkeepPorts(Protocol):
    """What the view of failed jobs needs."""

    @property
    def jobs(self) -> DeadLetters: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def traces(self) -> Traces: ...
    @property
    def complaints(self) -> Complaints: ...


class Subject(msgspec.Struct, frozen=True):
    """What a job is about; `unit` is None where that is gone, or was never ours."""

    unit: str | None = None
    request_id: str | None = None
    publication_id: str | None = None
    title: str | None = None


def failed_jobs(ports: UpkeepPorts, unit: Unit) -> list[tuple[FailedJob, Subject]]:
    """The unit's failed jobs, the oldest first; those about nothing that is known are shown to every unit."""
    found = [(job, subject_of(ports, job.key or "")) for kind in KINDS for job in ports.jobs.failed(kind)]
    return sorted((one for one in found if _concerns(one[1], unit)), key=lambda one: one[0].since)


def redrive(ports: UpkeepPorts, unit: Unit, job_ids: list[str]) -> int:
    """Put some of the unit's failed jobs (without ids: all) back into their queues, 50 at most; how many there were.

    Whoever asks at the same time moves others, or none: each is put back once.
    """

    def is_wanted(job: FailedJob) -> bool:
        return (not job_ids or job.job_id in job_ids) and _concerns(subject_of(ports, job.key or ""), unit)

    moved, most = 0, min(len(job_ids) or MOST_AT_ONCE, MOST_AT_ONCE)
    for kind in KINDS:
        moved += ports.jobs.redrive(kind, is_wanted, most - moved) if moved < most else 0
    return moved


def subject_of(ports: UpkeepPorts, key: str) -> Subject:
    """The request, complaint, publication, trace or import that a job is about."""
    if named := import_of(key):
        return Subject(named[0])
    if complaint_id := complaint_of_job(key):
        return _of_complaint(ports, complaint_id)
    told_of, _ = parsed_delivery_id(key) or (None, None)
    if request_id := request_of_job(key) or request_of_copy(key) or told_of:
        request = ports.requests.find(request_id)
        if request is None:
            return _of_complaint(ports, request_id)
        return Subject(request.unit, request_id, request.publication_id, request.title)
    trace_id = trace_of(key)
    trace = ports.traces.find(trace_id) if trace_id else None
    upload = upload_of(key)
    publication_id = upload[0] if upload else trace.publication_id if trace else None
    publication = ports.publications.find(publication_id) if publication_id else None
    unit = publication.unit if publication else trace.unit if trace else None
    return Subject(unit, None, publication_id, publication.title if publication else None)


def _of_complaint(ports: UpkeepPorts, complaint_id: str) -> Subject:
    """A complaint's letters, by its code; nothing where none is called so."""
    complaint = ports.complaints.find(complaint_id)
    return Subject(complaint.unit, title=complaint.code) if complaint else Subject()


def _concerns(subject: Subject, unit: Unit) -> bool:
    return subject.unit in (None, unit.code)
