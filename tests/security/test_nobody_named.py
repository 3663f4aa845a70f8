"""What anybody may read, and what staff see all day, names nobody: no name, no way to reach them, no key to a visit."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chalicelib.office.contract import OPERATIONS
from tests.office import Office, Reply, new_key
from tests.security.sent_copies import SentCopy, a_sent_copy

PERSON = {
    "name": "Zubaidah Sentinel",
    "email": "zubaidah.sentinel@example.com",
    "phone": "081299887766",
    "institution": "Lembaga Rahasia",
}
TELLING = ("zubaidah", "sentinel", "99887766", "lembaga rahasia", "pelayanan rahasia")
A_COMPLAINT = {
    **{field: PERSON[field] for field in ("name", "email", "phone")},
    **{"channel": "page", "category": "U7", "text": "Pelayanan rahasia", "secret_identity": True},
}
SIGN_IN = ("/staff/session", "/staff/session/answer")


@dataclass(frozen=True)
class Known:
    """One visitor through the whole house: called, served, sent a copy, asked for an opinion."""

    office: Office
    staff: str
    sent: SentCopy
    copy_code: str
    complaint_code: str

    def asked(self, method: str, path: str, token: str | None = None) -> Reply:
        """The answer to somebody who knows everything that leads here but the visit's token."""
        for place, thing in (
            ("{publication_id}", self.sent.publication_id),
            ("{code}", self.complaint_code if path.startswith("/complaints") else self.copy_code),
        ):
            path = path.replace(place, thing)
        body: dict[str, object] = {"token": self.sent.link} if path.startswith("/links/") else {}
        body |= A_COMPLAINT if path == "/complaints" else {"text": "Selasa"} if path.endswith("/completion") else {}
        body |= {"email": PERSON["email"]} if path == "/links/renew" else {}
        body |= {"rating": 4} if path == "/links/feedback" else {}
        return self.office.ask(method.upper(), path, body, token=token, key=new_key())


@pytest.fixture
def known(office: Office) -> Known:
    staff = office.signed_in()
    sent = a_sent_copy(office, **PERSON)
    called = office.post("/staff/queue/calls", {"desk": "1"}, token=staff).json["ticket_id"]
    office.post(f"/staff/tickets/{called}/serve", token=staff)
    office.post("/visit/feedback", {"rating": 4, "comment": "Pelayanan rahasia"}, token=sent.visit_token)
    request = office.get(f"/visit/requests/{sent.request_id}", token=sent.visit_token).json
    complaint = office.post("/complaints", A_COMPLAINT).json["code"]
    question = {"state": "incomplete", "note": "Hari apa?", "version": 1}
    assert office.post(f"/staff/complaints/{complaint}/events", question, token=staff).status == 200
    return Known(office, staff, sent, str(request["copy_code"]), complaint)


def told(replies: dict[str, Reply], *secrets: str) -> list[tuple[str, str]]:
    """Which answers tell what they must not, in their body or in their headers."""
    said = {path: f"{dict(reply.headers)} {reply.body.decode()}".lower() for path, reply in replies.items()}
    return [(path, word) for path, text in said.items() for word in (*TELLING, *secrets) if word.lower() in text]


def test_public_routes_name_nobody(known: Known) -> None:
    public = [one for one in OPERATIONS if one.bearer is None and one.path not in SIGN_IN]

    replies = {one.path: known.asked(one.method, one.path) for one in public}

    expected = {one.path: one.status for one in public} | {"/links/feedback": 409}
    assert {path: reply.status for path, reply in replies.items()} == expected  # Rated: that is told, not by whom.
    assert len(replies) >= 14
    assert PERSON["name"] in known.sent.html
    assert [call["number"] for call in replies["/board"].json["calls"]] == ["A-001"]
    assert told(replies, known.sent.visit["visit_id"], known.sent.visit_token) == []


def test_lists_and_figures_of_staff_name_nobody_either(known: Known) -> None:
    paths = [
        one.path
        for one in OPERATIONS
        if one.method == "get" and one.bearer == "staff" and "{" not in one.path and one.path != "/staff/members"
    ]

    replies = {path: known.asked("get", path, known.staff) for path in paths}

    assert {path: reply.status for path, reply in replies.items()} == dict.fromkeys(paths, 200)
    assert [ticket["number"] for ticket in replies["/staff/queue"].json["serving"]] == ["A-001"]
    assert [visit["visit_id"] for visit in replies["/staff/visits"].json["items"]] == [known.sent.visit["visit_id"]]
    assert told(replies, known.sent.visit_token) == []
