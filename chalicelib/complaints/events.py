"""What happens to a filed complaint: each event is one conditional write, with the letter that tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.complaints import model
from chalicelib.complaints.clocks import is_given_up
from chalicelib.complaints.forms import NewEvent
from chalicelib.complaints.jobs import start_letters
from chalicelib.complaints.model import (
    MOVES,
    Addition,
    Complaint,
    ComplaintElsewhere,
    ComplaintFull,
    Event,
    NotYetClosed,
    State,
    UnknownComplaint,
)
from chalicelib.complaints.ports import EventPorts
from chalicelib.delivery.model import Delivery
from chalicelib.tables import Write, WriteLost, attempts
from chalicelib.unit import Unit

Making = Callable[[Complaint], "Happening | None"]
"""What is to happen to a complaint as it is now; None where it has happened. Raises what refuses it."""


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """An event, and what the complainant adds with it."""

    event: Event
    addition: Addition | None = None


def by_staff(ports: EventPorts, unit: Unit, complaint: Complaint, told: tuple[str, NewEvent]) -> Complaint:
    """What a member of staff, by name, does about it; the same click again changes nothing more.

    Raises ComplaintElsewhere, NotYetClosed, ComplaintFull, Unavailable.
    """
    by, new = told

    def making(found: Complaint) -> Happening | None:
        if found.version == new.version + 1 and _is_same(found.history[-1], by, new):
            return None
        if found.version != new.version:
            raise ComplaintElsewhere(facts={"found": found.state})
        require_move(found, new.state)
        if found.state == "incomplete" and new.state == "closed" and not is_given_up(found, unit, ports.now()):
            raise NotYetClosed(facts={"found": found.state})
        return Happening(event=_event(ports, new.state, new.note, by))

    return happen(ports, unit, complaint, making)


def complete(ports: EventPorts, unit: Unit, complaint: Complaint, text: str) -> Complaint:
    """The complainant completes the file; the same text again changes nothing more.

    Raises ComplaintElsewhere, ComplaintFull, Unavailable.
    """

    def making(found: Complaint) -> Happening | None:
        if found.state == "received" and found.additions and found.additions[-1].text == text:
            return None
        if found.state != "incomplete":
            raise ComplaintElsewhere(facts={"found": found.state})
        event = _event(ports, "received")
        return Happening(event=event, addition=Addition(event.at, text))

    return happen(ports, unit, complaint, making)


def withdraw(ports: EventPorts, unit: Unit, complaint: Complaint) -> Complaint:
    """The complainant takes it back; a second time changes nothing. Raises ComplaintElsewhere, Unavailable."""

    def making(found: Complaint) -> Happening | None:
        if found.state == "withdrawn":
            return None
        require_move(found, "withdrawn")
        return Happening(event=_event(ports, "withdrawn"))

    return happen(ports, unit, complaint, making)


def require_move(complaint: Complaint, state: State) -> None:
    """Raises ComplaintElsewhere where that state cannot follow."""
    if state not in MOVES[complaint.state]:
        raise ComplaintElsewhere(facts={"found": complaint.state})


def happen(ports: EventPorts, unit: Unit, complaint: Complaint, making: Making) -> Complaint:
    """Write what happens, where nothing else has happened meanwhile; else see what is to happen then.

    A write whose answer was lost finds that it has happened.
    """
    for _ in attempts(ports.pause):
        happening = making(complaint)
        if happening is None:
            break
        changes = changes_by(complaint, happening, unit)
        try:
            ports.commit(writes_of(ports, complaint, changes))
        except WriteLost:
            complaint = found_again(ports, complaint)
        else:
            complaint = msgspec.structs.replace(complaint, **changes, version=complaint.version + 1)
            break
    if complaint.has_email:
        start_letters(ports, complaint.complaint_id)
    return complaint


def found_again(ports: EventPorts, complaint: Complaint) -> Complaint:
    """The complaint as it is now. Raises UnknownComplaint."""
    found = ports.complaints.find(complaint.complaint_id)
    if found is None:
        raise UnknownComplaint()
    return found


def changes_by(complaint: Complaint, happening: Happening, unit: Unit) -> dict[str, Any]:
    """What an event changes. One that ends the complaint begins its retention. Raises ComplaintFull."""
    event = happening.event
    changes: dict[str, Any] = {"state": event.state, "history": [*complaint.history, event]}
    if happening.addition:
        changes["additions"] = [*complaint.additions, happening.addition]
    if not MOVES[event.state]:
        changes |= {"open_since": None, "text_until": event.at + timedelta(days=unit.retention.complaint_days)}
    if len(msgspec.json.encode(msgspec.structs.replace(complaint, **changes))) > model.MOST_BYTES:
        raise ComplaintFull()
    return changes


def writes_of(ports: EventPorts, complaint: Complaint, changes: dict[str, Any]) -> list[Write]:
    """The event, the letter that tells of it, and the end of the complainant's retention where it ends."""
    writes = [ports.complaints.changing(complaint, changes)]
    event, unit = changes["history"][-1], ports.units.of(complaint.unit)
    if complaint.has_email:
        letter = new_letter(complaint, model.letter_name(len(changes["history"])), event.at)
        writes.append(ports.deliveries.adding(letter))
    if not MOVES[event.state] and complaint.has_contact:
        forgotten_at = event.at + timedelta(days=unit.retention.complainant_days)
        writes.append(ports.complainants.ending(complaint.complaint_id, forgotten_at))
    return writes


def new_letter(complaint: Complaint, name: str, now: datetime) -> Delivery:
    """A letter that waits to be sent."""
    return Delivery(
        request_id=complaint.complaint_id,
        name=name,
        channel="email",
        unit=complaint.unit,
        about="complaint",
        changed_at=now,
        open_since=now,
    )


def _event(ports: EventPorts, state: State, note: str | None = None, by: str | None = None) -> Event:
    return Event(state=state, at=ports.now(), note=note, by=by)


def _is_same(event: Event, by: str, new: NewEvent) -> bool:
    return (event.by, event.state, event.note) == (by, new.state, new.note)
