"""The command: asks about a file, in a process apart, and says in words or JSON what was found."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from chalicelib.watermark.model import MarkingFailed
from chalicelib.watermark.tracing.answers import TOO_HEAVY, Answer, Confidence, Evidence, Gap
from chalicelib.watermark.tracing.apart import ALLOWANCE, HERE, LookingBroken, confine, look_apart
from chalicelib.watermark.tracing.book import Book
from chalicelib.watermark.tracing.looking import look

NOTHING_FOUND = 1
NOT_ASKED_RIGHT = 2

GAPS = {
    Gap.UNREADABLE: "The file cannot be read as a PDF.",
    Gap.PASSWORD: "The file needs a password.",
    Gap.NO_TEXT: "Its pages hold no letters: they are pictures. A copy code that is seen on them can be typed in.",
    Gap.NO_CODE: "No page shows a copy code.",
    Gap.NO_SHIFT: "No page tells its part of the covert code.",
    Gap.NO_BOOK: "Held against the clean book, more could be told.",
    Gap.FEW_PAGES: "Too few pages tell their part of the covert code to be sure.",
    Gap.AMBIGUOUS: "Several copies fit the covert code of the few pages that tell it.",
    Gap.OTHER_BOOK: "No page is known again in the clean book that was given.",
    Gap.NOT_ALL_PAGES: "Not all pages were looked at.",
    Gap.TOO_HEAVY: "The file took more time or memory than it may.",
}


def main(arguments: Sequence[str]) -> int:
    """0 where a copy is named, 1 where none is, 2 where the question cannot be answered at all."""
    asked = _parser().parse_args(arguments)
    if bool(asked.prefix) != bool(asked.template):
        return _complain("--prefix and --template belong together.")
    if missing := [str(path) for path in _files(asked) if not path.is_file()]:
        return _complain(f"No such file: {', '.join(missing)}")
    if asked.here:
        return _look_here(asked)
    try:
        answer = look_apart([part for part in arguments if part != "--json"])
    except LookingBroken as broken:
        return _complain(str(broken).strip())
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n" if asked.json else _in_words(answer))
    return 0 if answer.copy_code else NOTHING_FOUND


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m chalicelib.watermark.whose", description="Whose copy is it?")
    parser.add_argument("file", type=Path, help="the leaked file")
    book = parser.add_mutually_exclusive_group()
    book.add_argument("--master", type=Path, help="the office's original PDF of the book")
    book.add_argument("--prefix", type=Path, help="what the service keeps of it, together with --template")
    parser.add_argument("--template", type=Path)
    parser.add_argument("--candidates", type=Path, help="a file with the copy codes that it may be, one a line")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(HERE, action="store_true", help="look in this very process, within --memory and --cpu")
    parser.add_argument("--memory", type=int, default=ALLOWANCE.memory, help="bytes")
    parser.add_argument("--cpu", type=int, default=ALLOWANCE.cpu, help="seconds")
    return parser


def _files(asked: Namespace) -> list[Path]:
    given = (asked.file, asked.master, asked.prefix, asked.template, asked.candidates)
    return [path for path in given if path is not None]


def _complain(words: str) -> int:
    sys.stderr.write(words + "\n")
    return NOT_ASKED_RIGHT


def _look_here(asked: Namespace) -> int:
    """Always 0, with the answer as JSON: whatever else it ends with is not the file's doing."""
    confine(asked.memory, asked.cpu)
    try:
        candidates = asked.candidates.read_text("utf-8").split() if asked.candidates else []
        answer = look(asked.file.read_bytes(), _book(asked), candidates)
    except MemoryError:
        answer = TOO_HEAVY
    except MarkingFailed:
        return _complain("Prefix and template do not belong together.")
    sys.stdout.write(msgspec.json.encode(answer).decode())
    return 0


def _book(asked: Namespace) -> Book | None:
    if asked.master:
        return Book.of_master(asked.master.read_bytes())
    if asked.prefix:
        return Book.of_prepared(asked.prefix.read_bytes(), asked.template.read_bytes())
    return None


def _in_words(answer: Answer) -> str:
    return "\n".join([_headline(answer), *_details(answer)]) + "\n"


def _headline(answer: Answer) -> str:
    if answer.copy_code is None or answer.chance is None:
        return "No copy can be named." if answer.confidence == Confidence.NOTHING else "No copy can be named; some fit."
    return f"{answer.copy_code}  {answer.confidence.value}; by accident once in {1 / answer.chance:.3g}"


def _details(answer: Answer) -> Iterator[str]:
    if answer.conflict:
        yield "  The sources name different copies:"
    yield from (f"  {_evidence(one)}" for one in answer.evidence)
    for fit in answer.candidates:
        yield f"  possible: {fit.copy_code}, fits {fit.agreeing} of {fit.of} pages; by accident {fit.chance:.2g}"
    yield from (f"  {GAPS[gap]}" for gap in answer.gaps)


def _evidence(one: Evidence) -> str:
    where = f"{one.seen} of {one.of} pages" if one.source in ("text", "covert") else "the file"
    return f"{one.source.value:<8} {one.copy_code}  {where}"
