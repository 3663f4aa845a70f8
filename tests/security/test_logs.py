"""The log holds ids and outcomes: no name, address, number, word or token of anybody, however a thing ends."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator

import pytest

from chalicelib.delivery import marking
from chalicelib.guestbook import service
from tests.complaints.steps import a_form, filed, moved
from tests.delivery.whatsapp import agreeing, body_of, heard, sent, told, with_number, writes
from tests.faults import broken_off
from tests.office import PASSWORD, Office, a_pdf, a_visit, new_key

PERSON = {
    "name": "Zubaidah Sentinel",
    "email": "zubaidah.sentinel@example.com",
    "phone": "081299887766",
    "institution": "Lembaga Rahasia",
}
TELLING = ("zubaidah", "sentinel", "99887766", "lembaga rahasia", "pelayanan rahasia", PASSWORD.lower())


class Everything(logging.Handler):
    """Keeps whatever is logged anywhere: message, extra fields, and the text of exceptions."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        told = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self.lines.append(f"{record.getMessage()} {vars(record)} {told}")


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """All that was logged or printed so far."""
    root, handler = logging.getLogger(), Everything()
    level, lines = root.level, handler.lines
    root.addHandler(handler)
    root.setLevel(logging.INFO)

    def text() -> str:
        said = capsys.readouterr()
        lines.extend([said.out, said.err])
        return "\n".join(lines)

    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def check_log(text: str, tokens: list[str]) -> None:
    assert text.strip()
    assert [word for word in TELLING if word in text.lower()] == []
    assert [token for token in tokens if token in text] == []


def test_main_job_from_guestbook_to_rating_is_logged_without_anybody(office: Office, logged: Callable[[], str]) -> None:
    member = office.member()
    staff, key = office.signed_in(member), new_key()
    kiosk, code = office.kiosk(staff), office.get("/staff/onsite-code", token=staff).json["code"]
    publication = office.publication(a_pdf(), staff)
    visit = office.post("/visits", a_visit(**PERSON), token=code, key=key).json
    token = visit["visit_token"]
    called = office.post("/staff/queue/calls", {"desk": "1"}, token=staff).json["ticket_id"]
    office.post(f"/staff/tickets/{called}/serve", token=staff)
    wanted = {"publication_id": publication, "channels": ["app", "email"]}
    request = office.post("/visit/requests", wanted, token=token).json["request_id"]
    office.carry_jobs()
    opening = office.post(f"/visit/requests/{request}/open", token=token).json
    office.post("/visit/feedback", {"rating": 4, "comment": "Pelayanan rahasia"}, token=token)
    office.post("/visit/finish", token=token)
    office.ask("DELETE", "/staff/session", token=staff)

    assert office.mails()
    signature = opening["url"].rpartition("X-Amz-Signature=")[2][:64]
    check_log(logged(), [kiosk, str(code), token, staff, key, signature])


def test_refusals_are_logged_without_anybody(office: Office, logged: Callable[[], str]) -> None:
    kiosk, unknown = office.kiosk(), new_key()
    office.post("/visits", a_visit(**PERSON, services=["Zubaidah"], status="sentinel"), token=kiosk)
    office.post("/visits", a_visit(**PERSON | {"email": "zubaidah@sentinel"}), token=kiosk)
    office.post("/links/open", {"token": unknown})
    office.get("/visit", token=unknown)
    office.get("/copies/zubaidah")
    office.get("/publications?q=zubaidah&cursor=sentinel")
    office.get("/staff/queue", token=f"{unknown}.{unknown}.{unknown}")
    office.post("/staff/session", {"username": "zubaidah", "password": PASSWORD})
    office.carry_jobs()
    office.publication(b"zubaidah sentinel, no PDF")

    check_log(logged(), [kiosk, unknown])


def test_accidents_are_logged_without_anybody(
    office: Office, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(*_: object) -> None:
        raise RuntimeError(f"{PERSON['name']} <{PERSON['email']}>")

    kiosk, publication = office.kiosk(), office.publication(a_pdf())
    token = office.visit(kiosk, **PERSON)["visit_token"]
    office.post("/visit/requests", {"publication_id": publication, "channels": ["email"]}, token=token)
    monkeypatch.setattr(marking, "mark", stumbles)
    monkeypatch.setattr(service, "_entered", stumbles)

    reply = office.post("/visits", a_visit(**PERSON), token=kiosk)
    office.carry_jobs()

    assert (reply.status, reply.code) == (500, "accident")
    assert "RuntimeError" in logged()
    check_log(logged(), [kiosk, token])
    assert PERSON["name"] not in reply.body.decode()


def test_complaints_are_logged_without_anybody_and_without_their_code(
    office: Office, logged: Callable[[], str]
) -> None:
    telling = {field: PERSON[field] for field in ("name", "email", "phone")} | {"text": "Pelayanan rahasia"}
    code, staff = filed(office, **telling), office.signed_in()
    office.post("/complaints", a_form(**telling, category="sentinel"))
    office.get(f"/complaints/{code}")
    moved(office, staff, code, "incomplete", note="Sentinel, hari apa?")
    office.post(f"/complaints/{code}/completion", {"text": "Pelayanan rahasia"})
    for days in (58, 4):
        office.clock.move(days=days)
        office.run_schedule("complaint_clocks")
        office.carry_jobs()

    assert "beyond help" in logged() and len(office.mails()) == 4
    check_log(logged(), [code, staff])


def test_broken_calls_are_logged_without_anybody(office: Office, logged: Callable[[], str]) -> None:
    kiosk = office.kiosk()

    for at in range(1, 6):
        broken_off(lambda: office.post("/visits", a_visit(**PERSON), token=kiosk), "cut", at)
        broken_off(lambda: office.post("/visits", a_visit(**PERSON), token=kiosk), "refuse", at)

    check_log(logged(), [kiosk])


def test_messages_and_who_answers_them_are_logged_without_anybody(office: Office, logged: Callable[[], str]) -> None:
    visit = agreeing(with_number(office), **PERSON)
    wanted = {"publication_id": office.publication(a_pdf()), "channels": ["whatsapp"]}
    office.post("/visit/requests", wanted, token=visit["visit_token"])
    writes(office, "Zubaidah Sentinel menunggu", "+6281299887766")
    office.carry_jobs()
    [message] = sent(office)
    told(office, message, "delivered")
    writes(office, "Berhenti", "+6281299887766")
    strange = body_of({"statuses": [{"id": "wamid.1", "status": "sent", "recipient_id": "6281299887766"}]})

    again = heard(office, strange, strange.replace("statuses", "sentinel").replace('"TopicArn"', '"Zubaidah"'))

    assert again == [1]
    check_log(logged(), [visit["visit_token"]])
