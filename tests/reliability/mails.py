"""Many mails that wait to be sent, and workers that send whatever waits."""

from __future__ import annotations

from functools import partial

import msgspec

from chalicelib.delivery.arrival import prepared
from chalicelib.delivery.codes import new_copy_code
from chalicelib.delivery.model import Delivery
from chalicelib.delivery.sending import send
from tests.delivery.notices import a_delivery
from tests.delivery.steps import asked
from tests.office import Office, a_pdf


def waiting_mails(office: Office, many: int) -> list[str]:
    """The requests of as many mails, each of which waits to be sent; the copy of each is ready."""
    asking = asked(office, office.visit(), office.publication(a_pdf(1)), "app")
    office.carry_jobs()
    request, now = office.ports.requests.find(asking["request_id"]), office.clock()
    assert request and request.state == "ready"
    names = [f"{number:032x}" for number in range(many)]
    for name in names:
        waiting = {"state": "new", "attempt": 0, "provider_id": None, "changed_at": now, "open_since": now}
        ready = msgspec.structs.replace(request, request_id=name, copy_code=new_copy_code())
        mail = a_delivery(request_id=name, **waiting)
        office.ports.commit([office.ports.requests.adding(ready), office.ports.deliveries.adding(mail)])
    return names


def send_waiting(office: Office, names: list[str]) -> list[str]:
    """Send what waits, once each, as the worker does; which of them have to be tried again later."""
    later = []
    for name in names:
        request, mail = office.ports.requests.find(name), mail_of(office, name)
        assert request
        prepare = partial(prepared, office.ports, request, mail)
        if mail.state in ("new", "ready") and send(office.ports, mail, prepare):
            later.append(name)
    return later


def mail_of(office: Office, name: str) -> Delivery:
    [mail] = office.ports.deliveries.of_request(name)
    return mail


def states_of(office: Office, names: list[str]) -> set[str]:
    return {mail_of(office, name).state for name in names}
