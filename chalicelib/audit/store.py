"""The audit in DynamoDB: entries are put and queried, and no code here could change or delete one."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

from chalicelib.audit.model import Entry, Span, month_of
from chalicelib.tables import (
    DocumentAttribute,
    MomentAttribute,
    Write,
    adding,
    as_record,
    as_value,
    is_condition_failed,
)


class EntryRecord(Model):
    class Meta:
        table_name = ""

    unit_month = UnicodeAttribute(hash_key=True)
    position = UnicodeAttribute(range_key=True)
    entry_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    at = MomentAttribute()
    subject = UnicodeAttribute()
    action = UnicodeAttribute()
    kind = UnicodeAttribute()
    id = UnicodeAttribute()
    detail = DocumentAttribute()


class StoredEntries:
    """The entries of all units, each month of a unit together."""

    def adding(self, entry: Entry) -> Write:
        return adding(EntryRecord, entry, **_key(entry))

    def add(self, entry: Entry) -> None:
        """Put an entry where its key is free.

        The key holds a random id: what is found in its place is this very entry, put by a try whose answer was lost.
        """
        record = as_record(EntryRecord, entry, **_key(entry))
        try:
            record.save(condition=EntryRecord.unit_month.does_not_exist())
        except PutError as error:
            if not is_condition_failed(error):
                raise

    def newest(self, unit: str, span: Span, most: int) -> list[Entry]:
        """At most so many entries of a unit in a span, the newest first."""
        found: list[Entry] = []
        for month in span.months if span.first <= span.last else ():
            if len(found) < most:
                found += self._of_month(f"{unit}#{month}", span, most - len(found))
        return found

    def _of_month(self, unit_month: str, span: Span, most: int) -> list[Entry]:
        within = EntryRecord.position.between(span.first, span.last)
        records = EntryRecord.query(unit_month, within, scan_index_forward=False, limit=most, consistent_read=True)
        return [as_value(Entry, record) for record in records]


def _key(entry: Entry) -> dict[str, str]:
    return {"unit_month": f"{entry.unit}#{month_of(entry.at)}", "position": entry.position}
