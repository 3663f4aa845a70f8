"""Counts of misses and of what is limited in DynamoDB; a source is kept as a digest, for minutes or days."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.abuse.limits import Tally
from chalicelib.tables import DocumentAttribute, TimeToLive, Write, as_record, found


class AttemptRecord(Model):
    class Meta:
        table_name = ""

    source = UnicodeAttribute(hash_key=True)
    misses = NumberAttribute(null=True)
    times = NumberAttribute(null=True)
    moments = DocumentAttribute(null=True)
    expires_at = TimeToLive()


class StoredAttempts:
    """Misses by source. A count that is repeated after a lost answer is a little strict, never lax."""

    def count(self, source: str, expires_at: datetime) -> int:
        record = AttemptRecord(source)
        record.update(actions=[AttemptRecord.misses.add(1), AttemptRecord.expires_at.set(expires_at)])
        return int(record.misses)


class StoredTallies:
    """What is limited, by source."""

    def find(self, source: str) -> Tally:
        return found(AttemptRecord, Tally, source) or Tally(source=source)

    def counting(self, before: Tally, after: Tally) -> Write:
        known = AttemptRecord.times == before.times if before.times else AttemptRecord.source.does_not_exist()

        def write(transaction: TransactWrite) -> None:
            transaction.save(as_record(AttemptRecord, after), condition=known)

        return write
