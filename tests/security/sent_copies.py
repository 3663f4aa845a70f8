"""A visitor who asked for a copy and got the mail with its link."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from tests.office import Office, Reply, a_pdf

LINK = re.compile(r"http://127\.0\.0\.1:8000/unduh/#([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class SentCopy:
    """What the visitor holds: the visit's token, the mail and the link's token in it."""

    office: Office
    publication_id: str
    request_id: str
    visit: dict[str, Any]
    mail: EmailMessage

    @property
    def visit_token(self) -> str:
        return str(self.visit["visit_token"])

    @property
    def text(self) -> str:
        return part_of(self.mail, "plain")

    @property
    def html(self) -> str:
        return part_of(self.mail, "html")

    @property
    def link(self) -> str:
        found = LINK.search(self.text)
        assert found
        return found[1]

    def view(self, token: str | None = None) -> Reply:
        return self.office.post("/links/view", {"token": token or self.link})

    def open(self, token: str | None = None) -> Reply:
        return self.office.post("/links/open", {"token": token or self.link})


def a_sent_copy(office: Office, title: str = "Kota Banjarmasin Dalam Angka 2025", **entry: Any) -> SentCopy:
    publication_id = office.publication(a_pdf(), title=title)
    visit = office.visit(**entry)
    wanted = {"publication_id": publication_id, "channels": ["app", "email"]}
    request = office.post("/visit/requests", wanted, token=visit["visit_token"]).json
    office.carry_jobs()
    return SentCopy(office, publication_id, str(request["request_id"]), visit, parsed(office.mails()[-1]))


def parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def part_of(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part
    return str(part.get_content())
