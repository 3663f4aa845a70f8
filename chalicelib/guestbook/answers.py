"""How visits are listed for staff: what happened, and nobody's name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chalicelib.errors import Fault, Invalid
from chalicelib.guestbook.model import Contact, Visit, people_of
from chalicelib.moments import instant
from chalicelib.queue.model import Ticket
from chalicelib.queue.service import tickets_of_visit
from chalicelib.unit import Unit, service_day
from chalicelib.watermark.model import mask_email


def day_of(text: str | None, unit: Unit, now: datetime) -> date:
    """`?day=`; without it the unit's today. Raises Invalid."""
    if text is None:
        return service_day(now, unit)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(faults=(Fault("day", "wrong-format"),)) from error


def visit_summary(visit: Visit, tickets: list[Ticket]) -> dict[str, Any]:
    """One visit; `tickets` are all of its day."""
    return {
        "visit_id": visit.visit_id,
        "day": visit.day.isoformat(),
        "created_at": instant(visit.created_at),
        "source": visit.source,
        "state": visit.state,
        "ended": visit.ended,
        "finished_at": instant(visit.finished_at),
        "services": visit.services,
        "group_size": people_of(visit.group),
        "tickets": [
            {
                "number": ticket.number,
                "service": ticket.service,
                "state": ticket.state,
                "arrived_at": instant(ticket.arrived_at),
                "served_at": instant(ticket.served_at),
                "finished_at": instant(ticket.finished_at),
            }
            for ticket in tickets_of_visit(tickets, visit.visit_id)
        ],
    }


def reach_answer(visit: Visit, contact: Contact | None) -> dict[str, Any]:
    """How the visitor can be reached, so that its owner knows it again and nobody else can use it."""
    return {
        "email": mask_email(contact.email) if contact else None,
        "phone": f"***{contact.phone[-4:]}" if contact and contact.phone else None,
        "consents": sorted({one.code for one in visit.consents if one.withdrawn_at is None}),
    }
