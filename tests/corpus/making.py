"""What the service does with a master, as intake and marking do it one after another."""

from __future__ import annotations

import resource
import time

import msgspec

from chalicelib.watermark.model import Mark, MasterRefused, PreparedMaster
from chalicelib.watermark.service import blanked, joined, mark, prepare, prove, verify_marked
from tests.watermark.books import a_mark

CODE = "LP-0000-0000-0000"
"""Its covert code moves hardly a page: what differs from the blanked copy is the mark itself."""


class Ready(msgspec.Struct, frozen=True):
    """What came of a master at intake: refused with a code, or prepared. Seconds are by the clock."""

    refused: str
    prepared: PreparedMaster | None
    seconds: float
    peak_mib: float


class Copies(msgspec.Struct, frozen=True):
    """The copy without and with the mark; `same` says that a second time gave the same bytes."""

    blanked: bytes
    marked: bytes
    same: bool


def the_mark() -> Mark:
    return a_mark(copy_code=CODE, check_url=f"https://loket.example/cek/?kode={CODE}")


def made_ready(master: bytes) -> Ready:
    """As intake does it. Raises what the service raises but for refusals."""
    begun = time.monotonic()
    refused, prepared = "", None
    try:
        prepared = prepare(master)
        prove(prepared)
    except MasterRefused as found:
        refused, prepared = found.code.value, None
    return Ready(refused, prepared, time.monotonic() - begun, _peak())


def made_of(prepared: PreparedMaster, master: bytes) -> Copies:
    """As marking does it, and everything once more. Raises what the service raises."""
    tail = mark(prepared.template, the_mark())
    copy = joined(prepared.prefix, tail)
    verify_marked(copy, the_mark(), prepared.pages)
    again = prepare(master)
    same = again == prepared and mark(again.template, the_mark()) == tail
    return Copies(blanked(prepared.prefix, prepared.template), copy, same)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
