"""How a complaint is shown: to whoever has its code, in the register, and on the unit's public face."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from chalicelib.complaints import clocks
from chalicelib.complaints.model import CATEGORIES, MOVES, Complainant, Complaint, told_by
from chalicelib.delivery.model import FAILED, WAITING, Delivery
from chalicelib.moments import instant
from chalicelib.unit import Unit, service_day
from chalicelib.wording import Language, labels


def complaints_answer(unit: Unit, language: Language) -> dict[str, Any]:
    """What a page needs to take a complaint in."""
    days = unit.complaints
    return {
        "categories": [{"code": code, "name": labels()[f"complaint-category-{code}"][language]} for code in CATEGORIES],
        "filing_days": days.filing_days,
        "answer_days": days.answer_days,
        "completion_days": days.completion_days,
        "decision_days": days.decision_days,
        "notice_days": days.notice_days,
    }


def status_answer(complaint: Complaint, unit: Unit) -> dict[str, Any]:
    """How it goes, for whoever has the code: nobody is named, and nothing of what was complained about is shown."""
    return {
        "code": complaint.code,
        "state": complaint.state,
        "received_at": instant(complaint.received_at),
        "answer_due": clocks.answer_due(complaint, unit).isoformat(),
        "decision_due": _day(clocks.decision_due(complaint, unit)),
        "complete_by": _day(clocks.complete_by(complaint, unit)),
        "history": [
            {
                "state": event.state,
                "at": instant(event.at),
                "note": event.told,
            }
            for event in complaint.history
        ],
        "next_step": {"lapor": "lapor.go.id"},
        "may": {"complete": complaint.state == "incomplete", "withdraw": "withdrawn" in MOVES[complaint.state]},
    }


def register_answer(complaint: Complaint, unit: Unit, now: datetime, letters: Sequence[Delivery]) -> dict[str, Any]:
    """A line of the register: what it is about and what is due, and not whose it is."""
    clock = clocks.running(complaint, unit, now)
    return {
        "code": complaint.code,
        "channel": complaint.channel,
        "source": complaint.source,
        "category": complaint.category,
        "state": complaint.state,
        "received_at": instant(complaint.received_at),
        "received_on": service_day(complaint.received_at, unit).isoformat(),
        "visit_day": _day(complaint.visit_day),
        "late": complaint.is_late,
        "secret_identity": complaint.secret_identity,
        "clock": clock.clock if clock else None,
        "due": _day(clock.due) if clock else None,
        "days_left": clock.days_left if clock else None,
        "mood": clocks.mood_of(clock, unit),
        "lapor_class": complaint.lapor_class,
        "lapor_due": _day(clocks.lapor_due(complaint, unit)),
        "mail": mail_of(letters),
        "version": complaint.version,
    }


def mail_of(letters: Sequence[Delivery]) -> Literal["waiting", "sent", "failed"] | None:
    """How the last letter to the complainant fared; None where none was written."""
    written = [(number, one) for one in letters for kind, number in [told_by(one.name)] if kind == "event"]
    if not written:
        return None
    _, last = max(written, key=lambda each: each[0])
    if last.state in FAILED:
        return "failed"
    return "waiting" if last.state in WAITING else "sent"


def complaint_answer(
    complaint: Complaint, line: dict[str, Any], whose: Complainant | None, may: Sequence[str]
) -> dict[str, Any]:
    """All of a complaint; `whose` is None where nobody said it, it was erased, or this reader may not know."""
    return line | {
        "text": complaint.text,
        "language": complaint.language,
        "additions": [{"at": instant(one.at), "text": one.text} for one in complaint.additions],
        "contact": {"name": whose.name, "email": whose.email, "phone": whose.phone} if whose else None,
        "history": [
            {
                "state": event.state,
                "at": instant(event.at),
                "note": event.note,
                "by": event.by,
                "to_complainant": event.to_complainant,
            }
            for event in complaint.history
        ],
        "may": list(may),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
