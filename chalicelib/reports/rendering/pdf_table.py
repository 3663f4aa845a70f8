"""A table on paper: cells broken to their columns, its head again on every sheet."""

from __future__ import annotations

from itertools import accumulate, pairwise

from chalicelib.reports.document import Column, Row, Table
from chalicelib.reports.documents.saying import Words
from chalicelib.reports.rendering.letters import BODY, STRONG, wrapped
from chalicelib.reports.rendering.paper import (
    BLUE_DEEP,
    BLUE_WASH,
    INK_SOFT,
    LEADING,
    LEFT,
    LINE,
    LINE_STRONG,
    ROOM,
    Box,
    Colour,
    Paper,
    Rule,
    Style,
    Text,
)
from chalicelib.reports.rendering.shown import shown
from chalicelib.wording import Language

SHARE = 88.0
"""Points of a column of width 1, unless the sheet is narrower."""

PAD = 4.0
FAR = 12.0
"""Between a number and the text that follows it."""

NUMBERS = ("count", "decimal", "percent", "minutes")
LAST = 3
"""Rows that are not parted from the table's end."""

MANY = 7
"""Columns beyond which letters are smaller."""

_NOTE = Style(8, BODY, INK_SOFT)

Lines = list[list[str]]
"""The lines of each cell of one row."""


def lay_table(paper: Paper, table: Table, title: str, language: Language, after: float = 0) -> None:
    """The whole table; where it goes on overleaf its title stands there again.

    Its last rows stay on one sheet with what follows `after` it.
    """
    words = Words(language)
    if not table.rows:
        paper.keep(_NOTE.size * LEADING + after)
        paper.write(f"{words.label('none')}.", _NOTE)
        return
    laid = _Laid(table.columns, f"{title} ({words.label('continued')})", language)
    laid.head(paper)
    for row in table.rows[:-LAST]:
        laid.rows(paper, [row], [], 0)
    laid.rows(paper, table.rows[-LAST:], table.closing, after)


class _Laid:
    """The columns of one table, measured."""

    def __init__(self, columns: list[Column], continued: str, language: Language) -> None:
        size = 7.4 if len(columns) > MANY else 8.4
        self._row, self._strong = Style(size), Style(size, STRONG)
        self._head = Style(size - 0.6, STRONG, BLUE_DEEP)
        self._continued = continued
        whole = sum(column.width for column in columns)
        point = min(SHARE, ROOM / whole)
        self._columns, self._language = columns, language
        self._wide = [column.width * point for column in columns]
        self._left = [LEFT, *accumulate(self._wide, initial=LEFT)][1:-1]
        self._right = [column.kind in NUMBERS for column in columns]
        self._pads = [FAR if after and not right else PAD for after, right in pairwise([False, *self._right])]
        self._titles = self._broken([column.title for column in columns], self._head)

    def head(self, paper: Paper) -> None:
        high = _height(self._titles, self._head)
        paper.lay(Box(LEFT, paper.y - high, sum(self._wide), high, BLUE_WASH))
        self._cells(paper, self._titles, self._head, paper.y)
        paper.skip(high)
        self._rule(paper, LINE_STRONG)

    def rows(self, paper: Paper, rows: list[Row], closing: list[Row], after: float) -> None:
        """Some rows and what closes the table, all on one sheet with so much room after them."""
        laid = [self._lines(row, self._row) for row in rows]
        closed = [self._lines(row, self._strong) for row in closing]
        if paper.keep(sum(_height(lines, self._row) for lines in (*laid, *closed)) + after):
            paper.write(self._continued, _NOTE)
            paper.skip(PAD)
            self.head(paper)
        for lines in laid:
            self._lay(paper, lines, self._row)
        for lines in closed:
            self._rule(paper, LINE_STRONG)
            self._lay(paper, lines, self._strong)

    def _lines(self, row: Row, style: Style) -> Lines:
        cells = zip(row, self._columns, strict=True)
        return self._broken([shown(cell, column.kind, self._language) for cell, column in cells], style)

    def _lay(self, paper: Paper, lines: Lines, style: Style) -> None:
        self._cells(paper, lines, style, paper.y)
        paper.skip(_height(lines, style))
        self._rule(paper, LINE)

    def _broken(self, texts: list[str], style: Style) -> Lines:
        rooms = (wide - PAD - pad for wide, pad in zip(self._wide, self._pads, strict=True))
        return [wrapped(text, style.face, style.size, room) for text, room in zip(texts, rooms, strict=True)]

    def _cells(self, paper: Paper, cells: Lines, style: Style, top: float) -> None:
        for place, lines in enumerate(cells):
            right = self._right[place]
            x = self._left[place] + (self._wide[place] - PAD if right else self._pads[place])
            for number, line in enumerate(lines):
                y = top - PAD / 2 - (number + 0.78) * style.size * LEADING
                paper.lay(Text(x, y, line, style.face, style.size, style.colour, "right" if right else "left"))

    def _rule(self, paper: Paper, colour: Colour) -> None:
        paper.lay(Rule(LEFT, paper.y, LEFT + sum(self._wide), paper.y, colour, 0.5))


def _height(cells: Lines, style: Style) -> float:
    return max(len(lines) for lines in cells) * style.size * LEADING + PAD
