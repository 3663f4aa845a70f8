"""The satisfaction survey SKM of a period as a document."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.reports.document import Cell, Chart, Column, Document, Figure, Heading, Row, Section, Table
from chalicelib.reports.documents.saying import Words, document, names_of, several, share, value_or_reason
from chalicelib.reports.figures import SkmFigures, SkmPart


def skm_document(skm: SkmFigures, heading: Heading) -> Document:
    """The nine elements, and IKM in the row under them."""
    words = Words(heading.language)
    months = _parts(words, words.column("month", "month", 2), skm.months, [part.code for part in skm.months])
    services = names_of(heading.unit.services, heading.language)
    named = [services.get(part.code, part.code) for part in skm.services]
    by_service = _parts(words, words.column("service", "text", 3), skm.services, named)
    sections = [
        _elements(words, skm),
        _ratings(words, skm),
        _section(words, "months", "means-skm-months", months, Chart("columns", value=2, most=100)),
        _section(words, "services", "means-skm-services", by_service, Chart("bars", value=2, most=100)),
    ]
    return document("skm", heading, _figures(words, skm), sections, "elements")


def _figures(words: Words, skm: SkmFigures) -> list[Figure]:
    basis = words.say("of-respondents", number=skm.respondents)
    grade = words.named("grade", skm.grade) if skm.grade else words.missing(skm.reason or "belum-cukup-data")
    return [
        Figure(
            label=words.label("figure-ikm"),
            kind="decimal",
            value=value_or_reason(words, skm.ikm, skm.reason),
            basis=basis,
            definition=words.say("means-ikm"),
        ),
        Figure(
            label=words.label("figure-grade"),
            kind="text",
            value=grade,
            basis=basis,
            definition=words.say("means-grade"),
        ),
        Figure(
            label=words.label("figure-respondents"),
            kind="count",
            value=skm.respondents,
            basis=words.say("of-target", target=skm.target, users=skm.users),
            definition=words.say("means-respondents"),
        ),
    ]


def _elements(words: Words, skm: SkmFigures) -> Section:
    columns = [
        words.column("code", "text", 0.6),
        words.column("element", "text", 3),
        words.column("respondents", "count", 1.2),
        words.column("nrr", "decimal", 1.6),
        words.column("ikm", "decimal", 1.75),
        words.column("grade", "text", 1.6),
    ]
    rows: list[Row] = [
        (code, words.named("element", code), one.respondents, _mean(words, one.nrr), None, None)
        for code, one in skm.elements.items()
    ]
    ikm = value_or_reason(words, skm.ikm, skm.reason)
    grade = words.named("grade", skm.grade) if skm.grade else None
    result = ("IKM", words.label("figure-ikm"), skm.respondents, None, ikm, grade)
    chart = Chart("bars", value=3, label=1, most=4)
    return _section(words, "elements", "means-elements", Table(columns, rows, result=result), chart)


def _mean(words: Words, nrr: Decimal | None) -> Cell:
    return words.missing("belum-cukup-data") if nrr is None else nrr


def _ratings(words: Words, skm: SkmFigures) -> Section:
    columns = [
        words.column("rating", "text", 3),
        words.column("times-given", "count"),
        words.column("share", "percent"),
    ]
    rows: list[Row] = [
        (words.named("rating", code), given, share(given, skm.rated)) for code, given in sorted(skm.ratings.items())
    ]
    return Section(
        code="ratings",
        title=words.label("section-ratings"),
        definition=words.say("means-ratings", number=skm.rated),
        table=Table(columns, rows if skm.rated else []),
        chart=Chart("bars", value=1) if skm.rated else None,
    )


def _parts(words: Words, first: Column, parts: Sequence[SkmPart], names: Sequence[str]) -> Table:
    columns = [
        first,
        words.column("respondents", "count"),
        words.column("ikm", "decimal", 1.4),
        words.column("grade", "text", 1.4),
    ]
    rows: list[Row] = [
        (
            name,
            part.respondents,
            value_or_reason(words, part.ikm, part.reason),
            words.named("grade", part.grade) if part.grade else None,
        )
        for name, part in zip(names, parts, strict=True)
    ]
    return Table(columns, rows)


def _section(words: Words, code: str, meaning: str, table: Table, chart: Chart) -> Section:
    shown = chart if several(table.rows) and any(_is_number(row[chart.value]) for row in table.rows) else None
    title = words.label(f"section-{code}")
    return Section(code=code, title=title, definition=words.say(meaning), table=table, chart=shown)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, Decimal)
