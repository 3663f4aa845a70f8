"""The figures of days in DynamoDB: one item a day, its figures as JSON."""

from __future__ import annotations

from datetime import date

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

from chalicelib.reports.counting import CountedDay
from chalicelib.reports.day import DayFigures
from chalicelib.tables import DayAttribute, MomentAttribute, is_condition_failed


class FiguresRecord(Model):
    class Meta:
        table_name = ""

    unit = UnicodeAttribute(hash_key=True)
    day = DayAttribute(range_key=True)
    figures = UnicodeAttribute()
    counted_at = MomentAttribute()
    version = NumberAttribute()


class StoredFigures:
    """The figures of all units' days."""

    def find(self, unit: str, day: date) -> CountedDay | None:
        try:
            return _counted(FiguresRecord.get(unit, day, consistent_read=True))
        except FiguresRecord.DoesNotExist:
            return None

    def between(self, unit: str, first: date, last: date) -> list[CountedDay]:
        """The days of a unit that have figures, from the first to the last."""
        found = FiguresRecord.query(unit, FiguresRecord.day.between(first, last), consistent_read=True)
        return [_counted(record) for record in found]

    def put(self, counted: CountedDay) -> bool:
        """Keep the version after `counted.version`; False where that is no longer the last."""
        record = FiguresRecord(
            counted.figures.unit,
            counted.figures.day,
            figures=msgspec.json.encode(counted.figures).decode(),
            counted_at=counted.counted_at,
            version=counted.version + 1,
        )
        last = FiguresRecord.version == counted.version if counted.version else FiguresRecord.unit.does_not_exist()
        try:
            record.save(condition=last)
        except PutError as error:
            if not is_condition_failed(error):
                raise
            return False
        return True


def _counted(record: FiguresRecord) -> CountedDay:
    figures = msgspec.json.decode(record.figures, type=DayFigures)
    return CountedDay(figures, record.counted_at, int(record.version))
