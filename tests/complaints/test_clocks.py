"""The clocks of a complaint, held against a calendar that is counted through day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.complaints import clocks
from chalicelib.complaints.clocks import Running
from chalicelib.complaints.model import LaporClass, State
from chalicelib.unit import SpecialDay, Wording, always_open
from tests.complaints.steps import UNIT, a_complaint

WITA = ZoneInfo("Asia/Makassar")
START = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def wita(day: int, hour: int = 12, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WITA)


def counted_on(moment: datetime, days: int) -> date:
    """The so-many-th day after that of a moment, one midnight of the office after the other: 16.00 in UTC."""
    midnight = datetime(moment.year, moment.month, moment.day, tzinfo=UTC) - timedelta(hours=8)
    while not midnight <= moment < midnight + timedelta(days=1):
        midnight += timedelta(days=1)
    for _ in range(days):
        midnight += timedelta(days=1)
    return (midnight + timedelta(hours=8)).date()


@given(MOMENTS)
def test_answer_is_due_on_the_fourteenth_day_of_the_office_after_receipt(received_at: datetime) -> None:
    assert clocks.answer_due(a_complaint(received_at), UNIT) == counted_on(received_at, 14)


@given(MOMENTS, st.integers(0, 10**7), st.integers(0, 10**7))
def test_decision_is_due_sixty_days_after_the_file_is_complete(received_at: datetime, asked: int, mended: int) -> None:
    asked_at = received_at + timedelta(seconds=asked)
    mended_at = asked_at + timedelta(seconds=mended)
    straight = a_complaint(received_at, ("answered", asked_at))
    waiting = a_complaint(received_at, ("incomplete", asked_at))
    completed = a_complaint(received_at, ("incomplete", asked_at), ("received", mended_at))

    due = [clocks.decision_due(complaint, UNIT) for complaint in (straight, waiting, completed)]

    assert due == [counted_on(received_at, 60), None, counted_on(mended_at, 60)]
    assert clocks.complete_by(waiting, UNIT) == counted_on(asked_at, 30)


@given(DAYS, st.sampled_from(["information", "without-supervision", "supervision"]), st.sets(DAYS, max_size=40))
def test_classes_count_days_that_are_worked(day: date, kind: LaporClass, holidays: set[date]) -> None:
    special = [SpecialDay(holiday, Wording("Libur", "Holiday")) for holiday in holidays]
    unit = msgspec.structs.replace(UNIT, special_days=special)
    received_at = datetime.combine(day, time(9), WITA)

    due = clocks.lapor_due(a_complaint(received_at, lapor_class=kind), unit)

    assert due
    after = [day + timedelta(days=number) for number in range(1, (due - day).days + 1)]
    worked = [one for one in after if one.isoweekday() <= 5 and one not in holidays]
    assert (len(worked), worked[-1]) == ({"information": 5, "without-supervision": 14, "supervision": 60}[kind], due)


@pytest.mark.parametrize(
    ("received_at", "due"),
    [
        (wita(26, 23, 59), date(2026, 12, 10)),
        (wita(27, 0, 1), date(2026, 12, 11)),
        (wita(31, 23, 59, month=12), date(2027, 1, 14)),
        (datetime(2026, 11, 26, 16, 0, tzinfo=UTC), date(2026, 12, 11)),
    ],
    ids=["before midnight", "after it", "over the year", "UTC's afternoon is tomorrow"],
)
def test_days_turn_at_the_offices_midnight(received_at: datetime, due: date) -> None:
    assert clocks.answer_due(a_complaint(received_at), UNIT) == due


def test_holidays_and_weekends_are_no_working_days_and_a_shortened_day_is_one() -> None:
    received = a_complaint(wita(21, month=12), lapor_class="information")
    shortened = SpecialDay(date(2026, 12, 24), Wording("Pulang awal", "Short day"), [(time(8), time(12))])
    others = [one for one in UNIT.special_days if one.day != shortened.day]

    usual = clocks.lapor_due(received, UNIT)
    short = clocks.lapor_due(received, msgspec.structs.replace(UNIT, special_days=[*others, shortened]))

    assert (usual, short) == (date(2026, 12, 30), date(2026, 12, 29))


def test_working_days_are_the_offices_own_where_it_can_be_tried_around_the_clock() -> None:
    received = a_complaint(wita(21, month=12), lapor_class="information")

    assert clocks.lapor_due(received, always_open(UNIT)) == date(2026, 12, 30)


def test_office_that_never_works_does_not_stop_the_count() -> None:
    closed = msgspec.structs.replace(UNIT, hours={})

    assert clocks.working_day(date(2026, 11, 26), 5, closed) == date(2027, 11, 27)


RUNNING: list[tuple[list[tuple[State, datetime]], Running | None]] = [
    ([], Running("answer", date(2026, 11, 15), 10)),
    ([("answered", wita(4))], Running("decision", date(2026, 12, 31), 56)),
    ([("incomplete", wita(4))], Running("completion", date(2026, 12, 4), 29)),
    ([("incomplete", wita(3)), ("received", wita(4))], Running("decision", date(2027, 1, 3), 59)),
    ([("answered", wita(3)), ("decided", wita(4))], Running("notice", date(2026, 11, 18), 13)),
    ([("answered", wita(3)), ("decided", wita(4)), ("closed", wita(5))], None),
    ([("withdrawn", wita(4))], None),
]


@pytest.mark.parametrize(("events", "clock"), RUNNING, ids=range(len(RUNNING)))
def test_one_clock_runs_at_a_time(events: list[tuple[State, datetime]], clock: Running | None) -> None:
    assert clocks.running(a_complaint(wita(1), *events), UNIT, wita(5)) == clock


@pytest.mark.parametrize(
    ("now", "mood"),
    [(wita(11, 23, 59), "calm"), (wita(12), "soon"), (wita(15, 23, 59), "soon"), (wita(16, 0, 1), "over")],
)
def test_mood_turns_three_days_before_the_end_and_after_the_last_day(now: datetime, mood: str) -> None:
    assert clocks.mood_of(clocks.running(a_complaint(wita(1)), UNIT, now), UNIT) == mood


def test_file_is_given_up_when_the_thirtieth_day_is_over() -> None:
    waiting = a_complaint(wita(1), ("incomplete", wita(4)))

    given_up = [clocks.is_given_up(waiting, UNIT, wita(day, hour, 59, 12)) for day, hour in ((4, 23), (5, 0))]

    assert given_up == [False, True]


def test_answer_that_closes_a_complaint_was_its_decision() -> None:
    closed = a_complaint(wita(1), ("answered", wita(3)), ("closed", wita(4)))
    given_up = a_complaint(wita(1), ("incomplete", wita(3)), ("closed", wita(4, month=12)))

    assert (clocks.decided_at(closed), clocks.decided_at(given_up)) == (wita(4), None)


@pytest.mark.parametrize(
    ("kind", "events", "settled"),
    [
        ("information", [("answered", wita(3))], True),
        ("supervision", [("answered", wita(3))], False),
        ("supervision", [("answered", wita(3)), ("decided", wita(4))], True),
        ("information", [("incomplete", wita(3))], False),
    ],
)
def test_class_is_settled_by_its_answer_or_where_it_is_supervised_by_its_decision(
    kind: LaporClass, events: list[tuple[State, datetime]], settled: bool
) -> None:
    assert clocks.is_settled(a_complaint(wita(1), *events, lapor_class=kind)) is settled
