"""Damaged files and bombs: each is refused with a code, or becomes a copy that is marked on every page and sound."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from tests.corpus.bombs import BOMBS
from tests.corpus.cases import Case, files_of, good_files, mutations
from tests.corpus.children import Allowance, in_child
from tests.corpus.looking import Effort, Finding, looked_at
from tests.corpus.making import made_of, made_ready

SEED = 6371
CORPUS = os.environ.get("CORPUS", "")
FILES = files_of([Path(CORPUS)]) if CORPUS else []
QUICK = (
    "page tree in a circle",
    "page tree that doubles",
    "filter that is the stream",
    "length that is the stream",
    "references in a circle",
    "nested dictionaries",
    "cross-references of wide fields",
    "revisions in a circle",
    "object 2,147,483,647",
    "bookmarks in a circle",
    "number of a million digits",
    "name of a megabyte",
)


def finding_of(case: Case) -> Finding:
    return looked_at(case.name, case.content(), Effort())


@pytest.mark.parametrize("case", good_files(), ids=lambda case: case.name)
def test_sound_book_becomes_a_sound_copy_that_looks_the_same_under_its_mark(case: Case) -> None:
    finding = finding_of(case)

    assert (finding.outcome, finding.faults) == ("prepared", ())


def test_damaged_files_are_refused_with_a_code_or_marked() -> None:
    for case in mutations(good_files(), 60, SEED):
        content = case.content()
        prepared = made_ready(content).prepared
        if prepared is not None:
            assert made_of(prepared, content).same, case.name


@pytest.mark.parametrize("name", QUICK)
def test_bomb_needs_no_limits_of_the_system_where_our_own_meet_it(name: str) -> None:
    content = BOMBS[name]()

    ended = in_child(lambda: msgspec.msgpack.encode(made_ready(content)), Allowance(seconds=10, mib=288))

    assert ended.how == "ended"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BOMBS.keys() - set(QUICK)))
def test_bomb_is_refused_or_prepared_within_the_limits_of_intake(name: str) -> None:
    assert not looked_at(name, BOMBS[name](), Effort()).faults


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_two_thousand_damaged_files_are_refused_with_a_code_or_become_sound_copies(part: int) -> None:
    cases = mutations([*good_files(), *FILES], 2_000, SEED)[part::20]

    found = [finding_of(case) for case in cases]

    assert [(one.name, one.faults) for one in found if one.faults] == []


@pytest.mark.skipif(not FILES, reason="CORPUS names no folder with PDFs")
@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_file_of_the_folder_is_refused_with_a_code_or_becomes_a_sound_copy(case: Case) -> None:
    assert finding_of(case).faults == ()
