"""A unit's days and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import msgspec
import pytest

from chalicelib.errors import NotFound
from chalicelib.hours import EarlyClosing, opening
from chalicelib.unit import SpecialDay, Unit, Units, Wording, always_open, day_bounds, read_units, service_day


def banjarmasin() -> Unit:
    return read_units(["6371"])[0]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-11-25 15:59:59", date(2026, 11, 25)), ("2026-11-25 16:00:00", date(2026, 11, 26))],
)
def test_day_turns_at_the_units_midnight_not_at_utcs(moment: str, day: date) -> None:
    assert service_day(utc(moment), banjarmasin()) == day


def test_day_has_its_bounds_in_the_units_zone() -> None:
    start, end = day_bounds(date(2026, 11, 25), banjarmasin())

    assert (start.astimezone(UTC), end.astimezone(UTC)) == (utc("2026-11-24 16:00"), utc("2026-11-25 16:00"))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-25 00:00", True),
        ("2026-11-24 23:59", False),
        ("2026-11-25 07:29", True),
        ("2026-11-25 07:30", False),
        ("2026-11-27 07:45", True),
        ("2026-11-28 02:00", False),
    ],
    ids=["wednesday-8.00", "7.59", "15.29", "15.30", "friday-15.45", "saturday"],
)
def test_office_receives_visitors_in_its_hours(moment: str, opens: bool) -> None:
    assert opening(banjarmasin(), utc(moment)).is_open is opens


def test_closed_on_friday_evening_it_opens_on_monday() -> None:
    assert opening(banjarmasin(), utc("2026-11-27 09:00")).opens_at == utc("2026-11-30 00:00")


def test_holidays_are_not_opening_days() -> None:
    holiday = SpecialDay(date(2026, 11, 30), Wording("Hari libur", "Holiday"))
    unit = msgspec.structs.replace(banjarmasin(), special_days=[holiday])
    found = opening(unit, utc("2026-11-30 02:00"))

    assert opening(unit, utc("2026-11-27 09:00")).opens_at == utc("2026-12-01 00:00")
    assert (found.is_open, found.opens_at, found.reason) == (False, utc("2026-12-01 00:00"), holiday.name)


def test_special_day_may_have_shorter_hours() -> None:
    short = SpecialDay(date(2026, 11, 25), Wording("Rapat", "Meeting"), [(time(8), time(11))])
    unit = msgspec.structs.replace(banjarmasin(), special_days=[short])

    assert opening(unit, utc("2026-11-25 02:59")).closes_at == utc("2026-11-25 03:00")
    assert opening(unit, utc("2026-11-25 03:00")).opens_at == utc("2026-11-26 00:00")


def test_early_closing_ends_the_day_and_says_why() -> None:
    early = EarlyClosing(utc("2026-11-25 04:00"), "Listrik padam")
    before, after = (opening(banjarmasin(), utc(f"2026-11-25 0{hour}:00"), early) for hour in (3, 4))

    assert (before.is_open, before.closes_at, before.reason) == (True, utc("2026-11-25 04:00"), None)
    assert (after.is_open, after.opens_at) == (False, utc("2026-11-26 00:00"))
    assert after.reason == Wording("Listrik padam", "Listrik padam")


def test_office_that_never_opens_says_so() -> None:
    assert opening(msgspec.structs.replace(banjarmasin(), hours={}), utc("2026-11-27 09:00")).opens_at is None


def test_office_can_be_open_around_the_clock() -> None:
    assert opening(always_open(banjarmasin()), utc("2026-11-28 19:00")).is_open


def test_first_unit_is_the_default_and_others_are_known_by_code() -> None:
    first, second = banjarmasin(), msgspec.structs.replace(banjarmasin(), code="6372")
    units = Units([first, second])

    assert (units.of(None).code, units.of("6372").code) == ("6371", "6372")


def test_unknown_unit_is_not_found() -> None:
    with pytest.raises(NotFound):
        Units([banjarmasin()]).of("9999")


def test_every_text_of_the_unit_stands_in_both_languages() -> None:
    unit = banjarmasin()
    texts = [unit.name, unit.licence, *(s.name for s in unit.services), *(c.text for c in unit.consents)]
    texts += [entry.name for entries in unit.lists.values() for entry in entries]

    assert all(text.id and text.en for text in texts)
