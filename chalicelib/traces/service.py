"""Asking whose copy a leaked file is: where to send it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from chalicelib.audit.model import Act
from chalicelib.audit.noting import noting
from chalicelib.catalogue.service import CataloguePorts, publication_for_staff
from chalicelib.idempotency.model import Call, answer_meanwhile, answer_to, earlier_answer
from chalicelib.tables import Write, WriteLost
from chalicelib.traces import model
from chalicelib.traces.model import NewTrace, Trace, UnknownTrace
from chalicelib.unit import Unit


class Traces(Protocol):
    """Where traces are kept."""

    def adding(self, trace: Trace) -> Write: ...
    def find(self, trace_id: str) -> Trace | None: ...
    def change(self, trace: Trace, changes: Mapping[str, Any]) -> Trace | None: ...


class TracePorts(CataloguePorts, Protocol):
    """What asking needs beside the catalogue, into whose bucket leaked files are sent."""

    @property
    def traces(self) -> Traces: ...


class Asker(msgspec.Struct, frozen=True):
    """The member of staff who asks, and for which unit."""

    unit: Unit
    subject: str


def new_trace(ports: TracePorts, asker: Asker, call: Call, new: NewTrace) -> dict[str, Any]:
    """A trace, and where to send its file; the same call again gives the same answer. Raises UnknownPublication."""
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier:
        return earlier.body
    if new.publication_id is not None:
        publication_for_staff(ports, asker.unit, new.publication_id)
    trace = _new(ports, asker, new)
    upload = ports.masters.upload(model.leak_key(trace.trace_id), model.MOST_BYTES)
    body = {"trace_id": trace.trace_id, "upload": msgspec.to_builtins(upload)}
    kept = ports.answers.keeping(answer_to(call, body, ports.now()))
    try:
        ports.commit([ports.traces.adding(trace), kept, *noting(ports, call, Act("ask", "trace", trace.trace_id))])
    except WriteLost:
        return answer_meanwhile(ports.answers, call, ports.now()).body
    return body


def _new(ports: TracePorts, asker: Asker, new: NewTrace) -> Trace:
    now = ports.now()
    return Trace(
        trace_id=ports.new_id(),
        unit=asker.unit.code,
        asked_by=asker.subject,
        state="awaiting-file",
        publication_id=new.publication_id,
        created_at=now,
        changed_at=now,
        expires_at=now + model.KEPT,
    )


def trace_for_staff(ports: TracePorts, unit: Unit, trace_id: str) -> Trace:
    """A trace of the staff's own unit. Raises UnknownTrace."""
    trace = ports.traces.find(trace_id)
    if trace is None or trace.unit != unit.code or trace.expires_at <= ports.now():
        raise UnknownTrace()
    return trace
