"""python -m bench.removal [BOOK.pdf]: which attacks take a mark away, from our copies and from those of the usual ways.

A cell says what is left at the attacker's best attempt. CLEAN: the original's pixels are back on every page and no word
of the mark is in the text; clean n/m: on n pages of m. marked: the mark is seen or read on every page, marked n/m: on n
of them, the others being spoilt. ruined: no page is left to read. -: there is nothing to attack (the file has only one
%%EOF), or the tool is not installed. A book of more than 20 pages is thinned out evenly.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import cycle
from pathlib import Path

import pikepdf

from bench import attacks, peers, scripts
from bench.attacks import Attack, Attempt
from bench.books import YEARBOOKS
from bench.naming import answers, in_words
from bench.scripts import Rule, saved, scripted
from bench.verdicts import Judge, Verdict
from bench.visitors import visitor
from chalicelib.watermark.covert import STEP, nibbles_of
from chalicelib.watermark.model import Mark
from chalicelib.watermark.service import joined, mark, prepare
from infra.local.yearbooks import yearbooks

PAGES = 20


def by_script(rule: Rule) -> Attack:
    """The attack of a script that reads what pages draw."""

    def attack(copy: bytes, words: Sequence[str]) -> Iterator[Attempt]:
        yield Attempt(scripted(copy, rule, words))

    return attack


def by_comparing(copy: bytes, words: Sequence[str]) -> Iterator[Attempt]:  # noqa: ARG001 - an attack like the others
    """The attack of a script that compares each page with the next."""
    yield from (Attempt(scripts.without_common_end(copy, spared)) for spared in range(3))


ATTACKS: dict[str, Attack] = {
    "cut at %%EOF": attacks.cut_at_ends,
    "cut the tail, repair": attacks.cut_and_repaired,
    "delete the commonest form": attacks.without_commonest_forms,
    "delete each page's last stream": attacks.without_last_stream,
    "delete artifacts": by_script(scripts.without_artifacts),
    "delete text with the name, plain": by_script(scripts.without_plain_words),
    "delete text with the name, by ToUnicode": by_script(scripts.without_read_words),
    "delete text in the name's font": by_script(scripts.without_font_of_words),
    "delete what is transparent": by_script(scripts.without_transparent),
    "delete both of these": by_script(scripts.without_font_nor_transparent),
    **{f"rewrite: {name}": attacks.rewriting(name) for name in attacks.TOOLS},
}
"""Attacks that need not know how a mark is drawn."""

KNOWING: dict[str, Attack] = {
    "delete what each page ends with like the next": by_comparing,
    "a script that understands the page": by_script(scripts.understood),
}
"""Attacks by somebody who has looked at the pages' own operators."""


def ours(book: bytes, mark_: Mark) -> bytes:
    """Our copy as it reaches the visitor."""
    prepared = prepare(book)
    return joined(prepared.prefix, mark(prepared.template, mark_))


def by_peer(peer: peers.Peer) -> Callable[[bytes, Mark], bytes]:
    """The copy that a peer makes."""

    def made(book: bytes, mark_: Mark) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            old, new = Path(folder) / "book.pdf", Path(folder) / "copy.pdf"
            old.write_bytes(book)
            peer(old, mark_, new)
            return new.read_bytes()

    return made


WAYS: dict[str, Callable[[bytes, Mark], bytes]] = {
    "ours": ours,
    "pypdf merge_page": by_peer(peers.pypdf_merge),
    "pypdf incremental": by_peer(peers.pypdf_incremental),
    "pikepdf add_overlay": by_peer(peers.pikepdf_overlay),
    "pikepdf shared form": by_peer(peers.pikepdf_shared),
    "qpdf --overlay": by_peer(peers.qpdf_overlay),
}


def words_of(mark_: Mark) -> tuple[str, ...]:
    """What gives the visitor away."""
    return mark_.name, mark_.masked_email, mark_.copy_code


def result_of(attack: Attack, copy: bytes, judge: Judge, words: Sequence[str]) -> Verdict | None:
    """The attacker's best; None where there is nothing to attack, or the tool is not installed."""
    verdicts = (judge.verdict(one.content, one.numbers) for one in attack(copy, words))
    return max(verdicts, key=lambda one: one.rank, default=None)


def judge_of(way: str, book: bytes, copy: bytes, mark_: Mark) -> Judge:
    """Of ours also against the original moved as the covert code moves it."""
    unmarked = (book, moved(book, mark_)) if way == "ours" else (book,)
    return Judge(copy, words_of(mark_), *unmarked)


def moved(book: bytes, mark_: Mark) -> bytes:
    """The unmarked book, its pages where those of the visitor's copy stand."""
    with pikepdf.open(BytesIO(book)) as pdf:
        for page, nibble in zip(pdf.pages, cycle(nibbles_of(mark_.copy_code)), strict=False):
            unit = float(page.obj.get("/UserUnit", 1))
            across, up = nibble // 4 * STEP / unit, nibble % 4 * STEP / unit
            page.contents_add(b"q 1 0 0 1 %.3f %.3f cm\n" % (across, up), prepend=True)
            page.contents_add(b"\nQ")
        return saved(pdf)


def thinned(book: bytes) -> bytes:
    """At most 20 of the book's pages, from all of it."""
    with pikepdf.open(BytesIO(book)) as pdf:
        total = len(pdf.pages)
        kept = {place * total // PAGES for place in range(PAGES)}
        for place in reversed(range(total)):
            if total > PAGES and place not in kept:
                del pdf.pages[place]
        return saved(pdf)


def main(paths: Sequence[str]) -> None:
    """The books that were named, else one of the demo yearbooks."""
    books = [Path(path) for path in paths] or [min(one.path for one in yearbooks(YEARBOOKS))]
    for book in books:
        print(f"{book.name}\n")
        _attack(thinned(book.read_bytes()))


def _attack(book: bytes) -> None:
    mark_ = visitor(1)
    copies = {way: make(book, mark_) for way, make in WAYS.items()}
    judges = {way: judge_of(way, book, copy, mark_) for way, copy in copies.items()}
    print(f"| attack | {' | '.join(copies)} |\n|{'---|' * (len(copies) + 1)}")
    for says, attack in (ATTACKS | KNOWING).items():
        results = (result_of(attack, copy, judges[way], words_of(mark_)) for way, copy in copies.items())
        print(f"| {says} | {' | '.join(str(one or '-') for one in results)} |", flush=True)
    _tell_names(book, copies["ours"], mark_)


def _tell_names(book: bytes, copy: bytes, mark_: Mark) -> None:
    print("\n| ours, after the script that understands the page | whose copy is it? |\n|---|---|")
    stripped = scripted(copy, scripts.understood, words_of(mark_))
    for says, answer in answers(stripped, book):
        print(f"| {says} | {in_words(answer, mark_.copy_code)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
