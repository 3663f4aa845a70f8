"""Whose copy is it? From a leaked file to a copy code, with the evidence and how sure it is.

`python -m chalicelib.watermark.whose FILE [--master ORIGINAL.pdf | --prefix P --template T] [--candidates FILE]`
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from chalicelib.watermark.tracing.answers import Answer
from chalicelib.watermark.tracing.book import Book
from chalicelib.watermark.tracing.command import main
from chalicelib.watermark.tracing.looking import look

__all__ = ["Answer", "Book", "whose"]


def whose(file: bytes, book: Book | None = None, candidates: Iterable[str] = ()) -> Answer:
    """Whose copy a leaked file is, or comes from; with the office's clean book also where programs wrote it anew.

    `candidates` are the codes of copies that it may be: what else is found is told too. Raises nothing over what the
    file holds; but libraries in C read it, so a hostile file belongs into a process of its own, as the command has it.
    """
    return look(file, book, tuple(dict.fromkeys(candidates)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
