"""Misses of one source in a window of time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import NotFound, Refusal, TooMany, Unauthenticated

MOST_MISSES = 20
WINDOW = timedelta(minutes=5)


class Misses(Protocol):
    """Counts misses by source and window."""

    def count(self, source: str, expires_at: datetime) -> int:
        """One more miss; how many there are now."""
        ...


UNKNOWN: tuple[type[Refusal], ...] = (NotFound, Unauthenticated)


@contextmanager
def watching(
    misses: Misses, address: str, now: datetime, guesses: tuple[type[Refusal], ...] = UNKNOWN
) -> Iterator[None]:
    """Count a miss for every unknown token that `address` shows, or every other refusal of a guess, and turn it into
    TooMany after twenty.

    Whoever shows a known token is never held up: an office behind one address is not locked out by a
    neighbour's guesses, and 256 random bits are not found by guessing anyway.
    """
    try:
        yield
    except guesses as refusal:
        raise _counted(misses, address, now, refusal) from refusal


def _counted(misses: Misses, address: str, now: datetime, refusal: Refusal) -> Refusal:
    start = int(now.timestamp()) // int(WINDOW.total_seconds())
    ends_at = datetime.fromtimestamp((start + 1) * WINDOW.total_seconds(), now.tzinfo)
    source = hashlib.sha256(f"{address} {start}".encode()).hexdigest()
    if misses.count(source, ends_at + WINDOW) <= MOST_MISSES:
        return refusal
    return TooMany(retry_after=max(1, int((ends_at - now).total_seconds())))
