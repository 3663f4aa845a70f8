"""Simulated days: what the fairness rule promises holds on each of them, and other rules break it."""

from __future__ import annotations

from pathlib import Path
from statistics import mean, median

import pytest

from bench.office_day import Rule, a_day, first_come, load, ours, quota, strict_priority, waits
from bench.queue_day import CHART, UNIT, Outcome, outcome, report

DAYS = [a_day(UNIT, seed) for seed in range(8)]
BY_ARRIVAL = outcome(DAYS, first_come)
PAGE = Path(__file__).parents[2] / "docs" / "queue.md"


def broken(result: Outcome) -> set[str]:
    """The promises of docs/queue.md that some days do not keep. Times are minutes."""
    kept = {
        "priority never waits longer than by first-come": result.lost_priority <= 0,
        "priority's median is at most 2/3 of first-come's": median(result.priority) * 3
        <= median(BY_ARRIVAL.priority) * 2,
        "nobody loses more than 20": result.lost_others <= 20,
        "others' mean grows by 2 at most": mean(result.others) <= mean(BY_ARRIVAL.others) + 2,
        "others' longest wait grows by 5 at most": max(result.others) <= max(BY_ARRIVAL.others) + 5,
    }
    return {promise for promise, holds in kept.items() if not holds}


def test_day_is_the_one_that_is_described_and_the_same_for_the_same_seed() -> None:
    assert a_day(UNIT, 3) == DAYS[3] != DAYS[4]
    assert {(len(day.tickets), sum(t.priority is not None for t in day.tickets)) for day in DAYS} == {(200, 60)}
    assert 0.85 <= mean(map(load, DAYS)) <= 0.95


def test_our_rule_keeps_its_promises() -> None:
    assert broken(outcome(DAYS, ours(UNIT.fairness))) == set()


def test_strict_priority_would_starve_the_others() -> None:
    assert broken(outcome(DAYS, strict_priority)) == {
        "nobody loses more than 20",
        "others' mean grows by 2 at most",
        "others' longest wait grows by 5 at most",
    }


def test_quota_would_make_priority_wait_for_those_who_came_later() -> None:
    assert "priority never waits longer than by first-come" in broken(outcome(DAYS, quota(UNIT.fairness)))


@pytest.mark.parametrize(
    "rule", [ours(UNIT.fairness), strict_priority, quota(UNIT.fairness)], ids=["ours", "strict", "quota"]
)
def test_rules_share_out_the_same_waiting_and_make_no_more_of_it(rule: Rule) -> None:
    for day in DAYS[:3]:
        total, by_arrival = (sum(one.minutes for one in waits(day, each)) for each in (rule, first_come))

        assert total == pytest.approx(by_arrival)


@pytest.mark.slow
def test_page_and_chart_show_what_the_command_makes() -> None:
    tables, chart = report(seeds=200)
    page = PAGE.read_text("utf-8")

    assert [lines[0] for lines in tables if "\n".join(lines) not in page] == []
    assert CHART.read_text("utf-8") == chart
