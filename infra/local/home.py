"""The folder of a run: what it writes while it lives. Two runs at once never share one."""

import fcntl
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def folder_of_this_run(home: Path, port: int) -> Iterator[Path]:
    """`home` itself, or `home/<port>` where another run holds it; held until the block ends."""
    for folder in (home, home / str(port)):
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            continue
        try:
            yield folder
        finally:
            os.close(held)
        return
    raise BlockingIOError(f"{home} and {home / str(port)} are both held by other runs.")


def log_to(file: Path) -> None:
    """From now to the end of the process, whatever loggers write to the terminal goes to a file that begins anew."""
    file.parent.mkdir(parents=True, exist_ok=True)
    opened = file.open("w", encoding="utf-8", buffering=1)
    for handler in _handlers():
        if handler.stream in (sys.stdout, sys.stderr):
            handler.setStream(opened)


def _handlers() -> list["logging.StreamHandler[TextIO]"]:
    known = [logging.getLogger(), *logging.root.manager.loggerDict.values()]
    loggers = [logger for logger in known if isinstance(logger, logging.Logger)]
    found = {id(handler): handler for logger in loggers for handler in logger.handlers}
    return [handler for handler in found.values() if type(handler) is logging.StreamHandler]
