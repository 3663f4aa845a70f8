"""Answers to the survey, given yesterday, and the week that ended with that day."""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.feedback.model import ELEMENTS, Feedback
from chalicelib.unit import service_day
from tests.office import Office, new_key


def today(office: Office) -> date:
    return service_day(office.clock(), office.ports.units.of(None))


def last_week(office: Office) -> dict[str, str]:
    """The seven days that ended yesterday."""
    end = today(office) - timedelta(days=1)
    return {"from": (end - timedelta(days=6)).isoformat(), "to": end.isoformat()}


def answered(office: Office, *marks: int, without: str | None = None, unit: str = "6371", days_ago: int = 1) -> None:
    """Respondents of one day, each with one mark for all elements (but one, perhaps)."""
    day = today(office) - timedelta(days=days_ago)
    for mark in marks:
        skm = {code: mark for code in ELEMENTS if code != without}
        feedback = Feedback(feedback_id=new_key(), unit=unit, day=day, rating=4, skm=skm)
        office.ports.commit([office.ports.feedback.adding(feedback)])
    office.carry_changes()
