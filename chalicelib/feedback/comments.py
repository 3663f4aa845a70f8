"""What visitors wrote, as staff may read it: never so few at once, or so soon, that it can be told whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

import msgspec

from chalicelib.feedback.model import Feedback
from chalicelib.feedback.service import FeedbackPorts
from chalicelib.feedback.survey import FEW
from chalicelib.reports.model import Period
from chalicelib.unit import Unit, service_day


class Comment(msgspec.Struct, frozen=True):
    """What somebody wrote, with the month it was written in and the rating it came with. Nothing says the day."""

    month: str
    rating: int
    comment: str


class Comments(msgspec.Struct, frozen=True):
    """The comments that may be read, the newest month first; `held_back` counts those that may not, or not yet."""

    shown: list[Comment]
    held_back: int


def comments_of(ports: FeedbackPorts, unit: Unit, period: Period) -> tuple[Period, Comments]:
    """What was written in the months that a period touches, and those months as a period."""
    months = whole_months(period)
    given = ports.feedback.between(unit.code, months.first, months.last)
    return months, readable(given, service_day(ports.now(), unit))


def whole_months(period: Period) -> Period:
    """The months that a period touches: asked for by the day, comments would tell their day."""
    after = (period.last.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Period(period.first.replace(day=1), after - timedelta(days=1))


def readable(given: Iterable[Feedback], today: date) -> Comments:
    """The comments among these ratings that may be read today; the ids are random, and so is their order in a month."""
    ratings = sorted(given, key=lambda one: one.day)
    shown = [
        Comment(month, one.rating, one.comment)
        for month, of_month in _months(ratings)
        for one in sorted(_released(of_month, today), key=lambda one: one.feedback_id)
        if one.comment
    ]
    written = sum(1 for one in ratings if one.comment)
    return Comments(shown, written - len(shown))


def _months(ratings: list[Feedback]) -> list[tuple[str, list[Feedback]]]:
    months = groupby(ratings, key=lambda one: one.day.isoformat()[:7])
    return [(month, list(some)) for month, some in months][::-1]


def _released(ratings: list[Feedback], today: date) -> Iterator[Feedback]:
    """Those of a month, freed in whole days by at least five together, so that who looks every day learns of five.

    What remains is freed with the month, where it had five ratings at all.
    """
    waiting: list[Feedback] = []
    for day, some in groupby(ratings, key=lambda one: one.day):
        waiting += some
        if len(waiting) >= FEW and day < today:
            yield from waiting
            waiting = []
    if len(ratings) >= FEW and _is_over(ratings[0].day, today):
        yield from waiting


def _is_over(day: date, today: date) -> bool:
    return (day.year, day.month) < (today.year, today.month)
