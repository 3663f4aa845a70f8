"""The use of the catalogue in a period as a document."""

from __future__ import annotations

from chalicelib.reports.document import Chart, Document, Figure, Heading, Row, Section, Table
from chalicelib.reports.documents.saying import Counting, Words, counted_section, document, known, several
from chalicelib.reports.figures import TitleFigures

CHANNELS = Counting("channels", "channel", "copies", "means-copies")


def titles_document(titles: TitleFigures, heading: Heading) -> Document:
    """The most used titles as a chart, all of them in the table."""
    words = Words(heading.language)
    channels = counted_section(words, CHANNELS, titles.channels, known(words, "channel", titles.channels))
    return document("titles", heading, _figures(words, titles), [_titles(words, titles), channels], "titles")


def _figures(words: Words, titles: TitleFigures) -> list[Figure]:
    counts = {"printed": titles.printed, "read": titles.read, "taken": titles.taken}
    basis = words.say("of-titles", number=len(titles.titles))
    return [
        Figure(
            label=words.label(f"figure-{code}"),
            kind="count",
            value=count,
            basis=basis,
            definition=words.say(f"means-{code}"),
        )
        for code, count in counts.items()
    ]


def _titles(words: Words, titles: TitleFigures) -> Section:
    columns = [
        words.column("title", "text", 4.4),
        words.column("year", "text", 0.8),
        words.column("printed", "count", 0.8),
        words.column("read", "count", 0.8),
        words.column("taken", "count"),
        words.column("uses", "count", 1.3),
    ]
    rows: list[Row] = [
        (
            one.title,
            None if one.year is None else str(one.year),
            *(one.printed, one.read, one.taken),
            one.printed + one.read + one.taken,
        )
        for one in titles.titles
    ]
    counts = (titles.printed, titles.read, titles.taken)
    total = (words.label("all"), None, *counts, sum(counts)) if rows else None
    return Section(
        code="titles",
        title=words.label("section-titles"),
        definition=words.say("means-titles"),
        table=Table(columns, rows, total),
        chart=Chart("bars", value=5) if several(rows) else None,
    )
