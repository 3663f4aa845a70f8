"""A document on paper: the office's heading, figures, chart and table under each other, and a place to sign."""

from __future__ import annotations

from chalicelib.reports.document import Document, Figure, Section
from chalicelib.reports.documents.saying import Words
from chalicelib.reports.rendering.letters import BODY, STRONG, shortened, width
from chalicelib.reports.rendering.painting import About, painted
from chalicelib.reports.rendering.paper import (
    BLUE,
    BLUE_DEEP,
    BLUE_WASH,
    BOTTOM,
    GREEN,
    INK,
    INK_SOFT,
    LEFT,
    LINE,
    LINE_STRONG,
    ORANGE,
    RIGHT,
    ROOM,
    Anchor,
    Box,
    Paper,
    Rule,
    Style,
    Text,
    height_of,
)
from chalicelib.reports.rendering.pdf_chart import height_of as chart_height
from chalicelib.reports.rendering.pdf_chart import lay_chart
from chalicelib.reports.rendering.pdf_table import lay_table
from chalicelib.reports.rendering.shown import computed_line, days_line, period_line, shown

_OFFICE, _CONTACT = Style(12.5, STRONG, BLUE_DEEP), Style(8, BODY, INK_SOFT)
_TITLE, _PERIOD = Style(16, STRONG, INK), Style(9.6, BODY, INK)
_SUBTITLE = Style(12, STRONG, INK_SOFT)
_HEADING, _MEANING = Style(11.5, STRONG, BLUE_DEEP), Style(8.2, BODY, INK_SOFT)
_LABEL, _BASIS = Style(8, STRONG, INK_SOFT), Style(7.4, BODY, INK_SOFT)
TILE, GAP = 88.0, 12.0
SIGNATURE = 135.0
"""The room it takes: nobody signs a sheet that says nothing, so it stays with the table before it."""

BEGUN = 90.0
"""Of a table, what must have room under its heading."""

SHORT = 12
"""Rows of a table that stays in one piece."""

LARGEST = 24.0
"""Points of a figure's digits; words are set smaller until they fit."""


def as_pdf(document: Document) -> bytes:
    """A4, in the order in which it is read."""
    paper = Paper()
    _letterhead(paper, document)
    _title(paper, document)
    _figures(paper, document)
    for section in document.sections:
        _whole(paper, section, document, SIGNATURE + 12 if section is document.sections[-1] else 0)
    _signature(paper, document)
    _feet(paper, document)
    heading = document.heading
    return painted(paper.pages, About(document.name, period_line(heading), heading.unit.short_name, heading.language))


def _letterhead(paper: Paper, document: Document) -> None:
    unit, words = document.heading.unit, Words(document.heading.language)
    paper.write(unit.name.say(document.heading.language), _OFFICE)
    paper.write(unit.address, _CONTACT)
    ways = (("phone", unit.phone), ("email", unit.email), ("website", unit.website))
    paper.write("  ·  ".join(f"{words.label(way)} {value}" for way, value in ways), _CONTACT)
    paper.skip(7)
    for part, colour in enumerate((BLUE, GREEN, ORANGE)):
        paper.lay(Box(LEFT + part * ROOM / 3, paper.y, ROOM / 3, 2.4, colour))
    paper.skip(20)


def _title(paper: Paper, document: Document) -> None:
    paper.lay(Anchor(paper.y, document.title))
    paper.centred(document.title, _TITLE)
    if document.subtitle:
        paper.centred(document.subtitle, _SUBTITLE)
    paper.skip(2)
    paper.centred(period_line(document.heading), _PERIOD)
    paper.centred(computed_line(document.heading), _CONTACT)
    paper.skip(14)


def _figures(paper: Paper, document: Document) -> None:
    """The figures side by side, what each means under them."""
    wide = (ROOM - GAP * (len(document.figures) - 1)) / len(document.figures)
    paper.skip(TILE)
    for place, figure in enumerate(document.figures):
        _tile(paper, figure, LEFT + place * (wide + GAP), wide, document)
    paper.skip(8)
    for figure in document.figures:
        _defined(paper, figure)
    if any(isinstance(figure.value, str) and figure.kind != "text" for figure in document.figures):
        paper.write(Words(document.heading.language).say("missing"), _MEANING)
    paper.skip(8)


def _tile(paper: Paper, figure: Figure, x: float, wide: float, document: Document) -> None:
    foot, room = paper.y, wide - 20
    paper.lay(Box(x, foot, wide, TILE, BLUE_WASH), Box(x, foot, 3, TILE, BLUE))
    paper.y = foot + TILE - 5
    paper.write(figure.label, _LABEL, x + 12, room)
    value = shown(figure.value, figure.kind, document.heading.language)
    size = min(LARGEST, room / width(value, STRONG, 1))
    paper.lay(Text(x + 12, foot + 34, value, STRONG, size, BLUE_DEEP))
    paper.y = foot + 29
    paper.write(figure.basis, _BASIS, x + 12, room)
    paper.y = foot


def _defined(paper: Paper, figure: Figure) -> None:
    """`IKM: ...`"""
    paper.write(f"{figure.label}: {figure.definition}", _MEANING)
    paper.skip(2)


def _whole(paper: Paper, section: Section, document: Document, after: float) -> None:
    """A section, and so much room after it; a short one is not parted by the end of a sheet."""
    before = paper.place
    _section(paper, section, document, after)
    if len(section.table.rows) <= SHORT and len(paper.pages) > before[0]:
        paper.back(before)
        paper.turn()
        _section(paper, section, document, after)


def _section(paper: Paper, section: Section, document: Document, after: float) -> None:
    language, chart = document.heading.language, section.chart
    above = 30 + height_of(section.definition, _MEANING) + (chart_height(chart, section.table) if chart else 0)
    paper.keep(above + BEGUN)
    paper.skip(8)
    paper.lay(Anchor(paper.y, section.title))
    paper.write(section.title, _HEADING)
    paper.skip(3)
    if chart:
        lay_chart(paper, chart, section.table, language)
    paper.write(section.definition, _MEANING)
    paper.skip(5)
    lay_table(paper, section.table, section.title, language, after)
    paper.skip(12)


def _signature(paper: Paper, document: Document) -> None:
    """Place and day are the signer's to fill in; so are name and number."""
    unit, words = document.heading.unit, Words(document.heading.language)
    paper.skip(16)
    x, usual = RIGHT - 210, Style(9.4)
    paper.write(f"{unit.place}, ........................................", usual, x)
    paper.write(words.label("acknowledged"), usual, x)
    paper.write(f"{words.label('head')} {unit.short_name}", Style(9.4, STRONG), x, 210)
    paper.skip(58)
    paper.lay(Rule(x, paper.y, RIGHT, paper.y, LINE_STRONG))
    paper.skip(2)
    paper.write(words.label("id-number"), usual, x)


def _feet(paper: Paper, document: Document) -> None:
    """Each sheet says what it is of, and which one of how many."""
    words, heading = Words(document.heading.language), document.heading
    about = shortened(f"{document.name}  ·  {days_line(heading)}", BODY, 7.4, ROOM - 90)
    y = BOTTOM - 22
    for number, page in enumerate(paper.pages, 1):
        place = f"{words.label('page')} {number} {words.label('page-of')} {len(paper.pages)}"
        page.append(Rule(LEFT, y + 11, RIGHT, y + 11, LINE, 0.5))
        page.append(Text(LEFT, y, about, BODY, 7.4, INK_SOFT))
        page.append(Text(RIGHT, y, place, BODY, 7.4, INK_SOFT, "right"))
