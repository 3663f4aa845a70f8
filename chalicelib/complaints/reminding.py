"""Every hour the office is reminded of clocks that run out, and what nobody completes is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import msgspec

from chalicelib.complaints import clocks, model
from chalicelib.complaints.events import Happening, changes_by, new_letter, writes_of
from chalicelib.complaints.jobs import start_letters
from chalicelib.complaints.model import Complaint, Event, Reminder
from chalicelib.complaints.ports import EventPorts
from chalicelib.log import BEYOND_HELP, log
from chalicelib.tables import WriteLost
from chalicelib.unit import Unit, service_day
from chalicelib.wording import say


class Ending(msgspec.Struct, frozen=True):
    """A clock of the office's, and the last day on which it is kept."""

    clock: str
    due: date

    @property
    def name(self) -> str:
        return f"{self.clock} {self.due.isoformat()}"


def look_at_clocks(ports: EventPorts) -> None:
    """Look at every open complaint of all units; a second time, and two at once, change nothing more.

    Raises ExceptionGroup when some could not be looked after, after all others were.
    """
    troubles = [trouble for care in _cares(ports) if (trouble := _trouble_of(care))]
    if troubles:
        raise ExceptionGroup("complaints that could not be looked after", troubles)


def _cares(ports: EventPorts) -> Iterator[Callable[[], None]]:
    for unit in ports.units:
        for complaint in ports.complaints.open_of_unit(unit.code):
            yield partial(_care_for, ports, unit, complaint)


def _trouble_of(care: Callable[[], None]) -> Exception | None:
    try:
        care()
    except WriteLost:
        return None  # Somebody was at it at this moment: the next hour looks again.
    except Exception as error:  # noqa: BLE001 - told above, when all others are looked after
        log.warning("complaint not looked after", error=type(error).__name__)
        return error
    return None


def _care_for(ports: EventPorts, unit: Unit, complaint: Complaint) -> None:
    if clocks.is_given_up(complaint, unit, ports.now()):
        _close(ports, unit, complaint)
        return
    today, early = service_day(ports.now(), unit), unit.complaints.reminder_days
    for ending in endings(complaint, unit):
        days_left = (ending.due - today).days
        if days_left < 0 and ending.name not in complaint.alarms:
            complaint = _alarmed(ports, complaint, ending)
        elif 0 <= days_left <= early and not _is_reminded(complaint, ending):
            complaint = _reminded(ports, complaint, ending)


def endings(complaint: Complaint, unit: Unit) -> Iterator[Ending]:
    """The clocks that the office has to keep at this moment; to complete a file is the complainant's."""
    clock = clocks.running(complaint, unit, complaint.received_at)
    if clock and clock.clock != "completion":
        yield Ending(clock.clock, clock.due)
    due = clocks.lapor_due(complaint, unit)
    if due and complaint.state != "incomplete" and not clocks.is_settled(complaint):
        yield Ending("lapor", due)


def _is_reminded(complaint: Complaint, ending: Ending) -> bool:
    return any((one.clock, one.due) == (ending.clock, ending.due) for one in complaint.reminders)


def _reminded(ports: EventPorts, complaint: Complaint, ending: Ending) -> Complaint:
    """Once for each clock: the reminder is noted with the letter that brings it. Raises WriteLost."""
    now = ports.now()
    reminders = [*complaint.reminders, Reminder(ending.clock, ending.due, now)]
    letter = new_letter(complaint, model.reminder_name(len(reminders)), now)
    changed = _written(ports, complaint, {"reminders": reminders}, ports.deliveries.adding(letter))
    start_letters(ports, complaint.complaint_id)
    log.info("complaint", complaint=complaint.complaint_id, outcome="reminded", clock=ending.clock)
    return changed


def _alarmed(ports: EventPorts, complaint: Complaint, ending: Ending) -> Complaint:
    """Told before it is noted: who dies between the two tells of it twice, not never. Raises WriteLost."""
    log.error(BEYOND_HELP, kind="complaint", id=complaint.complaint_id, state=f"{ending.clock}-overdue")
    return _written(ports, complaint, {"alarms": [*complaint.alarms, ending.name]})


def _written(ports: EventPorts, complaint: Complaint, changes: dict[str, Any], *more: Any) -> Complaint:
    ports.commit([ports.complaints.changing(complaint, changes), *more])
    return msgspec.structs.replace(complaint, **changes, version=complaint.version + 1)


def _close(ports: EventPorts, unit: Unit, complaint: Complaint) -> None:
    """Not completed in time, it counts as withdrawn (UU 25/2009) and is closed. Raises WriteLost."""
    note = say("complaint-not-completed", complaint.language, days=unit.complaints.completion_days)
    event = Event(state="closed", at=ports.now(), note=note)
    ports.commit(writes_of(ports, complaint, changes_by(complaint, Happening(event=event), unit)))
    log.info("complaint", complaint=complaint.complaint_id, outcome="closed")
    if complaint.has_email:
        start_letters(ports, complaint.complaint_id)
