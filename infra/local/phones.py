"""The phones that our WhatsApp messages go to: what they get is told as WhatsApp tells it, through the topic."""

import time

import boto3

from infra.local.whatsapp import Json, Message, notice, status, written

WITHOUT_WHATSAPP = "0000"
"""Numbers that end so have no WhatsApp."""
WHO_ANSWER = "1111"
"""Numbers that end so write back: for a day they may be sent the copy itself."""
NOT_DELIVERABLE = 131026


class Phones:
    """Hears every message that is sent, and tells of it."""

    def __init__(self, topic: str, region: str) -> None:
        self._topic = topic
        self._sns = boto3.client("sns", region_name=region)

    def ring(self, message: Message) -> None:
        now = int(time.time())
        if message.to.endswith(WITHOUT_WHATSAPP):
            self._tell(message, status(message, "failed", NOT_DELIVERABLE, at=now))
            return
        self._tell(message, status(message, "sent", at=now))
        self._tell(message, status(message, "delivered", at=now))
        if message.to.endswith(WHO_ANSWER):
            self._tell(message, written(message.to, "Terima kasih", now))

    def _tell(self, message: Message, value: Json) -> None:
        self._sns.publish(TopicArn=self._topic, Message=notice(message.number, value))
