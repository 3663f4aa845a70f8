"""Feedback in DynamoDB."""

from __future__ import annotations

from datetime import date

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from chalicelib.feedback.model import Feedback
from chalicelib.tables import DayAttribute, DocumentAttribute, Write, adding, as_value


class FeedbackByUnit(GlobalSecondaryIndex["FeedbackRecord"]):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)
    day = DayAttribute(range_key=True)


class FeedbackRecord(Model):
    class Meta:
        table_name = ""

    feedback_id = UnicodeAttribute(hash_key=True)
    unit = UnicodeAttribute()
    day = DayAttribute()
    rating = NumberAttribute()
    skm = DocumentAttribute()
    skd = DocumentAttribute()
    skd_importance = DocumentAttribute(null=True)
    services = DocumentAttribute(null=True)
    comment = UnicodeAttribute(null=True)

    by_unit = FeedbackByUnit()


class StoredFeedback:
    """What visitors thought, apart from who they were."""

    def adding(self, feedback: Feedback) -> Write:
        return adding(FeedbackRecord, feedback)

    def between(self, unit: str, first: date, last: date) -> list[Feedback]:
        """A unit's feedback of its days from the first to the last."""
        found = FeedbackRecord.by_unit.query(unit, FeedbackRecord.day.between(first, last))
        return [as_value(Feedback, record) for record in found]
