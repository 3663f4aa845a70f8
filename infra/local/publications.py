"""The publications that a fresh stack begins with; each goes through upload, S3 event and intake like any other."""

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.client import ApiClient, NotDone, upload

PATIENCE = 600.0
"""Seconds after which a file whose intake does not end is reported and left to itself."""

_AT_ONCE = 2


@dataclass(frozen=True)
class Source:
    """A file, and what staff would say of it: the body of POST /api/staff/publications."""

    path: Path
    form: dict[str, Any]


class NoPublications(Exception):
    """The folder that was named has no PDF; the message says so to a person."""


def from_folder(folder: Path) -> list[Source]:
    """One for every PDF of a folder, by name. Raises NoPublications."""
    if not folder.is_dir():
        raise NoPublications(f"PUBLICATIONS={folder} is not a folder.")
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".pdf" and path.is_file())
    if not files:
        raise NoPublications(f"PUBLICATIONS={folder} holds no .pdf file.")
    return [Source(path, {"title": title_of(path), "year": year_of(path)}) for path in files]


def title_of(path: Path) -> str:
    """The name of the file as a title of 3 to 300 printable characters."""
    words = re.sub(r"[_\s]+", " ", "".join(char if char.isprintable() else " " for char in path.stem)).strip()
    return (words if len(words) >= 3 else f"Publikasi {words}".strip())[:300]


def year_of(path: Path) -> int:
    """The last year that stands in the name, or else that of the file's last change."""
    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", path.stem)
    return int(found[-1]) if found else datetime.fromtimestamp(path.stat().st_mtime, UTC).year


class Seeding:
    """Brings sources into the catalogue in the background, a few at a time; `say` gets a line for each.

    `outcomes` counts those that are ready, or refused.
    """

    def __init__(self, client: ApiClient, sources: Iterable[Source], say: Callable[[str], None]) -> None:
        self._client = client
        self._sources = iter(sources)
        self._say = say
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self.outcomes = 0
        self._threads = [
            threading.Thread(target=self._work, name=f"seeding-{number}", daemon=True) for number in range(_AT_ONCE)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def is_done(self) -> bool:
        """Whether all are ready, or refused."""
        return not any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        self._stopping.set()

    def _work(self) -> None:
        while not self._stopping.is_set() and (source := self._next()):
            try:
                outcome = self._bring(source)
            except (NotDone, OSError) as error:
                outcome = f"not taken: {error}"
            self.outcomes += 1
            if not self._stopping.is_set():
                self._say(f"{source.form['title']} ({source.form['year']}): {outcome}")

    def _next(self) -> Source | None:
        with self._lock:
            return next(self._sources, None)

    def _bring(self, source: Source) -> str:
        key = hashlib.sha256(str(source.path.resolve()).encode()).hexdigest()
        made = self._client.call("POST", "/staff/publications", source.form, key)
        upload(made["upload"]["url"], made["upload"]["fields"], source.path)
        return self._outcome(made["publication_id"])

    def _outcome(self, publication_id: str) -> str:
        """What became of a file: ready with its pages, or refused with its reason."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up and not self._stopping.wait(0.1):
            found = self._client.call("GET", f"/staff/publications/{publication_id}")
            if found["state"] == "ready":
                return f"ready, {found.get('pages')} pages"
            if found["state"] == "refused":
                return f"refused: {found.get('reason')}"
        return "still being prepared"
