"""What was measured, as text: a table for each book, then what was reached of the goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bench.measuring import Measured, Result, Spent
from bench.ways import PEERS, WAYS

MOST_MILLISECONDS = 5
LEAST_TIMES = 50
MOST_DIFFERENCE = 1.2
MOST_OF_REWRITE = 3

_HEAD = f"{'':35}{'as a whole process':>27}{'':3}{'in a warm process':>27}{'':3}{'MB':>8}{'MB':>8}{'runs':>7}"
_UNITS = f"{'':35}{'seconds':>9}{'cpu':>9}{'MiB':>9}{'':3}{'ms':>9}{'cpu ms':>9}{'MiB':>9}{'':3}{'moved':>8}{'made':>8}"


def table(result: Result) -> str:
    """One line for each way; then how many times as much each takes as ours."""
    lines = [f"{result.book.name}: {result.pages} pages, {result.size / 1e6:.1f} MB", _HEAD, _UNITS]
    lines += [_line(name, one) for name, one in result.ways.items()]
    lines += [f"{WAYS[name].says:35}{'is not installed here':>27}" for name in _missing()]
    lines += [f"{WAYS[name].says:35}fails: {said[:90]}" for name, said in result.failed.items()]
    return "\n".join([*lines, *_ratios(result)])


def _line(name: str, one: Measured) -> str:
    process, warm = one.process, one.warm
    cold = f"{process.seconds:>9.2f}{process.processor:>9.2f}{process.peak_mib:>9.0f}"
    again = f"{warm.seconds * 1e3:>9.1f}{warm.processor * 1e3:>9.1f}{warm.peak_mib:>9.0f}"
    runs = f"{process.runs:>4}+{warm.runs}"
    return f"{WAYS[name].says:35}{cold}   {again}   {one.moved / 1e6:>8.2f}{one.made / 1e6:>8.2f}{runs:>7}"


def _missing() -> list[str]:
    return [name for name, way in WAYS.items() if not way.is_here()]


def _ratios(result: Result) -> Iterator[str]:
    """Of the processor's time: in a warm process, then of whole processes that write the whole file."""
    peers = [name for name in PEERS if name in result.ways]
    tail, whole = result.ways["tail"], result.ways["whole"]
    for name in peers:
        one = result.ways[name]
        warm, cold = _times(one.warm, tail.warm), _times(one.process, whole.process)
        says = f"{WAYS[name].says} / ours"
        yield f"  {says:42} warm, the tail: {warm[0]:.0f}; processes, the whole file: {cold[0]:.1f}"


def goals(results: Sequence[Result]) -> str:
    """One line for each goal that the measured books can tell of: by the processor, which neighbours disturb less."""
    lines = [*_of_real(results), *_of_large(results), *_of_pictures(results), *_of_preparing(results)]
    return "\n".join([f"{'goal, in a warm process':66}{'processor':>12}{'clock':>12}", *lines])


def _of_real(results: Iterable[Result]) -> Iterator[str]:
    for one in _of_kinds(results, "real"):
        warm = one.ways["tail"].warm
        goal = f"{one.book.name[:36]}: mark < {MOST_MILLISECONDS} ms of the processor"
        spent = (warm.processor * 1e3, warm.seconds * 1e3)
        yield _verdict(goal, spent, " ms", reached=spent[0] < MOST_MILLISECONDS)


def _of_large(results: Iterable[Result]) -> Iterator[str]:
    for one in _of_kinds(results, "synthetic", "tagged"):
        best = min((one.ways[name].warm for name in PEERS if name in one.ways), key=lambda warm: warm.processor)
        times = _times(best, one.ways["tail"].warm)
        goal = f"{one.book.name}: {LEAST_TIMES} times as fast as the best peer"
        yield _verdict(goal, times, "", reached=times[0] >= LEAST_TIMES)


def _of_pictures(results: Iterable[Result]) -> Iterator[str]:
    found = sorted(_of_kinds(results, "pictures"), key=lambda one: one.size)
    if len(found) < 2:
        return
    small, large = found[0].ways["tail"], found[-1].ways["tail"]
    times = _times(large.warm, small.warm)
    yield _verdict("mark, 400 MB of pictures / 10 MB: time within 20 %", times, "", reached=times[0] <= MOST_DIFFERENCE)
    memory = large.warm.peak_mib / small.warm.peak_mib
    goal = "mark, 400 MB of pictures / 10 MB: memory within 20 %"
    yield f"{goal:66}{memory:>12.2f}{'':12}  {'yes' if memory <= MOST_DIFFERENCE else 'NO'}"


def _of_preparing(results: Iterable[Result]) -> Iterator[str]:
    for one in results:
        times = _times(one.ways["prepare"].warm, one.ways["rewrite"].warm)
        goal = f"{one.book.name[:36]}: prepare <= {MOST_OF_REWRITE} x open + save"
        yield _verdict(goal, times, "", reached=times[0] <= MOST_OF_REWRITE)


def _of_kinds(results: Iterable[Result], *kinds: str) -> list[Result]:
    return [one for one in results if one.book.kind in kinds]


def _times(one: Spent, other: Spent) -> tuple[float, float]:
    return one.processor / other.processor, one.seconds / other.seconds


def _verdict(goal: str, found: tuple[float, float], unit: str, *, reached: bool) -> str:
    processor, clock = (f"{value:.1f}{unit}" if value < 10 else f"{value:.0f}{unit}" for value in found)
    return f"{goal:66}{processor:>12}{clock:>12}  {'yes' if reached else 'NO'}"
