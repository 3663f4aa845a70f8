"""An office whose clock stands still at ten in the morning of a Wednesday, until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.office import MovableClock, Office

TEN = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
"""10.00 in Banjarmasin."""


class StandingClock(MovableClock):
    """Always ten o'clock, moved by as much as a test says."""

    def __call__(self) -> datetime:
        return TEN + self.ahead


@pytest.fixture
def still(office: Office) -> Iterator[Office]:
    """An empty office at exactly ten o'clock."""
    running = office.clock
    office.clock = office.ports.clock = StandingClock()
    yield office
    office.clock = running
