"""Paints laid sheets as a PDF that says its title, its language and its author."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache

import msgspec
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from chalicelib.reports.rendering.letters import register_faces
from chalicelib.reports.rendering.paper import HIGH, PAPER, WIDE, Anchor, Box, Colour, Mark, Rule, Text

LANGUAGES = {"id": "id-ID", "en": "en"}
HATCH = 4.0
"""Points between the strokes of a hatched box."""


class About(msgspec.Struct, frozen=True):
    """What the file says of itself."""

    title: str
    subject: str
    author: str
    language: str


def painted(pages: list[list[Mark]], about: About) -> bytes:
    """The sheets in their order, and in each the marks in theirs, which is the order of reading."""
    register_faces()
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(WIDE, HIGH), lang=LANGUAGES[about.language])
    canvas.setTitle(about.title)
    canvas.setSubject(about.subject)
    canvas.setAuthor(about.author)
    canvas.setCreator("Loket Pustaka")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for number, page in enumerate(pages, 1):
        for place, mark in enumerate(page):
            if isinstance(mark, Anchor):
                _anchor(canvas, mark, f"{number}-{place}")
            else:
                PAINTERS[type(mark)](canvas, mark)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


@lru_cache(maxsize=32)
def _ink(colour: Colour) -> Color:
    return HexColor(colour)


def _anchor(canvas: Canvas, mark: Anchor, key: str) -> None:
    canvas.bookmarkHorizontal(key, 0, mark.y)
    canvas.addOutlineEntry(mark.title, key)


def _text(canvas: Canvas, mark: Text) -> None:
    canvas.setFillColor(_ink(mark.colour))
    canvas.setFont(mark.face, mark.size)
    draw = {"left": canvas.drawString, "right": canvas.drawRightString, "middle": canvas.drawCentredString}[mark.side]
    draw(mark.x, mark.y, mark.text)


def _box(canvas: Canvas, mark: Box) -> None:
    canvas.setFillColor(_ink(mark.colour))
    canvas.rect(mark.x, mark.y, mark.wide, mark.high, stroke=0, fill=1)
    if mark.hatched:
        _hatch(canvas, mark)


def _hatch(canvas: Canvas, mark: Box) -> None:
    canvas.saveState()
    within = canvas.beginPath()
    within.rect(mark.x, mark.y, mark.wide, mark.high)
    canvas.clipPath(within, stroke=0, fill=0)
    canvas.setStrokeColor(_ink(PAPER))
    canvas.setLineWidth(1)
    for step in range(int((mark.wide + mark.high) / HATCH) + 1):
        start = mark.x - mark.high + step * HATCH
        canvas.line(start, mark.y, start + mark.high, mark.y + mark.high)
    canvas.restoreState()


def _rule(canvas: Canvas, mark: Rule) -> None:
    canvas.setStrokeColor(_ink(mark.colour))
    canvas.setLineWidth(mark.weight)
    canvas.setDash(*([3, 2] if mark.dashed else []))
    canvas.line(mark.x, mark.y, mark.to_x, mark.to_y)


PAINTERS: dict[type, Callable[[Canvas, Mark], None]] = {Text: _text, Box: _box, Rule: _rule}  # type: ignore[dict-item]
