"""Makes one publication: plans its sheets, then prints them."""

from __future__ import annotations

from functools import partial

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from infra.local.yearbooks import front
from infra.local.yearbooks.chapters import PICTURE, sheets_of
from infra.local.yearbooks.content import Book, words
from infra.local.yearbooks.front import Entry
from infra.local.yearbooks.maps import draw_map
from infra.local.yearbooks.scenes import scene
from infra.local.yearbooks.sheets import ROMAN, Frame, Press, Sheet
from infra.local.yearbooks.typesetting import register_fonts

CHOSEN = "Banjarmasin Utara"


def made(book: Book) -> bytes:
    """The PDF; the same book gives the same bytes."""
    register_fonts()
    accent = HexColor(int(book.accent, 16))
    body = [sheet for at, chapter in enumerate(book.chapters, 1) for sheet in sheets_of(book, chapter, at, accent)]
    count = sum(bool(sheet.entry) for sheet in body)
    fronts = 6 + front.pages_of_contents(count)
    entries = _entries(body, fronts)
    total = fronts + len(body) + 1
    sheets = [*_front(book, entries, total, accent), *body, _back(book, accent)]
    return Press(book).print(sheets)


def _entries(body: list[Sheet], fronts: int) -> list[Entry]:
    return [
        Entry(sheet.entry, str(place + 1), fronts + place, sheet.level)
        for place, sheet in enumerate(body)
        if sheet.entry
    ]


def _front(book: Book, entries: list[Entry], total: int, accent: Color) -> list[Sheet]:
    labels = words().labels
    picture = scene(book.scene, PICTURE, book.year + len(book.title))
    chosen = CHOSEN if CHOSEN in book.title else ""
    sheets = [
        Sheet(partial(front.draw_cover, book=book, picture=picture, accent=accent), front=True),
        Sheet(_draw_nothing, front=True),
        Sheet(partial(front.draw_inner_title, book=book, accent=accent), front=True),
        Sheet(partial(front.draw_catalogue_page, book=book, pages=total), front=True),
        Sheet(partial(draw_map, accent=accent, chosen=chosen), front=True, head=labels["map"], entry=labels["map"]),
        Sheet(
            partial(front.draw_preface, book=book, accent=accent),
            front=True,
            head=labels["foreword"],
            entry=labels["foreword"],
        ),
    ]
    for page in range(front.pages_of_contents(len(entries))):
        draw = partial(front.draw_contents, entries=entries, page=page, accent=accent)
        sheets.append(Sheet(draw, front=True, head=labels["contents"], entry=labels["contents"] if page == 0 else ""))
    assert len(sheets) <= len(ROMAN)
    return sheets


def _draw_nothing(_canvas: Canvas, _frame: Frame) -> None:
    """The back of the cover."""


def _back(book: Book, accent: Color) -> Sheet:
    return Sheet(partial(front.draw_back_cover, book=book, accent=accent))
