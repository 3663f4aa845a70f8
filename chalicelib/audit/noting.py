"""Writing down what staff do: before the act, or in the very transaction that is the act."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.audit.model import Act, By, Entry, Span
from chalicelib.idempotency.model import Call
from chalicelib.tables import Write


class Entries(Protocol):
    """Where entries are kept. Nothing there changes one or takes one away."""

    def adding(self, entry: Entry) -> Write: ...
    def add(self, entry: Entry) -> None: ...
    def newest(self, unit: str, span: Span, most: int) -> list[Entry]: ...


class NotingPorts(Protocol):
    """What noting needs."""

    @property
    def audit(self) -> Entries: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


def note(ports: NotingPorts, by: By, act: Act) -> None:
    """Write an entry; the act may only follow it. Raises what storage raises: then nothing must be done."""
    ports.audit.add(_entry(ports, by, act))


def noting(ports: NotingPorts, call: Call, act: Act) -> list[Write]:
    """The entry as a write of the transaction that is the act; none where no member of staff makes the call."""
    return [ports.audit.adding(_entry(ports, call.by, act))] if call.by else []


def _entry(ports: NotingPorts, by: By, act: Act) -> Entry:
    return Entry(
        entry_id=ports.new_id(),
        unit=by.unit,
        at=ports.now(),
        subject=by.subject,
        action=act.action,
        kind=act.kind,
        id=act.id,
        detail=list(act.detail),
    )
