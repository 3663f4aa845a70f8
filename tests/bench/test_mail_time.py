"""The time from request to mail: stages add up, waiting is told apart, and every boundary is passed on the way."""

from __future__ import annotations

from threading import Thread

import pytest

from bench.boundaries import KEPT, STAGES, noting
from bench.first_page import draw_first_page
from bench.stages import Spent, Stage, Stopwatch, p95, table
from tests.delivery.steps import asked
from tests.office import Office, a_pdf

TWO = (Stage("made", "it is made"), Stage("sent", "it is sent", stand_in=True))


class Hands:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_stages_reach_from_one_boundary_to_the_next_and_tell_their_waiting() -> None:
    clock = Hands()
    watch = Stopwatch(clock)
    watch.note("asked", "r1")
    watch.begin("r1")
    for since, until in ((1.0, 4.0), (5.0, 12.0)):
        clock.at = until
        watch.waited(since)
    watch.note("made", at=10.0)
    watch.note("sent", at=13.0)

    spent = watch.spent(watch.passed("r1", "sent", 0), TWO, "asked")

    assert spent == {"made": Spent(10.0, 8.0), "sent": Spent(3.0, 3.0)}


def test_waiting_of_another_thread_is_not_counted() -> None:
    clock = Hands()
    watch = Stopwatch(clock)
    watch.note("asked", "r1")
    clock.at = 5.0
    other = Thread(target=watch.waited, args=(0.0,))
    other.start()
    other.join()
    watch.note("made", "r1")

    spent = watch.spent(watch.passed("r1", "made", 0), TWO[:1], "asked")

    assert spent == {"made": Spent(5.0, 0.0)}


def test_job_that_comes_twice_is_timed_by_its_first_coming() -> None:
    watch = Stopwatch(Hands())
    watch.note("made", "r1", at=1.0)
    watch.note("made", "r1", at=9.0)

    assert watch.passed("r1", "made", 0)["made"].at == 1.0


def test_request_that_does_not_arrive_is_told_with_how_far_it_came() -> None:
    watch = Stopwatch(Hands())
    watch.note("asked", "r1")

    with pytest.raises(TimeoutError, match="r1 came to asked, not to sent"):
        watch.passed("r1", "sent", 0)


def test_table_gives_least_median_p95_waiting_and_share_of_each_stage_and_of_all() -> None:
    trips = [{"made": Spent(made, 0.001), "sent": Spent(0.010, 0.010)} for made in (0.010, 0.030, 0.090)]

    lines = [line.split() for line in table(trips, TWO)]

    assert lines[1:] == [
        ["it", "is", "made", "10.0", "30.0", "90.0", "1.0", "75%"],
        ["it", "is", "sent", "10.0", "10.0", "10.0", "10.0", "25%"],
        ["in", "all", "20.0", "40.0", "100.0", "11.0", "100%"],
        ["of", "it", "the", "service's", "own", "work", "9.0", "29.0", "89.0", "0.0", "72%"],
    ]


def test_p95_of_many_leaves_five_of_a_hundred_above_it() -> None:
    assert p95([float(value) for value in range(1, 101)]) == pytest.approx(95.05)
    assert p95([3.0, 1.0, 2.0]) == 3.0


def test_every_boundary_is_passed_in_its_turn_and_the_first_page_can_be_drawn(office: Office) -> None:
    watch = Stopwatch()
    visit, publication = office.visit(), office.publication(a_pdf())

    with noting(watch):
        request = asked(office, visit, publication, "email")
        office.carry_jobs()
        reading = office.post("/visit/readings", {"publication_id": publication}, token=visit["visit_token"]).json

    moments = watch.passed(request["request_id"], "claimed", 0)
    inside = [stage.until for stage in STAGES if stage.until != KEPT]
    assert sorted(moments, key=lambda boundary: moments[boundary].at) == inside
    assert draw_first_page(reading["url"], reading["size_bytes"]) == reading["size_bytes"]
