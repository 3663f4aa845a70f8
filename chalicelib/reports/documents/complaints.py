"""The register of complaints of a period, against its clocks, as a document."""

from __future__ import annotations

from decimal import Decimal

from chalicelib.reports.document import Chart, Document, Figure, Heading, Row, Section, Table
from chalicelib.reports.documents.saying import (
    Counting,
    Words,
    counted_section,
    document,
    known,
    several,
    value_or_reason,
)
from chalicelib.reports.figures import Clock, ComplaintFigures

STATES = Counting("states", "state", "complaints-column", "means-states")
CATEGORIES = Counting("categories", "category", "complaints-column", "means-categories")
CHANNELS = Counting("channels", "channel", "complaints-column", "means-complaint-channels")
TOLD = {"answer": "answered", "decision": "decided"}
"""The clocks that are figures of their own."""


def complaints_document(complaints: ComplaintFigures, heading: Heading) -> Document:
    """The clocks first, the register last."""
    words = Words(heading.language)
    categories = {one.code: category(words, one.code) for one in complaints.categories if one.code}
    sections = [
        _clocks(words, complaints),
        counted_section(words, STATES, complaints.states, known(words, "state", complaints.states)),
        counted_section(words, CATEGORIES, complaints.categories, categories),
        counted_section(words, CHANNELS, complaints.channels, known(words, "channel", complaints.channels)),
        _months(words, complaints),
        _register(words, complaints),
    ]
    return document("complaints", heading, _figures(words, complaints), sections, "complaints")


def category(words: Words, code: str) -> str:
    """`U3 Waktu penyelesaian`, or what is no element."""
    return f"{code} {words.named('element', code)}" if code.startswith("U") else words.named("category", code)


def _figures(words: Words, complaints: ComplaintFigures) -> list[Figure]:
    received = Figure(
        label=words.label("figure-received"),
        kind="count",
        value=complaints.received,
        basis=words.label("whole-period"),
        definition=words.say("means-received"),
    )
    return [received, *(_clock_figure(words, clock) for clock in complaints.clocks if clock.clock in TOLD)]


def _clock_figure(words: Words, clock: Clock) -> Figure:
    told = TOLD[clock.clock]
    return Figure(
        label=words.label(f"figure-{told}"),
        kind="percent",
        value=value_or_reason(words, clock.share, clock.reason),
        basis=words.say("of-complaints", number=clock.kept + clock.broken),
        definition=words.say(f"means-{told}", days=clock.days),
    )


def _clocks(words: Words, complaints: ComplaintFigures) -> Section:
    columns = [words.column("clock", "text", 2.6), words.column("days", "count", 0.8)]
    columns += [words.column(code, "count") for code in ("kept", "broken", "running")]
    columns.append(words.column("share", "percent", 1.4))
    rows: list[Row] = [
        (
            words.named("clock", clock.clock),
            *(clock.days, clock.kept, clock.broken, clock.running),
            value_or_reason(words, clock.share, clock.reason),
        )
        for clock in complaints.clocks
    ]
    measured = any(isinstance(row[5], Decimal) for row in rows)
    chart = Chart("bars", value=5, most=100) if measured else None
    return _section(words, "clocks", "means-clocks", Table(columns, rows), chart)


def _months(words: Words, complaints: ComplaintFigures) -> Section:
    columns = [words.column("month", "month", 2), words.column("complaints-column", "count")]
    rows: list[Row] = [(month.code, month.visits) for month in complaints.months]
    chart = Chart("columns", value=1) if several(rows) else None
    return _section(words, "months", "means-complaint-months", Table(columns, rows), chart)


def _register(words: Words, complaints: ComplaintFigures) -> Section:
    columns = [
        words.column("code", "text", 1.5),
        words.column("received-on", "day", 1.55),
        words.column("channel", "text", 1.4),
        words.column("category", "text", 1.2),
        words.column("state", "text", 1.4),
        *(words.column(code, "day", 1.55) for code in ("answer-due", "answered-on", "decision-due", "decided-on")),
    ]
    rows: list[Row] = [
        (
            one.code,
            one.received_on,
            words.named("channel", one.channel),
            words.named("category", one.category),
            words.named("state", one.state),
            *(one.answer_due, one.answered_on, one.decision_due, one.decided_on),
        )
        for one in complaints.complaints
    ]
    return _section(words, "complaints", "means-complaints", Table(columns, rows), None)


def _section(words: Words, code: str, meaning: str, table: Table, chart: Chart | None) -> Section:
    title = words.label(f"section-{code}")
    return Section(code=code, title=title, definition=words.say(meaning), table=table, chart=chart)
