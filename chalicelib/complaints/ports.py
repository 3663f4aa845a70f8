"""The ports that the use cases of complaints need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from chalicelib.abuse.limits import Tallies
from chalicelib.audit.noting import NotingPorts
from chalicelib.complaints.model import Complainant, Complaint
from chalicelib.delivery.ports import Deliveries
from chalicelib.guestbook.service import Visits
from chalicelib.idempotency.model import Answers
from chalicelib.tables import Pause, Write
from chalicelib.unit import Unit, Units


class Complaints(Protocol):
    """Where complaints are kept."""

    def adding(self, complaint: Complaint) -> Write: ...
    def find(self, complaint_id: str) -> Complaint | None: ...
    def changing(self, complaint: Complaint, changes: Mapping[str, Any]) -> Write: ...
    def of_unit(self, unit: str, before: str | None, most: int) -> list[Complaint]: ...
    def of_period(self, unit: Unit, first: date, last: date) -> list[Complaint]: ...
    def open_of_unit(self, unit: str) -> list[Complaint]: ...
    def past_retention(self, unit: str, now: datetime) -> list[Complaint]: ...


class Complainants(Protocol):
    """Where it is kept who complained, until their retention ends."""

    def adding(self, complainant: Complainant) -> Write: ...
    def find(self, complaint_id: str, now: datetime) -> Complainant | None: ...
    def ending(self, complaint_id: str, expires_at: datetime) -> Write: ...
    def erasing(self, complaint_id: str) -> Write: ...
    def expired(self, unit: str, now: datetime) -> list[str]: ...


class LetterJobs(Protocol):
    """Where jobs wait."""

    def start(self, kind: Any, key: str) -> None: ...


class ClockPorts(Protocol):
    """What counting the register's clocks needs."""

    @property
    def complaints(self) -> Complaints: ...
    def now(self) -> datetime: ...


class ChangePorts(ClockPorts, Protocol):
    """What changing a complaint, or forgetting who made it, needs."""

    @property
    def complainants(self) -> Complainants: ...
    @property
    def pause(self) -> Pause: ...
    def commit(self, writes: Sequence[Write]) -> None: ...


class EventPorts(ChangePorts, Protocol):
    """What an event of a complaint needs."""

    @property
    def units(self) -> Units: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def jobs(self) -> LetterJobs: ...


class ComplaintPorts(EventPorts, NotingPorts, Protocol):
    """What the register needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def tallies(self) -> Tallies: ...
    @property
    def answers(self) -> Answers: ...
