"""The process that a stranger's file is read in: it lays limits on itself, prepares the master and proves it.

Started by the workshop with a Task as its only argument. It inherits three open files and no key to anything; it ends
when it has said how it went, or when whoever started it is gone.
"""

from __future__ import annotations

import hashlib
import logging
import os
import resource
import signal
import sys
import threading
import warnings
from contextlib import suppress
from pathlib import Path

from chalicelib.catalogue.cover import cover_of
from chalicelib.catalogue.messages import (
    Began,
    Broke,
    Covered,
    Message,
    Prepared,
    Refused,
    Task,
    Told,
    read_task,
    written,
)
from chalicelib.watermark.model import MasterRefused, PreparedMaster, RefusalCode
from chalicelib.watermark.service import prepare, prove

STACK_BYTES = 256 * 1024
COVER_SECONDS = 15


def main(argument: str) -> None:
    """Carry out a task."""
    task = read_task(argument)
    _end_with_parent()
    _be_quiet()
    _confine(task)
    _say(Began())
    prepared = _prepared(task)
    _say(_handed_over(task, prepared) if isinstance(prepared, PreparedMaster) else prepared)
    if isinstance(prepared, PreparedMaster):
        _draw_cover(task, prepared)


def _prepared(task: Task) -> PreparedMaster | Refused:
    """What became of the file. Whatever it makes the parsers raise refuses it."""
    try:
        prepared = prepare(_content(task.master), tell=_tell)
        prove(prepared, _tell)
    except MasterRefused as refused:
        return Refused(refused.code, peak_bytes=_peak())
    except MemoryError:
        return Refused(RefusalCode.TOO_MUCH_MEMORY, peak_bytes=_peak())
    except Exception as error:  # noqa: BLE001 - the parsers promise to raise MasterRefused alone
        return Refused(RefusalCode.UNREADABLE, type(error).__name__, _peak())
    return prepared


def _handed_over(task: Task, prepared: PreparedMaster) -> Message:
    try:
        _write(task.prefix, prepared.prefix)
        _write(task.template, prepared.template)
    except OSError as error:
        return Broke(type(error).__name__)
    return Prepared(
        pages=prepared.pages,
        prefix_sha256=prepared.prefix_sha256,
        template_sha256=prepared.template_sha256,
        size_bytes=prepared.size_bytes,
        signed=prepared.signed,
        peak_bytes=_peak(),
    )


def _draw_cover(task: Task, prepared: PreparedMaster) -> None:
    """A picture of the first page, where one can be had soon. A page that makes this process die dies without one."""
    signal.alarm(COVER_SECONDS)
    with suppress(Exception):
        picture = cover_of(prepared)
        if picture:
            _write(task.cover, picture)
            _say(Covered(hashlib.sha256(picture).hexdigest()))


def _content(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()


def _write(descriptor: int, content: bytes) -> None:
    with open(descriptor, "wb") as file:
        file.write(content)


def _peak() -> int:
    """The most memory in bytes that this process has held (VmHWM, proc_pid_status(5))."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _tell(step: str, done: int, of: int) -> None:
    _say(Told(step, done, of))


def _say(message: Message) -> None:
    sys.stdout.buffer.write(written(message) + b"\n")
    sys.stdout.buffer.flush()


def _confine(task: Task) -> None:
    """The kernel's own limits (setrlimit(2)): no more memory, then no more time; and no dump of a master on a disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (task.memory, task.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (task.cpu, task.cpu + 1))


def _end_with_parent() -> None:
    """Standard input ends when the parent does, however it did; nothing is ever written to it."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    threading.stack_size(STACK_BYTES)
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _be_quiet() -> None:
    """Parsers quote the file in what they complain of, and the log is no place for that."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


if __name__ == "__main__":
    main(sys.argv[1])
