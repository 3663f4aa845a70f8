"""The arithmetic of the satisfaction survey SKM (Permen PANRB 14/2017): index, grade, and how many are to be asked."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from chalicelib.feedback.model import ELEMENTS
from chalicelib.feedback.survey import Survey
from chalicelib.figures import half_up, rounded, two_decimals

GRADES: tuple[tuple[Decimal, Literal["A", "B", "C", "D"]], ...] = (
    (Decimal("88.31"), "A"),
    (Decimal("76.61"), "B"),
    (Decimal("65.00"), "C"),
    (Decimal("25.00"), "D"),
)


class Element(msgspec.Struct, frozen=True):
    """One element's mean (NRR) over those who answered it; None where nobody did."""

    nrr: Decimal | None
    respondents: int


class Skm(msgspec.Struct, frozen=True):
    """The survey's result: IKM (25-100, two decimals) and its grade; None with a reason where there is too little."""

    respondents: int
    ikm: Decimal | None
    grade: str | None
    reason: Literal["belum-cukup-data"] | None
    elements: dict[str, Element]


def skm_of(survey: Survey) -> Skm:
    """IKM = (sum of NRR_i / 9) x 25, exactly, rounded once, half up (Permen PANRB 14/2017, appendix).

    The form's rounded weight 0.11 would turn nine means of 3.66 into 90.59 instead of 91.50.
    An element that nobody answered leaves no IKM: a figure is never invented.
    """
    means = {code: survey.mean(code) for code in ELEMENTS}
    elements = {code: Element(rounded(mean), survey.answers(code)) for code, mean in means.items()}
    known = [mean for mean in means.values() if mean is not None]
    if len(known) < len(ELEMENTS):
        return Skm(survey.respondents, None, None, "belum-cukup-data", elements)
    ikm = two_decimals(sum(known, Fraction(0)) / len(ELEMENTS) * 25)
    return Skm(survey.respondents, ikm, grade_of(ikm), None, elements)


def grade_of(ikm: Decimal) -> str:
    """A to D by the lower bounds alone: the printed bands have gaps between them."""
    return next(grade for bound, grade in GRADES if ikm >= bound)


def sample_target(users: int) -> int:
    """How many respondents a period needs (Krejcie and Morgan, 1970), `users` being those of the period before."""
    chi = Fraction(3841, 1000) * Fraction(1, 4)
    size = chi * users / (Fraction(25, 10000) * (users - 1) + chi) if users else Fraction(0)
    return int(half_up(size))
