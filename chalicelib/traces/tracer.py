"""The process apart that a leaked file is looked at in, for the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from chalicelib.watermark.tracing.answers import Answer
from chalicelib.watermark.tracing.apart import look_apart


class TracerApart:
    """Each file gets a process with limits and without any key to anything."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """`environment` is all that the processes get of it."""
        self._environment = environment

    def look(self, leak: Path, book: Sequence[Path], candidates: Path) -> Answer:
        """The answer. Raises LookingBroken where the process failed for another reason than the file."""
        halves = [f"--prefix={book[0]}", f"--template={book[1]}"] if book else []
        return look_apart([*halves, f"--candidates={candidates}", str(leak)], self._environment)
