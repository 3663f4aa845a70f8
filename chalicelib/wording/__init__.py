"""Every sentence that a person reads, in Indonesian and English, keyed by code."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")


@lru_cache(maxsize=1)
def sentences() -> dict[str, dict[str, str]]:
    """All sentences: code -> language -> text with `{names}` to fill in."""
    return _read(Path(__file__).parent)


@lru_cache(maxsize=1)
def labels() -> dict[str, dict[str, str]]:
    """The words that stand before or above something and are no sentence: code -> language -> text."""
    return _read(Path(__file__).parent / "labels")


def _read(folder: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for file in sorted(folder.glob("*.toml")):
        found.update(tomllib.loads(file.read_text("utf-8")))
    return found


def say(code: str, language: Language = "id", **values: Any) -> str:
    """The sentence of a code; raises KeyError for a code without wording."""
    return sentences()[code][language].format_map(_Shown(values))


class _Shown(dict[str, Any]):
    """A value that a sentence names but the refusal does not know leaves a gap, not an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def language_of(accept_language: str | None) -> Language:
    """`en` where the caller prefers English to Indonesian (RFC 9110, 12.5.4), else `id`."""
    weights: dict[str, float] = {"id": 0.0, "en": 0.0}
    for part in (accept_language or "")[:200].split(","):
        tag, _, quality = part.strip().partition(";q=")
        primary = tag.split("-")[0].lower()
        if primary in weights:
            weights[primary] = max(weights[primary], _quality(quality))
    return "en" if weights["en"] > weights["id"] else "id"


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
