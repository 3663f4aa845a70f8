"""python -m bench.year_of_reports [VISITS ...]: a year of reports over HTTP, by how many visits a day the year had.

The whole service runs here as `make run` does, with every record of the year in its tables. The peer is the way without
daily figures: every record of the year read, and counted, for each report.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from bench.office_year import OfficeYear
from chalicelib.reports.counting import count_day, counted_now
from chalicelib.unit import Unit, service_day
from chalicelib.wiring import Ports, ports
from infra.local.home import log_to
from infra.local.site import Site
from infra.local.stack import Choices, Stack

DAYS, ROUNDS = 365, 7
REPORTS = ("visits", "standard", "skm", "skd", "titles")
USUAL = (10, 100, 400)


def main(arguments: list[str]) -> int:
    print(f"Python {platform.python_version()}; {os.cpu_count()} cores; a year of {DAYS} days, over HTTP, seconds.")
    print(f"\n{'visits a day':>14} {'counting it once':>17}" + "".join(f"{name:>18}" for name in REPORTS))
    for visits in map(int, arguments or USUAL):
        ports.cache_clear()
        with tempfile.TemporaryDirectory() as folder, Stack(Site(0), Path(folder), Choices()) as stack:
            log_to(Path(folder) / "log")
            _measure(stack, visits)
    return 0


def _measure(stack: Stack, visits: int) -> None:
    here = ports()
    unit = here.units.of(None)
    today = service_day(here.now(), unit)
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    _write(stack, here, unit, visits, days)
    counting = _seconds(lambda: _count(here, unit, days[:-1]))
    quick = {name: _fetched(stack, name, days) for name in REPORTS}
    slow = _seconds(lambda: [counted_now(here, unit, day) for day in days])
    cells = "".join(f"{median:>10.3f} ({worst:.3f})" for median, worst in quick.values())
    print(f"{visits:>14} {counting:>17.1f}{cells}")
    print(f"{'':>14} {'peer: every record read':>24} {slow:.1f} s; peer / ours, the slowest report: ", end="")
    print(f"{slow / max(median for median, _ in quick.values()):.0f}", flush=True)


def _write(stack: Stack, here: Ports, unit: Unit, visits: int, days: Iterable[date]) -> None:
    """A table's place is known when its store is; what the streams tell of a year at once is left aside."""
    assert all((here.visits, here.tickets, here.requests, here.deliveries, here.feedback, here.figures))
    year = OfficeYear(unit, stack.region, visits)
    for day in days:
        year.write(day)
        stack.changes.forget()


def _count(here: Ports, unit: Unit, days: Iterable[date]) -> None:
    for day in days:
        count_day(here, unit, day)


def _fetched(stack: Stack, report: str, days: list[date]) -> tuple[float, float]:
    """Median and worst of the rounds."""
    token = stack.client.call_as(None, "POST", "/staff/session", vars(stack.staff.kepala))["token"]
    address = f"{stack.site.origin}/api/staff/reports/{report}?from={days[0]}&to={days[-1]}"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310

    def fetch() -> None:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            assert json.load(answer)["computed_at"]

    rounds = [_seconds(fetch) for _ in range(ROUNDS)]
    return statistics.median(rounds), max(rounds)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
