"""The monthly share of the promise that was kept, worked out by hand; and what does not count to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from chalicelib.queue.model import Ticket
from chalicelib.reports.standard import Band, DayShare, Miss, MonthShare, Reason, Standard, kept_of, standard_of
from tests.office import Office, a_visit
from tests.queue.desks import asked, called
from tests.queue.tickets import PRINTED, a_ticket, after, at

DAY = "2026-11-25"


def served(number: int, minutes: float, seconds: float = 0, **changes: Any) -> Ticket:
    return a_ticket(f"A-{number:03d}", state="done", served_at=at(minutes, seconds), **changes)


def standard(tickets: list[Ticket], now: float = 7 * 60) -> Standard:
    day, promised = date.fromisoformat(DAY), [ticket for ticket in tickets if ticket.promised_for == PRINTED.code]
    return standard_of(PRINTED, [(day, kept_of(day, promised, at(now)))])


EVERY_KIND = [
    served(1, 2),
    served(2, 10),
    served(3, 10, 0.5, miss_reason="crowd", miss_note="Rombongan"),
    served(4, 25, miss_reason="crowd"),
    a_ticket("A-005", state="cancelled", finished_at=at(9)),
    a_ticket("A-006", state="cancelled", finished_at=at(12)),
    a_ticket("A-007", state="no-show", first_called_at=at(8), finished_at=at(11)),
    a_ticket("A-008", state="no-show", first_called_at=at(14), finished_at=at(17), miss_reason="staff-absent"),
    after(a_ticket("A-009"), ("transfer", 30), ("call", 1200), ("serve", 1260)),
    after(a_ticket("A-010"), ("call", 30), ("serve", 60), ("transfer", 300)),
    a_ticket("A-011", state="done", promised_by=None, promised_for=None),
    a_ticket("A-012", state="cancelled", ended="day-end"),
    served(13, 4, ended="day-end"),
    a_ticket("A-014", state="waiting"),
    a_ticket("A-015", minutes=415, state="waiting"),
    served(16, 0),
    a_ticket("B-001", service="digital", state="done", promised_by=None, promised_for=None, served_at=at(1)),
]
"""At 17.00: served on the dot, late by half a second, 25 minutes late; left in time and not; absent when called in time
and late; transferred before and after the first service; paper without a time; the day's end; still waiting."""


def test_standard_of_a_day_with_every_kind_of_end() -> None:
    found = standard(EVERY_KIND)

    assert msgspec.structs.replace(found, distribution=[]) == Standard(
        service="printed",
        limit_minutes=10,
        counted=11,
        within=5,
        share=Decimal("45.45"),
        reason=None,
        distribution=[],
        median_seconds=240,
        p90_seconds=1500,
        reasons=[Reason(None, 3), Reason("crowd", 2), Reason("staff-absent", 1)],
        misses=[
            Miss(DAY, "A-003", 601, "served", "crowd", "Rombongan"),
            Miss(DAY, "A-004", 1500, "served", "crowd", None),
            Miss(DAY, "A-006", 720, "left", None, None),
            Miss(DAY, "A-008", 1020, "left", "staff-absent", None),
            Miss(DAY, "A-012", None, "left", None, None),
            Miss(DAY, "A-014", 25200, "waiting", None, None),
        ],
        days=[DayShare(DAY, 11, 5)],
        months=[MonthShare("2026-11", 11, 5, Decimal("45.45"))],
    )
    assert [(band.from_minutes, band.to_minutes, band.visits) for band in found.distribution] == [
        (0, 2, 3),
        (2, 4, 1),
        (4, 6, 0),
        (6, 8, 0),
        (8, 10, 1),
        (10, 15, 1),
        (15, 20, 0),
        (20, 30, 1),
        (30, None, 0),
    ]


@pytest.mark.parametrize(
    ("within", "counted", "share"),
    [(1, 3, "33.33"), (2, 3, "66.67"), (2, 300, "0.67"), (1, 800, "0.13"), (7, 7, "100.00"), (0, 4, "0.00")],
)
def test_share_is_exact_and_rounded_once_half_up(within: int, counted: int, share: str) -> None:
    tickets = [served(n, 1 if n < within else 11) for n in range(counted)]

    assert str(standard(tickets).share) == share


@pytest.mark.parametrize(
    ("seconds", "band"),
    [(0, 0), (120, 0), (120.001, 1), (240, 1), (600, 4), (600.001, 5), (900, 5), (1800, 7), (1800.001, 8)],
)
def test_wait_on_the_edge_of_a_band_belongs_to_the_one_that_ends_there(seconds: float, band: int) -> None:
    found = standard([served(1, 0, seconds)])

    assert [number for number, one in enumerate(found.distribution) if one.visits] == [band]
    assert (found.within == 1) == (band <= 4)


def test_bands_follow_the_limit_of_the_service() -> None:
    quick = msgspec.structs.replace(PRINTED, limit_minutes=3)

    found = standard_of(quick, []).distribution

    assert found[:4] == [Band(0, 1, 0), Band(1, 2, 0), Band(2, 3, 0), Band(3, 5, 0)]
    assert [band.to_minutes for band in found[4:]] == [6, 9, None]


@pytest.mark.parametrize(
    ("waits", "median", "p90"),
    [([30], 30, 30), ([10, 20], 20, 20), (list(range(10, 0, -1)), 6, 9), (list(range(1, 12)), 6, 10), ([5] * 21, 5, 5)],
)
def test_median_and_nearest_rank_of_ninety_per_cent(waits: list[int], median: int, p90: int) -> None:
    found = standard([served(n, 0, wait) for n, wait in enumerate(waits)])

    assert (found.median_seconds, found.p90_seconds) == (median, p90)


def test_without_a_counted_visit_nothing_is_said() -> None:
    found = standard([a_ticket(state="cancelled", finished_at=at(5))])

    assert (found.counted, found.share, found.reason) == (0, None, "belum-cukup-data")
    assert (found.median_seconds, found.p90_seconds, found.days, found.misses) == (None, None, [], [])
    assert sum(band.visits for band in found.distribution) == 0


def test_period_is_of_the_units_days_and_no_wait_reaches_across_them(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    for days, minutes in ((0, 3), (1, 12), (1, None)):
        still.clock.move(days=days)
        still.visit(kiosk)
        if minutes:
            still.clock.move(minutes=minutes)
            asked(still, staff, called(still, staff), "serve")
    still.clock.move(hours=13, minutes=43)
    still.carry_changes()
    still.post("/staff/visits", a_visit(), token=staff)
    still.clock.move(minutes=1)

    def told(query: str) -> dict[str, Any]:
        return dict(still.get(f"/staff/reports/standard{query}", token=staff).json)

    by_default, first_day = told(""), told("?from=2026-11-25&to=2026-11-25&service=printed&format=json")
    still.clock.move(minutes=30)
    past = told("?from=2026-11-26&to=2026-11-30")

    assert [by_default[name] for name in ("from", "to", "service", "limit_minutes", "counted", "within", "share")] == [
        "2026-11-01",
        "2026-11-27",
        "printed",
        10,
        3,
        1,
        33.33,
    ]
    assert [(m["number"], m["outcome"], m["waited_seconds"]) for m in by_default["misses"]] == [
        ("A-001", "served", 720),
        ("A-001", "waiting", 13 * 3600 + 44 * 60),
    ]
    assert (first_day["days"], first_day["share"], first_day["reason"]) == (
        [{"day": "2026-11-25", "counted": 1, "within": 1}],
        100.0,
        None,
    )
    assert [(m["day"], m["number"], m["outcome"], m["waited_seconds"]) for m in past["misses"]] == [
        ("2026-11-26", "A-001", "served", 720),
        ("2026-11-27", "A-001", "left", None),
        ("2026-11-27", "A-002", "left", None),
    ]
    still.run_schedule("day_end")
    still.carry_changes()
    assert told("?from=2026-11-26&to=2026-11-30") | {"computed_at": ""} == past | {"computed_at": ""}


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("?service=digital", {"service": "not-in-list"}),
        ("?service=sauna", {"service": "not-in-list"}),
        ("?from=kemarin", {"from": "wrong-format"}),
        ("?from=2026-11-25&to=2026-11-24", {"to": "out-of-range"}),
        ("?format=xml", {"format": "not-in-list"}),
    ],
)
def test_report_that_cannot_be_is_a_fault(still: Office, query: str, faults: dict[str, str]) -> None:
    assert still.get(f"/staff/reports/standard{query}", token=still.signed_in()).faults == faults


def test_report_without_visits_has_no_share(still: Office) -> None:
    reply = still.get("/staff/reports/standard", token=still.signed_in(still.member("petugas"))).json

    assert (reply["share"], reply["reason"], reply["computed_at"]) == (None, "belum-cukup-data", "2026-11-25T02:00:00Z")
