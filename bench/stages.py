"""Stages of a request: moments noted at its boundaries, what lies between them, and how much of that was waiting."""

from __future__ import annotations

import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

Clock = Callable[[], float]


class Stage(msgspec.Struct, frozen=True):
    """What happens up to a boundary. `stand_in` is one that, here, is made of nothing but the stand-in for AWS."""

    until: str
    says: str
    stand_in: bool = False


class Spent(msgspec.Struct, frozen=True):
    """Seconds of one stage, and those of them in which it waited for an answer of the stand-in for AWS."""

    seconds: float
    waited: float


class Moment(msgspec.Struct, frozen=True):
    """When a boundary was passed, and by which thread."""

    at: float
    thread: int


class Stopwatch:
    """Notes moments by request, from many threads; the first at a boundary counts, for jobs may come twice."""

    def __init__(self, clock: Clock = time.perf_counter) -> None:
        self.clock = clock
        self._changed = threading.Condition()
        self._moments: dict[str, dict[str, Moment]] = defaultdict(dict)
        self._waits: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self._current = threading.local()

    def begin(self, request_id: str) -> None:
        """From here on this thread works for that request."""
        self._current.request_id = request_id

    def note(self, boundary: str, request_id: str | None = None, at: float | None = None) -> None:
        """A boundary of a request, or of the one that this thread works for."""
        about = request_id or str(getattr(self._current, "request_id", ""))
        moment = Moment(self.clock() if at is None else at, threading.get_ident())
        with self._changed:
            self._moments[about].setdefault(boundary, moment)
            self._changed.notify_all()

    def waited(self, since: float) -> None:
        """This thread has waited for an answer from then until now."""
        self._waits[threading.get_ident()].append((since, self.clock()))

    def passed(self, request_id: str, boundary: str, seconds: float) -> dict[str, Moment]:
        """The moments of a request once it is past a boundary. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: boundary in self._moments[request_id], seconds):
                raise TimeoutError(f"{request_id} came to {', '.join(self._moments[request_id])}, not to {boundary}")
            return dict(self._moments[request_id])

    def spent(self, moments: dict[str, Moment], stages: Sequence[Stage], begin: str) -> dict[str, Spent]:
        """What each stage took, from one boundary to the next."""
        found, before = {}, moments[begin].at
        for stage in stages:
            moment = moments[stage.until]
            seconds = moment.at - before
            waited = seconds if stage.stand_in else self._waited_of(moment.thread, before, moment.at)
            found[stage.until] = Spent(seconds, waited)
            before = moment.at
        return found

    def _waited_of(self, thread: int, since: float, until: float) -> float:
        parts = (min(end, until) - max(begin, since) for begin, end in list(self._waits[thread]))
        return sum(part for part in parts if part > 0)


def table(trips: Sequence[dict[str, Spent]], stages: Sequence[Stage]) -> list[str]:
    """A line for each stage, for the whole and for what of it is ours, in milliseconds; each figure is its line's own.

    `stand-in` is the median of what was waited for the stand-in for AWS, `share` the median's part of the whole's.
    """
    whole = [_together(trip[stage.until] for stage in stages) for trip in trips]
    ours = [Spent(one.seconds - one.waited, 0) for one in whole]
    rows = [(stage.says, [trip[stage.until] for trip in trips]) for stage in stages]
    rows += [("in all", whole), ("of it the service's own work", ours)]
    half = statistics.median(one.seconds for one in whole)
    return [_HEAD, *(_line(says, spent, half) for says, spent in rows)]


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not pass; of fewer than 20 the largest."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) >= 20 else max(values)


def _together(parts: Iterable[Spent]) -> Spent:
    parts = list(parts)
    return Spent(sum(part.seconds for part in parts), sum(part.waited for part in parts))


_HEAD = f"{'':66}{'least':>8}{'median':>8}{'p95':>8}{'stand-in':>10}{'share':>7}"


def _line(says: str, spent: Sequence[Spent], whole: float) -> str:
    seconds = [one.seconds for one in spent]
    half, waited = statistics.median(seconds), statistics.median(one.waited for one in spent)
    return f"{says:66}{milliseconds(seconds)}{waited * 1e3:>10.1f}{half / whole:>7.0%}"


def milliseconds(seconds: Sequence[float]) -> str:
    """Three columns: the least, which neighbours on the machine disturb least, the median and p95."""
    return "".join(f"{found * 1e3:>8.1f}" for found in (min(seconds), statistics.median(seconds), p95(seconds)))
