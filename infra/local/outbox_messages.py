"""A WhatsApp message in the outbox: what stands on the recipient's phone, by the template that Meta would approve."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from infra.local.whatsapp import Json, Message

TEMPLATES = Path(__file__).parents[1] / "whatsapp"
"""As they are handed in to Meta (docs/deploy.md)."""


@dataclass(frozen=True)
class KeptMessage:
    """One message as it left."""

    number: int
    message: Message
    at: datetime
    kind: str = "whatsapp"
    suffix: str = "json"

    @property
    def message_id(self) -> str:
        return self.message.message_id

    @property
    def to(self) -> str:
        return self.message.to

    @property
    def source(self) -> bytes:
        return json.dumps(self.message.content, ensure_ascii=False, indent=2).encode()

    def listed(self) -> Json:
        content = self.message.content
        title = content["document"]["filename"] if content["type"] == "document" else _words(content)[1]
        at = self.at.isoformat(timespec="seconds").replace("+00:00", "Z")
        return {"number": self.number, "kind": self.kind, "to": self.to, "subject": title, "at": at}

    def shown(self) -> Json:
        """What is read on the phone, and what stands behind it."""
        shown = _document if self.message.content["type"] == "document" else _template
        return self.listed() | shown(self.message)


def _document(message: Message) -> Json:
    document = message.content["document"]
    return {
        "template": None,
        "text": document["caption"],
        "footer": None,
        "button": None,
        "document": {"name": document["filename"], "bytes": message.media_bytes},
    }


def _template(message: Message) -> Json:
    template = message.content["template"]
    approved = {part["type"]: part for part in _approved(template)["components"]}
    token = template["components"][1]["parameters"][0]["text"]
    button = approved["BUTTONS"]["buttons"][0]
    return {
        "template": f"{template['name']} ({template['language']['code']})",
        "text": filled_in(approved["BODY"]["text"], _words(message.content)),
        "footer": approved["FOOTER"]["text"],
        "button": {"text": button["text"], "opens": re.sub(r"^https://[^/]+", "", filled_in(button["url"], [token]))},
        "document": None,
    }


def _approved(template: Json) -> Json:
    name = f"{template['name']}.{template['language']['code']}.json"
    approved: Json = json.loads((TEMPLATES / name).read_text(encoding="utf-8"))
    return approved


def _words(content: Json) -> list[str]:
    return [parameter["text"] for parameter in content["template"]["components"][0]["parameters"]]


def filled_in(text: str, words: list[str]) -> str:
    """A template's text with its numbered gaps filled; raises IndexError for one that has no word."""
    filled: Any = re.sub(r"\{\{(\d+)\}\}", lambda gap: words[int(gap[1]) - 1], text)
    return str(filled)
