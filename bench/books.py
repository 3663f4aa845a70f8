"""The books that are measured: real ones where there are any, and ones that are made here, the same every time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from bench import making
from bench.making import Make, illustrated, tagged, text_book
from infra.local.yearbooks import yearbooks

CACHE = Path(".local") / "bench"
YEARBOOKS = Path(".local") / "yearbooks"
KINDS = ("real", "text", "synthetic", "tagged", "pictures")

_LEAST_BYTES = 1_000_000


class Book(msgspec.Struct, frozen=True):
    """A file to be measured, and what of the goals it is for: one of KINDS."""

    kind: str
    path: Path

    @property
    def name(self) -> str:
        return self.path.stem.removesuffix(f"-{_version()}")


def books(wanted: Iterable[str]) -> Iterator[Book]:
    """Of each kind or file that is wanted, in that order; nothing wanted means all kinds."""
    for one in list(wanted) or KINDS:
        if one == "real":
            yield from (Book("real", path) for path in _real())
        elif one in _MADE:
            yield from (Book(one, _made(name, make)) for name, make in _MADE[one].items())
        elif Path(one).is_file():
            yield Book("real", Path(one))
        else:
            raise SystemExit(f"{one} is neither a file nor one of: {', '.join(KINDS)}")


def _real() -> list[Path]:
    """The books of the folder in CORPUS, odd little files left out; else the largest of the demo yearbooks."""
    corpus = os.environ.get("CORPUS", "")
    if corpus:
        found = sorted(path for path in Path(corpus).rglob("*.pdf") if path.stat().st_size >= _LEAST_BYTES)
        if not found:
            raise SystemExit(f"CORPUS={corpus} holds no PDF of a megabyte or more")
        return found
    return [max((one.path for one in yearbooks(YEARBOOKS)), key=lambda path: path.stat().st_size)]


def _made(name: str, make: Make) -> Path:
    """Whole or not at all, and anew when the module that makes them has changed."""
    path = CACHE / f"{name}-{_version()}.pdf"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        for older in CACHE.glob(f"{name}-*.pdf"):
            older.unlink()
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as out:
            make(out)
        unfinished.replace(path)
    return path


def _version() -> str:
    return hashlib.sha256(Path(making.__file__).read_bytes()).hexdigest()[:10]


def _tagged(out: BinaryIO) -> None:
    tagged(_made(*next(iter(_MADE["synthetic"].items()))), out)


_MADE: dict[str, dict[str, Make]] = {
    "text": {"text-book-300-pages": text_book},
    "synthetic": {"synthetic-500-pages-60-MB": illustrated(500, 197, 60, links=7)},
    "tagged": {"tagged-500-pages-60-MB": _tagged},
    "pictures": {
        "picture-book-10-MB": illustrated(100, 182, 12, links=0),
        "picture-book-400-MB": illustrated(100, 1154, 12, links=0),
    },
}
