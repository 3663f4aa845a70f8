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
_ROW, _TOTAL = Style(8.4), Style(8.4, STRONG)
_HEAD = Style(7.8, STRONG, BLUE_DEEP)
_NOTE = Style(8, BODY, INK_SOFT)

Lines = list[list[str]]
"""The lines of each cell of one row."""


def lay_table(paper: Paper, table: Table, title: str, language: Language) -> None:
    """The whole table; where it goes on overleaf its title stands there again."""
    words = Words(language)
    if not table.rows:
        paper.write(f"{words.label('none')}.", _NOTE)
        return
    laid = _Laid(table.columns, language)
    paper.keep(laid.head_height + 3 * _ROW.size * 2)
    laid.head(paper)
    for row in table.rows:
        laid.row(paper, row, _ROW, f"{title} ({words.label('continued')})")
    for row in table.closing:
        laid.row(paper, row, _TOTAL, f"{title} ({words.label('continued')})")


class _Laid:
    """The columns of one table, measured."""

    def __init__(self, columns: list[Column], language: Language) -> None:
        whole = sum(column.width for column in columns)
        point = min(SHARE, ROOM / whole)
        self._columns, self._language = columns, language
        self._wide = [column.width * point for column in columns]
        self._left = [LEFT, *accumulate(self._wide, initial=LEFT)][1:-1]
        self._right = [column.kind in NUMBERS for column in columns]
        self._pads = [FAR if after and not right else PAD for after, right in pairwise([False, *self._right])]
        self._titles = self._broken([column.title for column in columns], _HEAD)
        self.head_height = _height(self._titles, _HEAD)

    def head(self, paper: Paper) -> None:
        top = paper.y
        paper.lay(Box(LEFT, top - self.head_height, sum(self._wide), self.head_height, BLUE_WASH))
        self._cells(paper, self._titles, _HEAD, top)
        paper.y = top - self.head_height
        self._rule(paper, LINE_STRONG)

    def row(self, paper: Paper, row: Row, style: Style, continued: str) -> None:
        cells = zip(row, self._columns, strict=True)
        lines = self._broken([shown(cell, column.kind, self._language) for cell, column in cells], style)
        high = _height(lines, style)
        if paper.keep(high):
            paper.write(continued, _NOTE)
            paper.skip(PAD)
            self.head(paper)
        if style is _TOTAL:
            self._rule(paper, LINE_STRONG)
        self._cells(paper, lines, style, paper.y)
        paper.skip(high)
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
