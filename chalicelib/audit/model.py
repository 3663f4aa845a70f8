"""An entry of the audit: who did what to which thing, in codes. Values and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:#-]{0,99}")
POSITION = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z#[0-9a-f]{32}")


class By(msgspec.Struct, frozen=True):
    """The member of staff who acts, and in which unit."""

    unit: str
    subject: str


class Act(msgspec.Struct, frozen=True):
    """What is done to which thing. All of it are codes and ids: what a person typed never stands in the audit.

    Raises ValueError for anything else.
    """

    action: str
    kind: str
    id: str
    detail: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(map(CODE.fullmatch, (self.action, self.kind, self.id, *self.detail))):
            raise ValueError("an entry of the audit takes codes and ids only")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One act of one member (`subject`) at one moment. It is written once and stays as it is."""

    entry_id: str
    unit: str
    at: datetime
    subject: str
    action: str
    kind: str
    id: str
    detail: list[str] = []

    @property
    def position(self) -> str:
        """Where it stands among the entries of its unit: they sort by it as by their moments."""
        return f"{position_of(self.at)}#{self.entry_id}"


class Span(msgspec.Struct, frozen=True):
    """From a moment to another that no longer belongs to it; what stands behind `until` has been given already."""

    start: datetime
    end: datetime
    until: str | None = None

    @property
    def months(self) -> Iterator[str]:
        """The months (UTC) that it touches, the newest first."""
        month = (self.end - timedelta(microseconds=1)).astimezone(UTC).replace(day=1)
        while month_of(month) >= month_of(self.start):
            yield month_of(month)
            month = (month - timedelta(days=1)).replace(day=1)

    @property
    def first(self) -> str:
        """Below it stands nothing that belongs here."""
        return position_of(self.start)

    @property
    def last(self) -> str:
        """Above it stands nothing that belongs here."""
        end = position_of(self.end)
        return min(end, self.until) if self.until else end


def position_of(moment: datetime) -> str:
    """A moment as entries are sorted by."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def month_of(moment: datetime) -> str:
    """The month whose entries lie together: `2025-11`, in UTC, so that the moment alone tells where an entry lies."""
    return moment.astimezone(UTC).strftime("%Y-%m")
