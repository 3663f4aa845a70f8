"""What is measured is the same work everywhere, and a goal that is missed is told."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from bench import peers
from bench.books import Book
from bench.making import illustrated, tagged, text_book
from bench.measuring import Measured, Result, Spent
from bench.removal import by_peer, judge_of, ours
from bench.report import goals, table
from bench.verdicts import Seen, pages_of
from bench.visitors import visitor
from bench.ways import WAYS, Job
from tests.watermark.books import a_book, faults

MARK = visitor(1)
BOOK = a_book(pages=3)
MARKING = (peers.pypdf_merge, peers.pypdf_shared, peers.pypdf_incremental, peers.pikepdf_overlay, peers.pikepdf_shared)


def a_result(milliseconds: dict[str, float], kind: str = "real", peak: float = 50.0) -> Result:
    spent = {way: Spent(1, value / 1e3, value / 1e3, peak) for way, value in milliseconds.items()}
    ways = {way: Measured(one, one, 1_000_000, 1_000_000) for way, one in spent.items()}
    return Result(Book(kind, Path("buku.pdf")), 3, 1_000_000, ways, {})


@pytest.mark.parametrize("peer", MARKING, ids=lambda peer: peer.__name__)
def test_peer_puts_the_very_mark_on_every_page_that_ours_does(peer: peers.Peer) -> None:
    own, theirs = (pages_of(make(BOOK, MARK)) for make in (ours, by_peer(peer)))

    assert all(_differing(other, page) < 5 for page, other in zip(own, theirs, strict=True))
    assert all(_differing(other, page) > 12 for page, other in zip(own, pages_of(BOOK), strict=True))
    assert all(MARK.copy_code in page.text for page in theirs)


def _differing(one: Seen, other: Seen) -> int:
    """Of a thousand pixels: those of an edge that our covert code moves, or those of a whole mark."""
    return round(1_000 * one.differs(other).histogram()[255] / (one.image.width * one.image.height))


def test_ours_is_measured_as_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(BOOK)
    job = Job(tmp_path / "book.pdf", tmp_path)

    for way in ("prepare", "prove", "tail", "whole"):
        WAYS[way].run(job, 1)

    whole = job.file("whole.pdf").read_bytes()
    assert whole == job.file("prefix").read_bytes() + job.file("tail").read_bytes()
    assert str(judge_of("ours", BOOK, whole, MARK).verdict(whole)) == "marked"


@pytest.mark.parametrize(("make", "pages"), [(text_book, 300), (illustrated(7, 20, 5, links=2), 7)])
def test_made_book_is_sound_and_the_same_every_time(make: Callable[[BytesIO], None], pages: int) -> None:
    first, second = BytesIO(), BytesIO()

    make(first)
    make(second)

    assert first.getvalue() == second.getvalue()
    assert faults(first.getvalue()) == []
    assert _count(first.getvalue()) == pages


def _count(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def test_tagged_book_has_a_structure_element_for_every_row_and_cell(tmp_path: Path) -> None:
    plain, out = tmp_path / "plain.pdf", BytesIO()
    with plain.open("wb") as file:
        illustrated(2, 20, 5, links=0)(file)

    tagged(plain, out)

    with pikepdf.open(BytesIO(out.getvalue())) as pdf:
        kinds = [str(one.get("/S")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
    assert {kind: kinds.count(kind) for kind in ("/Table", "/TR", "/TD")} == {"/Table": 2, "/TR": 40, "/TD": 160}


def test_goal_that_is_missed_is_told() -> None:
    fast = {"prepare": 20.0, "rewrite": 10.0, "tail": 4.0, "whole": 5.0, "pikepdf-shared": 300.0}
    slow = fast | {"prepare": 40.0, "tail": 6.5}

    reached = goals([a_result(fast), a_result(fast, "synthetic")]).splitlines()[1:]
    missed = goals([a_result(slow), a_result(slow, "synthetic")]).splitlines()[1:]

    assert [line.split()[-1] for line in reached] == ["yes"] * 4
    assert [line.split()[-1] for line in missed] == ["NO"] * 4


def test_peer_that_fails_is_told_in_the_table() -> None:
    result = a_result({"prepare": 20.0, "tail": 4.0, "whole": 5.0})
    result.failed["pypdf-merge"] = "RecursionError"

    assert "fails: RecursionError" in table(result)
