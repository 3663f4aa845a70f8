"""Whether our copy can still be named after a script that understands the page has taken the mark away."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from bench.attacks import TOOLS, rewritten
from bench.scripts import saved
from chalicelib.watermark.whose import Answer, Book, whose


def answers(stripped: bytes, master: bytes) -> Iterator[tuple[str, Answer]]:
    """What became of the stripped copy, and whose it is, held against the office's own book."""
    book = Book.of_master(master)
    silent = without_identity(stripped)
    yield "the pages stripped", whose(stripped, book)
    yield "and Info, XMP and /ID gone", whose(silent, book)
    for name in TOOLS:
        made = rewritten(name, silent)
        if made:
            yield f"and then {name}", whose(made, book)


def without_identity(copy: bytes) -> bytes:
    """The copy without what programs read about it."""
    with pikepdf.open(BytesIO(copy)) as pdf:
        for holder, key in ((pdf.trailer, "/Info"), (pdf.trailer, "/ID"), (pdf.Root, "/Metadata")):
            if key in holder:
                del holder[key]
        return saved(pdf)


def in_words(answer: Answer, code: str) -> str:
    """Right, wrong or nothing, how sure, and by which source."""
    if answer.copy_code is None:
        told = f"not named ({', '.join(answer.gaps)})" if answer.gaps else "not named"
        fits = any(one.copy_code == code for one in answer.candidates)
        return f"{told}; the right one is among {len(answer.candidates)} candidates" if fits else told
    right = "the right copy" if answer.copy_code == code else "ANOTHER'S COPY"
    sources = ", ".join(f"{one.source} {one.seen}/{one.of}" for one in answer.evidence)
    return f"{right}, {answer.confidence} ({sources})"
