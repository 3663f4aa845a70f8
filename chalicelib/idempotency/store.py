"""Kept answers in DynamoDB."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.idempotency.model import Answer
from chalicelib.tables import DocumentAttribute, TimeToLive, Write, as_record, found


class AnswerRecord(Model):
    class Meta:
        table_name = ""

    answer_key = UnicodeAttribute(hash_key=True)
    body_hash = UnicodeAttribute()
    body = DocumentAttribute()
    nonce = UnicodeAttribute(default="")
    expires_at = TimeToLive()


class StoredAnswers:
    """The answers that calls were given."""

    def find(self, answer_key: str) -> Answer | None:
        return found(AnswerRecord, Answer, answer_key)

    def keeping(self, answer: Answer) -> Write:
        """Keep an answer where none is; an expired one that is not yet deleted makes way."""

        def write(transaction: TransactWrite) -> None:
            record = as_record(AnswerRecord, answer)
            free = AnswerRecord.answer_key.does_not_exist() | (AnswerRecord.expires_at <= answer.kept_at)
            transaction.save(record, condition=free)

        return write
