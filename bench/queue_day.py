"""`python -m bench.queue_day`: what the fairness rule does to 200 visitors a day, beside others (docs/queue.md)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from statistics import mean, median, quantiles

import msgspec

from bench.office_day import Day, Rule, Waited, a_day, first_come, ours, quota, strict_priority, waits
from bench.queue_chart import Curve, drawn
from chalicelib.unit import Fairness, read_units

CHART = Path(__file__).parents[1] / "docs" / "images" / "antrean-adil.svg"
PROMISE = 10
NEVER = 24 * 60
UNIT = read_units(["6371"])[0]
CEILINGS = (15, 20, 30, 45, NEVER)
RATIOS = ((1, 1), (1, 2), (1, 3))
SHARES = (0.1, 0.3, 0.5, 0.7)


class Spread(msgspec.Struct, frozen=True):
    """How long the visitors of one class waited, in minutes; `over` is the share past the promise."""

    mean: float
    median: float
    p90: float
    longest: float
    over: float

    @classmethod
    def of(cls, minutes: list[float]) -> Spread:
        return cls(
            mean(minutes),
            median(minutes),
            quantiles(minutes, n=10)[-1],
            max(minutes),
            sum(waited > PROMISE for waited in minutes) / len(minutes),
        )


class Outcome(msgspec.Struct, frozen=True):
    """What a rule made of some days; `lost` is the most that anybody waited longer than by first-come the same day."""

    priority: list[float]
    others: list[float]
    lost_priority: float
    lost_others: float

    @property
    def spreads(self) -> tuple[Spread, Spread]:
        return Spread.of(self.priority), Spread.of(self.others)


def outcome(days: Iterable[Day], rule: Rule) -> Outcome:
    """Every day by a rule, and by first-come beside it."""
    pairs: list[tuple[Waited, Waited]] = []
    for day in days:
        pairs += zip(waits(day, rule), waits(day, first_come), strict=True)
    lost = {kind: max(own.minutes - by.minutes for own, by in pairs if own.priority is kind) for kind in (True, False)}
    return Outcome(
        [own.minutes for own, _ in pairs if own.priority],
        [own.minutes for own, _ in pairs if not own.priority],
        lost[True],
        lost[False],
    )


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table in Markdown, its first column text and the others figures."""
    titles = list(heads)
    return [_row(titles), _row([":--", *["--:"] * (len(titles) - 1)]), *map(_row, rows)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def rules_compared(outcomes: dict[str, Outcome]) -> list[str]:
    """Both classes under each rule."""
    heads = ("", "mean", "median", "9 of 10 within", "longest", "over 10 min", "most lost to first-come")
    rows = []
    for name, result in outcomes.items():
        losses = (result.lost_priority, result.lost_others)
        for kind, spread, lost in zip(("priority", "others"), result.spreads, losses, strict=True):
            rows.append((f"{name}: {kind}", *_figures(spread), f"{lost:.1f}"))
    return table(heads, rows)


def _figures(spread: Spread) -> list[str]:
    times = [f"{value:.1f}" for value in (spread.mean, spread.median, spread.p90, spread.longest)]
    return [*times, f"{spread.over:.0%}"]


def policies_compared(days: list[Day], policies: Iterable[Fairness]) -> list[str]:
    """Our rule by its settings."""
    heads = (
        *("priority : others, ceiling", "priority mean", "median", "9 of 10 within"),
        *("others mean", "median", "9 of 10 within", "most lost"),
    )
    rows = []
    for policy in policies:
        result = outcome(days, ours(policy))
        figures = [cell for spread in result.spreads for cell in _figures(spread)[:3]]
        ceiling = "none" if policy.ceiling_minutes == NEVER else f"{policy.ceiling_minutes} min"
        rows.append((f"{policy.priority} : {policy.others}, {ceiling}", *figures, f"{result.lost_others:.1f}"))
    return table(heads, rows)


def shares_compared(seeds: int) -> list[str]:
    """Medians of both classes (priority / others) and the most that anybody lost, by how many have priority."""
    rules = {"ours": ours(UNIT.fairness), "quota": quota(UNIT.fairness), "strict priority": strict_priority}
    heads = ["with priority", *(f"{name}: {what}" for name in rules for what in ("medians", "most lost"))]
    rows = []
    for share in SHARES:
        days = [a_day(UNIT, seed, priority_share=share) for seed in range(seeds)]
        row = [f"{share:.0%}"]
        for result in (outcome(days, rule) for rule in rules.values()):
            first, second = result.spreads
            row += [f"{first.median:.1f} / {second.median:.1f}", f"{max(result.lost_priority, result.lost_others):.1f}"]
        rows.append(row)
    return table(heads, rows)


def report(seeds: int) -> tuple[list[list[str]], str]:
    """The tables of docs/queue.md and its chart."""
    days = [a_day(UNIT, seed) for seed in range(seeds)]
    policy = UNIT.fairness
    rules = {"first-come": first_come, "ours": ours(policy), "strict priority": strict_priority}
    outcomes = {name: outcome(days, rule) for name, rule in rules.items()}
    settings = [Fairness(policy.priority, policy.others, ceiling) for ceiling in CEILINGS]
    settings += [Fairness(*ratio, policy.ceiling_minutes) for ratio in RATIOS if ratio != (1, 2)]
    tables = [rules_compared(outcomes), policies_compared(days, settings), shares_compared(seeds)]
    by, own = outcomes["first-come"], outcomes["ours"]
    panels = {
        "Priority visitors": (Curve("first-come", by.priority), Curve("our rule", own.priority)),
        "All others": (Curve("first-come", by.others), Curve("our rule", own.others)),
    }
    return tables, drawn(panels, PROMISE)


def main(seeds: int = 200) -> None:
    """Print the tables and write the chart."""
    tables, chart = report(seeds)
    print("\n\n".join("\n".join(lines) for lines in tables))
    CHART.write_text(chart, "utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
