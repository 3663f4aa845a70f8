"""Periods of days, and what came before them."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.reports.model import Period


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-11-01", "2026-11-26", ("2026-10-01", "2026-10-31")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31")),
        ("2026-02-01", "2027-01-15", ("2025-02-01", "2026-01-31")),
        ("2026-11-24", "2026-11-26", ("2026-11-21", "2026-11-23")),
        ("2026-11-02", "2026-11-02", ("2026-11-01", "2026-11-01")),
    ],
)
def test_period_before_is_of_whole_months_where_the_period_begins_with_one(
    first: str, last: str, before: tuple[str, str]
) -> None:
    found = Period(date.fromisoformat(first), date.fromisoformat(last)).before()

    assert (found.first.isoformat(), found.last.isoformat()) == before
