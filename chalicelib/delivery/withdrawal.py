"""A consent that is taken back: what waits to be sent under it is not sent any more, from this moment on."""

from __future__ import annotations

from typing import Protocol

from chalicelib.delivery.model import Delivery
from chalicelib.delivery.ports import Deliveries, Requests
from chalicelib.guestbook import reach
from chalicelib.guestbook.model import Visit
from chalicelib.guestbook.reach import ReachPorts
from chalicelib.tables import Pause, attempts
from chalicelib.unit import Units

WAITS = ("new", "rendering", "ready")


class WithdrawalPorts(ReachPorts, Protocol):
    """What taking a consent back needs."""

    @property
    def units(self) -> Units: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def pause(self) -> Pause: ...


def withdraw_consent(ports: WithdrawalPorts, visit: Visit, code: str) -> None:
    """Take a consent back and stop what waits under it, at the desk too; a second time changes nothing more.

    The consent goes first: a worker asks for it before it claims a message, and a claim fails where the message was
    stopped meanwhile. Raises NotFound where it was never given, and Conflict.
    """
    reach.withdraw(ports, visit, code)
    if code != ports.units.of(visit.unit).whatsapp.consent:
        return
    for request in ports.requests.of_visit(visit.visit_id):
        for delivery in ports.deliveries.of_request(request.request_id):
            if delivery.channel == "whatsapp":
                _stop(ports, delivery)


def _stop(ports: WithdrawalPorts, delivery: Delivery) -> None:
    stopped = {"changed_at": ports.now(), "detail": "whatsapp-withdrawn", "open_since": None, "desk_since": None}
    for _ in attempts(ports.pause):
        found = ports.deliveries.find(delivery.request_id, delivery.name)
        if found is None or found.state not in WAITS or ports.deliveries.change(found, "refused", stopped):
            return
