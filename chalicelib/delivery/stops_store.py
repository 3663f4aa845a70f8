"""Suppressed mailboxes and switches in DynamoDB."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.delivery.stops import Suppression, Switch
from chalicelib.tables import MomentAttribute, TimeToLive, as_record, found


class SuppressionRecord(Model):
    class Meta:
        table_name = ""

    mailbox = UnicodeAttribute(hash_key=True)
    why = UnicodeAttribute()
    since = MomentAttribute()
    expires_at = TimeToLive()


class SwitchRecord(Model):
    class Meta:
        table_name = ""

    switch = UnicodeAttribute(hash_key=True)
    since = MomentAttribute()
    until = MomentAttribute(null=True)
    by = UnicodeAttribute(null=True)


class StoredSuppressions:
    """Mailboxes that nothing is sent to."""

    def find(self, mailbox: str) -> Suppression | None:
        return found(SuppressionRecord, Suppression, mailbox)

    def add(self, suppression: Suppression) -> None:
        """Keep it, or keep it longer; a second time changes nothing more."""
        as_record(SuppressionRecord, suppression).save()


class StoredSwitches:
    """What is off."""

    def find(self, switch: str) -> Switch | None:
        return found(SwitchRecord, Switch, switch)

    def turn_off(self, switch: Switch) -> None:
        as_record(SwitchRecord, switch).save()

    def turn_on(self, switch: str) -> None:
        SwitchRecord(switch).delete()
