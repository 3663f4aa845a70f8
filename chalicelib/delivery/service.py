"""Asking for a copy, seeing how it goes, and fetching it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec

from chalicelib.abuse.limits import Tallies, counted_mail, counted_publication
from chalicelib.catalogue.model import KeptPrefix, NotReady, Publication, UnknownPublication, digital_state
from chalicelib.catalogue.service import Publications
from chalicelib.delivery import model
from chalicelib.delivery.model import (
    ChannelNotOffered,
    CopyRequest,
    Delivery,
    DeliveryState,
    IssuedCopy,
    Link,
    NewRequest,
    TooManyPublications,
    UnknownCopy,
    UnknownRequest,
)
from chalicelib.delivery.parts import CopyInfo
from chalicelib.guestbook.model import Visit, VisitFinished, token_hash
from chalicelib.guestbook.service import Contacts, Visits
from chalicelib.idempotency.model import Answers, Call, answer_to, earlier_answer
from chalicelib.tables import Pause, Write, WriteLost, attempts
from chalicelib.unit import Channel, Unit, service_day
from chalicelib.watermark.model import Tail


class Requests(Protocol):
    """Where requests are kept."""

    def adding(self, request: CopyRequest) -> Write: ...
    def find(self, request_id: str) -> CopyRequest | None: ...
    def of_visit(self, visit_id: str) -> list[CopyRequest]: ...
    def of_unit(self, unit: str, most: int) -> list[CopyRequest]: ...
    def open_of_unit(self, unit: str, until: datetime) -> list[CopyRequest]: ...
    def change(self, request: CopyRequest, changes: Mapping[str, Any]) -> CopyRequest | None: ...


class Deliveries(Protocol):
    """Where deliveries are kept."""

    def adding(self, delivery: Delivery) -> Write: ...
    def of_request(self, request_id: str) -> list[Delivery]: ...
    def open_of_unit(self, unit: str, until: datetime) -> list[Delivery]: ...
    def change(self, delivery: Delivery, state: DeliveryState, changes: Mapping[str, Any]) -> Delivery | None: ...


class Links(Protocol):
    """Where links are kept."""

    def add(self, link: Link) -> None: ...
    def find(self, token_hash: str) -> Link | None: ...
    def count_opening(self, link: Link) -> None: ...


class IssuedCopies(Protocol):
    """Which copy codes are ours."""

    def adding(self, copy: IssuedCopy) -> Write: ...
    def find(self, copy_code: str) -> IssuedCopy | None: ...


class PrefixDiffers(Exception):
    """The prefix that a copy's tail was made for is gone, or another lies in its place: nothing is joined."""


class CopyShelf(Protocol):
    """Where marked copies lie and jobs are started. Nothing unmarked is ever put here.

    A copy is put whole, or joined there of a prefix that storage has and a tail; joining raises PrefixDiffers.
    """

    def start_job(self, request_id: str) -> None: ...
    def put(self, copy: CopyInfo, content: bytes) -> None: ...
    def join(self, copy: CopyInfo, prefix: KeptPrefix, tail: Tail) -> None: ...
    def info(self, key: str) -> CopyInfo | None: ...
    def announce_again(self, key: str) -> None: ...
    def link_for(self, key: str, file_name: str, seconds: int) -> str: ...


class DeliveryPorts(Protocol):
    """What asking for and fetching a copy needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def tallies(self) -> Tallies: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def links(self) -> Links: ...
    @property
    def issued_copies(self) -> IssuedCopies: ...
    @property
    def copies(self) -> CopyShelf: ...
    @property
    def answers(self) -> Answers: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...
    @property
    def pause(self) -> Pause: ...


def request_copy(ports: DeliveryPorts, unit: Unit, visit: Visit, call: Call, new: NewRequest) -> dict[str, Any]:
    """Ask for a copy by some channels; asking again for the same publication adds channels to the same copy.

    The same call again gives the same answer, and starts the work again should its start have been lost.
    Raises UnknownPublication, NotReady, ChannelNotOffered, VisitFinished, TooManyPublications, TooManySends,
    TooManySendsToday.
    """
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier is None and visit.state != "open":
        raise VisitFinished()
    body = earlier.body if earlier else _accepted(ports, unit, visit, call, new)
    ports.copies.start_job(body["request_id"])
    return body


def _accepted(ports: DeliveryPorts, unit: Unit, visit: Visit, call: Call, new: NewRequest) -> dict[str, Any]:
    """Request, deliveries, copy code and kept answer in one transaction, while the visit is open."""
    _require_channels(unit, new)
    publication = _available(ports, unit, new.publication_id)
    for _ in attempts(ports.pause):
        request, deliveries, writes = _wanted(ports, unit, visit, publication, new)
        body = {"request_id": request.request_id, "state": request.state, "deliveries": _brief(deliveries)}
        answer = answer_to(call, body, ports.now())
        try:
            ports.commit([ports.visits.requiring_open(visit.visit_id), *writes, ports.answers.keeping(answer)])
        except WriteLost:
            earlier = earlier_answer(ports.answers, call, ports.now())
            if earlier:
                return earlier.body
            _require_still_open(ports, visit)
        else:
            return body
    raise AssertionError("attempts() ends by refusing")


def _brief(deliveries: list[Delivery]) -> list[dict[str, Any]]:
    return [{"delivery_id": one.delivery_id, "channel": one.channel, "state": one.state} for one in deliveries]


def _require_channels(unit: Unit, new: NewRequest) -> None:
    missing = [channel for channel in new.channels if channel not in unit.channels]
    if missing:
        raise ChannelNotOffered(facts={"channels": missing})


def _available(ports: DeliveryPorts, unit: Unit, publication_id: str) -> Publication:
    publication = ports.publications.find(publication_id)
    if publication is None or publication.unit != unit.code or publication.state == "withdrawn":
        raise UnknownPublication()
    if digital_state(publication) != "ready":
        raise NotReady()
    return publication


def _require_still_open(ports: DeliveryPorts, visit: Visit) -> None:
    found = ports.visits.find(visit.visit_id)
    if found is None or found.state != "open":
        raise VisitFinished()


def _wanted(
    ports: DeliveryPorts, unit: Unit, visit: Visit, publication: Publication, new: NewRequest
) -> tuple[CopyRequest, list[Delivery], list[Write]]:
    """The request as it will stand, all its deliveries, and the writes that are still to be made for it."""
    request = ports.requests.find(model.request_id_of(visit.visit_id, publication.publication_id))
    if request:
        known = ports.deliveries.of_request(request.request_id)
        added = _added(ports, request, new, {delivery.channel for delivery in known})
        writes = [ports.deliveries.adding(delivery) for delivery in added]
        return request, known + added, writes + _counted(ports, unit, visit, added)
    before, counting = counted_publication(ports.tallies, visit.visit_id, ports.now())
    if before >= unit.limits.publications_a_visit:
        raise TooManyPublications(facts={"most": unit.limits.publications_a_visit})
    request = _new_request(unit, visit, publication, ports.now())
    added = _added(ports, request, new, set())
    writes = [ports.deliveries.adding(delivery) for delivery in added]
    writes += [ports.requests.adding(request), ports.issued_copies.adding(_issued(request)), counting]
    return request, added, writes + _counted(ports, unit, visit, added)


def _counted(ports: DeliveryPorts, unit: Unit, visit: Visit, added: list[Delivery]) -> list[Write]:
    """What counts the mail among the deliveries, if there is one. Raises TooManySends, TooManySendsToday."""
    if all(delivery.channel != "email" for delivery in added):
        return []
    contact = ports.contacts.find(visit.visit_id, ports.now())
    return counted_mail(ports.tallies, unit, contact.email, ports.now()) if contact else []


def _added(ports: DeliveryPorts, request: CopyRequest, new: NewRequest, known: set[Channel]) -> list[Delivery]:
    now = ports.now()
    return [
        Delivery(request_id=request.request_id, channel=channel, unit=request.unit, changed_at=now, open_since=now)
        for channel in new.channels
        if channel not in known
    ]


def _new_request(unit: Unit, visit: Visit, publication: Publication, now: datetime) -> CopyRequest:
    return CopyRequest(
        request_id=model.request_id_of(visit.visit_id, publication.publication_id),
        unit=unit.code,
        visit_id=visit.visit_id,
        publication_id=publication.publication_id,
        title=publication.title,
        year=publication.year,
        copy_code=model.new_copy_code(),
        requested_at=now,
        open_since=now,
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


class Opening(msgspec.Struct, frozen=True):
    """A copy that can be fetched now, until `expires_at`, at `url`."""

    request: CopyRequest
    url: str
    expires_at: datetime


def open_copy(ports: DeliveryPorts, request: CopyRequest) -> Opening:
    """A presigned address of the copy, for five minutes at most. Raises CopyNotReady, LinkExpired, LinkRevoked."""
    now = ports.now()
    usable = model.usable_copy(request, now)
    assert usable.copy_key is not None
    assert usable.expires_at is not None
    seconds = min(model.LINK_SECONDS, int((usable.expires_at - now).total_seconds()))
    if seconds < 1:
        raise model.LinkExpired()
    url = ports.copies.link_for(usable.copy_key, model.file_name(usable), seconds)
    return Opening(usable, url, now + timedelta(seconds=seconds))


def view_link(ports: DeliveryPorts, token: str) -> tuple[Link, CopyRequest]:
    """What a link leads to; looking changes nothing. Raises UnknownLink, LinkRevoked, LinkExpired."""
    link = model.usable_link(ports.links.find(token_hash(token)), ports.now())
    request = ports.requests.find(link.request_id)
    if request is None:
        raise model.UnknownLink()
    return link, model.usable_copy(request, ports.now())


def open_link(ports: DeliveryPorts, token: str) -> Opening:
    """The click: a presigned address of the copy, and one more in the link's count."""
    link, request = view_link(ports, token)
    opening = open_copy(ports, request)
    ports.links.count_opening(link)
    return opening


def genuine_copy(ports: DeliveryPorts, code: str) -> IssuedCopy:
    """What a copy code stands for, once the copy was really made. Raises UnknownCopy."""
    typed = model.copy_code_typed(code)
    copy = ports.issued_copies.find(typed) if typed else None
    request = ports.requests.find(copy.request_id) if copy else None
    if copy is None or request is None or request.ready_at is None:
        raise UnknownCopy()
    return copy
