"""BPS's own survey SKD of a period, with the anti-corruption index, as a document."""

from __future__ import annotations

from decimal import Decimal

from chalicelib.reports.document import Chart, Column, Document, Figure, Heading, Row, Section, Table
from chalicelib.reports.documents.saying import Words, document, several, value_or_reason
from chalicelib.reports.figures import SkdAttribute, SkdFigures


def skd_document(skd: SkdFigures, heading: Heading) -> Document:
    """The sixteen attributes, and IPAK in the row under them."""
    words = Words(heading.language)
    return document("skd", heading, _figures(words, skd), [_attributes(words, skd), _months(words, skd)], "attributes")


def _figures(words: Words, skd: SkdFigures) -> list[Figure]:
    respondents = "means-skd-respondents" if skd.asked else "means-skd-not-asked"
    return [
        Figure(
            label=words.label("figure-ipak"),
            kind="decimal",
            value=value_or_reason(words, skd.ipak, skd.reason),
            basis=words.say("of-respondents", number=skd.respondents),
            definition=words.say("means-ipak-weighted" if skd.weighted else "means-ipak"),
        ),
        Figure(
            label=words.label("figure-respondents"),
            kind="count",
            value=skd.respondents,
            basis=words.say("of-respondents", number=skd.respondents),
            definition=words.say(respondents),
        ),
    ]


def _attributes(words: Words, skd: SkdFigures) -> Section:
    """Importance has a column only where it was asked."""
    asked = any(one.importance is not None for one in skd.attributes.values())
    columns = [
        words.column("code", "text", 0.7),
        words.column("attribute", "text", 3.6),
        words.column("respondents", "count", 1.2),
        words.column("mean", "decimal", 1.5),
        *([words.column("importance", "decimal", 1.5)] if asked else []),
        words.column("ipak", "decimal", 1.6),
    ]
    rows = [_row(words, code, one, columns) for code, one in skd.attributes.items()]
    ipak = value_or_reason(words, skd.ipak, skd.reason)
    gap: Row = (None,) * (len(columns) - 4)
    result: Row = ("IPAK", words.label("figure-ipak"), skd.respondents, *gap, ipak)
    chart = Chart("bars", value=3, label=1, most=10)
    return _section(words, "attributes", "means-attributes", Table(columns, rows, result=result), chart)


def _row(words: Words, code: str, one: SkdAttribute, columns: list[Column]) -> Row:
    asked: Row = (one.importance,) if len(columns) > 5 else ()
    mean = value_or_reason(words, one.mean, None)
    return (code, words.named("attribute", code), one.respondents, mean, *asked, None)


def _months(words: Words, skd: SkdFigures) -> Section:
    columns = [words.column("month", "month", 2), words.column("respondents", "count")]
    columns.append(words.column("ipak", "decimal", 1.4))
    rows: list[Row] = [
        (part.code, part.respondents, value_or_reason(words, part.ipak, part.reason)) for part in skd.months
    ]
    return _section(words, "months", "means-skd-months", Table(columns, rows), Chart("columns", value=2, most=100))


def _section(words: Words, code: str, meaning: str, table: Table, chart: Chart) -> Section:
    shown = chart if several(table.rows) and any(isinstance(row[chart.value], Decimal) for row in table.rows) else None
    title = words.label(f"section-{code}")
    return Section(code=code, title=title, definition=words.say(meaning), table=table, chart=shown)
