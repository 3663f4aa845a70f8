"""Imports in DynamoDB: one row a unit, its latest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.imports.model import Run
from chalicelib.tables import DocumentAttribute, MomentAttribute, as_value, changed, found


class ImportRecord(Model):
    class Meta:
        table_name = ""

    unit = UnicodeAttribute(hash_key=True)
    import_id = UnicodeAttribute()
    state = UnicodeAttribute()
    started_at = MomentAttribute()
    changed_at = MomentAttribute()
    page = NumberAttribute()
    pages = NumberAttribute(null=True)
    total = NumberAttribute(null=True)
    tally = DocumentAttribute()
    reason = UnicodeAttribute(null=True)
    fence = UnicodeAttribute()
    lease_until = MomentAttribute(null=True)


class StoredImports:
    """The latest import of each unit."""

    def find(self, unit: str) -> Run | None:
        return found(ImportRecord, Run, unit)

    def start(self, run: Run) -> bool:
        """Keep a new import in the place of one that is over; False while that runs."""
        fields = {name: value for name, value in msgspec.structs.asdict(run).items() if name != "unit"}
        free = ImportRecord.unit.does_not_exist() | (ImportRecord.state != "running")
        if changed(ImportRecord(run.unit), fields, free):
            return True
        own = self.find(run.unit)
        return own is not None and own.import_id == run.import_id

    def change(self, run: Run, changes: Mapping[str, Any]) -> Run | None:
        """Change an import that is still this one, running, and under the fence under which it was read; else None.

        A change whose answer was lost finds itself made.
        """
        record = ImportRecord(run.unit)
        same = (ImportRecord.import_id == run.import_id) & (ImportRecord.state == "running")
        if changed(record, changes, same & (ImportRecord.fence == run.fence)):
            return as_value(Run, record)
        now = self.find(run.unit)
        made = msgspec.structs.replace(run, **changes)
        return now if now is not None and now == made else None
