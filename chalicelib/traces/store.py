"""Traces in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.tables import DocumentAttribute, MomentAttribute, TimeToLive, Write, adding, as_value, changed, found
from chalicelib.traces.model import Trace


class TraceRecord(Model):
    class Meta:
        table_name = ""

    trace_id = UnicodeAttribute(hash_key=True)
    unit = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    state = UnicodeAttribute()
    created_at = MomentAttribute()
    changed_at = MomentAttribute()
    expires_at = TimeToLive()
    publication_id = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    found = DocumentAttribute(null=True)
    fence = UnicodeAttribute(default="")
    lease_until = MomentAttribute(null=True)


class StoredTraces:
    """The traces of all units."""

    def adding(self, trace: Trace) -> Write:
        return adding(TraceRecord, trace)

    def find(self, trace_id: str) -> Trace | None:
        return found(TraceRecord, Trace, trace_id)

    def change(self, trace: Trace, changes: Mapping[str, Any]) -> Trace | None:
        """Change a trace that is still in the state, and under the fence, in which it was read; else None.

        A claim whose answer was lost finds its own fence and is a claim.
        """
        record = TraceRecord(trace.trace_id)
        same = (TraceRecord.state == trace.state) & (TraceRecord.fence == trace.fence)
        if changed(record, changes, same):
            return as_value(Trace, record)
        own = self.find(trace.trace_id) if "fence" in changes else None
        return own if own and own.fence == changes["fence"] else None
