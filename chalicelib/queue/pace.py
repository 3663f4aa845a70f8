"""How long a wait will be, about: by how fast people were served lately and how many desks are at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from chalicelib.queue.model import Ticket
from chalicelib.unit import Service

RECENT = 10
"""Services over which the pace is taken; below three the unit's usual pace counts."""
ENOUGH = 3
AT_WORK = timedelta(minutes=30)
"""A desk that did nothing for so long is taken to be closed."""
STEP_MINUTES = 5
"""Estimates come in steps: nobody knows a wait to the minute."""


def pace_minutes(tickets: Sequence[Ticket], service: Service) -> float:
    """Minutes that one service lately took: the median of the day's last ten, or the unit's usual pace."""
    ended = [t for t in tickets if t.service == service.code and t.state == "done" and t.served_at and t.finished_at]
    last = sorted(ended, key=lambda ticket: ticket.finished_at or ticket.arrived_at)[-RECENT:]
    if len(last) < ENOUGH:
        return service.pace_minutes
    return median(_minutes(ticket) for ticket in last)


def open_desks(tickets: Sequence[Ticket], now: datetime) -> set[str]:
    """The desks that serve somebody, or did something within the last half hour."""
    return {
        ticket.desk
        for ticket in tickets
        if ticket.desk
        and (ticket.state in ("called", "serving") or (ticket.moved_at and now - ticket.moved_at < AT_WORK))
    }


def estimate_minutes(ahead: int, tickets: Sequence[Ticket], service: Service, now: datetime) -> int:
    """About how long the wait is for who has `ahead` people before them: minutes, rounded up to steps of five."""
    desks = open_desks(tickets, now)
    busy = {ticket.desk for ticket in tickets if ticket.state in ("called", "serving")}
    before = ahead + (1 if desks and desks <= busy else 0)
    minutes = before * pace_minutes(tickets, service) / max(1, len(desks))
    return ceil(minutes / STEP_MINUTES) * STEP_MINUTES


def _minutes(ticket: Ticket) -> float:
    assert ticket.finished_at is not None
    return (ticket.finished_at - _last_served_at(ticket)).total_seconds() / 60


def _last_served_at(ticket: Ticket) -> datetime:
    """When its last service began: after a transfer the first one, and the wait between, are none of its pace."""
    assert ticket.served_at is not None
    return next((turn.at for turn in reversed(ticket.history) if turn.move == "serve"), ticket.served_at)
