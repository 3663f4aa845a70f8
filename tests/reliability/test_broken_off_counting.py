"""Counting that breaks off anywhere is made good by the same records, which come again, or by the night."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from chalicelib.reports.store import FiguresRecord
from tests.audit import rows
from tests.faults import Killed, Mode, broken, calls_of, every_mode
from tests.office import Office
from tests.reports.histories import History
from tests.reports.test_counting import kept, recounted


@every_mode
def test_day_is_counted_whole_after_any_fault(still: Office, mode: Mode) -> None:
    History(still, 5).live(5)
    records = still.emulation.changes.take(10_000)
    calls = calls_of(lambda: still.streams.carry(records))
    days = [date.fromisoformat(row["day"]) for row in rows(still, "FIGURES_TABLE")]

    for at in range(1, len(calls) + 1):
        for day in days:
            FiguresRecord("6371", day).delete()
        with broken(mode, at), suppress(Killed, Exception):
            still.streams.carry(records)
        still.streams.carry(records)

        for day in days:
            counted = kept(still, day)
            assert counted
            assert counted.figures == recounted(still, day)
