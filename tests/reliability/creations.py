"""Every call that creates something, ready to be made: to whom, by whom, with what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.complaints.steps import a_form
from tests.office import Office, Reply, a_pdf, a_publication, a_visit, new_key
from tests.reports.surveys import answered, last_week


@dataclass(frozen=True)
class Creation:
    """A call that creates `rows` in the tables; `other` is another body of the same kind."""

    office: Office
    path: str
    token: str
    body: dict[str, Any]
    other: dict[str, Any]
    rows: frozenset[str]
    status: int = 201

    def send(self, key: str | None, body: dict[str, Any] | None = None, token: str | None = None) -> Reply:
        return self.office.post(self.path, body or self.body, token=token or self.token, key=key)


def a_check_in(office: Office) -> Creation:
    rows = frozenset({"VISITS_TABLE", "CONTACTS_TABLE", "TICKETS_TABLE", "NUMBERS_TABLE", "ANSWERS_TABLE"})
    return Creation(office, "/visits", office.kiosk(), a_visit(), a_visit(name="Siti Aminah"), rows)


def a_request(office: Office) -> Creation:
    wanted = {"publication_id": office.publication(a_pdf()), "channels": ["app"]}
    token = str(office.visit()["visit_token"])
    rows = frozenset({"REQUESTS_TABLE", "DELIVERIES_TABLE", "COPIES_TABLE", "ANSWERS_TABLE"})
    return Creation(office, "/visit/requests", token, wanted, wanted | {"channels": ["app", "email"]}, rows, 202)


def a_feedback(office: Office) -> Creation:
    token, visit = office.signed_in(), office.visit()
    called = office.post("/staff/queue/calls", {"desk": "1"}, token=token).json
    office.post(f"/staff/tickets/{called['ticket_id']}/serve", token=token)
    assert called["ticket_id"] == visit["tickets"][0]["ticket_id"]
    rows = frozenset({"FEEDBACK_TABLE", "ANSWERS_TABLE"})
    return Creation(office, "/visit/feedback", str(visit["visit_token"]), {"rating": 4}, {"rating": 1}, rows)


def a_new_publication(office: Office) -> Creation:
    rows = frozenset({"PUBLICATIONS_TABLE", "EDITIONS_TABLE", "AUDIT_TABLE", "ANSWERS_TABLE"})
    return Creation(office, "/staff/publications", office.signed_in(), a_publication(), a_publication(year=2024), rows)


def a_new_kiosk(office: Office) -> Creation:
    rows = frozenset({"KIOSKS_TABLE", "AUDIT_TABLE", "ANSWERS_TABLE"})
    return Creation(office, "/staff/kiosks", office.signed_in(), {"name": "Kiosk 2"}, {"name": "Kiosk 3"}, rows)


def a_new_member(office: Office) -> Creation:
    person = {"username": f"rina-{new_key()}", "email": "rina@example.com", "name": "Rina", "role": "petugas"}
    rows = frozenset({"MEMBERS_TABLE", "AUDIT_TABLE", "ANSWERS_TABLE"})
    return Creation(office, "/staff/members", office.signed_in(), person, person | {"name": "Rina Wati"}, rows)


def a_new_trace(office: Office) -> Creation:
    about, other = ({"publication_id": office.publication(a_pdf())} for _ in range(2))
    rows = frozenset({"TRACES_TABLE", "AUDIT_TABLE", "ANSWERS_TABLE"})
    return Creation(office, "/staff/traces", office.signed_in(), about, other, rows)


def a_complaint(office: Office) -> Creation:
    """Whoever complains shows no token."""
    rows = frozenset({"COMPLAINTS_TABLE", "COMPLAINANTS_TABLE", "DELIVERIES_TABLE", "ANSWERS_TABLE"})
    return Creation(office, "/complaints", "", a_form(), a_form(category="U4"), rows)


def an_entered_complaint(office: Office) -> Creation:
    rows = frozenset({"COMPLAINTS_TABLE", "AUDIT_TABLE", "ANSWERS_TABLE"})
    slip = a_form(channel="box", name=None, email=None)
    return Creation(office, "/staff/complaints", office.signed_in(), slip, slip | {"text": "Gelap."}, rows)


def a_published_result(office: Office) -> Creation:
    kiosk, period = office.kiosk(), last_week(office)
    for _ in range(5):
        answered(office, 4)
        office.ports.commit([office.ports.visits.rating(str(office.visit(kiosk)["visit_id"]))])
    rows = frozenset({"SKM_RESULTS_TABLE", "AUDIT_TABLE", "ANSWERS_TABLE"})
    other = period | {"from": period["to"]}
    return Creation(office, "/staff/skm/publications", office.signed_in(), dict(period), dict(other), rows)


CREATIONS: dict[str, Callable[[Office], Creation]] = {
    "check-in": a_check_in,
    "request": a_request,
    "feedback": a_feedback,
    "complaint": a_complaint,
    "entered complaint": an_entered_complaint,
    "publication": a_new_publication,
    "kiosk": a_new_kiosk,
    "member": a_new_member,
    "trace": a_new_trace,
    "skm-result": a_published_result,
}
