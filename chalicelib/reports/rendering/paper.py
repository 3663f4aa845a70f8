"""Sheets of A4 that fill from the top: what is laid on them is only painted when their number is known."""

from __future__ import annotations

from typing import Literal

import msgspec

from chalicelib.reports.rendering.letters import BODY, width, wrapped

WIDE, HIGH = 595.28, 841.89
LEFT, RIGHT = 56.0, 539.28
TOP, BOTTOM = 790.0, 62.0
ROOM = RIGHT - LEFT
LEADING = 1.38

Colour = str
"""`#rrggbb`, as in web/bersama/tokens.css."""

BLUE: Colour = "#0a5ca8"
BLUE_DEEP: Colour = "#083d70"
BLUE_WASH: Colour = "#eaf2fa"
GREEN: Colour = "#4f9a2c"
ORANGE: Colour = "#f08a1d"
ORANGE_DEEP: Colour = "#7c3f00"
INK: Colour = "#17232f"
INK_SOFT: Colour = "#45525f"
PAPER: Colour = "#ffffff"
LINE: Colour = "#c9d2db"
LINE_STRONG: Colour = "#66727e"


class Text(msgspec.Struct, frozen=True):
    """One line of letters; `x` is its left end, its right end, or its middle."""

    x: float
    y: float
    text: str
    face: str
    size: float
    colour: Colour
    side: Literal["left", "right", "middle"] = "left"


class Box(msgspec.Struct, frozen=True):
    """A filled rectangle from its lower left corner; `hatched` has strokes across it, to differ in print too."""

    x: float
    y: float
    wide: float
    high: float
    colour: Colour
    hatched: bool = False


class Rule(msgspec.Struct, frozen=True):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: Colour
    weight: float = 0.6
    dashed: bool = False


class Anchor(msgspec.Struct, frozen=True):
    """A place that the file's outline leads to."""

    y: float
    title: str


Mark = Text | Box | Rule | Anchor


class Style(msgspec.Struct, frozen=True):
    """How letters look."""

    size: float = 8.6
    face: str = BODY
    colour: Colour = INK


class Paper:
    """The sheets so far; `y` is where the free room of the last one begins."""

    def __init__(self) -> None:
        self.pages: list[list[Mark]] = [[]]
        self.y = TOP

    @property
    def place(self) -> tuple[int, int, float]:
        """Where the next mark goes, to come `back` to."""
        return len(self.pages), len(self.pages[-1]), self.y

    def back(self, place: tuple[int, int, float]) -> None:
        """As if nothing had been laid since."""
        sheets, marks, self.y = place
        del self.pages[sheets:]
        del self.pages[-1][marks:]

    def lay(self, *marks: Mark) -> None:
        self.pages[-1].extend(marks)

    def turn(self) -> None:
        """A new sheet."""
        self.pages.append([])
        self.y = TOP

    def keep(self, high: float) -> bool:
        """Make sure of so much room; True where that took a new sheet."""
        if self.y - high >= BOTTOM or not self.pages[-1]:
            return False
        self.turn()
        return True

    def skip(self, high: float) -> None:
        self.y -= high

    def write(self, text: str, style: Style, x: float = LEFT, room: float = ROOM) -> None:
        """Text in lines from `x`, over sheets where it must."""
        for line in wrapped(text, style.face, style.size, room):
            self.keep(style.size * LEADING)
            self.y -= style.size * LEADING
            self.lay(Text(x, self.y + style.size * 0.3, line, style.face, style.size, style.colour))

    def centred(self, text: str, style: Style) -> None:
        """Text in lines about the sheet's middle."""
        for line in wrapped(text, style.face, style.size, ROOM):
            self.y -= style.size * LEADING
            middle = (LEFT + RIGHT) / 2
            self.lay(Text(middle, self.y + style.size * 0.3, line, style.face, style.size, style.colour, "middle"))


def height_of(text: str, style: Style, room: float = ROOM) -> float:
    """What `Paper.write` takes for it."""
    return len(wrapped(text, style.face, style.size, room)) * style.size * LEADING


def wide(text: str, style: Style) -> float:
    return width(text, style.face, style.size)
