"""Runs each way on one book: as whole processes in turns, then in one warm process each."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.books import Book
from bench.ways import OF_KIND, PEERS, WAYS, Job

ROUNDS = 5
WARM_ROUNDS = 15
ENOUGH = 2.0
"""Seconds after which a way is not run again: what takes long needs no many rounds to be told apart."""

_LAUNCH = str(Path(__file__).with_name("launch.py"))


class WayFailed(Exception):
    """The last line that the process said."""


class Spent(msgspec.Struct, frozen=True):
    """Of several runs: medians of seconds by the clock and of the processor, the highest peak."""

    runs: int
    seconds: float
    processor: float
    peak_mib: float


class Measured(msgspec.Struct, frozen=True):
    """One way on one book. Bytes that went through the process, and bytes of what was made."""

    process: Spent
    warm: Spent
    moved: int
    made: int


class Result(msgspec.Struct, frozen=True):
    """A book and how each way did on it; `failed` says what a peer said that could not do it."""

    book: Book
    pages: int
    size: int
    ways: dict[str, Measured]
    failed: dict[str, str]


def measured(book: Book) -> Result:
    """Raises WayFailed where one of ours fails; of a peer that fails it is told, for that is a result too."""
    names = [name for name in OF_KIND.get(book.kind, WAYS) if WAYS[name].is_here()]
    with tempfile.TemporaryDirectory(dir=_disk()) as folder:
        job = Job(book.path, Path(folder))
        processes, failed = _processes(names, job)
        ways = {
            name: Measured(spent, _warm(name, job), WAYS[name].moved(job), job.bytes_of(*WAYS[name].made))
            for name, spent in processes.items()
        }
        pages = json.loads(job.file("about.json").read_bytes())["pages"]
    return Result(book, pages, book.path.stat().st_size, ways, failed)


def _disk() -> Path:
    """Beside the books that are made, so that `cp` and all others meet one and the same disk."""
    folder = Path(".local") / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _processes(names: Sequence[str], job: Job) -> tuple[dict[str, Spent], dict[str, str]]:
    """In turns, so that a busy moment of the machine meets all of them."""
    runs: dict[str, list[Spent]] = {name: [] for name in names}
    failed: dict[str, str] = {}
    for _ in range(ROUNDS):
        for name in names:
            if name in failed or sum(run.seconds for run in runs[name]) >= ENOUGH:
                continue
            try:
                runs[name].append(_process(name, job))
            except WayFailed as said:
                if name not in PEERS:
                    raise
                failed[name] = str(said)
    return {name: _together(found) for name, found in runs.items() if name not in failed}, failed


def _process(name: str, job: Job) -> Spent:
    command = [sys.executable, "-m", "bench.once", name, str(job.book), str(job.folder)]
    if name == "cp":
        command = ["cp", str(job.book), str(job.file("cp.pdf"))]
    said = _said([sys.executable, "-I", "-S", _LAUNCH, *command])
    return msgspec.convert(json.loads(said) | {"runs": 1}, Spent)


def _together(runs: Sequence[Spent]) -> Spent:
    return Spent(
        runs=len(runs),
        seconds=statistics.median(run.seconds for run in runs),
        processor=statistics.median(run.processor for run in runs),
        peak_mib=max(run.peak_mib for run in runs),
    )


def _warm(name: str, job: Job) -> Spent:
    command = [sys.executable, "-m", "bench.once", name, str(job.book), str(job.folder)]
    said = json.loads(_said([*command, str(WARM_ROUNDS), str(ENOUGH)]))
    medians = {what: statistics.median(said[what]) for what in ("seconds", "processor")}
    return Spent(runs=len(said["seconds"]), peak_mib=said["peak_mib"], **medians)


def _said(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603 - our own modules
    if done.returncode:
        raise WayFailed(done.stderr.strip().splitlines()[-1])
    return done.stdout.splitlines()[-1]
