"""Cells as people read them in their language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from chalicelib.reports.document import Cell, Heading, Kind
from chalicelib.reports.documents.saying import Words
from chalicelib.wording import Language
from chalicelib.wording.days import MONTHS, in_words

NOTHING = "–"
_SEPARATORS: dict[Language, tuple[str, str]] = {"id": (".", ","), "en": (",", ".")}


def shown(cell: Cell, kind: Kind, language: Language) -> str:
    """Numbers with the language's separators, days and months in words."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return _month(cell, language) if kind == "month" and len(cell) == 7 else cell
    if isinstance(cell, date):
        return f"{cell.day} {MONTHS[language][cell.month - 1][:3]} {cell.year}"
    if kind == "minutes":
        return f"{int(cell) // 60}:{int(cell) % 60:02}"
    number = separated(cell, language)
    return f"{number} %" if kind == "percent" else number


def separated(number: int | Decimal, language: Language) -> str:
    """`1.234,50` in Indonesian, `1,234.50` in English."""
    thousands, decimal = _SEPARATORS[language]
    return f"{number:,}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)


def briefly(cell: Cell, kind: Kind, language: Language) -> str:
    """As under a chart's column: a day without its year, a month by three letters."""
    if isinstance(cell, date):
        return f"{cell.day} {MONTHS[language][cell.month - 1][:3]}"
    if kind == "month" and isinstance(cell, str) and len(cell) == 7:
        return f"{MONTHS[language][int(cell[5:]) - 1][:3]} {cell[:4]}"
    return shown(cell, kind, language)


def _month(month: str, language: Language) -> str:
    return f"{MONTHS[language][int(month[5:]) - 1]} {month[:4]}"


def period_line(heading: Heading) -> str:
    """`Periode: 1 November 2026 sampai dengan 26 November 2026`."""
    words, period = Words(heading.language), heading.period
    first, last = in_words(period.first, heading.language), in_words(period.last, heading.language)
    days = first if first == last else f"{first} {words.label('until')} {last}"
    return f"{words.label('period')}: {days}"


def days_line(heading: Heading) -> str:
    """`1 Nov 2026 – 26 Nov 2026`."""
    ends = {shown(day, "day", heading.language): None for day in (heading.period.first, heading.period.last)}
    return " – ".join(ends)


def computed_line(heading: Heading) -> str:
    """`Dihitung pada 26 November 2026 pukul 13.05 WITA`: by the office's own clock."""
    words, moment = Words(heading.language), computed_here(heading)
    hour = f"{moment:%H.%M}" if heading.language == "id" else f"{moment:%H:%M}"
    day = in_words(moment.date(), heading.language)
    return f"{words.label('computed')} {day} {words.label('at-hour')} {hour} {moment.tzname()}"


def computed_here(heading: Heading) -> datetime:
    """When it was computed, in the office's time zone."""
    return heading.computed_at.astimezone(heading.unit.tz)
