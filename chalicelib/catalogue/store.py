"""Publications in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.catalogue.model import Publication
from chalicelib.tables import DocumentAttribute, MomentAttribute, Write, adding, as_value, changed, found, listed_open


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
    progress = DocumentAttribute(null=True)
    open_unit = UnicodeAttribute(null=True)
    open_since = MomentAttribute(null=True)

    by_open = OpenPublications()
    by_unit = PublicationsByUnit()


class StoredPublications:
    """The catalogue of all units."""

    def adding(self, publication: Publication) -> Write:
        return adding(PublicationRecord, publication, open_unit=publication.unit if publication.open_since else None)

    def find(self, publication_id: str) -> Publication | None:
        return found(PublicationRecord, Publication, publication_id)

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
        record = PublicationRecord(publication.publication_id)
        condition = PublicationRecord.publication_id.exists()
        if upload_id:
            condition &= PublicationRecord.upload_id == upload_id
            condition &= PublicationRecord.state.is_in("awaiting-file", "preparing")
        return (
            as_value(Publication, record)
            if changed(record, listed_open(publication.unit, changes), condition)
            else None
        )
