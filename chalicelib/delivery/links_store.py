"""Links to copies in DynamoDB."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from chalicelib.delivery.links import Link
from chalicelib.tables import MomentAttribute, TimeToLive, as_record, as_value, changed, found


class LinksByRequest(GlobalSecondaryIndex["LinkRecord"]):
    class Meta:
        index_name = "by_request"
        projection = AllProjection()

    request_id = UnicodeAttribute(hash_key=True)
    created_at = MomentAttribute(range_key=True)


class LinkRecord(Model):
    class Meta:
        table_name = ""

    token_hash = UnicodeAttribute(hash_key=True)
    request_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    state = UnicodeAttribute()
    created_at = MomentAttribute()
    expires_at = MomentAttribute()
    purge_at = TimeToLive()
    opened = NumberAttribute()

    by_request = LinksByRequest()


class StoredLinks:
    """Links to copies by the digest of their token."""

    def add(self, link: Link) -> None:
        as_record(LinkRecord, link).save()

    def find(self, token_hash: str) -> Link | None:
        return found(LinkRecord, Link, token_hash)

    def of_request(self, request_id: str) -> list[Link]:
        """The links to a copy, the oldest first."""
        return [as_value(Link, record) for record in LinkRecord.by_request.query(request_id)]

    def revoke(self, link: Link) -> None:
        """Take a link back for good; one that is gone stays gone."""
        changed(LinkRecord(link.token_hash), {"state": "revoked"}, LinkRecord.token_hash.exists())

    def delete(self, link: Link) -> None:
        """Forget a link; one that is forgotten stays so."""
        LinkRecord(link.token_hash).delete()

    def count_opening(self, link: Link) -> None:
        """One more click. A count lost to a race is no harm: it proves nothing."""
        changed(LinkRecord(link.token_hash), {"opened": link.opened + 1}, LinkRecord.opened == link.opened)
