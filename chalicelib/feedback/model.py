"""Feedback (umpan balik) and the arithmetic of the satisfaction survey SKM: values and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from chalicelib.errors import Conflict
from chalicelib.figures import half_up, two_decimals
from chalicelib.form import Faulty, Form

Mark4 = Annotated[int, msgspec.Meta(ge=1, le=4)]
Mark10 = Annotated[int, msgspec.Meta(ge=1, le=10)]

ELEMENTS = ("U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9")
ATTRIBUTES = tuple(str(number) for number in range(1, 17))
GRADES: tuple[tuple[Decimal, Literal["A", "B", "C", "D"]], ...] = (
    (Decimal("88.31"), "A"),
    (Decimal("76.61"), "B"),
    (Decimal("65.00"), "C"),
    (Decimal("25.00"), "D"),
)


def _known(codes: Sequence[str]) -> Any:
    def check(answers: dict[str, int]) -> dict[str, int]:
        for code in answers:
            if code not in codes:
                raise Faulty("not-in-list")
        return answers

    return check


class NewFeedback(Form, frozen=True):
    """What a visitor thought: a rating, and where they like the nine elements of SKM and a comment.

    SKM: 1 (tidak baik) to 4 (sangat baik), by element code, never by position (Permen PANRB 14/2017).
    SKD: 1 to 10 by attribute number: how satisfied one is with it, and how important it is. It is taken whether or not
    the unit asks for it: what somebody has answered is not thrown away because a setting changed meanwhile.
    """

    checks: ClassVar[Mapping[str, Any]] = {
        "skm": _known(ELEMENTS),
        "skd": _known(ATTRIBUTES),
        "skd_importance": _known(ATTRIBUTES),
    }
    multiline: ClassVar[frozenset[str]] = frozenset({"comment"})

    rating: Mark4
    skm: dict[str, Mark4] | None = None
    skd: dict[str, Mark10] | None = None
    skd_importance: dict[str, Mark10] | None = None
    comment: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody thought on a day. It bears nothing of the visit, nor its hour: nobody can tell whose it is.

    `services` are those that the visit really used, sorted. A comment may name somebody: staff see it, no public figure
    does.
    """

    feedback_id: str
    unit: str
    day: date
    rating: int
    skm: dict[str, int] = {}
    skd: dict[str, int] = {}
    skd_importance: dict[str, int] = {}
    services: list[str] = []
    comment: str | None = None


class AlreadyGiven(Conflict):
    """This visit has given its feedback."""

    code = "feedback-already-given"


class NothingUsed(Conflict):
    """Nothing was used yet that could be rated: no served ticket, no copy, no reading."""

    code = "nothing-used-yet"


class TooLateToRate(Conflict):
    """The visit was too long ago: what is said now would count to another time than the one it is about."""

    code = "feedback-too-late"


class Element(msgspec.Struct, frozen=True):
    """One element's mean (NRR) over those who answered it; None where nobody did."""

    nrr: float | None
    respondents: int


class Skm(msgspec.Struct, frozen=True):
    """The survey's result: IKM (25-100, two decimals) and its grade; None with a reason where there is too little."""

    respondents: int
    ikm: float | None
    grade: str | None
    reason: str | None
    elements: dict[str, Element]


def skm_of(answers: Sequence[Mapping[str, int]]) -> Skm:
    """IKM = (sum of NRR_i / 9) x 25, exactly, rounded once, half up (Permen PANRB 14/2017, appendix).

    The form's rounded weight 0.11 would turn nine means of 3.66 into 90.59 instead of 91.50.
    An element that nobody answered leaves no IKM: a figure is never invented.
    """
    means = {code: _mean([answer[code] for answer in answers if code in answer]) for code in ELEMENTS}
    counts = {code: sum(1 for answer in answers if code in answer) for code in ELEMENTS}
    elements = {code: Element(_rounded(mean), counts[code]) for code, mean in means.items()}
    respondents = sum(1 for answer in answers if answer)
    known = [mean for mean in means.values() if mean is not None]
    if len(known) < len(ELEMENTS):
        return Skm(respondents, None, None, "belum-cukup-data", elements)
    ikm = two_decimals(sum(known, Fraction(0)) / len(ELEMENTS) * 25)
    return Skm(respondents, float(ikm), grade_of(ikm), None, elements)


def grade_of(ikm: Decimal) -> str:
    """A to D by the lower bounds alone: the printed bands have gaps between them."""
    return next(grade for bound, grade in GRADES if ikm >= bound)


def _mean(marks: list[int]) -> Fraction | None:
    return Fraction(sum(marks), len(marks)) if marks else None


def _rounded(mean: Fraction | None) -> float | None:
    return None if mean is None else float(two_decimals(mean))


def sample_target(users: int) -> int:
    """How many respondents a period needs (Krejcie and Morgan, 1970), `users` being those of the period before."""
    chi = Fraction(3841, 1000) * Fraction(1, 4)
    size = chi * users / (Fraction(25, 10000) * (users - 1) + chi) if users else Fraction(0)
    return int(half_up(size))
