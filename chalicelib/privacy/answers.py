"""How what is held about a person is shown, to them and to staff."""

from __future__ import annotations

from typing import Any

from chalicelib.delivery.answers import reading_answer
from chalicelib.delivery.model import CopyRequest, Delivery, why_stopped
from chalicelib.guestbook.answers import visit_summary
from chalicelib.guestbook.consents import GivenConsent
from chalicelib.guestbook.model import LISTS, Contact, Visit
from chalicelib.moments import instant
from chalicelib.privacy.model import Held
from chalicelib.queue.model import Ticket
from chalicelib.unit import Unit
from chalicelib.wording import Language, say


def held_answer(held: Held, language: Language) -> dict[str, Any]:
    """All of it, readable; nothing is masked, for it is theirs."""
    return {
        "visit": _visit(held, language),
        "contact": contact_answer(held.contact),
        "tickets": [_ticket(ticket, held.unit, language) for ticket in held.tickets],
        "requests": [_request(request, language) for request, _ in held.requests],
        "readings": [reading_answer(request) for request, _ in held.requests if request.read_at],
        "deliveries": [_delivery(one, request) for request, deliveries in held.requests for one in deliveries],
        "feedback_given": held.visit.feedback_given,
        "consents": [consent_answer(given, held.unit, language) for given in held.visit.consents],
        "kept_until": {
            "contact": instant(held.contact.expires_at) if held.contact else None,
            "copies": instant(held.copies_until),
        },
    }


def _visit(held: Held, language: Language) -> dict[str, Any]:
    visit = held.visit
    return {
        "visit_id": visit.visit_id,
        "unit": held.unit.name.say(language),
        "day": visit.day.isoformat(),
        "created_at": instant(visit.created_at),
        "finished_at": instant(visit.finished_at),
        "state": visit.state,
        "source": visit.source,
        "language": visit.language,
        "services": [_service(code, held.unit, language) for code in visit.services],
        "profile": {name: _named(getattr(visit, name), name, held.unit, language) for name in LISTS},
        "priority": visit.priority,
        "group": {"men": visit.group.men, "women": visit.group.women} if visit.group else None,
    }


def _service(code: str, unit: Unit, language: Language) -> str:
    service = unit.service(code)
    return service.name.say(language) if service else code


def _named(code: str | None, listed: str, unit: Unit, language: Language) -> str | None:
    """What a code of one of the guestbook's lists is called; the code itself where the list has lost it."""
    names = {entry.code: entry.name.say(language) for entry in unit.lists[listed]}
    return names.get(code, code) if code else None


def contact_answer(contact: Contact | None) -> dict[str, Any] | None:
    """Who somebody is and how they are reached; None where it is not known any more."""
    if contact is None:
        return None
    return {name: getattr(contact, name) for name in ("name", "email", "phone", "institution")}


def _ticket(ticket: Ticket, unit: Unit, language: Language) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "service": _service(ticket.service, unit, language),
        "state": ticket.state,
        "arrived_at": instant(ticket.arrived_at),
        "called_at": instant(ticket.first_called_at),
        "served_at": instant(ticket.served_at),
        "finished_at": instant(ticket.finished_at),
        "titles": [title.title for title in ticket.titles],
    }


def _request(request: CopyRequest, language: Language) -> dict[str, Any]:
    reason = why_stopped(request)
    return {
        "request_id": request.request_id,
        "title": request.title,
        "year": request.year,
        "copy_code": request.copy_code,
        "requested_at": instant(request.requested_at),
        "state": request.state,
        "reason": say(reason, language) if reason else None,
        "kept_until": instant(request.purge_at),
    }


def _delivery(delivery: Delivery, request: CopyRequest) -> dict[str, Any]:
    return {
        "delivery_id": delivery.delivery_id,
        "title": request.title,
        "channel": delivery.channel,
        "state": delivery.state,
        "since": instant(delivery.changed_at),
    }


def consent_answer(given: GivenConsent, unit: Unit, language: Language) -> dict[str, Any]:
    """A consent with the very text that was agreed to, whatever the unit asks for now."""
    text = unit.consent_text(given.code, given.version)
    return {
        "code": given.code,
        "version": given.version,
        "text": text.say(language) if text else None,
        "given_at": instant(given.given_at),
        "withdrawn_at": instant(given.withdrawn_at),
    }


def staff_visit_answer(held: Held, language: Language) -> dict[str, Any]:
    """One visit as staff see it, with whose it is while that is known."""
    return visit_summary(held.visit, held.tickets) | {
        "contact": contact_answer(held.contact),
        "consents": [consent_answer(given, held.unit, language) for given in held.visit.consents],
        "requests": [_request(request, language) for request, _ in held.requests],
        "kept_until": instant(held.contact.expires_at) if held.contact else None,
        "erased_at": instant(held.visit.erased_at),
    }


def erased_answer(visit: Visit) -> dict[str, Any]:
    """What was erased, and when that was begun."""
    assert visit.erased is not None
    counts = {name: getattr(visit.erased, name) for name in visit.erased.__struct_fields__}
    return {"erased_at": instant(visit.erased_at), "erased": counts}
