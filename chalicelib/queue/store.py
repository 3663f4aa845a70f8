"""Tickets and their numbers in DynamoDB: every move is one conditional write."""

from __future__ import annotations

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.queue.model import MOVES, STAMPS, Move, Ticket, TicketElsewhere
from chalicelib.tables import (
    MomentAttribute,
    TimeToLive,
    Write,
    adding,
    as_value,
    found,
    is_condition_failed,
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
    priority = UnicodeAttribute(null=True)
    desk = UnicodeAttribute(null=True)
    calls = NumberAttribute()
    arrived_at = MomentAttribute()
    promised_by = MomentAttribute(null=True)
    called_at = MomentAttribute(null=True)
    served_at = MomentAttribute(null=True)
    finished_at = MomentAttribute(null=True)


class NumberRecord(Model):
    class Meta:
        table_name = ""

    sequence = UnicodeAttribute(hash_key=True)
    last = NumberAttribute()
    expires_at = TimeToLive()


class StoredTickets:
    """The tickets of all units and days."""

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

    def of_day(self, unit_day: str) -> list[Ticket]:
        """All tickets of a unit's day, as they are now."""
        return [as_value(Ticket, record) for record in TicketRecord.query(unit_day, consistent_read=True)]

    def waiting(self, unit_day: str, service: str) -> int:
        """How many wait for a service."""
        is_waiting = (TicketRecord.state == "waiting") & (TicketRecord.service == service)
        return TicketRecord.count(unit_day, filter_condition=is_waiting, consistent_read=True)

    def find(self, unit_day: str, ticket_id: str) -> Ticket | None:
        return found(TicketRecord, Ticket, unit_day, ticket_id)

    def move(self, ticket: Ticket, move: Move, now: datetime, token: str, desk: str | None = None) -> Ticket:
        """Make a move. Raises TicketElsewhere with the state found when it does not allow the move.

        `token` names this very move: when an answer was lost and the retry finds the move made, it knows its own.
        """
        actions: list[Action] = [
            TicketRecord.state.set(MOVES[move][1]),
            TicketRecord.move_token.set(token),
            getattr(TicketRecord, STAMPS[move]).set(now),
        ]
        if STAMPS[move] == "called_at":
            actions.append(TicketRecord.calls.set(TicketRecord.calls + 1))
        if desk:
            actions.append(TicketRecord.desk.set(desk))
        return self._moved(ticket, move, actions, token)

    def _moved(self, ticket: Ticket, move: Move, actions: list[Action], token: str) -> Ticket:
        record = TicketRecord(ticket.unit_day, ticket.ticket_id)
        allowed = TicketRecord.state.is_in(*sorted(MOVES[move][0])) & (TicketRecord.move_token == ticket.move_token)
        try:
            record.update(actions=actions, condition=allowed)
        except UpdateError as error:
            if not is_condition_failed(error):
                raise
            return self._own_or_refused(ticket, token, error)
        return as_value(Ticket, record)

    def _own_or_refused(self, ticket: Ticket, token: str, error: UpdateError) -> Ticket:
        found = self.find(ticket.unit_day, ticket.ticket_id)
        if found and found.move_token == token:
            return found
        raise TicketElsewhere(facts={"found": found.state if found else "gone"}) from error
