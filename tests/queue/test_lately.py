"""What a container remembers of a day for a second: never less than what it did itself, never longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from chalicelib.queue.lately import Lately
from chalicelib.queue.model import Ticket
from tests.queue.tickets import a_ticket, after, at

DAY = "6371#2026-11-25"
WAITING = a_ticket()
CALLED = after(WAITING, ("call", 1))
SERVING = after(CALLED, ("serve", 2))


class Storage:
    """Tickets that are read, and what happens between the reading and its answer."""

    def __init__(self, *tickets: Ticket) -> None:
        self.tickets = list(tickets)
        self.reads = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def read(self, unit_day: str) -> list[Ticket]:
        self.reads += 1
        found = [ticket for ticket in self.tickets if ticket.unit_day == unit_day]
        self.meanwhile()
        return found


def states(lately: Lately, now: datetime, day: str = DAY) -> list[str]:
    return [ticket.state for ticket in lately.of_day(day, now)]


def test_day_is_read_once_in_a_second() -> None:
    storage = Storage(WAITING)
    lately = Lately(storage.read)

    for tenth in range(10):
        lately.of_day(DAY, at(seconds=tenth / 10))
    assert storage.reads == 1

    lately.of_day(DAY, at(seconds=1))
    assert storage.reads == 2


def test_clock_that_was_set_back_does_not_freeze_the_day() -> None:
    storage = Storage(WAITING)
    lately = Lately(storage.read)

    lately.of_day(DAY, at(60))
    lately.of_day(DAY, at(0))

    assert storage.reads == 2


def test_what_was_changed_here_is_known_at_once_without_another_read() -> None:
    storage = Storage(WAITING)
    lately = Lately(storage.read)
    lately.of_day(DAY, at())

    lately.note(CALLED)
    lately.note(a_ticket("A-002"))

    assert (states(lately, at(seconds=0.5)), storage.reads) == (["called", "waiting"], 1)


def test_change_while_the_storage_is_read_is_not_lost() -> None:
    storage = Storage(WAITING)
    lately = Lately(storage.read)
    storage.meanwhile = lambda: lately.note(CALLED)

    assert states(lately, at()) == ["called"]
    assert states(lately, at(seconds=0.5)) == ["called"]


def test_change_between_two_readings_at_once_is_in_both() -> None:
    storage = Storage(WAITING)
    lately = Lately(storage.read)
    inner: list[str] = []

    def another_screen() -> None:
        storage.meanwhile = lambda: lately.note(CALLED)
        inner.extend(states(lately, at()))

    storage.meanwhile = another_screen

    assert (states(lately, at()), inner, states(lately, at(seconds=0.5))) == (["called"], ["called"], ["called"])


def test_storage_that_knows_more_is_believed() -> None:
    storage = Storage(SERVING)
    lately = Lately(storage.read)
    storage.meanwhile = lambda: lately.note(CALLED)

    assert states(lately, at()) == ["serving"]


def test_older_news_that_comes_later_changes_nothing() -> None:
    lately = Lately(Storage(WAITING).read)
    lately.of_day(DAY, at())

    for news in (SERVING, CALLED, WAITING):
        lately.note(news)

    assert states(lately, at(seconds=0.5)) == ["serving"]


def test_days_are_apart_and_a_past_one_is_not_kept() -> None:
    tomorrow = msgspec.structs.replace(WAITING, unit_day="6371#2026-11-26", ticket_id="other")
    storage = Storage(WAITING, tomorrow)
    lately = Lately(storage.read)
    storage.meanwhile = lambda: lately.note(CALLED)

    assert states(lately, at(), "6371#2026-11-26") == ["waiting"]
    assert states(lately, at()) == ["called"]
