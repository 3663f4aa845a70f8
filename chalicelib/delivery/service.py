"""Asking for a copy by some channels, and seeing how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.abuse.limits import counted_mail, counted_message, counted_publication, counted_spending
from chalicelib.catalogue.model import NotReady, Publication, UnknownPublication, digital_state
from chalicelib.delivery import codes, model
from chalicelib.delivery.channels import why_not
from chalicelib.delivery.model import (
    FAILED,
    ChannelNotOffered,
    CopyRequest,
    Delivery,
    IssuedCopy,
    NewRequest,
    TooManyPublications,
    UnknownRequest,
)
from chalicelib.delivery.ports import DeliveryPorts
from chalicelib.delivery.stops import stops_of
from chalicelib.errors import Fault, Invalid
from chalicelib.guestbook.model import Contact, Visit, VisitErased, VisitFinished
from chalicelib.idempotency.model import Call, answer_to, earlier_answer
from chalicelib.tables import Write, WriteLost, attempts
from chalicelib.unit import Channel, Unit, service_day


def request_copy(ports: DeliveryPorts, unit: Unit, visit: Visit, call: Call, new: NewRequest) -> dict[str, Any]:
    """Ask for a copy by some channels; asking again for the same publication adds channels to the same copy.

    A channel that has failed for good may be asked for again. The same call again gives the same answer, and starts the
    work again should its start have been lost.
    Raises UnknownPublication, NotReady, ChannelNotOffered, Invalid for channels that cannot work, VisitFinished,
    TooManyPublications, TooManySends, TooManySendsToday, TooManyMessages, MessagesSpent.
    """
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier is None and visit.state != "open":
        raise VisitFinished()
    body = earlier.body if earlier else _accepted(ports, unit, visit, call, new)
    ports.copies.start_job(body["request_id"])
    return body


def _accepted(ports: DeliveryPorts, unit: Unit, visit: Visit, call: Call, new: NewRequest) -> dict[str, Any]:
    """Request, deliveries, copy code and kept answer in one transaction, while the visit is open."""
    contact = ports.contacts.find(visit.visit_id, ports.now())
    require_channels(ports, unit, (visit, contact), new.channels)
    publication = available(ports, unit, new.publication_id)
    for _ in attempts(ports.pause):
        request, deliveries, writes = _wanted(ports, (unit, visit, contact), publication, new)
        body = {"request_id": request.request_id, "state": request.state, "deliveries": _brief(deliveries)}
        answer = answer_to(call, body, ports.now())
        try:
            ports.commit([ports.visits.requiring_open(visit.visit_id), *writes, ports.answers.keeping(answer)])
        except WriteLost:
            earlier = earlier_answer(ports.answers, call, ports.now())
            if earlier:
                return earlier.body
            require_still_open(ports, visit)
        else:
            return body
    raise AssertionError("attempts() ends by refusing")


def _brief(deliveries: list[Delivery]) -> list[dict[str, Any]]:
    latest = model.latest_of_each(deliveries)
    return [{"delivery_id": one.delivery_id, "channel": one.channel, "state": one.state} for one in latest]


def require_channels(
    ports: DeliveryPorts, unit: Unit, person: tuple[Visit, Contact | None], channels: Sequence[Channel]
) -> None:
    """Raises ChannelNotOffered, and Invalid with all channels that cannot work and why."""
    missing = [channel for channel in channels if channel not in unit.channels]
    if missing:
        raise ChannelNotOffered(facts={"channels": missing})
    stops = stops_of(ports, unit, person[1])
    codes_found = [code for channel in channels if (code := why_not(channel, unit, person, stops))]
    if codes_found:
        raise Invalid(faults=tuple(Fault("channels", code) for code in codes_found))


def available(ports: DeliveryPorts, unit: Unit, publication_id: str) -> Publication:
    """A title whose softcopy can be had. Raises UnknownPublication, NotReady."""
    publication = ports.publications.find(publication_id)
    if publication is None or publication.unit != unit.code or publication.state == "withdrawn":
        raise UnknownPublication()
    if digital_state(publication) != "ready":
        raise NotReady()
    return publication


def require_still_open(ports: DeliveryPorts, visit: Visit) -> None:
    """Raises VisitFinished where the visit has ended meanwhile, VisitErased where its data was erased."""
    found = ports.visits.find(visit.visit_id)
    if found and found.erased_at:
        raise VisitErased()
    if found is None or found.state != "open":
        raise VisitFinished()


Person = tuple[Unit, Visit, Contact | None]


def _wanted(
    ports: DeliveryPorts, person: Person, publication: Publication, new: NewRequest
) -> tuple[CopyRequest, list[Delivery], list[Write]]:
    """The request as it will stand, all its deliveries, and the writes that are still to be made for it."""
    unit, visit, contact = person
    found = ports.requests.find(model.request_id_of(visit.visit_id, publication.publication_id))
    request = found or new_request(unit, visit, publication, ports.now())
    known = ports.deliveries.of_request(request.request_id) if found else []
    added = added_deliveries(ports, request, new.channels, known)
    writes = [ports.deliveries.adding(delivery) for delivery in added]
    if not found:
        writes += issuing(ports, request)
    if not known:
        writes.append(_counted_publication(ports, unit, visit))
    return request, known + added, writes + counted(ports, unit, contact, added)


def _counted_publication(ports: DeliveryPorts, unit: Unit, visit: Visit) -> Write:
    """What counts one more publication that a visit takes home. Raises TooManyPublications."""
    before, counting = counted_publication(ports.tallies, visit.visit_id, ports.now())
    if before >= unit.limits.publications_a_visit:
        raise TooManyPublications(facts={"most": unit.limits.publications_a_visit})
    return counting


def issuing(ports: DeliveryPorts, request: CopyRequest) -> list[Write]:
    """What makes a new request, and its copy code, known."""
    return [ports.requests.adding(request), ports.issued_copies.adding(_issued(request))]


def counted(ports: DeliveryPorts, unit: Unit, contact: Contact | None, added: Sequence[Delivery]) -> list[Write]:
    """What counts the messages among the deliveries. Raises TooManySends, TooManySendsToday, TooManyMessages,
    MessagesSpent."""
    channels, writes = {delivery.channel for delivery in added}, list[Write]()
    if contact and "email" in channels:
        writes += counted_mail(ports.tallies, unit, contact.email, ports.now())
    if contact and contact.phone and "whatsapp" in channels:
        writes += counted_message(ports.tallies, unit, contact.phone, ports.now())
        if ports.whatsapp_number(unit):
            writes.append(counted_spending(ports.tallies, unit, ports.now()))
    return writes


def added_deliveries(
    ports: DeliveryPorts, request: CopyRequest, channels: Sequence[Channel], known: Sequence[Delivery]
) -> list[Delivery]:
    """New deliveries by the channels that were not tried, or whose last try failed for good."""
    now, latest = ports.now(), {one.channel: one.state for one in model.latest_of_each(known)}
    return [
        Delivery(
            request_id=request.request_id,
            name=model.next_name(channel, known),
            channel=channel,
            unit=request.unit,
            changed_at=now,
            open_since=now,
        )
        for channel in channels
        if channel not in latest or latest[channel] in FAILED
    ]


def new_request(unit: Unit, visit: Visit, publication: Publication, now: datetime) -> CopyRequest:
    """A request that nobody has begun to carry out."""
    return CopyRequest(
        request_id=model.request_id_of(visit.visit_id, publication.publication_id),
        unit=unit.code,
        visit_id=visit.visit_id,
        publication_id=publication.publication_id,
        title=publication.title,
        year=publication.year,
        copy_code=codes.new_copy_code(),
        requested_at=now,
        open_since=now,
        purge_at=now + timedelta(days=unit.retention.copy_days),
        day=service_day(now, unit),
        language=visit.language,
    )


def _issued(request: CopyRequest) -> IssuedCopy:
    fields = {
        name: getattr(request, name) for name in ("copy_code", "request_id", "unit", "publication_id", "title", "year")
    }
    return IssuedCopy(issued_on=request.day, **fields)


def request_of_visit(ports: DeliveryPorts, visit: Visit, request_id: str) -> CopyRequest:
    """A visit's own request; another's and an unknown one answer alike. Raises UnknownRequest."""
    request = ports.requests.find(request_id)
    if request is None or request.visit_id != visit.visit_id:
        raise UnknownRequest()
    return request


def request_of_unit(ports: DeliveryPorts, unit: Unit, request_id: str) -> CopyRequest:
    """A request of the staff's own unit. Raises UnknownRequest."""
    request = ports.requests.find(request_id)
    if request is None or request.unit != unit.code:
        raise UnknownRequest()
    return request
