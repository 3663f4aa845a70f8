"""The arithmetic of SKM (Permen PANRB 14/2017) and SKD, against printed values and an independent computation."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.feedback.model import ATTRIBUTES, ELEMENTS
from chalicelib.feedback.skd import ANTI_CORRUPTION, Ipak, ipak_of
from chalicelib.feedback.skm import Element, Skm, grade_of, sample_target, skm_of
from chalicelib.feedback.survey import Survey, shown_apart, survey_of, together

Answers = list[dict[str, int]]
QUESTIONNAIRES = st.lists(st.dictionaries(st.sampled_from(ELEMENTS), st.integers(1, 4)), max_size=25)


def skm(answers: Answers) -> Skm:
    return skm_of(survey_of(answers))


def all_marks(mark: int) -> dict[str, int]:
    return dict.fromkeys(ELEMENTS, mark)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_nine_means_of_3_66_are_exactly_91_50() -> None:
    found = skm([all_marks(4)] * 66 + [all_marks(3)] * 34)

    assert (str(found.ikm), found.grade, found.respondents) == ("91.50", "A", 100)
    assert found.elements["U1"] == Element(Decimal("3.66"), 100)


def test_means_count_only_those_who_answered_the_element() -> None:
    found = skm([all_marks(4), all_marks(4) | {"U8": 1}, {code: 4 for code in ELEMENTS if code != "U8"}])

    assert (found.elements["U8"], found.respondents) == (Element(Decimal("2.50"), 2), 3)
    assert found.ikm == Decimal("95.83")


def test_rounding_is_half_up_and_only_once() -> None:
    assert skm([all_marks(4) | {"U1": 3}, all_marks(4)]).ikm == Decimal("98.61")


def test_without_respondents_there_is_no_figure() -> None:
    for nobody in (0, 2):
        found = skm([{}] * nobody)

        assert (found.ikm, found.grade, found.reason, found.respondents) == (None, None, "belum-cukup-data", 0)


def test_element_that_nobody_answered_leaves_no_index() -> None:
    found = skm([{"U1": 4}])

    assert (found.ikm, found.reason) == (None, "belum-cukup-data")
    assert (found.elements["U1"].nrr, found.elements["U2"]) == (Decimal(4), Element(None, 0))


@pytest.mark.parametrize(
    ("ikm", "grade"),
    [
        *(("100", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C")),
        *(("64.99", "D"), ("25.00", "D")),
    ],
)
def test_grades_go_by_the_lower_bounds(ikm: str, grade: str) -> None:
    assert grade_of(Decimal(ikm)) == grade


@given(QUESTIONNAIRES)
def test_index_is_what_sixty_digits_of_decimals_make_of_it(answers: Answers) -> None:
    by_element = {code: [one[code] for one in answers if code in one] for code in ELEMENTS}
    with localcontext(prec=60):
        means = [sum(map(Decimal, marks)) / len(marks) for marks in by_element.values() if marks]
        index = sum(means) / 9 * 25 if len(means) == 9 else None

    found = skm(answers)

    assert found.ikm == (None if index is None else rounded(Decimal(index)))
    assert found.ikm is None or 25 <= found.ikm <= 100
    assert [one.respondents for one in found.elements.values()] == [len(marks) for marks in by_element.values()]


@given(st.lists(QUESTIONNAIRES, max_size=4))
def test_surveys_counted_apart_are_together_what_they_are_at_once(parts: list[Answers]) -> None:
    assert together(map(survey_of, parts)) == survey_of(answer for part in parts for answer in part)


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


def test_ipak_is_the_mean_of_the_five_attributes_against_corruption() -> None:
    answers = survey_of([dict.fromkeys(ATTRIBUTES, 1) | dict.fromkeys(ANTI_CORRUPTION, 10), {"12": 7, "16": 8}])

    assert ipak_of(answers, Survey()) == Ipak(Decimal("95.00"), False, None)


def test_ipak_is_weighted_by_importance_where_all_five_were_asked_for_it() -> None:
    given_marks = survey_of([{"12": 10, "13": 5, "14": 5, "15": 5, "16": 5}])
    importance = {"12": 10, "13": 1, "14": 1, "15": 1, "16": 1}

    weighted = ipak_of(given_marks, survey_of([importance]))
    partly = ipak_of(given_marks, survey_of([{"12": 10}]))

    assert weighted == Ipak(Decimal("85.71"), True, None)
    assert partly == Ipak(Decimal("60.00"), False, None)


def test_ipak_is_not_told_before_every_attribute_has_an_answer() -> None:
    assert ipak_of(survey_of([{"12": 9, "13": 9, "14": 9, "15": 9}]), Survey()) == Ipak(None, False, "belum-cukup-data")


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({"a": 5, "b": 9}, {"a", "b"}),
        ({"a": 4, "b": 9, "c": 6}, {"b"}),
        ({"a": 4, "b": 3, "c": 6}, {"c"}),
        ({"a": 4, "b": 0, "c": 6}, {"b"}),
        ({"a": 0, "b": 9}, {"a", "b"}),
        ({"a": 2}, {"a"}),
        ({}, set()),
    ],
)
def test_small_group_is_hidden_and_cannot_be_told_from_the_rest_of_the_sum(
    groups: dict[str, int], shown: set[str]
) -> None:
    assert shown_apart(groups) == shown
