"""python -m bench.mail_time [VISITORS] [real|synthetic|BOOK.pdf ...]: from a visitor's press to the mail, by stages.

The whole service runs here as `make run` does. Visitors ask one after another, then ten at once; then some of them
read. The first of each run pays for what a new container pays once, and is told apart.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from bench.books import Book, books
from bench.boundaries import ASKED, KEPT, STAGES, noting
from bench.first_page import draw_first_page
from bench.stages import Spent, Stopwatch, milliseconds, table
from infra.local.client import upload
from infra.local.home import log_to
from infra.local.site import Site
from infra.local.stack import Choices, Stack

VISITORS, AT_ONCE, READERS = 40, 10, 10
PATIENCE = 600.0
"""Seconds after which something that does not come is given up."""


class Trip(msgspec.Struct, frozen=True):
    """One request: the seconds until POST was answered, and what each stage took."""

    answered: float
    stages: dict[str, Spent]

    @property
    def seconds(self) -> float:
        return sum(stage.seconds for stage in self.stages.values())


class Reading(msgspec.Struct, frozen=True):
    """Seconds until an address was there and until page one was drawn, and the bytes that came for it."""

    answered: float
    drawn: float
    fetched: int


class Service:
    """The stack as its visitors see it: over HTTP, each with an address of their own."""

    def __init__(self, stack: Stack, watch: Stopwatch) -> None:
        self._origin, self._client, self._watch = stack.site.origin, stack.client, watch
        self._kiosk = stack.access().kiosk_token
        self._visitors = 0

    def publish(self, book: Book) -> tuple[str, dict[str, Any]]:
        """The book, taken in as any other: its id, and what the catalogue says of it."""
        made = self._client.call("POST", "/staff/publications", {"title": book.name[:300], "year": 2025})
        upload(made["upload"]["url"], made["upload"]["fields"], book.path)
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            found = self._client.call("GET", f"/staff/publications/{made['publication_id']}")
            if found["state"] == "ready":
                return made["publication_id"], found
            if found["state"] == "refused":
                raise SystemExit(f"{book.name} was refused: {found['reason']}")
            time.sleep(0.1)
        raise SystemExit(f"{book.name} is still being prepared")

    def visitor(self) -> str:
        """A visitor who has filled the guestbook: the token."""
        self._visitors += 1
        entry = {
            "name": "Siti Rahmah",
            "email": f"siti.{self._visitors}@example.com",
            "services": ["printed"],
            "consents": [],
            "language": "id",
        }
        token: str = self._post("/visits", entry, self._kiosk)["visit_token"]
        return token

    def mailed(self, visitor: str, publication: str) -> Trip:
        """A copy asked for by mail, and waited for until the mail lies in the outbox."""
        asked = self._watch.clock()
        request = self._post("/visit/requests", {"publication_id": publication, "channels": ["email"]}, visitor)
        answered = self._watch.clock()
        self._watch.note(ASKED, request["request_id"], asked)
        moments = self._watch.passed(request["request_id"], KEPT, PATIENCE)
        return Trip(answered - asked, self._watch.spent(moments, STAGES, ASKED))

    def read(self, visitor: str, publication: str) -> Reading:
        """A publication opened in the page, until its first page is drawn."""
        asked = self._watch.clock()
        found = self._reading(visitor, publication)
        answered = self._watch.clock()
        fetched = draw_first_page(found["url"], found["size_bytes"])
        return Reading(answered - asked, self._watch.clock() - asked, fetched)

    def _reading(self, visitor: str, publication: str) -> Any:
        """As the page asks: again as soon as it is told to."""
        while True:
            try:
                return self._post("/visit/readings", {"publication_id": publication}, visitor)
            except urllib.error.HTTPError as refused:
                if refused.code != 503:
                    raise
                time.sleep(float(refused.headers["Retry-After"]))

    def _post(self, path: str, body: Any, token: str) -> Any:
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        asked = urllib.request.Request(f"{self._origin}/api{path}", json.dumps(body).encode(), headers)  # noqa: S310
        with urllib.request.urlopen(asked) as answer:  # noqa: S310 - the stack's own address
            return json.load(answer)


def main(visitors: int, wanted: Sequence[str]) -> None:
    """Prints a part for each book."""
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}; {os.cpu_count()} cores, load {load:.1f} at the start; milliseconds")
    with tempfile.TemporaryDirectory() as folder:
        watch = Stopwatch()
        with noting(watch), Stack(Site(0), Path(folder), Choices()) as stack:
            log_to(Path(folder) / "log")
            service = Service(stack, watch)
            for book in books(wanted or ["real"]):
                print("\n".join(_measured(service, book, visitors)), flush=True)


def _measured(service: Service, book: Book, visitors: int) -> Iterator[str]:
    publication, about = service.publish(book)
    yield f"\n{book.name}: {about['pages']} pages, {book.path.stat().st_size / 1e6:.1f} MB"
    first, *trips = [service.mailed(service.visitor(), publication) for _ in range(visitors + 1)]
    yield f"\n{visitors} visitors, one after another"
    yield from table([trip.stages for trip in trips], STAGES)
    yield _line("POST is answered after", [trip.answered for trip in trips])
    yield _line("the first of all, in all", [first.seconds])
    together = _at_once(service, publication)
    yield _line(f"{AT_ONCE} visitors at once, in all", [trip.seconds for trip in together])
    yield from _read(service, publication)


def _at_once(service: Service, publication: str) -> list[Trip]:
    tokens = [service.visitor() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda token: service.mailed(token, publication), tokens))


def _read(service: Service, publication: str) -> Iterator[str]:
    tokens = [service.visitor() for _ in range(READERS)]
    yield f"\n{READERS} visitors read in the page, one after another"
    yield f"{'':66}{'least':>8}{'median':>8}{'p95':>8}"
    for says in ("cold, the copy is made for it", "warm, opened again"):
        found = [service.read(token, publication) for token in tokens]
        yield _line(f"{says}: POST is answered after", [one.answered for one in found])
        fetched = statistics.median(one.fetched for one in found) / 1024
        yield _line(f"  page one is drawn after ({fetched:.0f} KiB of it came)", [one.drawn for one in found])


def _line(says: str, seconds: Sequence[float]) -> str:
    return f"{says:66}{milliseconds(seconds)}"


if __name__ == "__main__":
    COUNTS = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(next(iter(COUNTS), VISITORS), [word for word in sys.argv[1:] if not word.isdigit()])
