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
    """One process: its work in seconds, its peak in MiB, the bytes that it made."""

    seconds: float
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
    size = master.stat().st_size / 1e6
    print(f"{master.name}: {pages} pages, {size:.1f} MB; {ROUNDS} processes each, imports included")
    print(f"{'':34}{'seconds, median':>18}{'least - most':>16}{'peak MiB':>10}{'MB made':>9}")
    for way in ORDER:
        seconds = [run.seconds for run in runs[way]]
        peak, made = max(run.peak_mib for run in runs[way]), runs[way][0].bytes / 1e6
        span = f"{min(seconds):.2f} - {max(seconds):.2f}"
        print(f"{SAYS[way]:34}{statistics.median(seconds):>18.2f}{span:>16}{peak:>10.0f}{made:>9.1f}")
    ours, peer = (statistics.median(run.seconds for run in runs[way]) for way in ("mark", "merge_page"))
    print(f"merge_page / mark: {peer / ours:.2f} in time\n")


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
