"""Suppressed mailboxes and phones, switches and windows in DynamoDB."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

from chalicelib.delivery.stops import Suppression, Switch
from chalicelib.tables import MomentAttribute, TimeToLive, as_record, changed, found, is_condition_failed


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


class WindowRecord(Model):
    """Stands in the table of what is counted: it too is a digest that is kept for a day."""

    class Meta:
        table_name = ""

    source = UnicodeAttribute(hash_key=True)
    expires_at = TimeToLive()


class StoredSuppressions:
    """Mailboxes and phones that nothing is sent to."""

    def find(self, mailbox: str) -> Suppression | None:
        return found(SuppressionRecord, Suppression, mailbox)

    def add(self, suppression: Suppression) -> None:
        """Keep it, or keep it longer; a second time changes nothing more."""
        as_record(SuppressionRecord, suppression).save()

    def take_later(self, suppression: Suppression) -> None:
        later = SuppressionRecord.mailbox.does_not_exist() | (SuppressionRecord.since < suppression.since)
        try:
            as_record(SuppressionRecord, suppression).save(condition=later)
        except PutError as error:
            if not is_condition_failed(error):
                raise


class StoredSwitches:
    """What is off."""

    def find(self, switch: str) -> Switch | None:
        return found(SwitchRecord, Switch, switch)

    def turn_off(self, switch: Switch) -> None:
        as_record(SwitchRecord, switch).save()

    def turn_on(self, switch: str) -> None:
        SwitchRecord(switch).delete()


class StoredWindows:
    """Until when whoever wrote to us may be answered with any message."""

    def open_until(self, window: str) -> datetime | None:
        try:
            return WindowRecord.get(window, consistent_read=True).expires_at
        except WindowRecord.DoesNotExist:
            return None

    def open(self, window: str, until: datetime) -> None:
        shorter = WindowRecord.source.does_not_exist() | (WindowRecord.expires_at < until)
        changed(WindowRecord(window), {"expires_at": until}, shorter)

    def close(self, window: str) -> None:
        WindowRecord(window).delete()
