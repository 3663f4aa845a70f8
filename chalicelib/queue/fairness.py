"""Who is next: by arrival, but priority passes the others in turns and nobody at the ceiling (docs/queue.md)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.queue.model import Ticket
from chalicelib.unit import Fairness

A_BREATH = timedelta(microseconds=1)


class Round(NamedTuple):
    """How many of each class a round has called: first those with priority, then the others."""

    priority: int = 0
    others: int = 0

    def after(self, is_priority: bool, policy: Fairness) -> Round:
        """The round once somebody was called. Calls of others alone begin none, so nothing is saved up."""
        if is_priority:
            return Round(self.priority + 1, self.others)
        if self.priority == 0 or self.others + 1 >= policy.others:
            return Round()
        return Round(max(self.priority, policy.priority), self.others + 1)


def line_up(tickets: Sequence[Ticket], policy: Fairness, now: datetime) -> list[Ticket]:
    """Those who wait, in the order in which they will be called at `now` if nobody else comes.

    `tickets` are all of one day's tickets of the services that a desk calls for. Whose turn it is follows from the
    calls that were made, so every desk that looks at the same tickets calls the same person.

    The line goes by arrival. Whoever has priority passes those without, until a round has called `policy.priority` of
    them; then `policy.others` without come first, unless one with priority was there before them. Whoever has waited
    for `policy.ceiling_minutes` is passed by nobody; whoever missed a call and returned passes nobody. (UU 25/2009,
    article 29, has certain visitors treated specially; that nobody waits without end for it is the office's promise.)
    """
    passing, others = deque[Ticket](), deque[Ticket]()
    for ticket in sorted((ticket for ticket in tickets if ticket.state == "waiting"), key=place):
        (passing if may_pass(ticket) else others).append(ticket)
    present, line = round_of(tickets, policy), list[Ticket]()
    while passing and others:
        passes = present.priority < policy.priority and now - others[0].queued_at < ceiling_of(policy)
        ahead = passing if passes or place(passing[0]) < place(others[0]) else others
        line.append(ahead.popleft())
        if line[-1].first_called_at is None:
            present = present.after(has_priority(line[-1]), policy)
    return [*line, *passing, *others]


def round_of(tickets: Iterable[Ticket], policy: Fairness) -> Round:
    """The round that the day's calls have come to; a second call of the same ticket takes no second turn."""
    calls = [
        (ticket.first_called_at, ticket.number, has_priority(ticket)) for ticket in tickets if ticket.first_called_at
    ]
    present = Round()
    for _, _, is_priority in sorted(calls):
        present = present.after(is_priority, policy)
    return present


def place_behind(line: Sequence[Ticket], behind: int) -> datetime | None:
    """From when the place of somebody who returns must count, to be called after the next few of the line.

    Where fewer wait it is after them all; None where nobody waits.
    """
    ahead = line[:behind]
    after = next((ticket for ticket in line[behind:] if not may_pass(ticket)), None)
    before = [ticket.queued_at for ticket in ahead if after is None or place(ticket) < place(after)]
    if before:
        return max(before) + A_BREATH
    return after.queued_at - A_BREATH if after else None


def ceiling_of(policy: Fairness) -> timedelta:
    return timedelta(minutes=policy.ceiling_minutes)


def has_priority(ticket: Ticket) -> bool:
    return ticket.priority is not None


def may_pass(ticket: Ticket) -> bool:
    """Whether the ticket may go before others who came earlier."""
    return has_priority(ticket) and ticket.first_called_at is None


def place(ticket: Ticket) -> tuple[datetime, str]:
    """The order of arrival: by the time from which the place in line counts, then by number."""
    return ticket.queued_at, ticket.number
