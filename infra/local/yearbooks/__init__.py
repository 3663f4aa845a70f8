"""Statistical publications that the project makes itself, so that a fresh stack has something to lend.

They look like the yearbooks of a BPS office; every figure in them is invented, and every page says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.yearbooks.content import Book, books
from infra.local.yearbooks.making import made


@dataclass(frozen=True)
class Yearbook:
    """A file, and what staff say of it: the body of POST /api/staff/publications."""

    path: Path
    form: dict[str, Any]


def yearbooks(folder: Path) -> Iterator[Yearbook]:
    """All of them, one after another, made where the folder does not hold them yet in this version."""
    folder.mkdir(parents=True, exist_ok=True)
    version = _version()
    for book in books():
        path = folder / f"{book.file}-{version}.pdf"
        if not path.exists():
            _keep(path, made(book))
        yield Yearbook(path, form_of(book))


def form_of(book: Book) -> dict[str, Any]:
    """What staff would fill in."""
    return {
        "title": book.title,
        "year": book.year,
        "subject": book.subject,
        "catalogue_number": book.catalogue_number,
        "isbn": book.issn,
        "abstract": book.abstract,
        "shelf": book.shelf,
    }


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all: a stack that is stopped while it writes leaves no half a book."""
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _version() -> str:
    """Changes with whatever the books are made of."""
    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*") if path.suffix in {".py", ".toml", ".ttf"})
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]
