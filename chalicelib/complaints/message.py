"""What the letters of a complaint say: Indonesian first and English below, nothing of what was complained about."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.complaints import clocks
from chalicelib.complaints.model import Complaint, Event, Reminder
from chalicelib.delivery.envelope import rendered, written
from chalicelib.unit import Unit, service_day
from chalicelib.wording import LANGUAGES, Language, labels, say
from chalicelib.wording.days import in_words

FOLDER = Path(__file__).parent / "templates"
LAPOR = "https://www.lapor.go.id"
SHARED = ("dear", "below", "language", "phone")
"""Labels that all mails of the service have in common."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One mail to whoever complained, about the so-many-th event, from 1."""

    unit: Unit
    sender: str
    email: str
    name: str | None
    complaint: Complaint
    number: int
    status_address: str
    written_at: datetime

    @property
    def event(self) -> Event:
        return self.complaint.history[self.number - 1]

    @property
    def kind(self) -> str:
        """What it tells: the state that followed, the receipt, or that the file has been completed."""
        if self.number == 1:
            return "receipt"
        return "completed" if self.event.state == "received" else self.event.state

    @property
    def then(self) -> Complaint:
        """The complaint as it stood after the event."""
        return msgspec.structs.replace(
            self.complaint, state=self.event.state, history=self.complaint.history[: self.number]
        )


class OfficeLetter(msgspec.Struct, frozen=True, kw_only=True):
    """One mail to the office about a clock that runs out. It names nobody."""

    unit: Unit
    sender: str
    email: str
    complaint: Complaint
    reminder: Reminder
    register_address: str
    written_at: datetime


def compose(letter: Letter | OfficeLetter, reference: str) -> bytes:
    """The message as it is sent (RFC 5322), with `reference` as the left side of its Message-ID."""
    if isinstance(letter, OfficeLetter):
        subject = f"{labels()['letter-subject-office']['id']}: {letter.complaint.code}"
        return written(letter, subject, rendered(FOLDER, "office", _office_words(letter, subject)), reference)
    subject = f"{labels()[f'letter-subject-{letter.kind}'][letter.complaint.language]}: {letter.complaint.code}"
    return written(letter, subject, rendered(FOLDER, "complaint", _words(letter, subject)), reference)


def _words(letter: Letter, subject: str) -> dict[str, Any]:
    """What both templates say: `id` and `en` hold the same in either language."""
    said: dict[str, dict[str, Any]] = {language: _said(letter, language) for language in LANGUAGES}
    return {
        "unit": letter.unit,
        "language": letter.complaint.language,
        "subject": subject,
        "preheader": said[letter.complaint.language]["first"],
        "name": letter.name,
        "code": letter.complaint.code,
        "note": letter.event.told.split("\n") if letter.event.told else [],
        "status_address": letter.status_address,
        "lapor": LAPOR,
        **said,
    }


def _said(letter: Letter, language: Language) -> dict[str, Any]:
    facts = _facts(letter, language)
    return _common(letter.unit, language) | {
        "first": say(f"letter-{letter.kind}", language, **facts),
        "rows": _rows(letter, language),
        "nobody": labels()["letter-nobody"][language],
        "note": labels()[f"letter-note-{letter.kind}"][language] if letter.event.told else "",
        "status": say("letter-status", language),
        "keep": "" if letter.then.is_over else say("letter-keep", language),
        "lapor": say("letter-lapor", language),
        "button": labels()["letter-button"][language],
    }


def _common(unit: Unit, language: Language) -> dict[str, Any]:
    words = {code: labels()[f"mail-{code}"][language] for code in SHARED}
    return words | {"reply": say("mail-reply", language), "office": unit.name.say(language)}


def _facts(letter: Letter, language: Language) -> dict[str, Any]:
    unit, then = letter.unit, letter.then
    days = {
        "answer": clocks.answer_due(then, unit),
        "complete": clocks.complete_by(then, unit),
        "decision": clocks.decision_due(then, unit),
        "notice": clocks.notice_due(then, unit),
    }
    return {name: in_words(day, language) for name, day in days.items() if day}


def _rows(letter: Letter, language: Language) -> list[tuple[str, str]]:
    """Code, receipt, state, and the day until which something is due."""
    received = service_day(letter.complaint.received_at, letter.unit)
    rows = [
        ("code", letter.complaint.code),
        ("received", in_words(received, language)),
        ("state", labels()[f"complaint-{letter.event.state}"][language]),
    ]
    if due := _due(letter):
        rows.append((f"due-{due[0]}", in_words(due[1], language)))
    return [(labels()[f"letter-{code}"][language], value) for code, value in rows]


def _due(letter: Letter) -> tuple[str, date] | None:
    """What is due after the event, and on which day at the latest; the decision is told by this very letter."""
    clock = clocks.running(letter.then, letter.unit, letter.event.at)
    return (clock.clock, clock.due) if clock and clock.clock != "notice" else None


def _office_words(letter: OfficeLetter, subject: str) -> dict[str, Any]:
    return {
        "unit": letter.unit,
        "language": "id",
        "subject": subject,
        "preheader": _office_said(letter, "id")["first"],
        "register_address": letter.register_address,
        **{language: _office_said(letter, language) for language in LANGUAGES},
    }


def _office_said(letter: OfficeLetter, language: Language) -> dict[str, Any]:
    complaint, due = letter.complaint, letter.reminder.due
    words = {"complaint": complaint.code, "due": in_words(due, language)}
    rows = [
        ("code", complaint.code),
        ("received", in_words(service_day(complaint.received_at, letter.unit), language)),
        ("category", labels()[f"complaint-category-{complaint.category}"][language]),
        (f"due-{letter.reminder.clock}", in_words(due, language)),
    ]
    return _common(letter.unit, language) | {
        "first": say(f"letter-office-{letter.reminder.clock}", language, **words),
        "rows": [(labels()[f"letter-{code}"][language], value) for code, value in rows],
        "open": say("letter-office-open", language),
        "button": labels()["letter-office-button"][language],
    }
