"""The checker itself: it must see what is wrong where something is."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from pikepdf import Dictionary, Name, String

from tests.corpus.__main__ import main
from tests.corpus.activity import active_in
from tests.corpus.cases import good_files, mutations
from tests.corpus.children import Allowance, in_child
from tests.corpus.looking import Effort, Fault, Finding, Look, places_of
from tests.corpus.making import CODE, Copies, made_of, made_ready
from tests.corpus.originals import without_viewers_drawing
from tests.corpus.syntax import said_by_qpdf
from tests.corpus.table import faults_of, table_of
from tests.corpus.viewers import by_pdfium, by_poppler, has_poppler, read_by_pdfium, read_by_poppler
from tests.watermark.books import a_book, changed, numbers, of_pages, saved

SMALL = Allowance(seconds=1, mib=200)
needs_poppler = pytest.mark.skipif(not has_poppler(), reason="poppler's commands are not installed")


def copies_of(master: bytes) -> Copies:
    prepared = made_ready(master).prepared
    assert prepared is not None
    return made_of(prepared, master)


def faults_in(folder: Path, master: bytes, blanked: bytes, marked: bytes, same: bool = True) -> set[Fault]:
    look = Look(folder, master, Effort())
    look.copies(Copies(blanked, marked, same), 3)
    return {fault for fault, _ in look.faults}


def endless() -> bytes:
    while True:
        pass


def crashing() -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def raising() -> bytes:
    raise KeyError("/Kids")


def test_child_gives_its_answer() -> None:
    ended = in_child(lambda: b"x" * 100_000, SMALL)

    assert (ended.how, len(ended.answer)) == ("ended", 100_000)


def test_child_without_an_end_is_ended() -> None:
    assert in_child(endless, SMALL).how == "hung"


def test_child_that_raises_tells_what_and_where() -> None:
    ended = in_child(raising, SMALL)

    assert (ended.how, ended.answer) == ("raised", b"")
    assert ended.detail.startswith("KeyError: '/Kids' (test_checker.py:")


def test_child_gets_no_more_memory_than_it_may_have() -> None:
    assert in_child(lambda: bytes(300 * 1024 * 1024), SMALL).detail.startswith("MemoryError")


def test_child_that_crashes_harms_nobody() -> None:
    ended = in_child(crashing, SMALL)

    assert (ended.how, ended.detail) == ("killed", "SIGSEGV")


def test_copy_as_it_should_be_has_no_fault(tmp_path: Path) -> None:
    made = copies_of(a_book())

    assert faults_in(tmp_path, a_book(), made.blanked, made.marked) == set()


def test_page_without_a_mark_is_found(tmp_path: Path) -> None:
    made = copies_of(a_book())

    assert faults_in(tmp_path, a_book(), made.blanked, made.blanked) == {Fault.UNSEEN, Fault.UNREAD}


def test_page_that_looks_otherwise_under_the_mark_is_found(tmp_path: Path) -> None:
    other = copies_of(a_book(size=(421, 595)))

    assert Fault.DIFFERS in faults_in(tmp_path, a_book(), other.blanked, other.marked)


def test_page_that_is_missing_is_found(tmp_path: Path) -> None:
    shorter = copies_of(a_book(pages=2))

    assert Fault.UNSHOWN in faults_in(tmp_path, a_book(), shorter.blanked, shorter.marked)


def test_second_copy_with_other_bytes_is_found(tmp_path: Path) -> None:
    made = copies_of(a_book())

    assert faults_in(tmp_path, a_book(), made.blanked, made.marked, same=False) == {Fault.OTHER_BYTES}


def test_script_that_stayed_is_found(tmp_path: Path) -> None:
    made = copies_of(a_book())
    pdf = changed(made.marked)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    assert faults_in(tmp_path, a_book(), made.blanked, saved(pdf)) == {Fault.ACTIVE}


def test_damage_that_the_original_did_not_have_is_found(tmp_path: Path) -> None:
    made = copies_of(a_book())
    broken = made.marked.replace(b"startxref\n", b"startxref\n9")

    assert Fault.QPDF in faults_in(tmp_path, a_book(), made.blanked, broken)


def test_refusal_of_a_sound_book_is_a_fault_but_for_what_is_not_for_us(tmp_path: Path) -> None:
    look = Look(tmp_path, a_book(), Effort())

    look.refused("portfolio")
    look.refused("unreadable")

    assert look.faults == [(Fault.REFUSED, "unreadable")]


def test_font_that_is_called_like_an_action_is_none() -> None:
    pdf = changed(a_book())
    pdf.pages[0].obj.Resources.Font["/AA"] = pdf.pages[0].obj.Resources.Font["/F1"]
    pdf.pages[0].obj.Resources.XObject = Dictionary(JS=pdf.make_stream(b""))

    assert active_in(saved(pdf)) == set()


def test_complaint_is_the_same_wherever_in_the_file_the_fault_stands(tmp_path: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    one.write_bytes(of_pages(b"BT (open"))
    other.write_bytes(of_pages(b"q Q", b"0 0 m BT (open"))

    assert said_by_qpdf(one) == said_by_qpdf(other) != set()


def test_what_viewers_draw_by_themselves_is_taken_out_of_the_original() -> None:
    pdf = changed(a_book())
    square = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=numbers(50, 50, 150, 90), C=numbers(1, 0, 0))
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(square))
    content = saved(pdf)

    bare = without_viewers_drawing(content)

    assert bare is not None
    plain, shown = by_pdfium(a_book(), [0]), by_pdfium(content, [0])
    assert shown.pictures[0].differs(plain.pictures[0])
    assert not by_pdfium(bare, [0]).pictures[0].differs(plain.pictures[0])


@needs_poppler
def test_both_viewers_see_and_read_the_same_pages(tmp_path: Path) -> None:
    path = tmp_path / "marked.pdf"
    path.write_bytes(copies_of(a_book(pages=6)).marked)
    places = [0, 1, 4, 5]

    for seen in (by_pdfium(path.read_bytes(), places), by_poppler(path, places)):
        assert (seen.pages, sorted(seen.pictures), seen.complaints) == (6, places, ())
    for texts in (read_by_pdfium(path.read_bytes(), places), read_by_poppler(path, places)):
        assert all(CODE in texts[place] and f"({place + 1})" in texts[place] for place in places)


def test_of_a_long_book_the_ends_and_some_between_are_looked_at() -> None:
    assert places_of(359, 8) == [0, 1, 2, 72, 143, 215, 286, 358]
    assert places_of(4, 8) == places_of(4, None) == [0, 1, 2, 3]


def test_same_seed_gives_the_same_damage_and_another_seed_another() -> None:
    first, again, other = ([case.content() for case in mutations(good_files(), 40, seed)] for seed in (7, 7, 8))

    assert first == again
    assert sum(one != two for one, two in zip(first, other, strict=True)) > 35


def test_table_counts_and_every_fault_is_listed() -> None:
    found = [
        Finding("a.pdf", "prepared", 0.2, 60, 3, sound=True, faults=((Fault.UNSEEN, "pdfium: page 2"),)),
        Finding("b.pdf", "refused: no-pages", 0.1, 50),
        Finding("c.pdf", "raised", 0.1, 50, faults=((Fault.RAISED, "KeyError"),)),
    ]

    counts = {line[:56].strip(): line[56:].strip() for line in reversed(list(table_of(found)))}

    assert counts | {"files": "3", "no-pages": "1", "raw exceptions": "1", "hangs": "0"} == counts
    assert counts["with a page whose mark could not be seen"] == "1"
    assert list(faults_of(found)) == ["raw exception: c.pdf: KeyError", "mark not seen: a.pdf: pdfium: page 2"]


def test_run_over_a_folder_prints_the_table_and_ends_well_where_nothing_is_wrong(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.pdf").write_bytes(a_book())
    (tmp_path / "letter.PDF").write_bytes(b"%PDF-1.7\nno book")

    ended = main([str(tmp_path), "--parallel", "1"])

    assert ended == 0
    told = capfd.readouterr().out.splitlines()
    assert f"{'prepared and marked':<56}{1:>10}" in told
    assert f"{'  unreadable':<56}{1:>10}" in told
