"""The job: a leaked file that has arrived is looked at, the answer kept, and the file deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Literal, Protocol

from chalicelib.catalogue.model import KeptPrefix, KeptTemplate, Pinned, masters_of
from chalicelib.catalogue.service import Publications
from chalicelib.delivery.model import IssuedCopy
from chalicelib.traces import model
from chalicelib.traces.model import Found, OwnCopy, Trace
from chalicelib.traces.service import Traces
from chalicelib.watermark.tracing.answers import Answer, Confidence

Outcome = Literal["done", "refused", "ignored"]


class Storage(Protocol):
    """Where leaked files arrive and masters are kept."""

    def fetch(self, key: str, into: BinaryIO, most_bytes: int) -> bool: ...
    def discard(self, key: str) -> None: ...
    def template(self, master: str) -> KeptTemplate | None: ...
    def prefix(self, kept: KeptPrefix) -> bytes | None: ...


class Codes(Protocol):
    """Which copy codes a unit has handed out."""

    def codes_of_unit(self, unit: str, publication_id: str | None) -> list[str]: ...


class Copies(Protocol):
    """What is known of a copy code."""

    def find(self, copy_code: str) -> IssuedCopy | None: ...


class Tracer(Protocol):
    """Looks at a file: `book` are prefix and template of the clean book, `candidates` a file of codes."""

    def look(self, leak: Path, book: Sequence[Path], candidates: Path) -> Answer: ...


class LookingPorts(Protocol):
    """What looking needs: beside marking, it alone reads masters."""

    @property
    def traces(self) -> Traces: ...
    @property
    def masters(self) -> Storage: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def requests(self) -> Codes: ...
    @property
    def issued_copies(self) -> Copies: ...
    @property
    def tracer(self) -> Tracer: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


class LookedAtElsewhere(Exception):
    """Another worker holds the lease: come again later."""


def look_into(ports: LookingPorts, key: str) -> Outcome:
    """Look at the file that arrived under `key`. A second run over the same arrival changes nothing.

    Raises LookedAtElsewhere, LookingBroken, and whatever storage raises: then the job comes again.
    """
    trace_id = model.trace_of(key)
    if trace_id is None:
        return "ignored"
    trace = ports.traces.find(trace_id)
    if trace is None or trace.state in ("done", "refused") or trace.expires_at <= ports.now():
        ports.masters.discard(key)
        return "ignored"
    trace = _claimed(ports, trace)
    with TemporaryDirectory() as folder:
        leak = Path(folder, "leak.pdf")
        with leak.open("wb") as file:
            if not ports.masters.fetch(key, file, model.MOST_BYTES):
                return "ignored"
        answer, replaced = _looked(ports, trace, leak)
    return _answered(ports, trace, key, Found(answer, _own_copies(ports, trace, answer), replaced))


def _claimed(ports: LookingPorts, trace: Trace) -> Trace:
    now = ports.now()
    if not model.may_claim(trace, now):
        raise LookedAtElsewhere(trace.trace_id)
    lease = {"state": "looking", "fence": ports.new_id(), "lease_until": now + model.LEASE, "changed_at": now}
    claimed = ports.traces.change(trace, lease)
    if claimed is None:
        raise LookedAtElsewhere(trace.trace_id)
    return claimed


def _looked(ports: LookingPorts, trace: Trace, leak: Path) -> tuple[Answer, bool]:
    """The surest answer, and whether it comes of a master that was replaced.

    The publication's present master is tried first, then, while no copy is certain, those that it replaced.
    """
    begun, candidates = ports.now(), _candidates(ports, trace, leak.parent)
    masters = _masters(ports, trace)
    answer = ports.tracer.look(leak, _book(ports, masters[0], leak.parent) if masters else [], candidates)
    replaced = False
    for earlier in masters[1:]:
        if answer.confidence == Confidence.CERTAIN or ports.now() - begun > model.TRYING:
            break
        book = _book(ports, earlier, leak.parent)
        other = ports.tracer.look(leak, book, candidates) if book else answer
        if model.is_surer(other, answer):
            answer, replaced = other, True
    return answer, replaced


def _masters(ports: LookingPorts, trace: Trace) -> list[Pinned]:
    publication = ports.publications.find(trace.publication_id) if trace.publication_id else None
    return masters_of(publication) if publication else []


def _book(ports: LookingPorts, master: Pinned, folder: Path) -> list[Path]:
    """Prefix and template of a master as files; nothing where it is gone, or is another."""
    kept = ports.masters.template(master.key)
    if kept is None or hashlib.sha256(kept.content).hexdigest() != master.sha256:
        return []
    prefix = ports.masters.prefix(kept.prefix)
    return [_written(folder / "prefix", prefix), _written(folder / "template", kept.content)] if prefix else []


def _candidates(ports: LookingPorts, trace: Trace, folder: Path) -> Path:
    codes = ports.requests.codes_of_unit(trace.unit, trace.publication_id)
    return _written(folder / "candidates", "\n".join(codes).encode())


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _answered(ports: LookingPorts, trace: Trace, key: str, found: Found) -> Outcome:
    reason = model.why_refused(found.answer)
    outcome: Outcome = "refused" if reason else "done"
    changes = {
        "state": outcome,
        "reason": reason.value if reason else None,
        "found": None if reason else found,
        "changed_at": ports.now(),
    }
    changed = ports.traces.change(trace, changes)
    ports.masters.discard(key)
    return outcome if changed else "ignored"


def _own_copies(ports: LookingPorts, trace: Trace, answer: Answer) -> tuple[OwnCopy, ...]:
    found = map(ports.issued_copies.find, model.codes_of(answer))
    return tuple(_own_copy(copy, trace.unit) for copy in found if copy)


def _own_copy(copy: IssuedCopy, unit: str) -> OwnCopy:
    is_here = copy.unit == unit
    return OwnCopy(
        copy_code=copy.copy_code,
        unit=copy.unit,
        title=copy.title,
        year=copy.year,
        issued_on=copy.issued_on,
        publication_id=copy.publication_id if is_here else None,
        request_id=copy.request_id if is_here else None,
    )
