"""Ctrl-C and its kin: the polite ways to end the stack."""

import os
import signal
import time
from pathlib import Path

POLITE = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopping:
    """Whether somebody asked us to stop. Before `started()` the request ends the program at once, with exit code 0.

    A plain flag, not an Event: a handler runs inside whatever the main thread does and must take no lock.
    """

    def __init__(self) -> None:
        self.asked = False
        self._is_starting = True
        self._make = Make.above()
        for number in POLITE:
            signal.signal(number, self._ask)

    def started(self) -> None:
        self._is_starting = False

    def wait(self, seconds: float | None = None) -> bool:
        """Until asked, or for so long; whether asked."""
        until = None if seconds is None else time.monotonic() + seconds
        while not self.asked and (until is None or time.monotonic() < until):
            time.sleep(0.1)
            self.asked = self.asked or bool(self._make and self._make.is_ending())
        return self.asked

    def _ask(self, *_: object) -> None:
        self.asked = True
        if self._is_starting:
            self._is_starting = False
            raise SystemExit(0)


class Make:
    """The make that started us. A signal that reaches it alone makes it wait for us, without telling us."""

    def __init__(self, process: int) -> None:
        self._process = process

    @classmethod
    def above(cls) -> "Make | None":
        """None where our parent is no make, or the system does not say (only Linux does)."""
        parent = os.getppid()
        try:
            name = Path(f"/proc/{parent}/comm").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return cls(parent) if name in ("make", "gmake") else None

    def is_ending(self) -> bool:
        """Whether make is gone, or inside its handler of a polite signal, which is blocked for just so long."""
        try:
            status = Path(f"/proc/{self._process}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            return True
        blocked = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigBlk:"))
        return os.getppid() != self._process or any(blocked >> (number - 1) & 1 for number in POLITE)
