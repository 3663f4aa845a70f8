"""What a desk does through the API, for the tests of calling and of turns."""

from __future__ import annotations

from typing import Any

from chalicelib.guestbook.service import line_of
from chalicelib.queue.service import Line, Tickets
from tests.office import Office, Reply


def called(office: Office, staff: str, desk: str = "1", **more: Any) -> dict[str, Any]:
    reply = office.post("/staff/queue/calls", {"desk": desk, **more}, token=staff)
    assert reply.status == 200, reply.json
    return dict(reply.json)


def asked(office: Office, staff: str, ticket: dict[str, Any] | str, move: str, **body: Any) -> Reply:
    ticket_id = ticket if isinstance(ticket, str) else ticket["ticket_id"]
    return office.post(f"/staff/tickets/{ticket_id}/{move}", body, token=staff)


def people(office: Office, *entries: dict[str, Any], apart: float = 1) -> list[str]:
    """Visitors, a second apart: the ids of their first tickets."""
    kiosk, ids = office.kiosk(), list[str]()
    for entry in entries:
        ids.append(str(office.visit(kiosk, **entry)["tickets"][0]["ticket_id"]))
        office.clock.move(seconds=apart)
    return ids


def line(office: Office, tickets: Tickets | None = None) -> Line:
    found = line_of(office.ports, office.ports.units.of(None))
    return Line(tickets or found.tickets, found.unit, found.now, found.new_id)


def numbers(office: Office, staff: str, group: str = "waiting") -> list[str]:
    return [ticket["number"] for ticket in office.get("/staff/queue", token=staff).json[group]]
