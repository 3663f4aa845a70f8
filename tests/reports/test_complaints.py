"""The register of a period against its clocks, worked out by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.complaints.model import Complaint, State
from chalicelib.reports.complaints import complaint_figures
from chalicelib.reports.figures import Clock, ComplaintLine, Counted
from tests.complaints.steps import UNIT, a_complaint


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Makassar"))


NOW = at(6, 30)


def of(received: datetime, *events: tuple[State, datetime], **changes: Any) -> Complaint:
    return a_complaint(received, *events, **changes)


REGISTER = [
    of(at(1, 5), ("answered", at(1, 19, 23)), ("decided", at(3, 6)), ("closed", at(3, 20))),
    of(at(1, 6), ("answered", at(1, 21)), ("decided", at(3, 8)), ("closed", at(3, 23)), channel="box"),
    of(at(1, 7), ("answered", at(1, 8)), ("closed", at(1, 9)), category="U7"),
    of(at(2, 1), ("incomplete", at(2, 3)), ("received", at(3, 1)), ("decided", at(4, 30)), ("closed", at(5, 1))),
    of(at(2, 2), ("incomplete", at(2, 3)), ("closed", at(3, 6))),
    of(at(2, 3), ("withdrawn", at(5, 1)), channel="whatsapp"),
    of(at(2, 4), ("answered", at(2, 20)), ("withdrawn", at(2, 21))),
    of(at(4, 20), ("answered", at(4, 21))),
    of(at(6, 1)),
    of(at(6, 29), category="other"),
    of(at(6, 29, 0), ("answered", at(6, 29)), ("decided", at(6, 30))),
]
"""In time on the last day; late by one day each; answered and closed at once; complete after a question; given up;
taken back before and after a late answer; without a decision; without an answer; new; decided and not told yet."""


def test_clocks_count_what_was_owed_and_nothing_that_was_withdrawn() -> None:
    found = complaint_figures(REGISTER, UNIT, NOW).clocks

    assert found == [
        Clock(clock="answer", days=14, kept=6, broken=2, running=1, share=Decimal("75.00"), reason=None),
        Clock(clock="decision", days=60, kept=4, broken=2, running=2, share=Decimal("66.67"), reason=None),
        Clock(clock="notice", days=14, kept=2, broken=1, running=1, share=Decimal("66.67"), reason=None),
    ]


def test_register_is_counted_by_state_element_channel_and_month() -> None:
    found = complaint_figures(REGISTER, UNIT, NOW)

    assert found.received == 11
    assert {one.code: one.visits for one in found.states} == {
        "received": 2,
        "answered": 1,
        "incomplete": 0,
        "decided": 1,
        "closed": 5,
        "withdrawn": 2,
    }
    assert {one.code: one.visits for one in found.categories if one.visits} == {"U3": 9, "U7": 1, "other": 1}
    assert {one.code: one.visits for one in found.channels} == {"page": 9, "box": 1, "email": 0, "whatsapp": 1}
    assert found.months == [Counted("2026-01", 3), Counted("2026-02", 4), Counted("2026-04", 1), Counted("2026-06", 3)]


def test_line_says_when_it_was_due_and_done_and_nothing_of_the_complaint() -> None:
    [line, *_] = complaint_figures(REGISTER, UNIT, NOW).complaints

    assert line == ComplaintLine(
        code=REGISTER[0].code,
        received_on=date(2026, 1, 5),
        channel="page",
        category="U3",
        state="closed",
        answer_due=date(2026, 1, 19),
        answered_on=date(2026, 1, 19),
        decision_due=date(2026, 3, 6),
        decided_on=date(2026, 3, 6),
    )


def test_period_without_complaints_has_no_share() -> None:
    found = complaint_figures([], UNIT, NOW)

    assert [(one.share, one.reason) for one in found.clocks] == [(None, "belum-cukup-data")] * 3
    assert (found.received, found.months) == (0, [])
