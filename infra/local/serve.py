"""The whole service on this machine, from its port to its last word."""

import errno
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from infra.local import access
from infra.local.home import folder_of_this_run, log_to
from infra.local.publications import NoPublications, Seeding, Source, from_folder
from infra.local.signals import Stopping
from infra.local.site import Site
from infra.local.stack import Choices, Stack

BANNER_AFTER = 8.0
"""Seconds after which the addresses are told even if publications are still being prepared."""


FIRST_BOOK_AFTER = 30.0
"""Seconds that the banner waits on for a catalogue that is still empty."""


class CannotRun(Exception):
    """Why not, in one sentence for a person."""


def serve(environment: Mapping[str, str], stopping: Stopping) -> int:
    """Runs until somebody asks to stop; the exit code. Says in one sentence why it cannot run."""
    try:
        _run(environment, stopping, time.monotonic() + BANNER_AFTER)
    except (CannotRun, NoPublications) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _run(environment: Mapping[str, str], stopping: Stopping, banner_at: float) -> None:
    home = Path(environment.get("LOCAL_DIR") or ".local")
    site = _site(environment.get("PORT") or "8000")
    sources = _sources(environment.get("PUBLICATIONS") or "", home / "publications")
    choices = Choices(
        hours=_hours(environment.get("HOURS") or "always"),
        whatsapp=_whatsapp(environment.get("WHATSAPP") or "number"),
    )
    with folder_of_this_run(home, site.port) as folder:
        access.remove(folder)
        with Stack(site, folder, choices) as stack:
            log_to(folder / "log" / "loket-pustaka.log")
            _serve(stack, Seeding(stack.client, sources, _say), folder, stopping, banner_at)


def _serve(stack: Stack, seeding: Seeding, folder: Path, stopping: Stopping, banner_at: float) -> None:
    """Publications first, for a while; then the addresses; then until somebody asks to stop."""
    opened = stack.access()
    stopping.started()
    seeding.start()
    while _is_worth_waiting(seeding, banner_at) and not stopping.wait(0.1):
        pass
    try:
        if not stopping.asked:
            opened.write(folder)
            print(opened.banner(folder), flush=True)
        stopping.wait()
    finally:
        access.remove(folder)
        seeding.stop()


def _is_worth_waiting(seeding: Seeding, banner_at: float) -> bool:
    """For all publications until the banner is due; for the first, without which little can be tried, longer."""
    until = banner_at if seeding.outcomes else banner_at + FIRST_BOOK_AFTER
    return not seeding.is_done() and time.monotonic() < until


def _site(port: str) -> Site:
    if not (port.isascii() and port.isdigit() and 0 <= int(port) <= 65_535):
        raise CannotRun(f"PORT={port} is not a port number.")
    try:
        return Site(int(port))
    except PermissionError as error:
        raise CannotRun(f"Port {port} may not be used by this user; choose another one: make run PORT=8001") from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise CannotRun(f"Port {port} is in use; choose another one: make run PORT={int(port) + 1}") from error


def _hours(hours: str) -> str:
    if hours not in ("unit", "always"):
        raise CannotRun(f"HOURS={hours} is neither unit nor always.")
    return hours


def _whatsapp(way: str) -> str:
    if way not in ("number", "hand"):
        raise CannotRun(f"WHATSAPP={way} is neither number nor hand.")
    return way


def _sources(publications: str, cache: Path) -> Iterable[Source]:
    return from_folder(Path(publications).expanduser()) if publications else _yearbooks(cache)


def _yearbooks(cache: Path) -> Iterator[Source]:
    """The demo yearbooks, made at the first run and kept; each is handed on as soon as it is there."""
    from infra.local.yearbooks import yearbooks  # noqa: PLC0415 - it draws, which a folder of files does not need

    for book in yearbooks(cache):
        yield Source(book.path, book.form)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
