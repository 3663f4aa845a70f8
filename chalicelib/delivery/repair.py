"""Staff put things right: make a copy or a delivery go again, or stop a copy or a link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.delivery import model
from chalicelib.delivery.desk import ChangedMeanwhile
from chalicelib.delivery.links import Link, UnknownLink
from chalicelib.delivery.model import FAILED, CopyRequest, Delivery
from chalicelib.delivery.ports import DeliveryPorts
from chalicelib.delivery.service import added_deliveries, counted
from chalicelib.errors import Conflict
from chalicelib.guestbook.model import VisitErased
from chalicelib.tables import WriteLost


class NothingToRetry(Conflict):
    """Everything of this request has gone well or is still under way."""

    code = "nothing-to-retry"


def retry(ports: DeliveryPorts, request: CopyRequest) -> CopyRequest:
    """Make a request go again: what was refused, what got stuck, and deliveries whose fate is unknown or bad.

    Sending again what may have arrived is a person's decision. What has failed for good stays on record, and a later
    delivery takes its place.
    Raises VisitErased, NothingToRetry, ChangedMeanwhile, TooManySends, TooManySendsToday, TooManyMessages,
    MessagesSpent.
    """
    if request.reason == model.VISIT_ERASED:
        raise VisitErased()
    known = ports.deliveries.of_request(request.request_id)
    latest = model.latest_of_each(known)
    unsure = [one for one in latest if one.state == "unknown"]
    bad = [one for one in latest if one.state in FAILED]
    if request.state == "ready" and not unsure and not bad:
        raise NothingToRetry()
    if request.state in ("refused", "revoked"):
        request = _changed(ports, request, _from_the_start(ports, request))
    elif request.state != "ready":
        request = ports.requests.change(request, {"open_since": ports.now()}) or request
    for delivery in unsure:
        _ready_again(ports, delivery)
    _add_again(ports, request, bad, known)
    ports.copies.start_job(request.request_id)
    return request


def _from_the_start(ports: DeliveryPorts, request: CopyRequest) -> dict[str, Any]:
    now = ports.now()
    kept_until = now + timedelta(days=ports.units.of(request.unit).retention.copy_days)
    return {"state": "queued", "reason": None, "lease_until": None, "open_since": now, "purge_at": kept_until}


def _ready_again(ports: DeliveryPorts, delivery: Delivery) -> None:
    now = ports.now()
    again = {"detail": None, "changed_at": now, "open_since": now, "desk_since": None}
    if ports.deliveries.change(delivery, "ready", again) is None:
        raise ChangedMeanwhile()


def _add_again(ports: DeliveryPorts, request: CopyRequest, bad: list[Delivery], known: list[Delivery]) -> None:
    """A later delivery for each that failed. Raises ChangedMeanwhile where somebody else has added it."""
    added = added_deliveries(ports, request, [one.channel for one in bad], known)
    unit, contact = ports.units.of(request.unit), ports.contacts.find(request.visit_id, ports.now())
    try:
        if added:
            writes = [ports.deliveries.adding(delivery) for delivery in added]
            ports.commit([*writes, *counted(ports, unit, contact, added)])
    except WriteLost as lost:
        raise ChangedMeanwhile() from lost
    for delivery in bad:
        ports.deliveries.change(delivery, delivery.state, {"desk_since": None})


def revoke(ports: DeliveryPorts, request: CopyRequest) -> CopyRequest:
    """Stop a copy: its links and its page give nothing from now on, nor does the desk. Raises ChangedMeanwhile."""
    if request.state != "revoked":
        request = _changed(ports, request, {"state": "revoked", "open_since": None})
    for delivery in ports.deliveries.of_request(request.request_id):
        if delivery.desk_since:
            _take_off_desk(ports, delivery)
    return request


def _take_off_desk(ports: DeliveryPorts, delivery: Delivery) -> None:
    if delivery.state == "ready":
        gone = {"changed_at": ports.now(), "detail": "revoked", "desk_since": None, "open_since": None}
        ports.deliveries.change(delivery, "refused", gone)
    else:
        ports.deliveries.change(delivery, delivery.state, {"desk_since": None})


def revoke_link(ports: DeliveryPorts, request: CopyRequest, link_id: str) -> Link:
    """Stop one link to a copy; the others still open. Raises UnknownLink."""
    link = next((one for one in ports.links.of_request(request.request_id) if one.link_id == link_id), None)
    if link is None:
        raise UnknownLink()
    ports.links.revoke(link)
    return ports.links.find(link.token_hash) or link


def _changed(ports: DeliveryPorts, request: CopyRequest, changes: Mapping[str, Any]) -> CopyRequest:
    changed = ports.requests.change(request, changes)
    if changed is None:
        raise ChangedMeanwhile()
    return changed
