"""The use of the catalogue over some days: printed books read here, copies read in the page and taken home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from chalicelib.catalogue.model import Publication
from chalicelib.reports.day import DayFigures
from chalicelib.reports.figures import TitleFigures, TitleUse
from chalicelib.reports.visits import channels_of
from chalicelib.unit import Unit


def used_titles(days: Sequence[DayFigures]) -> list[str]:
    """The ids of all titles that were used on some day."""
    return sorted({title for day in days for title in day.titles})


def titles_of(unit: Unit, days: Sequence[DayFigures], known: Mapping[str, Publication]) -> TitleFigures:
    """The use of every title, the most used first; one that the catalogue no longer knows is told by its id."""
    printed, read, taken = Counter[str](), Counter[str](), Counter[str]()
    for day in days:
        for title, use in day.titles.items():
            printed[title] += use.printed
            read[title] += use.read
            taken[title] += use.taken
    uses = [
        TitleUse(
            publication_id=title,
            title=known[title].title if title in known else title,
            year=known[title].year if title in known else None,
            printed=printed[title],
            read=read[title],
            taken=taken[title],
        )
        for title in used_titles(days)
    ]
    return TitleFigures(
        printed=printed.total(),
        read=read.total(),
        taken=taken.total(),
        titles=sorted(uses, key=lambda use: (-(use.printed + use.read + use.taken), use.title)),
        channels=channels_of(unit, days),
    )
