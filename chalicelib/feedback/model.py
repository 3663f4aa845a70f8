"""Feedback (umpan balik): values and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar

import msgspec

from chalicelib.errors import Conflict
from chalicelib.form import Faulty, Form

Mark4 = Annotated[int, msgspec.Meta(ge=1, le=4)]
Mark10 = Annotated[int, msgspec.Meta(ge=1, le=10)]

ELEMENTS = ("U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9")
ATTRIBUTES = tuple(str(number) for number in range(1, 17))


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
