"""python -m bench [BOOK.pdf ...]: what a copy costs, ours beside the usual way, in one run on this machine."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from chalicelib.watermark.service import prepare
from infra.local.yearbooks import yearbooks

ROUNDS = 5
CACHE = Path(".local") / "yearbooks"
ORDER = ("prepare", "mark", "merge_page")
SAYS = {
    "prepare": "ours: prepare, once a book",
    "mark": "ours: mark and check, each copy",
    "merge_page": "pypdf merge_page, each copy",
}


class Run(msgspec.Struct, frozen=True):
    """One process: its work in seconds by the clock and of the processor, its peak in MiB, the bytes that it made."""

    seconds: float
    processor: float
    peak_mib: float
    bytes: int


def measured(master: Path) -> dict[str, list[Run]]:
    """Each way, several times, in turns, so that a busy moment of the machine meets all of them."""
    runs: dict[str, list[Run]] = {way: [] for way in ORDER}
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "prepared.pdf"
        ready.write_bytes(prepare(master.read_bytes()).content)
        for _ in range(ROUNDS):
            for way in ORDER:
                runs[way].append(_run(way, ready if way == "mark" else master))
    return runs


def _run(way: str, path: Path) -> Run:
    command = [sys.executable, "-m", "bench.marking", way, str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - our own module
    return msgspec.convert(json.loads(done.stdout), Run)


def _print_table(master: Path, pages: int, runs: dict[str, list[Run]]) -> None:
    print(f"{master.name}: {pages} pages, {master.stat().st_size / 1e6:.1f} MB")
    print(f"{ROUNDS} processes each, in turns; seconds by the clock with imports; median, least and most")
    print(f"{'':34}{'seconds':>9}{'least - most':>16}{'processor':>11}{'peak MiB':>10}{'MB made':>9}")
    for way in ORDER:
        clock = [run.seconds for run in runs[way]]
        span = f"{min(clock):.2f} - {max(clock):.2f}"
        worked = statistics.median(run.processor for run in runs[way])
        peak, made = max(run.peak_mib for run in runs[way]), runs[way][0].bytes / 1e6
        print(f"{SAYS[way]:34}{statistics.median(clock):>9.2f}{span:>16}{worked:>11.2f}{peak:>10.0f}{made:>9.1f}")
    print(f"merge_page / mark: {_ratio(runs, 'seconds'):.1f} by the clock, {_ratio(runs, 'processor'):.1f} in work\n")


def _ratio(runs: dict[str, list[Run]], what: str) -> float:
    ours, peer = (statistics.median(getattr(run, what) for run in runs[way]) for way in ("mark", "merge_page"))
    return float(peer / ours)


def main(paths: list[str]) -> None:
    """The largest demo yearbook, or the books that were named."""
    books = [Path(path) for path in paths] or [max((one.path for one in yearbooks(CACHE)), key=_size)]
    for book in books:
        pages = prepare(book.read_bytes()).pages
        _print_table(book, pages, measured(book))


def _size(path: Path) -> int:
    return path.stat().st_size


if __name__ == "__main__":
    main(sys.argv[1:])
