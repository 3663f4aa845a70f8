"""What is put through: the files of folders, files damaged by a seed, and bombs; each is made where it is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from tests.corpus.bombs import BOMBS
from tests.corpus.good_files import GOOD_FILES
from tests.corpus.mutations import damaged


class Case(msgspec.Struct, frozen=True):
    """A name that tells how to get the file again, and the way to it."""

    name: str
    content: Callable[[], bytes]


def files_of(folders: Sequence[Path]) -> list[Case]:
    """Every PDF below the folders, by name."""
    paths = [(folder, path) for folder in folders for path in sorted(folder.rglob("*")) if _is_pdf(path)]
    return [Case(str(path.relative_to(folder)), path.read_bytes) for folder, path in paths]


def good_files() -> list[Case]:
    """Books of our own, with everything in them that books have."""
    return [Case(name, make) for name, make in GOOD_FILES.items()]


def bombs() -> list[Case]:
    """Files that are made to cost much, or to have no end."""
    return [Case(f"bomb: {name}", make) for name, make in BOMBS.items()]


def mutations(sources: Sequence[Case], count: int, seed: int) -> list[Case]:
    """The sources in turns, each damaged in its own way; the same seed gives the same files."""
    return [_mutation(sources[index % len(sources)], index, seed) for index in range(count)]


def _mutation(source: Case, index: int, seed: int) -> Case:
    return Case(f"mutation {index} of seed {seed}: {source.name}", lambda: damaged(source.content(), index, seed))


def _is_pdf(path: Path) -> bool:
    return path.suffix.lower() == ".pdf" and path.is_file()
