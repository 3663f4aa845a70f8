"""Tickets and their numbers in DynamoDB: every change of a ticket is one conditional write."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.queue.lately import Lately
from chalicelib.queue.model import Ticket, TicketElsewhere
from chalicelib.tables import (
    DocumentAttribute,
    MomentAttribute,
    TimeToLive,
    Write,
    adding,
    as_value,
    changed,
    found,
)

NUMBERS_KEPT = timedelta(days=60)


class TicketRecord(Model):
    class Meta:
        table_name = ""

    unit_day = UnicodeAttribute(hash_key=True)
    ticket_id = UnicodeAttribute(range_key=True)
    visit_id = UnicodeAttribute()
    service = UnicodeAttribute()
    number = UnicodeAttribute()
    state = UnicodeAttribute()
    move_token = UnicodeAttribute()
    arrived_at = MomentAttribute()
    queued_at = MomentAttribute()
    promised_by = MomentAttribute(null=True)
    promised_for = UnicodeAttribute(null=True)
    priority = UnicodeAttribute(null=True)
    people = NumberAttribute()
    desk = UnicodeAttribute(null=True)
    calls = NumberAttribute()
    counted_calls = NumberAttribute()
    counted_at = MomentAttribute(null=True)
    called_at = MomentAttribute(null=True)
    first_called_at = MomentAttribute(null=True)
    served_at = MomentAttribute(null=True)
    finished_at = MomentAttribute(null=True)
    ended = UnicodeAttribute(null=True)
    move = UnicodeAttribute(null=True)
    moved_at = MomentAttribute(null=True)
    moved_by = UnicodeAttribute(null=True)
    before = DocumentAttribute(null=True)
    history = DocumentAttribute()
    miss_reason = UnicodeAttribute(null=True)
    miss_note = UnicodeAttribute(null=True)
    titles = DocumentAttribute()
    reading_since = MomentAttribute(null=True)
    reading_ended = UnicodeAttribute(null=True)
    reading_ended_at = MomentAttribute(null=True)


class NumberRecord(Model):
    class Meta:
        table_name = ""

    sequence = UnicodeAttribute(hash_key=True)
    last = NumberAttribute()
    expires_at = TimeToLive()


class StoredTickets:
    """The tickets of all units and days."""

    def __init__(self) -> None:
        self._lately = Lately(self.of_day)

    def last_number(self, sequence: str) -> int:
        """The last number given in a sequence; 0 before the first."""
        try:
            return int(NumberRecord.get(sequence, consistent_read=True).last)
        except NumberRecord.DoesNotExist:
            return 0

    def issuing(self, ticket: Ticket, sequence: str, last: int, now: datetime) -> list[Write]:
        """Take number `last` + 1 and put the ticket; both are lost when another took it meanwhile."""

        def take_number(transaction: TransactWrite) -> None:
            free = (NumberRecord.last == last) if last else NumberRecord.sequence.does_not_exist()
            actions: list[Action] = [NumberRecord.last.set(last + 1), NumberRecord.expires_at.set(now + NUMBERS_KEPT)]
            transaction.update(NumberRecord(sequence), actions=actions, condition=free)

        return [take_number, adding(TicketRecord, ticket)]

    def issued(self, ticket: Ticket) -> None:
        """A ticket was just put: whoever asks here for the day lately is told of it."""
        self._lately.note(ticket)

    def of_day(self, unit_day: str) -> list[Ticket]:
        """All tickets of a unit's day, as they are now."""
        return [as_value(Ticket, record) for record in TicketRecord.query(unit_day, consistent_read=True)]

    def of_day_lately(self, unit_day: str, now: datetime) -> list[Ticket]:
        """All tickets of a unit's day, at most a second old; what changed in this container is known at once."""
        return self._lately.of_day(unit_day, now)

    def find(self, unit_day: str, ticket_id: str) -> Ticket | None:
        return found(TicketRecord, Ticket, unit_day, ticket_id)

    def change(self, before: Ticket, after: Ticket) -> Ticket:
        """Put `after` where `before` still stands. Raises TicketElsewhere with the state found where it does not.

        `after.move_token` names this very change: when an answer was lost and the retry finds the change made, it
        knows its own.
        """
        record = TicketRecord(before.unit_day, before.ticket_id)
        if not changed(record, _differences(before, after), TicketRecord.move_token == before.move_token):
            return self._own_or_refused(after)
        self._lately.note(after)
        return after

    def _own_or_refused(self, after: Ticket) -> Ticket:
        there = self.find(after.unit_day, after.ticket_id)
        if there:
            self._lately.note(there)
        if there and there.move_token == after.move_token:
            return there
        raise TicketElsewhere(facts={"found": there.state if there else "gone"})


def _differences(before: Ticket, after: Ticket) -> dict[str, Any]:
    names = (name for name in Ticket.__struct_fields__ if getattr(before, name) != getattr(after, name))
    return {name: getattr(after, name) for name in names}
