"""Seeing and correcting what is held about a person."""

from __future__ import annotations

from typing import Protocol

from chalicelib.delivery.ports import Deliveries, Requests
from chalicelib.guestbook.model import Visit, VisitErased
from chalicelib.guestbook.reach import ContactDeleted
from chalicelib.guestbook.service import GuestbookPorts, unit_of
from chalicelib.moments import instant
from chalicelib.privacy.model import Correction, Held, NoSuchVisit
from chalicelib.queue.moves import as_of
from chalicelib.unit import Unit, unit_day


class HeldPorts(GuestbookPorts, Protocol):
    """Where something of a person is found."""

    @property
    def requests(self) -> Requests: ...
    @property
    def deliveries(self) -> Deliveries: ...


def held_of(ports: HeldPorts, visit: Visit) -> Held:
    """All that is held about the person who made a visit."""
    unit, now = unit_of(ports, visit), ports.now()
    found = [ports.tickets.find(unit_day(unit, visit.day), ticket_id) for ticket_id in visit.ticket_ids]
    requests = ports.requests.of_visit(visit.visit_id)
    return Held(
        unit=unit,
        visit=visit,
        contact=None if visit.erased_at else ports.contacts.find(visit.visit_id, now),
        tickets=[as_of(ticket, unit, now) for ticket in found if ticket],
        requests=[(one, ports.deliveries.of_request(one.request_id)) for one in requests],
    )


def correct(ports: GuestbookPorts, visit: Visit, correction: Correction) -> None:
    """What is known of the person is otherwise from now on; copies that are made keep what stands on them.

    Also after the visit, as long as it is known. Raises ContactDeleted.
    """
    contact = ports.contacts.find(visit.visit_id, ports.now())
    if contact is None:
        raise ContactDeleted()
    if correction.changes and not ports.contacts.change(contact, correction.changes):
        raise ContactDeleted()


def visit_of_unit(ports: GuestbookPorts, unit: Unit, visit_id: str) -> Visit:
    """A visit to the staff's own unit, erased or not. Raises NoSuchVisit."""
    visit = ports.visits.find(visit_id)
    if visit is None or visit.unit != unit.code:
        raise NoSuchVisit()
    return visit


def require_not_erased(visit: Visit) -> None:
    """Raises VisitErased."""
    if visit.erased_at:
        raise VisitErased(facts={"erased_at": instant(visit.erased_at)})
