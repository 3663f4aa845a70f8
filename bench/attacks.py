"""Attacks on a copy as a file: cutting, repairing, deleting objects, rewriting. Each yields what it has made of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import msgspec
import pikepdf

from bench.scripts import saved

_OBJECT = re.compile(rb"[\r\n](\d{1,8}) 0 obj\b")
_SHARES = (0.95, 0.6)
_PATIENCE = 120


class Attempt(msgspec.Struct, frozen=True):
    """A file that an attack has made; `numbers` are the pages it was meant to keep, None for all."""

    content: bytes
    numbers: Sequence[int] | None = None


Attack = Callable[[bytes, Sequence[str]], Iterator[Attempt]]
"""Of a copy's bytes and the words that its visitor sees on it."""

TOOLS: dict[str, tuple[str, ...]] = {
    "qpdf": ("qpdf", "{old}", "{new}"),
    "mutool": ("mutool", "clean", "-gggz", "{old}", "{new}"),
    "gs": ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pdfwrite", "-sOutputFile={new}", "{old}"),
    "cairo": ("pdftocairo", "-pdf", "{old}", "{new}"),
    "extract": ("qpdf", "{old}", "--pages", "{old}", "2", "--", "{new}"),
}


def cut_at_ends(copy: bytes, words: Sequence[str]) -> Iterator[Attempt]:  # noqa: ARG001 - an attack like the others
    """The file up to each %%EOF before its last."""
    ends = [found.end() for found in re.finditer(rb"%%EOF", copy)]
    yield from (Attempt(copy[:end] + b"\n") for end in ends[:-1])


def cut_and_repaired(copy: bytes, words: Sequence[str]) -> Iterator[Attempt]:  # noqa: ARG001 - see above
    """Less and less of the file, as it is for the viewer to mend, and mended by each tool that is here."""
    for end in _cuts(copy):
        cut = copy[:end]
        yield Attempt(cut)
        made = [_by_pikepdf(cut), *(rewritten(name, cut) for name in ("qpdf", "mutool", "gs"))]
        yield from (Attempt(one) for one in made if one)


def without_commonest_forms(copy: bytes, words: Sequence[str]) -> Iterator[Attempt]:  # noqa: ARG001 - see above
    """The form that the most pages call, drawn empty; and the second and the third instead of it."""
    for place in range(3):
        with pikepdf.open(BytesIO(copy)) as pdf:
            calls = Counter(one.objgen for page in pdf.pages for one in _forms(page))
            if place < len(calls):
                pdf.get_object(calls.most_common(3)[place][0]).write(b"")
                yield Attempt(saved(pdf))


def without_last_stream(copy: bytes, words: Sequence[str]) -> Iterator[Attempt]:  # noqa: ARG001 - see above
    """The last content stream of every page that has several; then of every page."""
    for least in (2, 1):
        with pikepdf.open(BytesIO(copy)) as pdf:
            for page in pdf.pages:
                streams = page.obj.get("/Contents", pikepdf.Array())
                listed = list(streams) if isinstance(streams, pikepdf.Array) else [streams]
                if len(listed) >= least:
                    page.obj.Contents = pikepdf.Array(listed[:-1])
            yield Attempt(saved(pdf))


def rewriting(name: str) -> Attack:
    """The attack that lets a tool write the file anew; of `extract`, one page."""

    def attack(copy: bytes, words: Sequence[str]) -> Iterator[Attempt]:  # noqa: ARG001 - see above
        made = rewritten(name, copy)
        if made:
            yield Attempt(made, [1] if name == "extract" else None)

    return attack


def rewritten(name: str, content: bytes) -> bytes | None:
    """What a tool makes of the file; None where it makes nothing, or is not installed."""
    if not is_here(name):
        return None
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.pdf", Path(folder) / "new.pdf"
        old.write_bytes(content)
        command = [part.format(old=old, new=new) for part in TOOLS[name]]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - our own words
        except subprocess.TimeoutExpired:
            return None
        return new.read_bytes() if new.exists() and new.stat().st_size else None


def is_here(name: str) -> bool:
    """True where the tool is installed."""
    return shutil.which(TOOLS[name][0]) is not None


def _cuts(copy: bytes) -> list[int]:
    """Before the cross-references, where object numbers fall back, where a part begins, and by rule of thumb."""
    startxref = copy.rfind(b"startxref")
    told = re.match(rb"startxref\s+(\d+)", copy[startxref:])
    begins = [startxref, int(told.group(1)) if told else startxref]
    numbers = [(int(found.group(1)), found.start() + 1) for found in _OBJECT.finditer(copy)]
    falls = [place for (before, _), (number, place) in pairwise(numbers) if number < before]
    shares = [int(len(copy) * share) for share in _SHARES]
    return sorted({*begins, *falls[:2], *falls[-2:], *shares}, reverse=True)


def _by_pikepdf(content: bytes) -> bytes | None:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return saved(pdf)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return None


def _forms(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    drawings = page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    for _, one in drawings.items():
        if one.get("/Subtype") == pikepdf.Name.Form:
            yield one
