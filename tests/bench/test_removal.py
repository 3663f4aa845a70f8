"""The attacks bite where there is something to bite, and none of them gives our copies' pages back clean."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench import peers, scripts
from bench.attacks import Attack, cut_at_ends, without_last_stream
from bench.naming import answers
from bench.removal import ATTACKS, KNOWING, by_peer, judge_of, moved, ours, result_of, words_of
from bench.scripts import scripted
from bench.verdicts import Judge
from bench.visitors import visitor
from tests.watermark.books import a_book

MARK = visitor(1)
WORDS = words_of(MARK)
BOOK = a_book(pages=4)
UNDERSTANDING = KNOWING["a script that understands the page"]


def left_of(attack: Attack, way: Callable[..., bytes]) -> str:
    copy = way(BOOK, MARK)
    return str(result_of(attack, copy, Judge(copy, WORDS, BOOK), WORDS))


@pytest.mark.parametrize(
    ("attack", "peer"),
    [
        (cut_at_ends, peers.pypdf_incremental),
        (without_last_stream, peers.pypdf_merge),
        (without_last_stream, peers.pikepdf_shared),
        (ATTACKS["delete the commonest form"], peers.pikepdf_shared),
        (UNDERSTANDING, peers.pikepdf_overlay),
        (UNDERSTANDING, peers.pypdf_merge),
        (KNOWING["delete what each page ends with like the next"], peers.pypdf_shared),
    ],
)
def test_attack_gives_a_peers_copy_back_clean(attack: Attack, peer: peers.Peer) -> None:
    assert left_of(attack, by_peer(peer)) == "CLEAN"


def test_copy_that_nobody_attacks_is_marked_and_the_unmarked_book_is_clean() -> None:
    copy = ours(BOOK, MARK)
    judge = judge_of("ours", BOOK, copy, MARK)

    assert str(judge.verdict(copy)) == "marked"
    assert str(judge.verdict(BOOK)) == "CLEAN"
    assert str(judge.verdict(moved(BOOK, MARK))) == "CLEAN"
    assert str(judge.verdict(copy[: len(copy) // 2])) == "ruined"


def test_page_of_another_book_is_not_taken_for_a_clean_one() -> None:
    copy = ours(BOOK, MARK)

    verdict = judge_of("ours", BOOK, copy, MARK).verdict(a_book(pages=4, size=(595, 420)))

    assert str(verdict) == "ruined"


def test_no_blind_attack_gives_a_page_of_ours_back_clean() -> None:
    copy = ours(BOOK, MARK)
    judge = judge_of("ours", BOOK, copy, MARK)

    results = {says: result_of(attack, copy, judge, WORDS) for says, attack in ATTACKS.items()}

    assert {says: str(one) for says, one in results.items() if one and one.clean} == {}
    assert sum(one is not None for one in results.values()) > 8


def test_mark_falls_to_a_script_that_understands_it_and_the_covert_code_still_names_the_copy() -> None:
    book = a_book(pages=17)
    copy = ours(book, MARK)

    stripped = scripted(copy, scripts.understood, WORDS)

    assert str(judge_of("ours", book, copy, MARK).verdict(stripped)) == "CLEAN"
    named = dict(answers(stripped, book))
    assert named["and Info, XMP and /ID gone"].copy_code == MARK.copy_code
