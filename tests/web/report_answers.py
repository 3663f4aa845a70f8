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
        "users": 50,
        "ratings": {"1": 0, "2": 2, "3": 14, "4": 26},
        "rated": 42,
        "months": [a_part("2025-11", ikm=88.42, grade="A", respondents=37)],
        "services": [
            a_part("printed", ikm=90.11, grade="A", respondents=33),
            a_part("digital", reason="kelompok-kecil", respondents=4),
        ],
        "computed_at": "2025-11-25T02:05:00Z",
    }
    return {**report, **changes}


def a_part(code: str, **changes: Any) -> dict[str, Any]:
    """The survey of one month or one service, without a figure unless one is given."""
    return {"code": code, "respondents": 0, "ikm": None, "grade": None, "reason": None, **changes}


def a_result(publication: str = "2024-01-01.2024-12-31.1", **changes: Any) -> dict[str, Any]:
    """A line of GET /api/staff/skm/publications."""
    start, end, _ = publication.split(".")
    return {
        "publication": publication,
        "from": start,
        "to": end,
        "published_at": "2025-01-10T02:00:00Z",
        "published_on": "2025-01-10",
        "withdrawn_at": None,
        "respondents": 212,
        "ikm": 86.25,
        "grade": "B",
        "elements": {code: {"nrr": one["nrr"]} for code, one in an_skm()["elements"].items()},
        "target": 169,
        **changes,
    }


def visit_figures(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/reports/visits of a month with two days of visits."""
    report = {
        "from": "2025-11-01",
        "to": "2025-11-25",
        "visits": 41,
        "people": 63,
        "days": [
            {"day": "2025-11-10", "visits": 17, "people": 39, "services": {"printed": 12, "digital": 9}},
            {"day": "2025-11-24", "visits": 24, "people": 24, "services": {"printed": 20, "digital": 11}},
        ],
        "months": [{"month": "2025-11", "visits": 41, "people": 63}],
        "hours": [{"hour": 8, "visits": 6}, {"hour": 9, "visits": 21}, {"hour": 11, "visits": 14}],
        "services": counted(printed=32, digital=20),
        "sources": counted(kiosk=30, phone=9, paper=2),
        "profile": {
            "gender": counted(female=22, male=15, none=4),
            "age_group": [{"code": "17-25", "visits": 29}, {"code": "26-34", "visits": 12}],
            "education": [{"code": "D4/S1", "visits": 30}, {"code": None, "visits": 11}],
            "job": counted(student=31, researcher=6, none=4),
            "institution_type": [{"code": "research-education", "visits": 33}, {"code": None, "visits": 8}],
            "main_use": counted(school=28, research=9, government=4),
            "priority": counted(elderly=2, none=39),
            "language": counted(id=41, en=0),
        },
        "channels": counted(app=12, email=19, flashdisk=3),
        "computed_at": "2025-11-25T02:05:00Z",
    }
    return {**report, **changes}


def counted(none: int = 0, **codes: int) -> list[dict[str, Any]]:
    """Codes and how many bear each; `none` did not say."""
    known: list[dict[str, Any]] = [{"code": code, "visits": many} for code, many in codes.items()]
    return known + ([{"code": None, "visits": none}] if none else [])


def title_figures(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/reports/titles: two titles, the first used most."""
    uses = [
        ("p1", "Kota Banjarmasin Dalam Angka 2025", 2025, 9, 14, 11),
        ("p2", "Statistik Kesejahteraan Rakyat Kota Banjarmasin menurut Kecamatan dan Kelurahan", 2024, 2, 0, 5),
    ]
    names = ("publication_id", "title", "year", "printed", "read", "taken")
    report = {
        "from": "2025-11-01",
        "to": "2025-11-25",
        "printed": 11,
        "read": 14,
        "taken": 16,
        "titles": [dict(zip(names, use, strict=True)) for use in uses],
        "channels": counted(email=13, flashdisk=3),
        "computed_at": "2025-11-25T02:05:00Z",
    }
    return {**report, **changes}


def skd_figures(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/reports/skd where importance is asked for too; attribute 11 has too few answers."""
    means: dict[str, Any] = {
        str(number): {"mean": 7.0 + number / 8, "importance": 9.1, "respondents": 21} for number in range(1, 17)
    }
    means["11"] = {"mean": None, "importance": None, "respondents": 3}
    report = {
        "from": "2025-10-01",
        "to": "2025-11-25",
        "asked": True,
        "respondents": 21,
        "ipak": 87.61,
        "weighted": True,
        "reason": None,
        "attributes": means,
        "months": [
            {"code": "2025-10", "respondents": 4, "ipak": None, "reason": "kelompok-kecil"},
            {"code": "2025-11", "respondents": 17, "ipak": 87.61, "reason": None},
        ],
        "computed_at": "2025-11-25T02:05:00Z",
    }
    return {**report, **changes}


def complaint_figures(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/reports/complaints: two were answered, one of them too late, and one is waited for."""
    names = ("clock", "days", "kept", "broken", "running", "share", "reason")
    clocks = [
        ("answer", 14, 1, 1, 1, 50.0, None),
        ("decision", 60, 0, 0, 2, None, "belum-cukup-data"),
        ("notice", 14, 0, 0, 0, None, "belum-cukup-data"),
    ]
    report = {
        "from": "2025-10-01",
        "to": "2025-11-25",
        "received": 3,
        "states": counted(answered=2, received=1),
        "categories": [{"code": "U3", "visits": 2}, {"code": "other", "visits": 1}],
        "channels": counted(page=2, box=1),
        "clocks": [dict(zip(names, clock, strict=True)) for clock in clocks],
        "months": [{"code": "2025-10", "visits": 2}, {"code": "2025-11", "visits": 1}],
        "complaints": [
            a_filed("PGD-7K2M-9QXR", state="answered", answered_on="2025-10-20", decision_due="2025-12-19"),
            a_filed("PGD-3F8H-2TVB", received_on="2025-11-20", answer_due="2025-12-04", category="other"),
        ],
        "computed_at": "2025-11-25T02:05:00Z",
    }
    return {**report, **changes}


def a_filed(code: str, **changes: Any) -> dict[str, Any]:
    """A line of its register."""
    line = {"code": code, "received_on": "2025-10-08", "channel": "page", "category": "U3", "state": "received"}
    due = {"answer_due": "2025-10-22", "answered_on": None, "decision_due": None, "decided_on": None}
    return {**line, **due, **changes}


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
