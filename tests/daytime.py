"""An office whose clock stands still at ten in the morning of a Wednesday, until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Lock

import pytest

from tests.office import MovableClock, Office

TEN = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
"""10.00 in Banjarmasin."""


class StandingClock(MovableClock):
    """Always ten o'clock, moved by as much as a test says."""

    def __call__(self) -> datetime:
        return TEN + self.ahead


class TickingClock(StandingClock):
    """A millisecond later whenever anybody looks: time passes within requests, and equally fast on any machine."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        super().__init__()
        self.ahead = ahead
        self._lock = Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self.ahead += timedelta(milliseconds=1)
            return super().__call__()


@pytest.fixture
def still(office: Office) -> Iterator[Office]:
    """An empty office at exactly ten o'clock."""
    running = office.clock
    office.clock = office.ports.clock = StandingClock()
    yield office
    office.clock = running
