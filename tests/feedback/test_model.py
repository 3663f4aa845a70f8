"""The arithmetic of SKM (Permen PANRB 14/2017), against its own printed values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.feedback.model import ELEMENTS, grade_of, sample_target, skm_of


def all_marks(mark: int) -> dict[str, int]:
    return dict.fromkeys(ELEMENTS, mark)


def test_nine_means_of_3_66_are_exactly_91_50() -> None:
    skm = skm_of([all_marks(4)] * 66 + [all_marks(3)] * 34)

    assert (skm.ikm, skm.grade, skm.respondents) == (91.5, "A", 100)
    assert skm.elements["U1"].nrr == 3.66


def test_means_count_only_those_who_answered_the_element() -> None:
    skm = skm_of([all_marks(4), all_marks(4) | {"U8": 1}, {code: 4 for code in ELEMENTS if code != "U8"}])

    assert (skm.elements["U8"].nrr, skm.elements["U8"].respondents, skm.respondents) == (2.5, 2, 3)
    assert skm.ikm == 95.83


def test_rounding_is_half_up_and_only_once() -> None:
    answers = [all_marks(4) | {"U1": 3}, all_marks(4)]

    assert skm_of(answers).ikm == 98.61


def test_without_respondents_there_is_no_figure() -> None:
    skm = skm_of([])

    assert (skm.ikm, skm.grade, skm.reason, skm.respondents) == (None, None, "belum-cukup-data", 0)


def test_element_that_nobody_answered_leaves_no_index() -> None:
    skm = skm_of([{"U1": 4}])

    assert (skm.ikm, skm.reason, skm.elements["U1"].nrr, skm.elements["U2"].nrr) == (
        None,
        "belum-cukup-data",
        4.0,
        None,
    )


@pytest.mark.parametrize(
    ("ikm", "grade"),
    [("100", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C"), ("64.99", "D")],
)
def test_grades_go_by_the_lower_bounds(ikm: str, grade: str) -> None:
    assert grade_of(Decimal(ikm)) == grade


@given(st.lists(st.fixed_dictionaries({code: st.integers(1, 4) for code in ELEMENTS}), min_size=1, max_size=30))
def test_index_lies_between_25_and_100(answers: list[dict[str, int]]) -> None:
    ikm = skm_of(answers).ikm

    assert ikm is not None
    assert 25 <= ikm <= 100


@pytest.mark.parametrize(
    ("users", "target"),
    [
        (0, 0), (10, 10), (20, 19), (30, 28), (50, 44), (75, 63), (100, 80), (150, 108), (200, 132), (250, 152),
        (300, 169), (400, 196), (500, 217), (750, 254), (1000, 278), (1500, 306), (2000, 322), (3000, 341),
        (5000, 357), (10000, 370),
    ],
)  # fmt: skip
def test_sample_target_is_krejcie_and_morgans_table(users: int, target: int) -> None:
    assert sample_target(users) == target
