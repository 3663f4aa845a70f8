"""A simulated day at the office: who comes when, how long each service takes, and who is called by a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from heapq import heapreplace
from math import log
from random import Random

import msgspec

from chalicelib.queue.fairness import ceiling_of, has_priority, line_up, place, round_of
from chalicelib.queue.model import Ticket
from chalicelib.unit import Fairness, Unit, unit_day

Rule = Callable[[Sequence[Ticket], datetime], list[Ticket]]

DAY = date(2026, 11, 23)
OPENS, OPEN_FOR, DESKS = time(8), timedelta(hours=7.5), 2
SLOT = timedelta(minutes=30)
# How many of 200 come in each half hour from 08.00 on: a morning peak, a thin noon, a smaller peak in the afternoon.
PROFILE = (11, 14, 16, 17, 16, 15, 13, 11, 9, 10, 14, 16, 15, 13, 10)
SPREAD = 0.6  # sigma of the lognormal service times: half lie between 0.67 and 1.5 times their median


class Day(msgspec.Struct, frozen=True):
    """Who comes, in the order of arrival, and what the n-th call of the day takes, whoever is called.

    Times of service belong to calls, not to visitors: so desks are free at the same moments whatever the rule, and what
    differs between two rules is their order alone.
    """

    tickets: list[Ticket]
    services: list[timedelta]
    opens: datetime


class Waited(msgspec.Struct, frozen=True):
    """How long one visitor waited, in minutes."""

    priority: bool
    minutes: float


def a_day(unit: Unit, seed: int, visitors: int = 200, priority_share: float = 0.3) -> Day:
    """One day of a unit's first service; the same seed gives the same day."""
    random = Random(seed)  # noqa: S311 - a day to be repeated, no secret
    opens = datetime.combine(DAY, OPENS, unit.tz)
    slots = random.choices(range(len(PROFILE)), PROFILE, k=visitors)
    arrivals = sorted(opens + (slot + random.random()) * SLOT for slot in slots)
    with_priority = set(random.sample(range(visitors), round(visitors * priority_share)))
    pace = unit.services[0].pace_minutes
    return Day(
        [_ticket(unit, place, at, place in with_priority) for place, at in enumerate(arrivals)],
        [timedelta(minutes=random.lognormvariate(log(pace) - SPREAD**2 / 2, SPREAD)) for _ in arrivals],
        opens,
    )


def _ticket(unit: Unit, place: int, at: datetime, priority: bool) -> Ticket:
    service = unit.services[0]
    number = f"{service.prefix}-{place + 1:03d}"
    return Ticket(
        unit_day=unit_day(unit, DAY),
        ticket_id=number,
        visit_id=number,
        service=service.code,
        number=number,
        arrived_at=at,
        queued_at=at,
        priority="elderly" if priority else None,
    )


def load(day: Day) -> float:
    """What all services take, as a share of what the desks have while the office is open."""
    return sum(day.services, timedelta()) / (DESKS * OPEN_FOR)


def waits(day: Day, rule: Rule) -> list[Waited]:
    """How long each visitor waited to be called, in the order of arrival, when desks call by the rule."""
    tickets = list(day.tickets)
    places = {ticket.ticket_id: place for place, ticket in enumerate(tickets)}
    free = [day.opens] * DESKS
    for service in day.services:
        at = max(free[0], min(t.arrived_at for t in tickets if t.state == "waiting"))
        present = [ticket for ticket in tickets if ticket.arrived_at <= at]
        chosen = rule(present, at)[0]
        tickets[places[chosen.ticket_id]] = msgspec.structs.replace(chosen, state="done", first_called_at=at)
        heapreplace(free, at + service)
    return [Waited(has_priority(ticket), _minutes(ticket)) for ticket in tickets]


def _minutes(ticket: Ticket) -> float:
    if ticket.first_called_at is None:
        raise AssertionError(f"{ticket.number} was never called")
    return (ticket.first_called_at - ticket.arrived_at) / timedelta(minutes=1)


def ours(policy: Fairness) -> Rule:
    """The service's own rule."""
    return lambda tickets, now: line_up(tickets, policy, now)


def first_come(tickets: Sequence[Ticket], _now: datetime) -> list[Ticket]:
    """Whoever came first, whatever the class."""
    return sorted((ticket for ticket in tickets if ticket.state == "waiting"), key=place)


def strict_priority(tickets: Sequence[Ticket], now: datetime) -> list[Ticket]:
    """Everybody with priority before anybody without."""
    return sorted(first_come(tickets, now), key=has_priority, reverse=True)


def quota(policy: Fairness) -> Rule:
    """Turns and a ceiling like ours, but each class keeps its turns: others go before priority that came earlier."""

    def line(tickets: Sequence[Ticket], now: datetime) -> list[Ticket]:
        waiting = first_come(tickets, now)
        if waiting and now - waiting[0].queued_at >= ceiling_of(policy):
            return waiting
        turn = round_of(tickets, policy).priority < policy.priority
        return sorted(waiting, key=lambda ticket: has_priority(ticket) is turn, reverse=True)

    return line
