"""Answers of a survey as counts: how often each mark was given to each question. Sums of counts are counts again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec

FEW = 5
"""A group of fewer is not shown apart: its members could be told by their answers."""


class Survey(msgspec.Struct, frozen=True):
    """How many answered anything at all, and by question how often each mark was given: `{"U1": {4: 12, 3: 1}}`."""

    respondents: int = 0
    marks: dict[str, dict[int, int]] = {}

    def mean(self, question: str) -> Fraction | None:
        """Exactly; None where nobody answered it."""
        marks = self.marks.get(question, {})
        answers = sum(marks.values())
        return Fraction(sum(mark * times for mark, times in marks.items()), answers) if answers else None

    def answers(self, question: str) -> int:
        """How many answered it."""
        return sum(self.marks.get(question, {}).values())


def survey_of(answers: Iterable[Mapping[str, int]]) -> Survey:
    """The counts of single questionnaires; who answered nothing is no respondent."""
    given = [answer for answer in answers if answer]
    marks: dict[str, Counter[int]] = {}
    for answer in given:
        for question, mark in answer.items():
            marks.setdefault(question, Counter())[mark] += 1
    return Survey(len(given), {question: dict(counts) for question, counts in sorted(marks.items())})


def together(surveys: Iterable[Survey]) -> Survey:
    """Several surveys as one."""
    respondents, marks = 0, dict[str, Counter[int]]()
    for survey in surveys:
        respondents += survey.respondents
        for question, counts in survey.marks.items():
            marks.setdefault(question, Counter()).update(counts)
    return Survey(respondents, {question: dict(counts) for question, counts in sorted(marks.items())})


def shown_apart(groups: Mapping[str, int]) -> set[str]:
    """Which of the groups, by how many are in each, may be shown beside their sum.

    A small group is not, and neither is the next larger where the sum would give the small one away. A single group is
    the sum itself.
    """
    if len(groups) < 2:
        return set(groups)
    by_size = sorted((size, name) for name, size in groups.items() if size)
    hidden = [(size, name) for size, name in by_size if size < FEW]
    for size, name in by_size[len(hidden) :]:
        if hidden and sum(size for size, _ in hidden) < FEW:
            hidden.append((size, name))
    return set(groups) - {name for _, name in hidden}
