"""Figures of days are what a full recount of their records finds, whatever the events that told of the changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.reports import counting
from chalicelib.reports.counting import CountedDay, count_day, counted_now
from chalicelib.reports.day import DayFigures
from tests.audit import rows
from tests.office import Office
from tests.reports.histories import History, in_disorder

WEDNESDAY = date(2026, 11, 25)


def kept(office: Office, day: date) -> CountedDay | None:
    return office.ports.figures.find("6371", day)


def recounted(office: Office, day: date) -> DayFigures:
    return counted_now(office.ports, office.ports.units.of(None), day).figures


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 60))])
def test_days_count_what_a_full_recount_finds_after_doubled_and_reordered_events(still: Office, seed: int) -> None:
    history = History(still, seed)

    for turn in range(3):
        history.live(12)
        in_disorder(still, seed * 10 + turn)
    still.clock.move(days=1)
    still.run_schedule("day_end")
    in_disorder(still, seed)

    assert len(history.seen) > 1
    for day, seen in history.seen.items():
        counted = kept(still, day)
        assert counted is not None
        assert counted.figures == recounted(still, day)
        assert (counted.figures.visits, counted.figures.people) == (seen["visits"], seen["people"])
        assert counted.figures.services == {code: seen[code] for code in ("digital", "printed") if seen[code]}
        assert sum(counted.figures.ratings.values()) == counted.figures.skm.respondents == seen["rated"]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights that look back ten days: 400 of an office without visitors are 400 times nothing."""
    monkeypatch.setattr(counting, "DAYS_BACK", 10)


@pytest.mark.usefixtures("short")
def test_night_makes_good_whatever_became_of_the_events(still: Office) -> None:
    history = History(still, 7)
    history.live(25)
    still.emulation.changes.forget()
    still.clock.move(days=1)

    still.run_schedule("recount")
    first = rows(still, "FIGURES_TABLE")
    still.run_schedule("recount")

    assert {row["day"] for row in first} == {day.isoformat() for day in history.seen}
    assert all(kept(still, day).figures == recounted(still, day) for day in history.seen)  # type: ignore[union-attr]
    assert rows(still, "FIGURES_TABLE") == first


@pytest.mark.usefixtures("short")
def test_day_that_cannot_be_counted_does_not_hold_up_the_others(still: Office) -> None:
    still.visit()
    still.clock.move(days=2)
    still.visit()
    still.clock.move(days=1)
    of_day = still.ports.visits.of_day

    def broken(unit_day: str) -> Any:
        if unit_day == "6371#2026-11-27":
            raise OSError("out of reach")
        return of_day(unit_day)

    with patch.object(still.ports.visits, "of_day", broken), pytest.raises(ExceptionGroup) as raised:
        still.run_schedule("recount")

    assert [str(error) for error in raised.value.exceptions] == ["out of reach"]
    assert [row["day"] for row in rows(still, "FIGURES_TABLE")] == ["2026-11-25"]


def test_slow_count_does_not_put_older_figures_over_newer_ones(still: Office) -> None:
    """One reads the records; before it writes, a visitor comes and another has counted them."""
    unit, kiosk = still.ports.units.of(None), still.kiosk()
    still.visit(kiosk)

    def another() -> None:
        still.visit(kiosk)
        count_day(still.ports, unit, WEDNESDAY)

    with _overtaken(still, another):
        count_day(still.ports, unit, WEDNESDAY)

    counted = kept(still, WEDNESDAY)
    assert counted is not None
    assert (counted.figures.visits, counted.version) == (2, 1)


@contextmanager
def _overtaken(office: Office, by: Callable[[], None]) -> Iterator[None]:
    """Whoever counts now is overtaken once, between the reading and the writing."""
    put, others = office.ports.figures.put, [by]

    def late(counted: CountedDay) -> bool:
        if others:
            others.pop()()
        return put(counted)

    with patch.object(office.ports.figures, "put", late):
        yield


def test_day_without_any_record_leaves_no_row(still: Office) -> None:
    count_day(still.ports, still.ports.units.of(None), WEDNESDAY)

    assert rows(still, "FIGURES_TABLE") == []


def test_day_is_counted_live_until_it_was_counted_after_its_end(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)
    still.visit(kiosk)
    still.carry_changes()
    still.visit(kiosk)
    path = "/staff/reports/visits?from=2026-11-25&to=2026-11-25"

    today = still.get(path, token=staff).json["visits"]
    still.clock.move(days=1)
    yesterday = still.get(path, token=staff).json["visits"]

    assert (today, yesterday) == (2, 2)
    assert (kept(still, WEDNESDAY) or pytest.fail("not counted")).figures.visits == 1


def test_midnight_that_parts_days_is_the_units(still: Office) -> None:
    kiosk = still.kiosk()
    still.clock.move(hours=13, minutes=59)
    still.visit(kiosk)
    still.clock.move(minutes=2)
    still.visit(kiosk, services=["digital"])
    still.carry_changes()

    days = [kept(still, WEDNESDAY + timedelta(days=more)) for more in (0, 1)]

    assert [(day.figures.services, day.figures.hours) for day in days if day] == [
        ({"printed": 1}, {"23": 1}),
        ({"digital": 1}, {"00": 1}),
    ]
