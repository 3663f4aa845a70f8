"""python -m bench.once WAY BOOK FOLDER [ROUNDS SECONDS]: one way of marking, in a process of its own.

Without ROUNDS it is done once and nothing is said: whoever started the process measures it whole. With them it is done
once to warm up, then up to ROUNDS times or until SECONDS are spent, each time for another visitor; prints JSON. What
takes longer than SECONDS at once is not done again.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path

from bench.ways import WAYS, Job


def main(way: str, book: str, folder: str, rounds: str = "", seconds: str = "") -> None:
    """Raises what the way raises."""
    job = Job(Path(book), Path(folder))
    if rounds:
        print(json.dumps(_warm(way, job, int(rounds), float(seconds))))
    else:
        WAYS[way].run(job, 0)


def _warm(way: str, job: Job, rounds: int, most: float) -> dict[str, object]:
    first = _timed(way, job, 0)
    runs = [first] if first[0] > most else []
    while not runs or (len(runs) < rounds and sum(run[0] for run in runs) < most):
        runs.append(_timed(way, job, len(runs) + 1))
    seconds, processor = zip(*runs, strict=True)
    return {"seconds": seconds, "processor": processor, "peak_mib": peak_mib()}


def _timed(way: str, job: Job, number: int) -> tuple[float, float]:
    begun, worked = time.perf_counter(), _worked()
    WAYS[way].run(job, number)
    return time.perf_counter() - begun, _worked() - worked


def _worked() -> float:
    """Seconds of the processor in this process and in what it has started."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def peak_mib() -> float:
    """The most memory that this process held. Linux's ru_maxrss will not do: it starts from that of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(found.group(1)) / 1024 if found else 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    main(*sys.argv[1:])
