"""Erasing what is held about one person: marked first, then in steps that can all be made again, so it is never half.

Whoever breaks off leaves the mark, and the night goes over every visit that bears one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

import msgspec

from chalicelib.delivery.model import VISIT_ERASED, CopyRequest, Delivery
from chalicelib.delivery.ports import CopyShelf, Links
from chalicelib.guestbook.model import Erased, Visit
from chalicelib.guestbook.service import finish_visit, unit_of
from chalicelib.privacy import model
from chalicelib.privacy.service import HeldPorts
from chalicelib.queue.model import TicketElsewhere
from chalicelib.tables import attempts
from chalicelib.unit import unit_day

LATECOMERS = timedelta(hours=1)
"""For how long after it something that was under way may still be written: longer than any call lives."""


class ErasingPorts(HeldPorts, Protocol):
    """What erasing needs."""

    @property
    def links(self) -> Links: ...
    @property
    def copies(self) -> CopyShelf: ...


def erase(ports: ErasingPorts, visit: Visit) -> Visit:
    """Erase what is held about the person who made a visit; the visit with what there was. A second time is harmless.

    Their numbers leave the line, their copies can be fetched no more, and what waits to be sent to them is not sent.
    What stays are figures without anybody: visit and tickets without a need that tells of health, titles, times.
    """
    ports.visits.begin_erasing(visit, ports.now())
    visit = _now(ports, visit)
    if visit.erasing_unit is None:
        return visit
    requests = ports.requests.of_visit(visit.visit_id)
    visit = _counted(ports, visit, requests)
    ports.contacts.delete(visit.visit_id)
    finish_visit(ports, visit)
    for request in requests:
        _erase_copy(ports, request)
    _forget_consents(ports, visit)
    return visit


def erase_again(ports: ErasingPorts, visit: Visit) -> None:
    """The night goes over an erasure: what broke off is ended, and what was under way at its moment is found."""
    erase(ports, visit)
    if visit.erased_at and visit.erased_at + LATECOMERS <= ports.now():
        ports.visits.change_erased(visit, {"erasing_unit": None})


def _now(ports: ErasingPorts, visit: Visit) -> Visit:
    found = ports.visits.find(visit.visit_id)
    assert found is not None, "visits are kept for good"
    return found


def _counted(ports: ErasingPorts, visit: Visit, requests: Sequence[CopyRequest]) -> Visit:
    """The visit that says what there is to be erased: counted before the first of it goes, and told by every repeat."""
    if visit.erased:
        return visit
    now, ids = ports.now(), [one.request_id for one in requests]
    deliveries = [delivery for one in ids for delivery in ports.deliveries.of_request(one)]
    erased = Erased(
        contacts=int(ports.contacts.find(visit.visit_id, now) is not None),
        copies=sum(model.is_kept(one, now) for one in requests),
        links=sum(len(ports.links.of_request(one)) for one in ids),
        pending=sum(model.is_pending(one) for one in deliveries),
    )
    ports.visits.note_erased(visit, erased)
    return _now(ports, visit)


def _erase_copy(ports: ErasingPorts, request: CopyRequest) -> None:
    """Stopped before it goes: a worker that is at it finds that, and what it still writes is purged in the night."""
    _revoke(ports, request)
    for delivery in ports.deliveries.of_request(request.request_id):
        _stop(ports, delivery)
    for link in ports.links.of_request(request.request_id):
        ports.links.delete(link)
    ports.copies.hide(request)


def _revoke(ports: ErasingPorts, request: CopyRequest) -> None:
    stopped = {"state": "revoked", "reason": VISIT_ERASED, "open_since": None, "purge_at": ports.now()}
    for _ in attempts(ports.pause):
        found = ports.requests.find(request.request_id)
        if found is None or found.reason == VISIT_ERASED or ports.requests.change(found, stopped):
            return


def _stop(ports: ErasingPorts, delivery: Delivery) -> None:
    """What has not left does not leave; the desk has nothing to do about the rest any more."""
    over = {"changed_at": ports.now(), "detail": VISIT_ERASED, "open_since": None, "desk_since": None}
    for _ in attempts(ports.pause):
        found = ports.deliveries.find(delivery.request_id, delivery.name)
        if found is None or not (model.is_pending(found) or found.desk_since):
            return
        if model.is_pending(found):
            done = ports.deliveries.change(found, "refused", over)
        else:
            done = ports.deliveries.change(found, found.state, {"desk_since": None})
        if done:
            return


def _forget_consents(ports: ErasingPorts, visit: Visit) -> None:
    """Nothing rests on them any more, and they tell of a need; so does the need itself, here and on the tickets."""
    unit = unit_of(ports, visit)
    for ticket_id in visit.ticket_ids:
        ticket = ports.tickets.find(unit_day(unit, visit.day), ticket_id)
        if ticket and ticket.priority in model.HEALTH:
            with suppress(TicketElsewhere):  # The night comes back to it.
                ports.tickets.change(ticket, msgspec.structs.replace(ticket, priority=None, move_token=ports.new_id()))
    left = None if visit.priority in model.HEALTH else visit.priority
    ports.visits.change_erased(visit, {"consents": [], "priority": left})
