"""Staff put things right: make a copy or a delivery go again, or stop a copy's links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.delivery.model import CopyRequest, Delivery, DeliveryState
from chalicelib.delivery.service import DeliveryPorts
from chalicelib.errors import Conflict

AGAIN = ("refused", "unknown", "bounced")


class NothingToRetry(Conflict):
    """Everything of this request has gone well or is still under way."""

    code = "nothing-to-retry"


class ChangedMeanwhile(Conflict):
    """Somebody else, or a worker, changed it at the same moment."""

    code = "changed-meanwhile"


def retry(ports: DeliveryPorts, request: CopyRequest) -> CopyRequest:
    """Make a request go again: what was refused, what got stuck, and deliveries whose fate is unknown or bad.

    Sending again what may have arrived is a person's decision; nothing does it by itself.
    Raises NothingToRetry, ChangedMeanwhile.
    """
    deliveries = [one for one in ports.deliveries.of_request(request.request_id) if one.state in AGAIN]
    if request.state == "ready" and not deliveries:
        raise NothingToRetry()
    if request.state in ("refused", "revoked"):
        request = _changed(
            ports, request, {"state": "queued", "reason": None, "lease_until": None, "open_since": ports.now()}
        )
    elif request.state != "ready":
        request = ports.requests.change(request, {"open_since": ports.now()}) or request
    for delivery in deliveries:
        _ready_again(ports, delivery)
    ports.copies.start_job(request.request_id)
    return request


def _ready_again(ports: DeliveryPorts, delivery: Delivery) -> None:
    now = ports.now()
    again: DeliveryState = "new" if delivery.channel == "app" else "ready"
    if ports.deliveries.change(delivery, again, {"detail": None, "changed_at": now, "open_since": now}) is None:
        raise ChangedMeanwhile()


def revoke(ports: DeliveryPorts, request: CopyRequest) -> CopyRequest:
    """Stop a copy: its links and its page give nothing from now on. Raises ChangedMeanwhile."""
    return request if request.state == "revoked" else _changed(ports, request, {"state": "revoked", "open_since": None})


def _changed(ports: DeliveryPorts, request: CopyRequest, changes: Mapping[str, Any]) -> CopyRequest:
    changed = ports.requests.change(request, changes)
    if changed is None:
        raise ChangedMeanwhile()
    return changed
