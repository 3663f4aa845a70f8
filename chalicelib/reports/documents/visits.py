"""The visits of a period as a document."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.reports.document import Chart, Column, Document, Figure, Heading, Row, Section, Table
from chalicelib.reports.documents.saying import (
    SHORT,
    Counting,
    Words,
    counted_section,
    document,
    known,
    names_of,
    several,
)
from chalicelib.reports.figures import VisitFigures

PROFILE = ("main_use", "gender", "age_group", "education", "job", "institution_type")
SOURCES = Counting("sources", "source", "visits-column", "means-source")
CHANNELS = Counting("channels", "channel", "copies", "means-copies")
SERVICES = Counting("services", "service", "visits-column", "means-service")


def visits_document(visits: VisitFigures, heading: Heading) -> Document:
    """A long list of days comes last: who reads on paper wants the shape of the period first."""
    words = Words(heading.language)
    days = _days(words, visits, heading)
    first, last = ([], [days]) if len(visits.days) > SHORT else ([days], [])
    sections = [*_months(words, visits), *first, *_kinds(words, visits, heading), *last]
    return document("visits", heading, _figures(words, visits, heading), sections, "days")


def _figures(words: Words, visits: VisitFigures, heading: Heading) -> list[Figure]:
    period = words.say("of-days", number=heading.period.days)
    counts = {"visits": visits.visits, "people": visits.people, "days": len(visits.days)}
    meanings = {"visits": "means-visits", "people": "means-people", "days": "means-days-with-visits"}
    bases = {"visits": period, "people": words.say("of-visits", number=visits.visits), "days": period}
    return [
        Figure(
            label=words.label(f"figure-{code}"),
            kind="count",
            value=count,
            basis=bases[code],
            definition=words.say(meanings[code]),
        )
        for code, count in counts.items()
    ]


def _days(words: Words, visits: VisitFigures, heading: Heading) -> Section:
    names = names_of(heading.unit.services, heading.language)
    used = [service for service in names if any(service in day.services for day in visits.days)]
    columns = [words.column("day", "day"), words.column("visits-column", "count"), words.column("people", "count")]
    columns += [Column(names[service], "count", 1.6) for service in used]
    rows: list[Row] = [
        (day.day, day.visits, day.people, *(day.services.get(service, 0) for service in used)) for day in visits.days
    ]
    sums = (sum(day.services.get(service, 0) for day in visits.days) for service in used)
    total: Row = (words.label("all"), visits.visits, visits.people, *sums)
    chart = Chart("columns", value=1) if several(rows) and len(rows) <= SHORT else None
    return _section(words, "days", "means-day", Table(columns, rows, total if rows else None), chart)


def _months(words: Words, visits: VisitFigures) -> Iterator[Section]:
    if several(visits.months):
        columns = [words.column("month", "month", 2), words.column("visits-column", "count")]
        columns.append(words.column("people", "count"))
        rows: list[Row] = [(month.month, month.visits, month.people) for month in visits.months]
        table = Table(columns, rows, (words.label("all"), visits.visits, visits.people))
        yield _section(words, "months", "means-month", table, Chart("columns", value=1))


def _kinds(words: Words, visits: VisitFigures, heading: Heading) -> Iterator[Section]:
    unit, language = heading.unit, heading.language
    columns = [words.column("hour", "text", 2), words.column("visits-column", "count")]
    hours: list[Row] = [(f"{hour.hour:02}.00–{hour.hour:02}.59", hour.visits) for hour in visits.hours]
    chart = Chart("columns", value=1) if several(hours) else None
    yield _section(words, "hours", "means-hour", Table(columns, hours), chart)
    yield counted_section(words, SERVICES, visits.services, names_of(unit.services, language))
    for name in PROFILE:
        if name in visits.profile:
            about = Counting(name, "profile", "visits-column", "means-profile")
            yield counted_section(words, about, visits.profile[name], names_of(unit.lists.get(name, []), language))
    yield counted_section(words, SOURCES, visits.sources, known(words, "source", visits.sources))
    yield counted_section(words, CHANNELS, visits.channels, known(words, "channel", visits.channels))


def _section(words: Words, code: str, meaning: str, table: Table, chart: Chart | None) -> Section:
    title = words.label(f"section-{code}")
    return Section(code=code, title=title, definition=words.say(meaning), table=table, chart=chart)
