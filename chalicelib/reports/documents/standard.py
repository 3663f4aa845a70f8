"""The promise of a service, as it was kept, as a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from chalicelib.reports.document import Cell, Chart, Document, Figure, Heading, Row, Section, Table
from chalicelib.reports.documents.saying import (
    SHORT,
    Words,
    document,
    names_of,
    several,
    share,
    value_or_reason,
)
from chalicelib.reports.standard import Band, Standard


def standard_document(standard: Standard, heading: Heading) -> Document:
    """How long visitors waited comes first; a long list of days stands after the reasons."""
    words = Words(heading.language)
    days, reasons, misses = (
        _days(words, standard),
        _reasons(words, standard, heading),
        _misses(words, standard, heading),
    )
    rest = [reasons, misses, days] if len(standard.days) > SHORT else [days, reasons, misses]
    sections = [_distribution(words, standard), *_months(words, standard), *rest]
    made = document("standard", heading, _figures(words, standard), sections, "days")
    service = names_of(heading.unit.services, heading.language).get(standard.service, standard.service)
    return msgspec.structs.replace(made, subtitle=service)


def _figures(words: Words, standard: Standard) -> list[Figure]:
    limit, basis = standard.limit_minutes, words.say("of-counted", number=standard.counted)
    served = words.say("of-visits", number=sum(band.visits for band in standard.distribution))
    return [
        Figure(
            label=words.label("figure-share"),
            kind="percent",
            value=value_or_reason(words, standard.share, standard.reason),
            basis=basis,
            definition=words.say("means-share", limit=limit),
        ),
        *(
            Figure(
                label=words.label(f"figure-{code}"),
                kind="minutes",
                value=words.missing("belum-cukup-data") if seconds is None else seconds,
                basis=served,
                definition=words.say(f"means-{code}"),
            )
            for code, seconds in (("median", standard.median_seconds), ("p90", standard.p90_seconds))
        ),
    ]


def _distribution(words: Words, standard: Standard) -> Section:
    limit = standard.limit_minutes
    beyond = next((n for n, band in enumerate(standard.distribution) if band.from_minutes >= limit), None)
    whole = sum(band.visits for band in standard.distribution)
    columns = [words.column("waited-band", "text", 2), words.column("visits-column", "count")]
    columns.append(words.column("share", "percent"))
    rows: list[Row] = [(_band(band), band.visits, share(band.visits, whole)) for band in standard.distribution]
    return Section(
        code="distribution",
        title=words.label("section-distribution"),
        definition=words.say("means-distribution", limit=limit),
        table=Table(columns, rows if whole else []),
        chart=Chart("columns", value=1, beyond=beyond) if whole else None,
    )


def _band(band: Band) -> str:
    return f"> {band.from_minutes}" if band.to_minutes is None else f"{band.from_minutes}–{band.to_minutes}"


def _days(words: Words, standard: Standard) -> Section:
    rows: list[Row] = [(date.fromisoformat(day.day), *_kept(day.counted, day.within)) for day in standard.days]
    return _kept_section(words, standard, "days", rows)


def _months(words: Words, standard: Standard) -> Iterator[Section]:
    rows: list[Row] = [(one.month, one.counted, one.within, one.share) for one in standard.months]
    if several(rows):
        yield _kept_section(words, standard, "months", rows)


def _kept(counted: int, within: int) -> tuple[Cell, ...]:
    return counted, within, share(within, counted)


def _kept_section(words: Words, standard: Standard, code: str, rows: list[Row]) -> Section:
    first = words.column("day", "day") if code == "days" else words.column("month", "month")
    columns = [first, words.column("counted", "count"), words.column("within", "count")]
    columns.append(words.column("share", "percent"))
    total = (words.label("whole-period"), *_kept(standard.counted, standard.within)) if rows else None
    return Section(
        code=code,
        title=words.label(f"section-{code}"),
        definition=words.say("means-kept", limit=standard.limit_minutes),
        table=Table(columns, rows, total),
        chart=Chart("columns", value=3, most=100) if several(rows) and len(rows) <= SHORT else None,
    )


def _reasons(words: Words, standard: Standard, heading: Heading) -> Section:
    names = names_of(heading.unit.miss_reasons, heading.language)
    whole = sum(reason.visits for reason in standard.reasons)
    columns = [words.column("reason", "text", 3), words.column("visits-column", "count")]
    columns.append(words.column("share", "percent"))
    rows: list[Row] = [
        (_reason(words, names, reason.code), reason.visits, share(reason.visits, whole)) for reason in standard.reasons
    ]
    return Section(
        code="reasons",
        title=words.label("section-reasons"),
        definition=words.say("means-reasons"),
        table=Table(columns, rows),
        chart=Chart("bars", value=1) if several(rows) else None,
    )


def _misses(words: Words, standard: Standard, heading: Heading) -> Section:
    names = names_of(heading.unit.miss_reasons, heading.language)
    columns = [
        words.column("day", "day", 1.4),
        words.column("number", "text", 0.9),
        words.column("waited", "minutes", 1.5),
        words.column("outcome", "text", 1.8),
        words.column("reason", "text", 2.2),
        words.column("note", "text", 2.6),
    ]
    rows: list[Row] = [
        (
            date.fromisoformat(miss.day),
            miss.number,
            miss.waited_seconds,
            words.named("outcome", miss.outcome),
            _reason(words, names, miss.reason),
            miss.note,
        )
        for miss in standard.misses
    ]
    title, meaning = words.label("section-misses"), words.say("means-misses")
    return Section(code="misses", title=title, definition=meaning, table=Table(columns, rows))


def _reason(words: Words, names: dict[str, str], code: str | None) -> str:
    return words.label("not-said") if code is None else names.get(code, code)
