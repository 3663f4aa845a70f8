"""The page and its letters: fonts, papers, colours, and lines broken to a measure."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec
from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import chalicelib.watermark

rl_config.useA85 = 0

BODY, STRONG, HEAVY, SLANTED, LIGHT = "Sans", "Sans-Semibold", "Sans-Bold", "Sans-Italic", "Sans-Light"
INK = HexColor(0x22282F)
MUTED = HexColor(0x68737E)
RULE = HexColor(0x9AA5AF)

PAPERS: dict[str, tuple[float, float]] = {"B5": (498.9, 708.7), "A5": (419.5, 595.3), "A4": A4}
ENLARGED: dict[str, float] = {"B5": 1.0, "A5": 0.94, "A4": 1.19}
"""How much larger than in a B5 book everything is set."""

_OWN = Path(__file__).parent / "fonts"
_SERVICES = Path(chalicelib.watermark.__file__).parent / "drawing" / "fonts"
_FILES = {
    BODY: _SERVICES / "OpenSans-Regular.ttf",
    STRONG: _SERVICES / "OpenSans-Semibold.ttf",
    HEAVY: _OWN / "OpenSans-Bold.ttf",
    SLANTED: _OWN / "OpenSans-Italic.ttf",
    LIGHT: _OWN / "OpenSans-Light.ttf",
}


class Style(msgspec.Struct, frozen=True):
    """A face and size in points; `lead` is the distance of lines as a share of the size."""

    font: str
    size: float
    color: Color = INK
    lead: float = 1.4


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Makes the five faces known to reportlab."""
    for name, path in _FILES.items():
        with path.open("rb") as file:
            pdfmetrics.registerFont(TTFont(name, file))


def tint(color: Color, share: float) -> Color:
    """The colour thinned with white: 1 is the colour itself, 0 white."""
    return Color(*(1 - share * (1 - part) for part in (color.red, color.green, color.blue)))


def lines_of(text: str, style: Style, width: float) -> list[str]:
    """The text broken to a width in points."""
    lines: list[str] = simpleSplit(text, style.font, style.size, width)
    return lines


def set_line(canvas: Canvas, text: str, style: Style, at: tuple[float, float], align: str = "left") -> None:
    """One line whose baseline begins, ends or has its middle at a point."""
    canvas.setFont(style.font, style.size)
    canvas.setFillColor(style.color)
    draw = {"left": canvas.drawString, "right": canvas.drawRightString, "center": canvas.drawCentredString}[align]
    draw(at[0], at[1], text)


def set_text(canvas: Canvas, text: str, style: Style, place: tuple[float, float, float], align: str = "left") -> float:
    """A paragraph at (x, top, width); answers the top of what may follow."""
    x, top, width = place
    anchor = {"left": x, "right": x + width, "center": x + width / 2}[align]
    for line in lines_of(text, style, width):
        top -= style.size * style.lead
        set_line(canvas, line, style, (anchor, top + 0.28 * style.size), align)
    return top


def set_justified(canvas: Canvas, text: str, style: Style, place: tuple[float, float, float]) -> float:
    """As set_text, with both edges straight."""
    x, top, width = place
    lines = lines_of(text, style, width)
    for number, line in enumerate(lines, 1):
        top -= style.size * style.lead
        gaps = line.count(" ")
        spare = width - pdfmetrics.stringWidth(line, style.font, style.size)
        canvas.setFont(style.font, style.size)
        canvas.setFillColor(style.color)
        stretch = spare / gaps if number < len(lines) and gaps else 0
        _set_stretched(canvas, line, x, top + 0.28 * style.size, stretch)
    return top


def _set_stretched(canvas: Canvas, line: str, x: float, y: float, stretch: float) -> None:
    """Words one by one: a TrueType subset knows no word spacing (ISO 32000-2, 9.3.3)."""
    if not stretch:
        canvas.drawString(x, y, line)
        return
    space = canvas.stringWidth(" ")
    for word in line.split(" "):
        canvas.drawString(x, y, word)
        x += canvas.stringWidth(word) + space + stretch
