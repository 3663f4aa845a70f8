"""Work on a file of a stranger, done in a process of its own: it may crash, hang or eat memory without harm to us."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

MIB = 1024 * 1024
_RAISED = 70
"""Exit status of a child whose work raised."""


class Allowance(msgspec.Struct, frozen=True):
    """What one child may use: seconds of the processor (ten times that by the clock), and MiB of memory for data."""

    seconds: float
    mib: int


class Ended(msgspec.Struct, frozen=True):
    """How a child ended: `answer` is what its work gave back; else `how` is "raised", "hung" or "killed"."""

    how: str
    answer: bytes
    seconds: float
    peak_mib: float
    detail: str = ""


def in_child(work: Callable[[], bytes], allowance: Allowance) -> Ended:
    """Runs the work in a fork of this process. Seconds are by the clock; the peak counts loaded libraries."""
    with tempfile.TemporaryFile() as out:
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            _work(work, out, allowance)
        status, usage, in_time = _awaited(child, begun + 10 * allowance.seconds)
        seconds, peak = time.monotonic() - begun, usage.ru_maxrss / 1024
        out.seek(0)
        answer = out.read()
    how, detail = _how(status, answer, in_time=in_time)
    return Ended(how, b"" if how == "raised" else answer, seconds, peak, detail)


def _work(work: Callable[[], bytes], out: BinaryIO, allowance: Allowance) -> None:
    """Never returns: nothing of the parent's may run in the child after its work."""
    status = _RAISED
    try:
        _confine(allowance)
        answer = work()
        status = 0
    except BaseException as raised:  # noqa: BLE001 - whatever it is, the parent is told
        answer = _told(raised).encode()
    try:
        os.ftruncate(out.fileno(), 0)
        out.write(answer)
        out.flush()
    finally:
        os._exit(status)


def _confine(allowance: Allowance) -> None:
    """Noise of libraries goes nowhere; beyond the limits the kernel ends the process, or no memory is given."""
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    seconds = max(1, round(allowance.seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (allowance.mib * MIB, allowance.mib * MIB))


def _awaited(child: int, until: float) -> tuple[int, resource.struct_rusage, bool]:
    """Ends the child where it takes longer; answers its status, what it used, and whether it ended in time."""
    pause, in_time = 0.001, True
    while True:
        ended, status, usage = os.wait4(child, os.WNOHANG if in_time else 0)
        if ended:
            return status, usage, in_time
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            in_time = False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)


def _how(status: int, answer: bytes, *, in_time: bool) -> tuple[str, str]:
    if not in_time or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return "hung", ""
    if os.WIFSIGNALED(status):
        return "killed", signal.Signals(os.WTERMSIG(status)).name
    if os.WEXITSTATUS(status):
        return "raised", answer.decode("utf-8", "replace")
    return "ended", ""


def _told(raised: BaseException) -> str:
    """What was raised, and the last places of ours and of libraries that it came through."""
    frames = traceback.extract_tb(raised.__traceback__)[-3:]
    came = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(raised).__name__}: {str(raised)[:200]} ({came})"
