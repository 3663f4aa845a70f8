"""Reading in the page: the marked copy of the visit, made when it is first opened, told to nobody but its visit."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import msgspec

from chalicelib.abuse.limits import counted_reading
from chalicelib.catalogue.model import Publication
from chalicelib.delivery import model
from chalicelib.delivery.model import CopyRequest
from chalicelib.delivery.opening import Opening, fetchable
from chalicelib.delivery.ports import DeliveryPorts
from chalicelib.delivery.service import available, issuing, new_request, require_still_open
from chalicelib.errors import Conflict, Unavailable
from chalicelib.form import Form
from chalicelib.guestbook.model import Visit, VisitFinished
from chalicelib.tables import WriteLost, attempts
from chalicelib.unit import Unit

LOOKS = 20
LOOK_AGAIN = 0.2
"""Seconds between looks whether the copy is there; all of them together stay far below the API's half minute."""


class NewReading(Form, frozen=True):
    """A publication that somebody wants to read here and now."""

    publication_id: Annotated[str, msgspec.Meta(max_length=64)]


class TooManyReadings(Conflict):
    """One visit opens only so many publications."""

    code = "too-many-readings"


def read_copy(ports: DeliveryPorts, unit: Unit, visit: Visit, publication_id: str) -> Opening:
    """An address that shows the visit's copy in the page, for five minutes at most; asking again gives a fresh one.

    The title and the time of the first reading stay with the visit. Raises VisitFinished, UnknownPublication, NotReady,
    TooManyReadings, CopyNotReady, CopyWithdrawn, LinkRevoked, LinkExpired, Unavailable while the copy is being made.
    """
    if visit.state != "open":
        raise VisitFinished()
    publication = available(ports, unit, publication_id)
    request = _asked(ports, unit, visit, publication)
    request = _made(ports, request)
    key, seconds = fetchable(ports, request)
    return Opening(request, ports.copies.reading_link(key, seconds), ports.now() + timedelta(seconds=seconds))


def _asked(ports: DeliveryPorts, unit: Unit, visit: Visit, publication: Publication) -> CopyRequest:
    """The visit's request for this publication, which says from now on that it is read."""
    for _ in attempts(ports.pause):
        found = ports.requests.find(model.request_id_of(visit.visit_id, publication.publication_id))
        if found is None:
            request = _new(ports, unit, visit, publication)
        elif found.read_at is None:
            request = ports.requests.change(found, {"read_at": ports.now()})
        else:
            request = found
        if request:
            return request
    raise AssertionError("attempts() ends by refusing")


def _new(ports: DeliveryPorts, unit: Unit, visit: Visit, publication: Publication) -> CopyRequest | None:
    """A request that takes nothing home; None where another call was quicker."""
    before, counting = counted_reading(ports.tallies, visit.visit_id, ports.now())
    if before >= unit.limits.readings_a_visit:
        raise TooManyReadings(facts={"most": unit.limits.readings_a_visit})
    now = ports.now()
    request = msgspec.structs.replace(new_request(unit, visit, publication, now), read_at=now)
    try:
        ports.commit([ports.visits.requiring_open(visit.visit_id), *issuing(ports, request), counting])
    except WriteLost:
        require_still_open(ports, visit)
        return None
    return request


def _made(ports: DeliveryPorts, request: CopyRequest) -> CopyRequest:
    """The request once its copy is there. Raises Unavailable where that takes longer than anybody waits."""
    if request.state in ("queued", "marking"):
        ports.copies.start_job(request.request_id)
    for _ in range(LOOKS):
        if request.state not in ("queued", "marking"):
            return request
        ports.pause(LOOK_AGAIN)
        request = ports.requests.find(request.request_id) or request
    raise Unavailable("reading-copy-in-making", retry_after=1)
