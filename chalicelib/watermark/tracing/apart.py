"""Looks at a leaked file in a process of its own, for what reads it may stumble, hang or eat all memory."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from chalicelib.watermark.tracing.answers import TOO_HEAVY, Answer

PROGRAM = "chalicelib.watermark.whose"
HERE = "--here"
"""Tells the command that it is the process apart."""

MIB = 1024 * 1024


class Allowance(msgspec.Struct, frozen=True):
    """What one file may cost: bytes of data, seconds of processor time, seconds of the clock."""

    memory: int = 1_536 * MIB
    cpu: int = 200
    seconds: float = 220


ALLOWANCE = Allowance()


class LookingBroken(Exception):
    """Nothing is known of the file: its process could not work. Holds the end of what it said."""


def look_apart(
    arguments: Sequence[str], environment: Mapping[str, str] | None = None, allowance: Allowance = ALLOWANCE
) -> Answer:
    """The answer about a file, by the command's own arguments. `environment` is all that the process gets of it.

    Raises LookingBroken where the process failed for another reason than the file.
    """
    limits = [f"--memory={allowance.memory}", f"--cpu={allowance.cpu}"]
    command = [sys.executable, "-P", "-S", "-m", PROGRAM, HERE, *limits, "--json", *arguments]
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            env={**(environment or {}), "PYTHONPATH": _path()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=allowance.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return TOO_HEAVY
    if ended.returncode < 0:
        return TOO_HEAVY
    if ended.returncode:
        raise LookingBroken(ended.stderr[-1_000:].decode(errors="replace"))
    return msgspec.json.decode(ended.stdout, type=Answer)


def confine(memory: int, cpu: int) -> None:
    """The kernel's own limits (setrlimit(2)) on this process: memory, time, and no dump of a file on a disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _path() -> str:
    """Where this process finds its modules."""
    return ":".join(entry or str(Path.cwd()) for entry in sys.path)
