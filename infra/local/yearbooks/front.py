"""What stands before and after the chapters: covers, the catalogue page, the preface and the contents."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import msgspec
from reportlab.lib.colors import Color, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from infra.local.yearbooks.content import Book, words
from infra.local.yearbooks.sheets import Frame, key_of
from infra.local.yearbooks.typesetting import (
    BODY,
    HEAVY,
    INK,
    LIGHT,
    MUTED,
    PAPERS,
    SLANTED,
    STRONG,
    Style,
    lines_of,
    set_justified,
    set_line,
    set_text,
    tint,
)

LINES_OF_CONTENTS = 38


class Entry(msgspec.Struct, frozen=True):
    """A line of the contents: `place` is the sheet it leads to, `number` what is printed there."""

    text: str
    number: str
    place: int
    level: int


def fill(canvas: Canvas, frame: Frame, picture: bytes) -> None:
    """The picture over the whole page."""
    canvas.drawImage(ImageReader(BytesIO(picture)), 0, 0, frame.width, frame.height)


def draw_cover(canvas: Canvas, frame: Frame, book: Book, picture: bytes, accent: Color) -> None:
    """Picture, catalogue number, title in two languages, year, office."""
    fill(canvas, frame, picture)
    left, broad = frame.left, frame.measure
    set_line(
        canvas,
        f"{words().labels['catalogue']}: {book.catalogue_number}",
        Style(STRONG, 8, white),
        (frame.right, frame.height - 34),
        "right",
    )
    big = 0.064 * frame.width
    top = set_text(
        canvas, book.title.rsplit(" ", 1)[0].upper(), Style(HEAVY, big, white, 1.12), (left, frame.height - 56, broad)
    )
    top = set_text(canvas, book.title_en, Style(SLANTED, big * 0.52, white, 1.25), (left, top - 8, broad))
    set_line(canvas, str(book.year), Style(LIGHT, big * 2.1, white), (left, top - big * 1.95))
    _draw_office(canvas, frame, accent)


def _draw_office(canvas: Canvas, frame: Frame, accent: Color) -> None:
    high = frame.height * 0.105
    canvas.setFillColor(accent)
    canvas.rect(0, 0, frame.width, high, stroke=0, fill=1)
    side = high * 0.34
    for place in range(3):
        canvas.setFillColor(white if place == 1 else tint(accent, 0.45 + 0.2 * place))
        tall = side * (0.7 + 0.3 * place)
        canvas.rect(frame.left + place * (side * 0.42), (high - side) / 2, side * 0.3, tall, stroke=0, fill=1)
    start = frame.left + side * 1.75
    set_line(canvas, words().office, Style(HEAVY, 0.0215 * frame.width, white), (start, high * 0.53))
    set_line(canvas, words().office_en, Style(SLANTED, 0.0195 * frame.width, white), (start, high * 0.32))


def draw_inner_title(canvas: Canvas, frame: Frame, book: Book, accent: Color) -> None:
    """The title again, on white."""
    top = set_text(
        canvas,
        book.title.rsplit(" ", 1)[0].upper(),
        Style(HEAVY, 0.056 * frame.width, accent, 1.15),
        (frame.left, frame.height * 0.78, frame.measure),
    )
    top = set_text(
        canvas, book.title_en, Style(SLANTED, 0.03 * frame.width, MUTED, 1.25), (frame.left, top - 6, frame.measure)
    )
    set_line(canvas, str(book.year), Style(LIGHT, 0.12 * frame.width, accent), (frame.left, top - 0.12 * frame.width))
    set_line(canvas, words().office, Style(HEAVY, 9, INK), (frame.left, frame.bottom + 12))
    set_line(canvas, words().sample, Style(SLANTED, 8, MUTED), (frame.left, frame.bottom))


def draw_catalogue_page(canvas: Canvas, frame: Frame, book: Book, pages: int) -> None:
    """What librarians look for, and the licence line."""
    labels = words().labels
    top = set_text(canvas, book.title, Style(HEAVY, 12), (frame.left, frame.top, frame.measure))
    top = set_text(canvas, book.title_en, Style(SLANTED, 10, MUTED), (frame.left, top - 2, frame.measure)) - 18
    size = " × ".join(f"{side / 28.35:.1f} cm".replace(".", ",") for side in PAPERS[book.paper])
    facts = [
        (labels["catalogue"], book.catalogue_number),
        (labels["publication"], book.publication_number),
        (labels["issn"], book.issn),
        (labels["size"], size),
        (labels["pages"], str(pages)),
        (labels["text"], words().office.title()),
        (labels["cover"], words().office.title()),
        (labels["publisher"], words().office.title()),
    ]
    for label, value in facts:
        top = set_text(canvas, label, Style(STRONG, 8.4), (frame.left, top, frame.measure))
        top = set_text(canvas, value, Style(BODY, 8.4), (frame.left, top, frame.measure)) - 8
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.6)
    canvas.line(frame.left, top - 6, frame.right, top - 6)
    top = set_text(canvas, words().licence, Style(STRONG, 8.4), (frame.left, top - 12, frame.measure))
    set_text(canvas, f"{words().sample}.", Style(SLANTED, 8.4, MUTED), (frame.left, top - 10, frame.measure))


def draw_preface(canvas: Canvas, frame: Frame, book: Book, accent: Color) -> None:
    """A page of text and who signs it."""
    labels, style = words().labels, Style(BODY, 9.2, lead=1.62)
    set_line(canvas, labels["foreword"], Style(HEAVY, 14, accent), (frame.width / 2, frame.top - 20), "center")
    top = frame.top - 40
    for paragraph in book.foreword:
        top = set_justified(canvas, paragraph, style, (frame.left, top, frame.measure)) - 7
    x = frame.left + frame.measure * 0.55
    for line in (f"{words().place}, {labels['month']} {book.year}", words().signer, words().signer_office):
        top -= 14
        set_line(canvas, line, Style(BODY, 9.2), (x, top - 10))
    set_line(canvas, words().sample, Style(SLANTED, 9.2, MUTED), (x, top - 62))


def pages_of_contents(entries: int) -> int:
    """How many pages the contents take."""
    return -(-entries // LINES_OF_CONTENTS)


def draw_contents(canvas: Canvas, frame: Frame, entries: Sequence[Entry], page: int, accent: Color) -> None:
    """Lines that lead to their pages, by dots for the eye and by links for the hand."""
    labels = words().labels
    top = frame.top - 4
    if page == 0:
        set_line(canvas, labels["contents"], Style(HEAVY, 14, accent), (frame.width / 2, top - 16), "center")
        set_line(canvas, labels["contents_en"], Style(SLANTED, 9, MUTED), (frame.width / 2, top - 29), "center")
    top -= 36
    step = (top - frame.bottom) / LINES_OF_CONTENTS
    for entry in entries[page * LINES_OF_CONTENTS : (page + 1) * LINES_OF_CONTENTS]:
        _draw_entry(canvas, frame, entry, top - step * 0.7)
        canvas.linkRect("", key_of(entry.place), (frame.left, top - step, frame.right, top), relative=1, thickness=0)
        top -= step


def _draw_entry(canvas: Canvas, frame: Frame, entry: Entry, y: float) -> None:
    style = Style(HEAVY if entry.level == 0 else BODY, 7.8)
    start = frame.left + (0 if entry.level == 0 else 14)
    room, broad = frame.right - start - 40, canvas.stringWidth(entry.text, style.font, style.size)
    if broad > room:
        style = msgspec.structs.replace(style, size=max(6.2, style.size * room / broad))
    lines = lines_of(entry.text, style, room + 6)
    text = lines[0] if len(lines) == 1 else lines[0] + " …"
    set_line(canvas, text, style, (start, y))
    set_line(canvas, entry.number, style, (frame.right, y), "right")
    reach = start + canvas.stringWidth(text, style.font, style.size) + 4
    canvas.setFont(BODY, 7.8)
    canvas.setFillColor(MUTED)
    dot = canvas.stringWidth(" .")
    last = frame.right - canvas.stringWidth(entry.number, style.font, style.size) - 4
    canvas.drawRightString(last, y, " ." * max(0, int((last - reach) / dot)))


def draw_back_cover(canvas: Canvas, frame: Frame, book: Book, accent: Color) -> None:
    """The office, and how to reach it."""
    canvas.setFillColor(accent)
    canvas.rect(0, 0, frame.width, frame.height, stroke=0, fill=1)
    middle, labels = frame.width / 2, words().labels
    set_line(canvas, labels["data"], Style(HEAVY, 0.13 * frame.width, white), (middle, frame.height * 0.6), "center")
    set_line(
        canvas, labels["tagline"], Style(STRONG, 0.033 * frame.width, white), (middle, frame.height * 0.555), "center"
    )
    set_line(
        canvas,
        labels["tagline_en"],
        Style(SLANTED, 0.027 * frame.width, white),
        (middle, frame.height * 0.527),
        "center",
    )
    for place, line in enumerate((words().office, words().address, words().website.removeprefix("https://"))):
        set_line(canvas, line, Style(STRONG if place == 0 else BODY, 8.4, white), (middle, 92 - 13 * place), "center")
    set_line(canvas, f"{labels['issn']} {book.issn}", Style(BODY, 8, white), (middle, 44), "center")
