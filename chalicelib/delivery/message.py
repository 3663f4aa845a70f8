"""The mail that brings a copy's link: text and HTML, Indonesian first and English below, no tracking.

The subject, and what inboxes show beside it, are in the visitor's language: by them a mail is found again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.catalogue.model import citation
from chalicelib.delivery.envelope import FAMILY, rendered, written
from chalicelib.delivery.model import CopyRequest
from chalicelib.unit import Unit
from chalicelib.wording import LANGUAGES, Language, labels, say, sentences
from chalicelib.wording.days import in_words

MAIL = "mail-"
"""So begin the codes of what a mail says."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What one mail says, to whom, and from whom. Its link opens until `address_until`; by `rate_address` the visit is
    rated, where it was not yet.
    """

    unit: Unit
    sender: str
    name: str
    email: str
    language: Language
    request: CopyRequest
    address: str
    address_until: datetime
    rate_address: str | None = None
    is_renewal: bool = False
    check_address: str
    written_at: datetime


def compose(letter: Letter, reference: str) -> bytes:
    """The message as it is sent (RFC 5322), with `reference` as the left side of its Message-ID."""
    return written(letter, _subject(letter), rendered(FAMILY, "copy", _words(letter)), reference)


def _subject(letter: Letter) -> str:
    code = "mail-subject-renewed" if letter.is_renewal else "mail-subject"
    return f"{labels()[code][letter.language]}: {letter.request.title}"


def _words(letter: Letter) -> dict[str, Any]:
    """What both templates say: `id` and `en` hold the same in either language."""
    request, mine = letter.request, _said(letter, letter.language)
    return {
        "unit": letter.unit,
        "language": letter.language,
        "subject": _subject(letter),
        "preheader": mine["preheader"],
        "name": letter.name,
        "title": request.title,
        "pages": request.pages,
        "address": letter.address,
        "rate_address": letter.rate_address,
        "check_address": letter.check_address,
        "copy_code": request.copy_code,
        "citation": citation(request, letter.unit.short_name, letter.unit.place),
        **{language: _said(letter, language) for language in LANGUAGES},
    }


def _said(letter: Letter, language: Language) -> dict[str, str]:
    facts = _facts(letter, language)
    words = {code: texts[language] for code, texts in labels().items() if code.startswith(MAIL)}
    words |= {code: say(code, language, **facts) for code in sentences() if code.startswith(MAIL)}
    own = {code.removeprefix(MAIL).replace("-", "_"): text for code, text in words.items()}
    return own | {
        "size_said": facts["size"],
        "until_said": facts["until"],
        "first": own["renewed" if letter.is_renewal else "ready"],
        "afterwards": own["again" if _is_renewable(letter) else "last"],
        "licence": letter.unit.licence.say(language),
        "office": letter.unit.name.say(language),
    }


def _facts(letter: Letter, language: Language) -> dict[str, Any]:
    request = letter.request
    assert request.expires_at is not None
    until, kept = (moment.astimezone(letter.unit.tz) for moment in (letter.address_until, request.expires_at))
    return {
        "pages": request.pages,
        "size": size_in_words(request.size_bytes or 0, language),
        "until": moment_in_words(until, language),
        "kept": moment_in_words(kept, language),
    }


def _is_renewable(letter: Letter) -> bool:
    """Whether the copy outlives the link: then the link's own page sends a new one."""
    assert letter.request.expires_at is not None
    return letter.address_until < letter.request.expires_at


def moment_in_words(moment: datetime, language: Language) -> str:
    """`2 Desember 2026 pukul 15.04 WITA`, `2 December 2026 at 15:04 WITA (UTC+8)`; the moment is in the unit's zone."""
    if language == "id":
        return f"{in_words(moment, language)} pukul {moment:%H.%M} {moment:%Z}"
    hours = (moment.utcoffset() or timedelta()) // timedelta(hours=1)
    return f"{in_words(moment, language)} at {moment:%H:%M} {moment:%Z} (UTC{hours:+d})"


def size_in_words(size_bytes: int, language: str) -> str:
    """Megabytes with one decimal, as files are told in either language."""
    megabytes = max(0.1, round(size_bytes / 1_000_000, 1))
    text = f"{megabytes:.1f} MB"
    return text.replace(".", ",") if language == "id" else text
