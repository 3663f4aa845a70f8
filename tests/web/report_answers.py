"""Answers of the service that the staff's reports are drawn from in tests."""

from __future__ import annotations

from typing import Any


def an_skm(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/reports/skm of a month with answers: U8 is the lowest."""
    means = [3.60, 3.51, 3.38, 3.97, 3.55, 3.60, 3.72, 3.21, 3.30]
    report = {
        "from": "2025-11-01",
        "to": "2025-11-25",
        "respondents": 37,
        "ikm": 88.42,
        "grade": "A",
        "reason": None,
        "elements": {f"U{place}": {"nrr": mean, "respondents": 37} for place, mean in enumerate(means, 1)},
        "target": 44,
        "computed_at": "2025-11-25T02:05:00Z",
    }
    return {**report, **changes}


def a_standard(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/reports/standard of a month: 28 of 30 visits within ten minutes, one late, one never served."""
    ends = [2, 4, 6, 8, 10, 15, 20, 30, None]
    visits = [9, 8, 6, 3, 2, 1, 0, 0, 0]
    report = {
        "from": "2025-11-01",
        "to": "2025-11-25",
        "service": "printed",
        "limit_minutes": 10,
        "counted": 30,
        "within": 28,
        "share": 93.33,
        "reason": None,
        "distribution": [
            {"from_minutes": start, "to_minutes": end, "visits": some}
            for start, end, some in zip([0, *ends], ends, visits, strict=False)
        ],
        "median_seconds": 232,
        "p90_seconds": 470,
        "reasons": [{"code": "crowd", "visits": 1}, {"code": None, "visits": 1}],
        "misses": [
            a_miss("A-004", waited_seconds=754, reason="crowd", note="Rombongan sekolah"),
            a_miss("A-011", waited_seconds=None, outcome="left", day="2025-11-24"),
        ],
        "days": [
            {"day": "2025-11-10", "counted": 12, "within": 11},
            {"day": "2025-11-24", "counted": 18, "within": 17},
        ],
        "computed_at": "2025-11-25T02:05:00Z",
    }
    return {**report, **changes}


def a_miss(number: str, **changes: Any) -> dict[str, Any]:
    """A visit of the report whose promise was missed."""
    miss = {"day": "2025-11-10", "number": number, "waited_seconds": 700, "outcome": "served"}
    return {**miss, "reason": None, "note": None, **changes}
