"""Many desks and one line: everybody who waits is called once, by one desk, in turn, and nobody is forgotten.

What goes in comes out, once, and nothing else does: the total-queue of Jepsen's checkers.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.guestbook.service import line_of
from chalicelib.queue.model import Ticket
from chalicelib.queue.service import Arrival, new_ticket
from tests.daytime import TickingClock
from tests.office import Office

DESKS = 8
PRIORITY_EVERY = 5


def crowd(office: Office, people: int) -> dict[str, Ticket]:
    """So many who wait for the printed library, each a second after the other, every fifth with priority."""
    unit, issued = office.ports.units.of(None), {}
    for number in range(people):
        office.clock.move(seconds=1)
        line = line_of(office.ports, unit)
        arrival = Arrival(f"visit-{number}", line.now, "elderly" if number % PRIORITY_EVERY == 0 else None)
        ticket, writes = new_ticket(line, unit.services[0], arrival)
        office.ports.commit(writes)
        issued[ticket.ticket_id] = ticket
    return issued


class Desk:
    """Calls, serves and finishes until nobody waits."""

    def __init__(self, office: Office, name: str, token: str) -> None:
        self.office, self.name, self.token = office, name, token
        self.served: list[str] = []

    def works(self) -> list[str]:
        while (ticket_id := self._called()) is not None:
            for move in ("serve", "finish"):
                reply = self.office.post(f"/staff/tickets/{ticket_id}/{move}", token=self.token)
                assert (reply.status, reply.json["desk"]) == (200, self.name)
            self.served.append(ticket_id)
        return self.served

    def _called(self) -> str | None:
        reply = self.office.post("/staff/queue/calls", {"desk": self.name, "holding": []}, token=self.token)
        if reply.status == 404:
            assert reply.code == "nobody-waiting"
            return None
        assert (reply.status, reply.json["desk"], reply.json["state"]) == (200, self.name, "called")
        return str(reply.json["ticket_id"])


def check_desks(office: Office, people: int) -> None:
    office.clock = office.ports.clock = TickingClock()
    waiting, token = crowd(office, people), office.signed_in()
    desks = [Desk(office, str(number), token) for number in range(1, DESKS + 1)]

    with ThreadPoolExecutor(DESKS) as threads:
        served = Counter(ticket for done in threads.map(Desk.works, desks) for ticket in done)

    assert set(waiting) - set(served) == set(), "lost"
    assert set(served) - set(waiting) == set(), "unexpected"
    assert {ticket: times for ticket, times in served.items() if times > 1} == {}, "duplicate"
    lives = Counter((ticket.state, *(turn.move for turn in ticket.history)) for ticket in office.tickets())
    assert lives == {("done", "call", "serve", "finish"): people}
    assert max(times_overtaken(by_call(office))) < DESKS


def by_call(office: Office) -> list[Ticket]:
    """The tickets by when their call began: whoever was passed by then was passed by calls under way at that moment."""
    return sorted(office.tickets(), key=lambda ticket: (ticket.called_at, ticket.number))


def times_overtaken(called: list[Ticket]) -> list[int]:
    """For each who was called: how many of the same class who came later were called before them."""
    return [
        sum(earlier.priority == late.priority and earlier.queued_at > late.queued_at for earlier in called[:place])
        for place, late in enumerate(called)
    ]


def test_eight_desks_call_everybody_once_and_in_turn(still: Office) -> None:
    check_desks(still, 100)


@pytest.mark.slow
def test_eight_desks_call_five_hundred_once_and_in_turn(still: Office) -> None:
    check_desks(still, 500)
