"""Publications in DynamoDB."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.catalogue.edition import Edition, following
from chalicelib.catalogue.model import Publication
from chalicelib.tables import (
    DocumentAttribute,
    MomentAttribute,
    Pause,
    Write,
    WriteLost,
    adding,
    as_record,
    as_value,
    attempts,
    changed,
    changing,
    found,
    listed,
)

UNSEEN = {"progress", "reason", "upload_id", "open_since", "changed_at", "imported"}
"""What may change of a title without anything in the catalogue becoming another."""


class PublicationsByUnit(GlobalSecondaryIndex["PublicationRecord"]):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)
    title = UnicodeAttribute(range_key=True)


class OpenPublications(GlobalSecondaryIndex["PublicationRecord"]):
    class Meta:
        index_name = "by_open"
        projection = KeysOnlyProjection()

    open_unit = UnicodeAttribute(hash_key=True)
    open_since = MomentAttribute(range_key=True)


class PublicationRecord(Model):
    class Meta:
        table_name = ""

    publication_id = UnicodeAttribute(hash_key=True)
    unit = UnicodeAttribute()
    title = UnicodeAttribute()
    year = NumberAttribute()
    state = UnicodeAttribute()
    created_at = MomentAttribute()
    changed_at = MomentAttribute()
    subject = UnicodeAttribute(null=True)
    catalogue_number = UnicodeAttribute(null=True)
    isbn = UnicodeAttribute(null=True)
    abstract = UnicodeAttribute(null=True)
    shelf = UnicodeAttribute(null=True)
    upload_id = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    master_key = UnicodeAttribute(null=True)
    master_sha256 = UnicodeAttribute(null=True)
    pages = NumberAttribute(null=True)
    size_bytes = NumberAttribute(null=True)
    signed = BooleanAttribute(null=True)
    cover_key = UnicodeAttribute(null=True)
    progress = DocumentAttribute(null=True)
    open_unit = UnicodeAttribute(null=True)
    open_since = MomentAttribute(null=True)
    earlier_masters = DocumentAttribute(null=True)
    imported = DocumentAttribute(null=True)

    by_open = OpenPublications()
    by_unit = PublicationsByUnit()


class EditionRecord(Model):
    class Meta:
        table_name = ""

    unit = UnicodeAttribute(hash_key=True)
    mark = UnicodeAttribute()
    recent = DocumentAttribute()


class StoredPublications:
    """The catalogue of all units. Whatever visitors see of a title changes in one transaction with its edition."""

    def __init__(self, commit: Callable[[Sequence[Write]], None], pause: Pause) -> None:
        self._commit, self._pause = commit, pause

    def edition(self, unit: str) -> Edition | None:
        return found(EditionRecord, Edition, unit)

    def adding(self, publication: Publication) -> Write:
        """Put a new title. The write is lost where a title of the unit changed since; then ask for another one."""
        open_unit = publication.unit if publication.open_since else None
        put = adding(PublicationRecord, publication, open_unit=open_unit)
        turn = self._turning(publication)

        def write(transaction: TransactWrite) -> None:
            put(transaction)
            turn(transaction)

        return write

    def find(self, publication_id: str) -> Publication | None:
        return found(PublicationRecord, Publication, publication_id)

    def several(self, publication_ids: list[str]) -> list[Publication]:
        """Titles by their ids, as they are now, at most a hundred; none for an id without one."""
        records = PublicationRecord.batch_get(publication_ids, consistent_read=True) if publication_ids else ()
        return [as_value(Publication, record) for record in records]

    def of_unit(self, unit: str) -> list[Publication]:
        return [as_value(Publication, record) for record in PublicationRecord.by_unit.query(unit)]

    def open_of_unit(self, unit: str, until: datetime) -> list[Publication]:
        """Titles of a unit in preparation since `until` or longer, the longest first, each as it is now."""
        found = PublicationRecord.by_open.query(unit, PublicationRecord.open_since <= until)
        return [publication for record in list(found) if (publication := self.find(record.publication_id))]

    def change(
        self, publication: Publication, changes: Mapping[str, Any], upload_id: str | None = None
    ) -> Publication | None:
        """Set (or with None remove) fields of a title that exists; None when the condition no longer holds.

        With `upload_id`, only while that upload is still the one in hand and nothing has come of it yet.
        """
        if changes.keys() <= UNSEEN:
            record = PublicationRecord(publication.publication_id)
            waiting = listed(publication.unit, changes)
            return as_value(Publication, record) if changed(record, waiting, _condition(upload_id)) else None
        for _ in attempts(self._pause):
            current = self.find(publication.publication_id)
            if current is None or not _is_in_hand(current, upload_id):
                return None
            if self._changed_with_edition(current, changes, upload_id):
                return msgspec.structs.replace(current, **changes)
        return None

    def _changed_with_edition(
        self, publication: Publication, changes: Mapping[str, Any], upload_id: str | None
    ) -> bool:
        record = PublicationRecord(publication.publication_id)
        try:
            self._commit(
                [
                    changing(record, listed(publication.unit, changes), _condition(upload_id)),
                    self._turning(publication),
                ]
            )
        except WriteLost:
            return False
        return True

    def _turning(self, publication: Publication) -> Write:
        """Move the edition of the title's unit on from where it is now."""
        before = self.edition(publication.unit)
        after = following(before, publication.unit, publication.publication_id, secrets.token_hex(8))
        stands = EditionRecord.mark == before.mark if before else EditionRecord.unit.does_not_exist()
        return lambda transaction: transaction.save(as_record(EditionRecord, after), condition=stands)


def _condition(upload_id: str | None) -> Condition:
    condition: Condition = PublicationRecord.publication_id.exists()
    if upload_id:
        condition &= PublicationRecord.upload_id == upload_id
        condition &= PublicationRecord.state.is_in("awaiting-file", "preparing")
    return condition


def _is_in_hand(publication: Publication, upload_id: str | None) -> bool:
    """What `_condition` asks for, of a title that was read."""
    waits = publication.state in ("awaiting-file", "preparing")
    return upload_id is None or (publication.upload_id == upload_id and waits)
