"""Where masters are prepared: in a process for each file, so that a hostile one costs one job, not the worker."""

from __future__ import annotations

import hashlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from tempfile import TemporaryFile
from typing import BinaryIO

import msgspec

from chalicelib.catalogue.messages import Began, Broke, Covered, Message, Prepared, Refused, Task, Told, read, written
from chalicelib.log import log
from chalicelib.watermark.model import MasterRefused, PreparedMaster, RefusalCode, Tell, silent

PROGRAM = "chalicelib.catalogue.confined"
LONGEST_LINE = 64 * 1024
_DEATHS: dict[int, RefusalCode] = {
    signal.SIGXCPU: RefusalCode.TOOK_TOO_LONG,
    signal.SIGABRT: RefusalCode.TOO_MUCH_MEMORY,
    signal.SIGKILL: RefusalCode.TOO_MUCH_MEMORY,
}
"""The kernel ends who has used up its processor time with SIGXCPU, and with SIGKILL whom it has no memory for."""
MIB = 1024 * 1024


class Allowance(msgspec.Struct, frozen=True):
    """What one file may cost: memory in bytes, so many and `memory_per_byte` more for each of its own; seconds of
    processor time, so many and `cpu_per_mib` more for each MiB, `most_cpu` at the most; seconds of the clock, which end
    before the worker's own.

    Measured: yearbooks of 4 MB take 120 MB and a second, books of 100 MB up to 960 MB, and 100 MB of nothing but
    drawing 75 seconds. The libraries themselves, some 60 MB, do not count as memory here.
    """

    memory: int = 288 * MIB
    memory_per_byte: float = 10
    cpu: int = 30
    cpu_per_mib: int = 6
    most_cpu: int = 220
    seconds: float = 240

    def memory_for(self, size: int) -> int:
        """Bytes of data that a file of a size may take."""
        return int(self.memory + self.memory_per_byte * size)

    def cpu_for(self, size: int) -> int:
        """Seconds of the processor that a file of a size may take."""
        return min(self.cpu + self.cpu_per_mib * size // MIB, self.most_cpu)


class Cost(msgspec.Struct, frozen=True):
    """What a file has cost: processor seconds; bytes of memory at the most, 0 where the process could not say it any
    more; and how the process ended, negative for the signal that ended it."""

    seconds: float
    peak_bytes: int
    code: int


class WorkshopBroken(Exception):
    """Nothing is known of the file: the workshop could not work. The job has to come again."""


class Workshop:
    """Prepares masters in processes of their own. Safe to use from many threads."""

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        allowance: Allowance | None = None,
        python: str = sys.executable,
        measured: Callable[[Cost], None] | None = None,
    ) -> None:
        """`environment` is all that the processes get of it: no credentials, no addresses."""
        self._environment = dict(environment or {})
        self._allowance = allowance or Allowance()
        self._python = python
        self._measured = measured or _logged

    def prepare(self, master: BinaryIO, tell: Tell = silent) -> PreparedMaster:
        """What `master`, an open file of the system's, becomes; known to take a mark on every page.

        Raises MasterRefused, WorkshopBroken, and whatever `tell` raises, which ends the work at once.
        """
        master.seek(0)
        with TemporaryFile() as prefix, TemporaryFile() as template, TemporaryFile() as cover:
            end, covered = self._carried_out((master, prefix, template, cover), tell)
            prepared = _result(end, prefix, template)
            return msgspec.structs.replace(prepared, cover=_picture(cover, covered))

    def _carried_out(self, files: Sequence[BinaryIO], tell: Tell) -> tuple[Message, Covered | None]:
        """The last word on a file, the process's own or what its death says, and whether its cover was drawn.

        Afterwards the process is gone.
        """
        master, prefix, template, cover = descriptors = [file.fileno() for file in files]
        size = os.fstat(master).st_size
        allowance = self._allowance
        task = Task(master, prefix, template, cover, allowance.memory_for(size), allowance.cpu_for(size))
        child = _Child(self._command(task), self._environment | {"PYTHONPATH": _path()}, descriptors)
        end: Message | None = None
        try:
            messages = child.messages(self._allowance.seconds)
            end = _last_word(messages, tell)
            covered = _cover(messages) if isinstance(end, Prepared) else None
        finally:
            code, seconds = child.end()
            self._measured(Cost(seconds, getattr(end, "peak_bytes", 0), code))
        return _verdict(code) if isinstance(end, Began) else end or Broke(f"ended with {code}"), covered

    def _command(self, task: Task) -> list[str]:
        return [self._python, "-P", "-S", "-m", PROGRAM, written(task).decode()]


def _last_word(messages: Iterator[Message], tell: Tell) -> Message | None:
    """How the file's process says that it went; Began where it ends without saying so, None where it never began."""
    began: Message | None = None
    try:
        for message in messages:
            if isinstance(message, Told):
                tell(message.step, message.done, message.of)
            elif isinstance(message, Began):
                began = message
            else:
                return message
    except _Late:
        return Refused(RefusalCode.TOOK_TOO_LONG)
    except _Nonsense:
        return Refused(RefusalCode.UNREADABLE) if began else None
    return began


def _cover(messages: Iterator[Message]) -> Covered | None:
    """What the process still says of a cover; nothing that goes wrong with it is wrong with the master."""
    try:
        said = next(messages, None)
    except (_Late, _Nonsense):
        return None
    return said if isinstance(said, Covered) else None


def _path() -> str:
    """Where this process finds its modules."""
    return os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109


def _result(end: Message, prefix: BinaryIO, template: BinaryIO) -> PreparedMaster:
    if isinstance(end, Refused):
        if end.error:
            log.warning("parser raised", error=end.error)
        raise MasterRefused(end.code)
    if not isinstance(end, Prepared):
        raise WorkshopBroken(end.error if isinstance(end, Broke) else "")
    return PreparedMaster(
        pages=end.pages,
        prefix=_whole(prefix, end.prefix_sha256),
        template=_whole(template, end.template_sha256),
        prefix_sha256=end.prefix_sha256,
        template_sha256=end.template_sha256,
        size_bytes=end.size_bytes,
        signed=end.signed,
    )


def _picture(file: BinaryIO, covered: Covered | None) -> bytes | None:
    """What was drawn of the first page, where that is what the process says that it drew."""
    with suppress(WorkshopBroken):
        return _whole(file, covered.sha256) if covered else None
    return None


def _whole(file: BinaryIO, sha256: str) -> bytes:
    file.seek(0)
    content = file.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise WorkshopBroken("what was handed over is not what was prepared")
    return content


def _verdict(code: int) -> Refused:
    """What a death without a last word says of the file: PDFium aborts where it gets no memory."""
    return Refused(_DEATHS.get(-code, RefusalCode.UNREADABLE))


def _logged(cost: Cost) -> None:
    log.info("workshop", seconds=cost.seconds, peak_mb=cost.peak_bytes // 1_000_000, code=cost.code)


class _Late(Exception):
    """The clock has run out."""


class _Nonsense(Exception):
    """What came is no message."""


class _Child:
    """A process in a group of its own, whose standard output are messages and whose standard input ends with us."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], descriptors: Sequence[int]) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            command,
            env=environment,
            pass_fds=descriptors,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def messages(self, seconds: float) -> Iterator[Message]:
        """Each message as it comes, until the process closes its output. Raises _Late and _Nonsense."""
        assert self._process.stdout is not None
        descriptor, until, held = self._process.stdout.fileno(), time.monotonic() + seconds, b""
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        while waiting.poll(max(0, until - time.monotonic()) * 1000):
            piece = os.read(descriptor, LONGEST_LINE)
            if not piece:
                return
            *lines, held = (held + piece).split(b"\n")
            if len(held) > LONGEST_LINE:
                raise _Nonsense
            yield from map(_read, lines)
        raise _Late

    def end(self) -> tuple[int, float]:
        """Its exit code and processor seconds. Kills what still runs of it; who has begun to end ends its own way."""
        os.killpg(self._process.pid, signal.SIGKILL)
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        return self._process.returncode, used.ru_utime + used.ru_stime


def _read(line: bytes) -> Message:
    try:
        return read(line)
    except msgspec.MsgspecError as error:
        raise _Nonsense from error
