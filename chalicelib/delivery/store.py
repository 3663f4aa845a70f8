"""Requests, deliveries and copy codes in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.delivery.model import CopyRequest, Delivery, DeliveryState, IssuedCopy
from chalicelib.tables import (
    DayAttribute,
    DocumentAttribute,
    MomentAttribute,
    Write,
    adding,
    as_value,
    changed,
    found,
    listed,
)
from chalicelib.unit import Channel


class RequestsByVisit(GlobalSecondaryIndex["RequestRecord"]):
    class Meta:
        index_name = "by_visit"
        projection = AllProjection()

    visit_id = UnicodeAttribute(hash_key=True)
    requested_at = MomentAttribute(range_key=True)


class RequestsByUnit(GlobalSecondaryIndex["RequestRecord"]):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)
    requested_at = MomentAttribute(range_key=True)


class OpenRequests(GlobalSecondaryIndex["RequestRecord"]):
    class Meta:
        index_name = "by_open"
        projection = KeysOnlyProjection()

    open_unit = UnicodeAttribute(hash_key=True)
    open_since = MomentAttribute(range_key=True)


class RequestsToPurge(GlobalSecondaryIndex["RequestRecord"]):
    class Meta:
        index_name = "by_purge"
        projection = KeysOnlyProjection()

    purge_unit = UnicodeAttribute(hash_key=True)
    purge_at = MomentAttribute(range_key=True)


class RequestRecord(Model):
    class Meta:
        table_name = ""

    request_id = UnicodeAttribute(hash_key=True)
    unit = UnicodeAttribute()
    visit_id = UnicodeAttribute()
    publication_id = UnicodeAttribute()
    title = UnicodeAttribute()
    year = NumberAttribute()
    copy_code = UnicodeAttribute()
    requested_at = MomentAttribute()
    day = DayAttribute()
    language = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    fence = UnicodeAttribute(default="")
    lease_until = MomentAttribute(null=True)
    copy_key = UnicodeAttribute(null=True)
    pages = NumberAttribute(null=True)
    size_bytes = NumberAttribute(null=True)
    parts = DocumentAttribute(null=True)
    ready_at = MomentAttribute(null=True)
    expires_at = MomentAttribute(null=True)
    read_at = MomentAttribute(null=True)
    open_unit = UnicodeAttribute(null=True)
    open_since = MomentAttribute(null=True)
    purge_unit = UnicodeAttribute(null=True)
    purge_at = MomentAttribute(null=True)

    by_open = OpenRequests()
    by_purge = RequestsToPurge()
    by_visit = RequestsByVisit()
    by_unit = RequestsByUnit()


class OpenDeliveries(GlobalSecondaryIndex["DeliveryRecord"]):
    class Meta:
        index_name = "by_open"
        projection = KeysOnlyProjection()

    open_unit = UnicodeAttribute(hash_key=True)
    open_since = MomentAttribute(range_key=True)


class DeliveriesAtDesk(GlobalSecondaryIndex["DeliveryRecord"]):
    class Meta:
        index_name = "by_desk"
        projection = AllProjection()

    desk_unit = UnicodeAttribute(hash_key=True)
    desk_since = MomentAttribute(range_key=True)


class DeliveryRecord(Model):
    class Meta:
        table_name = ""

    request_id = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute(range_key=True)
    channel = UnicodeAttribute()
    unit = UnicodeAttribute()
    about = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    detail = UnicodeAttribute(null=True)
    attempt = NumberAttribute()
    lost = NumberAttribute(default=0)
    fence = UnicodeAttribute(default="")
    lease_until = MomentAttribute(null=True)
    provider_id = UnicodeAttribute(null=True)
    not_before = MomentAttribute(null=True)
    changed_at = MomentAttribute()
    handed_by = UnicodeAttribute(null=True)
    proof = UnicodeAttribute(null=True)
    open_unit = UnicodeAttribute(null=True)
    open_since = MomentAttribute(null=True)
    desk_unit = UnicodeAttribute(null=True)
    desk_since = MomentAttribute(null=True)

    by_open = OpenDeliveries()
    by_desk = DeliveriesAtDesk()


class CopyRecord(Model):
    class Meta:
        table_name = ""

    copy_code = UnicodeAttribute(hash_key=True)
    request_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    publication_id = UnicodeAttribute()
    title = UnicodeAttribute()
    year = NumberAttribute()
    issued_on = DayAttribute()


class StoredRequests:
    """Requests for copies."""

    def adding(self, request: CopyRequest) -> Write:
        keys = listed(request.unit, {"open_since": request.open_since, "purge_at": request.purge_at})
        return adding(RequestRecord, request, open_unit=keys["open_unit"], purge_unit=keys["purge_unit"])

    def find(self, request_id: str) -> CopyRequest | None:
        return found(RequestRecord, CopyRequest, request_id)

    def of_visit(self, visit_id: str) -> list[CopyRequest]:
        """A visit's requests, the newest first."""
        found = RequestRecord.by_visit.query(visit_id, scan_index_forward=False)
        return [as_value(CopyRequest, record) for record in found]

    def of_unit(self, unit: str, most: int) -> list[CopyRequest]:
        """A unit's latest requests, the newest first."""
        found = RequestRecord.by_unit.query(unit, scan_index_forward=False, limit=most)
        return [as_value(CopyRequest, record) for record in found]

    def between(self, unit: str, start: datetime, end: datetime) -> list[CopyRequest]:
        """A unit's requests that were made from the first moment to the last."""
        made = RequestRecord.requested_at.between(start, end)
        return [as_value(CopyRequest, record) for record in RequestRecord.by_unit.query(unit, made)]

    def open_of_unit(self, unit: str, until: datetime) -> list[CopyRequest]:
        """Requests of a unit that have been open since `until` or longer, the longest first, each as it is now."""
        found = RequestRecord.by_open.query(unit, RequestRecord.open_since <= until)
        return [request for record in list(found) if (request := self.find(record.request_id))]

    def to_purge(self, unit: str, now: datetime) -> list[CopyRequest]:
        """Requests of a unit whose objects must go by now, the longest first, each as it is now."""
        found = RequestRecord.by_purge.query(unit, RequestRecord.purge_at <= now)
        return [request for record in list(found) if (request := self.find(record.request_id))]

    def codes_of_unit(self, unit: str, publication_id: str | None) -> list[str]:
        """The copy codes that a unit has handed out, of one publication or of all."""
        of_title = RequestRecord.publication_id == publication_id if publication_id else None
        wanted = ["copy_code"]
        found = RequestRecord.by_unit.query(unit, filter_condition=of_title, attributes_to_get=wanted)
        return [record.copy_code for record in found]

    def change(self, request: CopyRequest, changes: Mapping[str, Any]) -> CopyRequest | None:
        """Change a request that is still in the state, and under the fence, in which it was read; else None.

        A claim whose answer was lost finds its own fence and is a claim.
        """
        record = RequestRecord(request.request_id)
        same = (RequestRecord.state == request.state) & (RequestRecord.fence == request.fence)
        if changed(record, listed(request.unit, changes), same):
            return as_value(CopyRequest, record)
        own = self.find(request.request_id) if "fence" in changes else None
        return own if own and own.fence == changes["fence"] else None


class StoredDeliveries:
    """The ways home of each copy."""

    def adding(self, delivery: Delivery) -> Write:
        return adding(DeliveryRecord, delivery, open_unit=delivery.unit if delivery.open_since else None)

    def find(self, request_id: str, name: str) -> Delivery | None:
        return found(DeliveryRecord, Delivery, request_id, name)

    def of_request(self, request_id: str) -> list[Delivery]:
        return [as_value(Delivery, record) for record in DeliveryRecord.query(request_id, consistent_read=True)]

    def of_requests(self, request_ids: Sequence[str]) -> dict[str, list[Delivery]]:
        """The first delivery of each channel of many requests, by request."""
        keys = [(request_id, channel) for request_id in request_ids for channel in get_args(Channel)]
        found: dict[str, list[Delivery]] = {}
        for record in DeliveryRecord.batch_get(keys):
            found.setdefault(record.request_id, []).append(as_value(Delivery, record))
        return found

    def open_of_unit(self, unit: str, until: datetime) -> list[Delivery]:
        """Deliveries of a unit that have been open since `until` or longer, the longest first, each as it is now."""
        found = DeliveryRecord.by_open.query(unit, DeliveryRecord.open_since <= until)
        return [delivery for one in list(found) if (delivery := self.find(one.request_id, one.name))]

    def at_desk(self, unit: str, since: datetime, until: datetime) -> list[Delivery]:
        """Deliveries of a unit that have waited for the desk since a time between both, the longest first."""
        waited = DeliveryRecord.desk_since.between(since, until)
        return [as_value(Delivery, record) for record in DeliveryRecord.by_desk.query(unit, waited)]

    def change(self, delivery: Delivery, state: DeliveryState, changes: Mapping[str, Any]) -> Delivery | None:
        """Move a delivery on from the state and attempt in which it was read; None when another moved it.

        A claim whose answer was lost finds its own fence and is a claim.
        """
        record = DeliveryRecord(delivery.request_id, delivery.name)
        same = (DeliveryRecord.state == delivery.state) & (DeliveryRecord.attempt == delivery.attempt)
        if changed(record, {**listed(delivery.unit, changes), "state": state}, same):
            return as_value(Delivery, record)
        own = self.find(delivery.request_id, delivery.name) if "fence" in changes else None
        return own if own and own.fence == changes["fence"] else None


class StoredCopies:
    """Which copy codes are ours."""

    def adding(self, copy: IssuedCopy) -> Write:
        return adding(CopyRecord, copy)

    def find(self, copy_code: str) -> IssuedCopy | None:
        return found(CopyRecord, IssuedCopy, copy_code)
