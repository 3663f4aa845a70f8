"""The queue as a small table of what is allowed: what the real one is held against, move by move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Makassar")
PREFIX = {"printed": "A", "digital": "B"}
READING_ROOM = "printed"
AT_A_DESK = ("called", "serving")
IN_LINE = ("waiting", *AT_A_DESK)
BECOMES = {
    ("called", "recall"): "called",
    ("called", "serve"): "serving",
    ("serving", "finish"): "done",
    ("called", "skip"): "no-show",
    ("no-show", "return"): "waiting",
    ("waiting", "transfer"): "waiting",
    ("called", "transfer"): "waiting",
    ("serving", "transfer"): "waiting",
    ("waiting", "cancel"): "cancelled",
    ("called", "cancel"): "cancelled",
}
"""State and move -> the state that follows; whatever is not here is refused. Calls and undos are told apart below."""
NOT_CALLED: Mapping[str, Any] = {"desk": None, "counted": 0, "counted_at": None}
UNDO, CEILING, APART, CALLS = timedelta(seconds=10), timedelta(minutes=30), timedelta(seconds=60), 3


def day_of(at: datetime) -> date:
    return at.astimezone(ZONE).date()


@dataclass
class Guest:
    """One visit."""

    token: str
    day: date
    is_open: bool = True


@dataclass
class Known:
    """One ticket as it must be. `before` is what an undo brings back; `revisions` are those seen, the present last."""

    guest: Guest
    ticket_id: str
    number: str
    service: str
    place: datetime
    priority: bool = False
    state: str = "waiting"
    desk: str | None = None
    counted: int = 0
    counted_at: datetime | None = None
    was_called: bool = False
    reading: Literal["open", "noted", "day-end"] | None = None
    titles: set[str] = field(default_factory=set)
    before: dict[str, Any] | None = None
    moved_at: datetime | None = None
    revisions: list[str] = field(default_factory=list)

    @property
    def seen(self) -> tuple[str, str, str | None, int, str | None, int]:
        """What the storage must show."""
        return self.state, self.service, self.desk, self.counted, self.reading, len(self.titles)

    @property
    def passes(self) -> bool:
        """Whether it is of those who may pass the others."""
        return self.priority and not self.was_called

    @property
    def rank(self) -> tuple[datetime, str]:
        return self.place, self.number

    def move(self, at: datetime, undoable: bool = True, **changes: Any) -> None:
        self.before = {name: getattr(self, name) for name in changes} if undoable else None
        self.moved_at = at
        self.set(changes)

    def set(self, changes: Mapping[str, Any]) -> None:
        for name, value in changes.items():
            setattr(self, name, value)


class QueueModel:
    """All days of an office."""

    def __init__(self) -> None:
        self.guests: list[Guest] = []
        self.days: dict[date, list[Known]] = {}
        self.numbers: dict[tuple[date, str], int] = {}

    def on(self, day: date) -> list[Known]:
        return self.days.setdefault(day, [])

    def next_number(self, day: date, service: str) -> str:
        count = self.numbers[day, service] = self.numbers.get((day, service), 0) + 1
        return f"{PREFIX[service]}-{count:03d}"

    def waiting(self, now: datetime, services: Iterable[str]) -> list[Known]:
        """Who may be called, by arrival."""
        wanted = set(services) or set(PREFIX)
        return sorted(
            (one for one in self.on(day_of(now)) if one.state == "waiting" and one.service in wanted),
            key=lambda one: one.rank,
        )

    def is_elsewhere(self, one: Known) -> bool:
        """Whether its visitor is at a desk with another number: such a number comes after all others."""
        return any(other.guest is one.guest and other.state in AT_A_DESK for other in self.on(one.guest.day))

    def held(self, now: datetime, desk: str) -> list[Known]:
        return [one for one in self.on(day_of(now)) if one.state == "called" and one.desk == desk]

    def refusals(self, one: Known, move: str, now: datetime, service: str = "") -> set[str]:
        """The codes of which one must be the answer; none where the move is made."""
        if one.guest.day != day_of(now):
            return {"unknown-ticket"}
        found = set()
        rivals = [other for other in self.on(one.guest.day) if move == "transfer" or other is not one]
        if move in ("return", "transfer") and _is_in_line(one, service or one.service, rivals):
            found.add("already-in-line")
        if move == "undo":
            return found | self._undo_refusals(one, now)
        if (one.state, move) not in BECOMES:
            return found | {"ticket-state"}
        if move == "skip" and one.counted < CALLS:
            return {"too-early-to-skip"}
        return found

    def _undo_refusals(self, one: Known, now: datetime) -> set[str]:
        if one.state == "cancelled":
            return {"ticket-state"}
        if one.before is None or one.moved_at is None or now > one.moved_at + UNDO:
            return {"too-late-to-undo"}
        return set()

    def make(self, one: Known, move: str, now: datetime, service: str = "") -> None:
        """The move, which is allowed."""
        if move == "undo":
            assert one.before is not None
            one.move(now, undoable=False, **one.before)
            return
        changes: dict[str, Any] = {"state": BECOMES[one.state, move]}
        if move == "recall" and one.counted_at and now >= one.counted_at + APART:
            changes |= {"counted": one.counted + 1, "counted_at": now}
        if move == "serve" and one.service == READING_ROOM:
            changes |= {"reading": "open"}
        if move == "return":
            changes |= {"place": one.place, **NOT_CALLED}
        if move == "transfer":
            changes |= {"service": service, "was_called": False, **NOT_CALLED}
        one.move(now, undoable=move not in ("recall", "cancel"), **changes)

    def call(self, one: Known, desk: str, now: datetime) -> None:
        one.move(now, state="called", desk=desk, counted=1, counted_at=now, was_called=True)

    def leave(self, guest: Guest, now: datetime) -> None:
        """A visitor ends the visit: out of the line, out of the reading room."""
        if guest.day != day_of(now):
            return
        guest.is_open = False
        for one in self.on(guest.day):
            if one.guest is guest and one.state in ("waiting", "called"):
                self.make(one, "cancel", now)
            if one.guest is guest and one.reading == "open":
                one.reading = "noted"

    def put_away(self, now: datetime) -> None:
        """The past days end."""
        for day in [day for day in self.days if day < day_of(now)]:
            for one in self.days[day]:
                if one.state in IN_LINE:
                    one.state = "done" if one.state == "serving" else "cancelled"
                if one.reading == "open":
                    one.reading = "day-end"
        for guest in self.guests:
            guest.is_open = guest.is_open and guest.day >= day_of(now)


def _is_in_line(one: Known, service: str, others: Iterable[Known]) -> bool:
    """Whether the visit of a ticket is in that line with one of the others."""
    return any(other.guest is one.guest and other.service == service and other.state in IN_LINE for other in others)
