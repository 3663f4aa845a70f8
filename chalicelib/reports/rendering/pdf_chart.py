"""Charts on paper: columns along time, bars by kind. Every value that is drawn also stands in the table under it."""

from __future__ import annotations

from decimal import Decimal
from math import floor, log10

from chalicelib.reports.document import Cell, Chart, Kind, Table
from chalicelib.reports.documents.saying import TOP, Words
from chalicelib.reports.rendering.letters import BODY, shortened
from chalicelib.reports.rendering.paper import (
    BLUE,
    BLUE_WASH,
    INK,
    INK_SOFT,
    LEFT,
    LINE,
    LINE_STRONG,
    ORANGE,
    ORANGE_DEEP,
    PAPER,
    RIGHT,
    ROOM,
    Box,
    Paper,
    Rule,
    Style,
    Text,
    wide,
)
from chalicelib.reports.rendering.shown import NOTHING, briefly, separated, shown
from chalicelib.wording import Language

HIGH = 124.0
"""Of the columns' plot."""

BAR = 15.0
"""From one bar to the next."""

LABELS = 0.4
"""Of the sheet's width: the most that the names of bars take."""

TICKS = 4
_LABEL = Style(7.4, BODY, INK_SOFT)
_VALUE = Style(7.4, BODY, INK)


def lay_chart(paper: Paper, chart: Chart, table: Table, language: Language) -> None:
    """The chart in one piece, on the next sheet where this one has no room for it."""
    paper.keep(height_of(chart, table))
    column = table.columns[chart.value]
    several = len(table.rows) > TOP and chart.shape == "bars"
    title = (
        f"{column.title} ({TOP} {Words(language).label('first-rows')})" if several and _is_long(table) else column.title
    )
    paper.write(title, _LABEL)
    paper.skip(4 if chart.shape == "bars" else 14)
    if chart.shape == "bars":
        _bars(paper, chart, table, language)
    else:
        _columns(paper, chart, table, language)
    paper.skip(10)


def height_of(chart: Chart, table: Table) -> float:
    """What `lay_chart` takes."""
    return 30 + (BAR * len(_rows(chart, table)) if chart.shape == "bars" else HIGH + 36)


def _is_long(table: Table) -> bool:
    return len(table.rows) > 2 * TOP


def _rows(chart: Chart, table: Table) -> list[tuple[Cell, Cell]]:
    rows = [(row[chart.label], row[chart.value]) for row in table.rows if row[chart.value] is not None]
    return rows[:TOP] if chart.shape == "bars" and _is_long(table) else rows


def _bars(paper: Paper, chart: Chart, table: Table, language: Language) -> None:
    rows, kind = _rows(chart, table), table.columns[chart.value].kind
    names = [shortened(shown(label, "text", language), BODY, _LABEL.size, ROOM * LABELS) for label, _ in rows]
    start = LEFT + max(wide(name, _LABEL) for name in names) + 8
    room = RIGHT - start - 58
    most = chart.most or max((float(_number(value) or 0) for _, value in rows), default=0) or 1
    for name, (_, value) in zip(names, rows, strict=True):
        paper.skip(BAR)
        long = room * min(1.0, float(_number(value) or 0) / most)
        paper.lay(Text(start - 6, paper.y + 4, name, BODY, _LABEL.size, _LABEL.colour, "right"))
        paper.lay(Box(start, paper.y + 1.5, room, BAR - 4, BLUE_WASH), Box(start, paper.y + 1.5, long, BAR - 4, BLUE))
        paper.lay(Text(start + room + 5, paper.y + 4, _told(value, kind, language), BODY, _VALUE.size, INK))
    paper.lay(Rule(start, paper.y, start, paper.y + BAR * len(rows), LINE_STRONG))


def _columns(paper: Paper, chart: Chart, table: Table, language: Language) -> None:
    rows = _rows(chart, table)
    highest = max((float(_number(value) or 0) for _, value in rows), default=0)
    step = _step(chart.most or highest)
    ceiling = max(step, step * -(-(chart.most or highest) // step))
    foot = paper.y - HIGH
    start = LEFT + max(wide(separated(int(step * n), language), _LABEL) for n in range(TICKS + 2)) + 8
    for number in range(round(ceiling / step) + 1):
        y = foot + HIGH * number * step / ceiling
        paper.lay(Rule(start, y, RIGHT, y, LINE_STRONG if number == 0 else LINE, 0.5))
        paper.lay(Text(start - 5, y - 2.4, separated(int(number * step), language), BODY, 7.4, INK_SOFT, "right"))
    _stand(paper, chart, table, (start, foot, HIGH / ceiling), language)
    paper.skip(HIGH + 16)


def _stand(paper: Paper, chart: Chart, table: Table, plot: tuple[float, float, float], language: Language) -> None:
    """The columns themselves with their values and names, as many of both as there is room for."""
    start, foot, scale = plot
    rows, kinds = _rows(chart, table), table.columns
    slot = (RIGHT - start) / len(rows)
    thick = min(34.0, slot * 0.68)
    names = [briefly(label, kinds[chart.label].kind, language) for label, _ in rows]
    values = [NOTHING if _number(value) is None else _brief(value, language) for _, value in rows]
    every = _every(names, slot)
    valued = max(wide(value, _VALUE) for value in values) + 2 <= slot
    for number, (_, value) in enumerate(rows):
        middle = start + slot * (number + 0.5)
        high, late = float(_number(value) or 0) * scale, chart.beyond is not None and number >= chart.beyond
        paper.lay(Box(middle - thick / 2, foot, thick, high, ORANGE if late else BLUE, late))
        if valued:
            over = wide(values[number], _VALUE) + 3
            paper.lay(Box(middle - over / 2, foot + high + 1, over, 8, PAPER))
            paper.lay(Text(middle, foot + high + 2.5, values[number], BODY, _VALUE.size, INK, "middle"))
        if number % every == 0:
            paper.lay(Text(middle, foot - 10, names[number], BODY, _LABEL.size, INK_SOFT, "middle"))
    if chart.beyond:
        _promise(paper, start + slot * chart.beyond, foot, language)


def _promise(paper: Paper, x: float, foot: float, language: Language) -> None:
    """Where the promise ends: a line that says so, for colour alone does not."""
    text = Words(language).label("limit")
    paper.lay(Rule(x, foot, x, foot + HIGH + 6, ORANGE_DEEP, 0.9, True))
    paper.lay(Text(x + 4, foot + HIGH + 1, text, BODY, _LABEL.size, ORANGE_DEEP))


def _every(names: list[str], slot: float) -> int:
    """Each how many-th name has room beside the next one."""
    return int(max(wide(name, _LABEL) + 5 for name in names) // slot) + 1


def _brief(value: Cell, language: Language) -> str:
    """A percentage without its sign: the axis says what it is."""
    number = _number(value)
    return NOTHING if number is None else separated(number, language)


def _told(value: Cell, kind: Kind, language: Language) -> str:
    return NOTHING if isinstance(value, str) else shown(value, kind, language)


def _number(value: Cell) -> int | Decimal | None:
    return value if isinstance(value, int | Decimal) else None


def _step(highest: float) -> float:
    """1, 2 or 5 by powers of ten: at most about five of them, and no fractions of what is counted."""
    rough = max(highest, 1) / TICKS
    power = 10.0 ** floor(log10(rough))
    return float(
        max(
            1,
            next(
                power * one
                for one in (1, 2, 2.5, 5, 10)
                if (power * one >= rough and (power * one) % 1 == 0) or one == 10
            ),
        )
    )
