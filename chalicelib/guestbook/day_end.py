"""The end of the day: whatever nobody closed is closed when its day is over, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from chalicelib.guestbook.service import GuestbookPorts, line_of
from chalicelib.log import log
from chalicelib.queue.model import Ticket, TicketElsewhere
from chalicelib.queue.moves import put_away
from chalicelib.queue.service import Line
from chalicelib.unit import Unit, day_bounds, service_day, unit_day

DAYS_BACK = 7
"""How many days may have been missed, should the schedule have stood still."""
LATECOMERS = timedelta(hours=1)
"""For how long after a day what was under way at its midnight may still be written: far longer than any call lives."""


def put_days_away(ports: GuestbookPorts) -> None:
    """Close what is open in the past days of all units; a second time, and two at once, change nothing more.

    A day counts as put away once a look at it, an hour after its end or later, finds nothing open: a check-in that
    midnight overtakes is still found, however empty the day was before.
    Raises ExceptionGroup when days could not be put away, after all others were.
    """
    troubles = [trouble for unit in ports.units for trouble in _trouble_of(ports, unit)]
    if troubles:
        raise ExceptionGroup("days that could not be put away", troubles)


def _trouble_of(ports: GuestbookPorts, unit: Unit) -> Iterator[Exception]:
    """What went wrong with a unit's days: one that cannot be put away holds up no other."""
    today = service_day(ports.now(), unit)
    for back in range(DAYS_BACK, 0, -1):
        day = today - timedelta(days=back)
        try:
            _put_away(ports, unit, day)
        except Exception as error:  # noqa: BLE001 - told below, when all other days are put away
            log.warning("day not put away", unit_day=unit_day(unit, day), error=type(error).__name__)
            yield error


def _put_away(ports: GuestbookPorts, unit: Unit, day: date) -> None:
    key = unit_day(unit, day)
    if ports.days.find(key).put_away_at:
        return
    line = line_of(ports, unit)
    ended = sum(_end(line, ticket) for ticket in ports.tickets.of_day(key))
    closed = sum(ports.visits.put_away(visit) for visit in ports.visits.of_day(key) if visit.state == "open")
    log.info("day's end", unit_day=key, tickets=ended, visits=closed)
    if not ended and not closed and line.now >= day_bounds(day, unit)[1] + LATECOMERS:
        ports.days.change(key, {"put_away_at": line.now})


def _end(line: Line, ticket: Ticket) -> bool:
    """Whether there was something to end: the ticket, its reading session, or both."""
    after = put_away(ticket, line.step("end"), line.unit)
    if after is ticket:
        return False
    with suppress(TicketElsewhere):
        line.tickets.change(ticket, after)
    return True
