"""An import that is broken off goes on where it stopped, whoever is killed; events that come twice change nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.errors import Fault
from chalicelib.imports import importing
from chalicelib.imports.model import Refused, Tally
from chalicelib.imports.webapi import BpsWebApi
from chalicelib.log import log
from tests.audit import everything, rows
from tests.faults import Killed, Mode, broken_off, calls_of, every_mode
from tests.imports.conftest import Fetching, counts
from tests.imports.webapi_double import Said, an_item
from tests.reliability.redelivery import arrived

LEASE = 6
"""Minutes after which no lease of a killed worker is in force."""


def a_run(fetching: Fetching, items: int) -> str:
    """An import that has been started: its job, taken out of the queue."""
    fetching.webapi.items = [an_item(number) for number in range(1, items + 1)]
    assert fetching.start().status == 200
    [job] = arrived(fetching.office, "importing")
    return job


def hand(fetching: Fetching, job: str) -> None:
    fetching.office.handled(fetching.office.function("importing"), [job])


def test_import_that_takes_longer_than_the_function_is_handed_on(
    fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "WORKS_FOR", timedelta(seconds=8))
    fetching.webapi.items = [an_item(number) for number in range(1, 26)]
    real = BpsWebApi.page
    with patch.object(BpsWebApi, "page", autospec=True, side_effect=real) as asked:
        report = fetching.fetch()

    assert (report["state"], report["page"], counts(report)) == ("done", 3, (25, 0, 0, 0))
    assert [call.args[2] for call in asked.call_args_list] == [1, 1, 2, 2, 3]
    views = [call for call in fetching.webapi.asked if call.startswith("view/")]
    assert len(views) == len(set(views)) == 25


def test_progress_is_told_while_it_runs_and_nobody_starts_a_second(fetching: Fetching) -> None:
    told: list[tuple[str, int, int, int]] = []

    def look(call: str) -> Said | None:
        if call.endswith("/page/2"):
            report, second = fetching.report(), fetching.start()
            told.append((report["state"], report["page"], report["pages"], report["added"]))
            assert (second.status, second.code) == (409, "import-running")
        return None

    fetching.webapi.odd = look
    fetching.webapi.items = [an_item(number) for number in range(1, 12)]
    report = fetching.fetch()

    assert told == [("running", 1, 2, 10)]
    assert (report["state"], report["rows"]) == ("done", 11)


@every_mode
def test_import_broken_off_at_any_call_ends_with_every_title_once_and_counted_once(
    fetching: Fetching, mode: Mode
) -> None:
    job, mapping = a_run(fetching, 2), fetching.office.function("importing")
    calls = len(calls_of(lambda: fetching.office.handled(mapping, [job])))
    assert calls >= 10
    for at in range(1, calls + 1):
        fetching.office.begin()
        again = Fetching(fetching.office, fetching.webapi)
        again.store_key()
        job = a_run(again, 2)
        broken_off(partial(hand, again, job), mode, at)
        for _ in range(2):
            again.office.clock.move(minutes=LEASE)
            hand(again, job)
        before = everything(again.office)
        hand(again, job)

        assert everything(again.office) == before, at
        assert (again.report()["state"], counts(again.report())) == ("done", (2, 0, 0, 0)), at
        assert len(again.titles()) == 2, at


@every_mode
def test_start_that_was_broken_off_anywhere_becomes_one_import_that_ends(fetching: Fetching, mode: Mode) -> None:
    fetching.webapi.items = [an_item(1)]
    calls = len(calls_of(fetching.start))
    for at in range(1, calls + 1):
        fetching.office.begin()
        again = Fetching(fetching.office, fetching.webapi)
        again.store_key()
        broken_off(again.start, mode, at)
        second = again.start()
        again.office.clock.move(minutes=5)
        again.office.run_schedule("sweep")
        again.office.carry_jobs()

        assert second.status == 200 or second.code == "import-running", at
        assert (again.report()["state"], again.report()["rows"]) == ("done", 1), at


def test_worker_that_was_only_slow_finds_another_in_charge_and_writes_nothing_more(fetching: Fetching) -> None:
    job = a_run(fetching, 12)
    seen: list[str] = []

    def overtaken(call: str) -> Said | None:
        if call.endswith("/page/2") and not seen:
            seen.append(call)
            fetching.office.clock.move(minutes=LEASE)
            with patch.object(BpsWebApi, "_answered", side_effect=Killed), pytest.raises(Killed):
                hand(fetching, job)
        return None

    fetching.webapi.odd = overtaken
    hand(fetching, job)
    late, handed_on = fetching.report(), arrived(fetching.office, "importing")
    fetching.office.clock.move(minutes=LEASE)
    hand(fetching, job)

    assert (late["state"], late["page"], late["rows"], handed_on) == ("running", 1, 10, [])
    assert (fetching.report()["state"], counts(fetching.report())) == ("done", (12, 0, 0, 0))


def test_event_that_comes_twice_while_a_worker_is_at_it_changes_nothing(fetching: Fetching) -> None:
    job = a_run(fetching, 11)

    def twice(call: str) -> Said | None:
        if call.endswith("/page/2"):
            hand(fetching, job)
        return None

    fetching.webapi.odd = twice
    hand(fetching, job)

    assert (fetching.report()["state"], counts(fetching.report())) == ("done", (11, 0, 0, 0))
    assert len(fetching.webapi.asked) == 2 + 11


def test_job_of_an_earlier_import_or_of_none_changes_nothing(fetching: Fetching) -> None:
    old = a_run(fetching, 1)
    hand(fetching, old)
    new = a_run(fetching, 2)
    before = everything(fetching.office)

    hand(fetching, old)
    hand(fetching, old.replace("imports/", "elsewhere/"))

    assert everything(fetching.office) == before
    hand(fetching, new)
    assert counts(fetching.report()) == (1, 0, 1, 0)


@pytest.mark.parametrize("death", [Killed, RuntimeError], ids=["killed", "broken"])
def test_sweeper_sets_a_stuck_import_going_and_then_gives_it_up(fetching: Fetching, death: type[BaseException]) -> None:
    job, told, started = a_run(fetching, 11), [], []
    with patch.object(log, "error", lambda message, **more: told.append((message, more["kind"]))):
        for minutes in (4, 2, 6):
            with patch.object(BpsWebApi, "_answered", side_effect=death), suppress(death):
                hand(fetching, job)
            fetching.office.clock.move(minutes=minutes)
            fetching.office.run_schedule("sweep")
            started.append(len(arrived(fetching.office, "importing")))

    report = fetching.report()
    assert (started, told) == ([0, 1, 0], [("beyond help", "import")])
    assert (report["state"], report["reason_code"]) == ("failed", "import-given-up")
    hand(fetching, job)
    assert fetching.report() == report
    assert fetching.fetch()["added"] == 11


def test_sweeper_leaves_an_import_that_somebody_is_at_work_on(fetching: Fetching) -> None:
    told: list[Any] = []

    def sweep(call: str) -> Said | None:
        if call.endswith("/page/2"):
            fetching.office.run_schedule("sweep")
            told.append(arrived(fetching.office, "importing"))
        return None

    fetching.webapi.odd = sweep
    hand(fetching, a_run(fetching, 11))

    assert told == [[]]
    assert fetching.report()["state"] == "done"


def test_no_more_than_two_hundred_refused_rows_are_kept_and_all_are_counted() -> None:
    tally = Tally()
    for row in range(1, 251):
        tally = tally.without(Refused(row, None, [Fault("title", "required")]))

    assert (tally.rows, tally.refused, len(tally.refusals)) == (250, 250, 200)


def test_failed_job_of_an_import_is_shown_to_the_head_of_its_unit(fetching: Fetching) -> None:
    job = a_run(fetching, 1)
    office, head = fetching.office, fetching.office.signed_in()
    office.sqs.send_message(QueueUrl=office.environment["IMPORTING_JOBS_DEAD_LETTERS"], MessageBody=job)

    [shown] = office.get("/staff/failed-jobs", token=head).json["items"]
    office.post("/staff/failed-jobs/redrive", {}, token=head)
    office.carry_jobs()

    assert (shown["kind"], shown["about"]) == ("importing", None)
    assert fetching.report()["state"] == "done"
    assert len(rows(office, "IMPORTS_TABLE")) == 1
