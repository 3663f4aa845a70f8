"""Calendar days in words."""

from __future__ import annotations

from datetime import date

from chalicelib.wording import Language

MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def in_words(day: date, language: Language) -> str:
    """`2 Desember 2026`."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
