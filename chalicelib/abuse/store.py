"""Counts of misses in DynamoDB; a source is kept as a digest, for minutes."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.tables import TimeToLive


class AttemptRecord(Model):
    class Meta:
        table_name = ""

    source = UnicodeAttribute(hash_key=True)
    misses = NumberAttribute(default=0)
    expires_at = TimeToLive()


class StoredAttempts:
    """Misses by source. A count that is repeated after a lost answer is a little strict, never lax."""

    def count(self, source: str, expires_at: datetime) -> int:
        record = AttemptRecord(source)
        record.update(actions=[AttemptRecord.misses.add(1), AttemptRecord.expires_at.set(expires_at)])
        return int(record.misses)
