"""Facets: by which years and subjects a result can be narrowed, and to how many titles each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from chalicelib.catalogue.model import Publication


class Facet(msgspec.Struct, frozen=True):
    """A value and how many titles have it."""

    value: str
    count: int


class Facets(msgspec.Struct, frozen=True):
    """The years, the newest first, and the subjects, the commonest first."""

    year: list[Facet]
    subject: list[Facet]


def facets_of(years_of: Sequence[Publication], subjects_of: Sequence[Publication]) -> Facets:
    """Each facet counts what the other leaves, so that one year can be chosen after another."""
    years = Counter(title.year for title in years_of)
    return Facets(
        year=[Facet(str(year), years[year]) for year in sorted(years, reverse=True)],
        subject=_subjects(subjects_of),
    )


def _subjects(titles: Sequence[Publication]) -> list[Facet]:
    """However a subject was spelled, it is one, under its commonest spelling."""
    spelled = Counter(title.subject for title in titles if title.subject)
    together: Counter[str] = Counter()
    names: dict[str, str] = {}
    for subject, count in spelled.most_common():
        together[subject.casefold()] += count
        names.setdefault(subject.casefold(), subject)
    ordered = sorted(together.items(), key=lambda one: (-one[1], one[0]))
    return [Facet(names[plain], count) for plain, count in ordered]
