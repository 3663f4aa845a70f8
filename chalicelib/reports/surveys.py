"""What visitors said, over some days: the surveys SKM and SKD, by month and by service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from chalicelib.feedback.model import ATTRIBUTES
from chalicelib.feedback.skd import ipak_of
from chalicelib.feedback.skm import sample_target, skm_of
from chalicelib.feedback.survey import Survey, shown_apart, together
from chalicelib.figures import rounded
from chalicelib.reports.day import DayFigures
from chalicelib.reports.figures import SkdAttribute, SkdFigures, SkdPart, SkmFigures, SkmPart
from chalicelib.reports.visits import month_of, summed
from chalicelib.unit import Unit

RATINGS = ("1", "2", "3", "4")


def skm_figures(unit: Unit, days: Sequence[DayFigures], users: int) -> SkmFigures:
    """SKM of days in their order; `users` are the visits of the period before."""
    skm = skm_of(together(day.skm for day in days))
    ratings = summed(day.ratings for day in days)
    return SkmFigures(
        respondents=skm.respondents,
        ikm=skm.ikm,
        grade=skm.grade,
        reason=skm.reason,
        elements=skm.elements,
        target=sample_target(users),
        users=users,
        ratings={rating: ratings.get(rating, 0) for rating in RATINGS},
        rated=sum(ratings.values()),
        months=list(_skm_parts(_by_month(days, "skm"))),
        services=list(_skm_parts(_by_service(unit, days))),
    )


def skd_figures(unit: Unit, days: Sequence[DayFigures]) -> SkdFigures:
    """SKD of days in their order."""
    given, importance = together(day.skd for day in days), together(day.skd_importance for day in days)
    index = ipak_of(given, importance)
    return SkdFigures(
        asked=unit.skd.asked,
        respondents=given.respondents,
        ipak=index.ipak,
        weighted=index.weighted,
        reason=index.reason,
        attributes={code: _attribute(code, given, importance) for code in ATTRIBUTES},
        months=list(_skd_parts(_by_month(days, "skd"), _by_month(days, "skd_importance"))),
    )


def _attribute(code: str, given: Survey, importance: Survey) -> SkdAttribute:
    return SkdAttribute(rounded(given.mean(code)), rounded(importance.mean(code)), given.answers(code))


def _by_month(days: Iterable[DayFigures], survey: str) -> dict[str, Survey]:
    return {month: together(getattr(day, survey) for day in those) for month, those in groupby(days, month_of)}


def _by_service(unit: Unit, days: Sequence[DayFigures]) -> dict[str, Survey]:
    """Who used two services counts to both."""
    used = {code for day in days for code in day.skm_of_service}
    codes = dict.fromkeys([*(service.code for service in unit.services), *sorted(used)])
    return {code: together(day.skm_of_service.get(code, Survey()) for day in days) for code in codes}


def _skm_parts(surveys: Mapping[str, Survey]) -> Iterator[SkmPart]:
    apart = shown_apart({code: survey.respondents for code, survey in surveys.items()})
    for code, survey in surveys.items():
        skm, shown = skm_of(survey), code in apart
        yield SkmPart(
            code=code,
            respondents=survey.respondents,
            ikm=skm.ikm if shown else None,
            grade=skm.grade if shown else None,
            reason=skm.reason if shown else "kelompok-kecil",
        )


def _skd_parts(surveys: Mapping[str, Survey], importance: Mapping[str, Survey]) -> Iterator[SkdPart]:
    apart = shown_apart({code: survey.respondents for code, survey in surveys.items()})
    for code, survey in surveys.items():
        index, shown = ipak_of(survey, importance[code]), code in apart
        yield SkdPart(
            code=code,
            respondents=survey.respondents,
            ipak=index.ipak if shown else None,
            reason=index.reason if shown else "kelompok-kecil",
        )
