"""What a person may ask by the token of their visit: to see what is held about them, to have it corrected or erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import msgspec
import pytest

from chalicelib.unit import Consent, Units, Wording
from tests.delivery.steps import asked
from tests.office import Office, a_pdf
from tests.privacy.people import CONSENTS, PERSON, a_person, erased, left_of


def correct(office: Office, token: str, **form: object) -> object:
    reply = office.ask("PATCH", "/visit/data", form, token=token)
    return reply.json["contact"] if reply.status == 200 else (reply.status, reply.faults)


def test_person_sees_all_that_is_held_in_full_and_until_when(still: Office) -> None:
    person = a_person(still)

    held = still.get("/visit/data", token=person.visit_token).json

    assert held["contact"] == PERSON | {"phone": "+6281299887766"}
    assert (held["visit"]["profile"]["gender"], held["visit"]["priority"]) == ("Perempuan", "disability")
    assert [(one["number"], one["state"]) for one in held["tickets"]] == [("A-001", "waiting")]
    assert [(one["title"], one["state"]) for one in held["requests"]] == [
        ("Kota Banjarmasin Dalam Angka 2025", "ready")
    ]
    assert {one["channel"]: one["state"] for one in held["deliveries"]} == {"app": "ready", "email": "sent"}
    assert held["kept_until"] == {"contact": "2026-12-25T02:00:00Z", "copies": "2026-12-02T02:00:00Z"}
    assert held["feedback_given"] is False


def test_consent_is_shown_in_the_words_that_were_agreed_to_also_after_they_changed(still: Office) -> None:
    token = still.visit(consents=CONSENTS[:1], phone=PERSON["phone"])["visit_token"]
    still.ask("DELETE", "/visit/consents/contact-whatsapp", token=token)
    unit = still.ports.units.of(None)
    new = Consent("contact-whatsapp", "2027-01", Wording("Kata baru", "New words"))
    changed = msgspec.structs.replace(unit, consents=[new], past_consents=unit.consents)
    still.ports.__dict__["units"] = Units([changed])

    [given] = still.get("/visit/data", token=token, headers={"accept-language": "en"}).json["consents"]

    assert given["text"].startswith("I agree to be contacted by WhatsApp at the number I gave")
    assert (given["code"], given["version"]) == ("contact-whatsapp", "2026-01")
    assert (given["given_at"], given["withdrawn_at"]) == ("2026-11-25T02:00:00Z", "2026-11-25T02:00:00Z")


def test_person_corrects_what_is_held_also_when_the_visit_is_over(still: Office) -> None:
    token = still.visit(**PERSON)["visit_token"]
    still.clock.move(days=2)

    corrected = correct(still, token, name="  Siti   Aminah ", phone="0813 1111 2222", remove=["institution"])

    assert corrected == {
        "name": "Siti Aminah",
        "email": PERSON["email"],
        "phone": "+6281311112222",
        "institution": None,
    }


def test_correction_is_held_against_the_guestbook_s_rules_all_at_once(still: Office) -> None:
    token = still.visit(consents=CONSENTS[:1], **PERSON)["visit_token"]

    assert correct(still, token, name="x", phone="12", institution="y" * 200, age=3) == (
        422,
        {"name": "too-short", "phone": "not-a-phone-number", "institution": "too-long", "age": "unknown-field"},
    )
    assert correct(still, token, phone="0511 6773031") == (422, {"phone": "not-a-mobile-number"})
    assert correct(still, token, remove=["phone"]) == (422, {"phone": "needed-for-whatsapp"})


def test_erasure_reaches_contact_copies_links_line_and_consents(still: Office) -> None:
    person = a_person(still)

    reply = erased(still, person.visit_token)

    assert (reply.status, reply.json) == (
        200,
        {"erased_at": "2026-11-25T02:00:00Z", "erased": {"contacts": 1, "copies": 1, "links": 1, "pending": 0}},
    )
    assert left_of(still) == []
    assert person.view().code == "unknown-link"
    assert [ticket.state for ticket in still.tickets()] == ["cancelled"]
    assert still.ports.copies.info(f"copies/{person.request_id}/{person_code(still, person.request_id)}.pdf") is None


def person_code(office: Office, request_id: str) -> str:
    request = office.ports.requests.find(request_id)
    assert request
    return request.copy_code


def test_token_of_an_erased_visit_opens_only_the_answer_that_it_was_erased(still: Office) -> None:
    person = a_person(still)
    first = erased(still, person.visit_token)
    still.clock.move(hours=3)

    assert erased(still, person.visit_token).json == first.json
    for method, path in (
        ("GET", "/visit/data"),
        ("GET", "/visit"),
        ("POST", "/visit/finish"),
        ("PATCH", "/visit/data"),
    ):
        reply = still.ask(method, path, {}, token=person.visit_token)
        assert (reply.status, reply.code, reply.json["erased_at"]) == (410, "visit-erased", "2026-11-25T02:00:00Z")


@pytest.mark.parametrize("state", ["new", "ready", "at the desk"])
def test_what_waits_to_be_sent_is_refused_for_good_and_staff_learn_why(still: Office, state: str) -> None:
    visit, staff = still.visit(**PERSON), still.signed_in()
    request = asked(still, visit, still.publication(a_pdf(1)), "flashdisk" if state == "at the desk" else "email")
    [delivery] = still.ports.deliveries.of_request(request["request_id"])
    if state == "ready":
        still.ports.deliveries.change(delivery, "ready", {"not_before": still.clock() + timedelta(hours=1)})
    elif state == "at the desk":
        still.carry_jobs()

    told = erased(still, visit["visit_token"]).json["erased"]
    still.carry_jobs()
    still.clock.move(hours=2)
    still.run_schedule("sweep")
    still.carry_jobs()

    [shown] = still.get("/staff/requests", token=staff).json["items"]
    assert told["pending"] == 1
    assert [(one["state"], one["code"]) for one in shown["deliveries"]] == [("refused", "visit-erased")]
    assert (shown["state"], shown["reason_code"]) == ("refused", "visit-erased")
    assert still.post(f"/staff/requests/{request['request_id']}/retry", token=staff).code == "visit-erased"
    assert (still.mails(), still.get("/staff/deliveries", token=staff).json["items"]) == ([], [])


def test_copy_that_is_being_made_at_that_moment_is_never_given_out_and_gone_by_morning(still: Office) -> None:
    visit = still.visit(**PERSON)
    request = asked(still, visit, still.publication(a_pdf(1)), "app")
    put = still.ports.copies.put

    def erased_meanwhile(*copy: Any) -> None:
        erased(still, visit["visit_token"])
        put(*copy)

    with patch.object(still.ports.copies, "put", erased_meanwhile):
        still.carry_jobs()

    kept = still.ports.requests.find(request["request_id"])
    assert kept
    assert (kept.state, kept.ready_at) == ("revoked", None)
    still.clock.move(hours=12)
    still.run_schedule("retention")
    assert still.ports.copies.info(f"copies/{kept.request_id}/{kept.copy_code}.pdf") is None


def test_request_that_an_erasure_overtakes_is_not_accepted(still: Office) -> None:
    visit, publication = still.visit(**PERSON), still.publication(a_pdf(1))
    commit, wanted = still.ports.commit, {"publication_id": publication, "channels": ["email"]}

    def overtaken(writes: Any) -> None:
        begun = still.ports.visits.find(visit["visit_id"])
        assert begun
        still.ports.visits.begin_erasing(begun, still.clock())
        commit(writes)

    with patch.object(still.ports, "commit", overtaken):
        reply = still.post("/visit/requests", wanted, token=visit["visit_token"])

    assert (reply.status, reply.code) == (410, "visit-erased")
    assert still.ports.requests.of_visit(visit["visit_id"]) == []


def test_who_is_being_served_is_served_to_the_end_and_another_need_stays_a_figure(still: Office) -> None:
    visit, staff = still.visit(priority="elderly", services=["printed", "digital"]), still.signed_in()
    called = still.post("/staff/queue/calls", {"desk": "1", "services": ["printed"]}, token=staff).json["ticket_id"]
    still.post(f"/staff/tickets/{called}/serve", token=staff)

    erased(still, visit["visit_token"])
    finished = still.post(f"/staff/tickets/{called}/finish", token=staff)

    assert finished.status == 200
    assert {ticket.service: ticket.state for ticket in still.tickets()} == {"printed": "done", "digital": "cancelled"}
    kept = still.ports.visits.find(visit["visit_id"])
    assert kept
    assert (kept.state, kept.priority) == ("finished", "elderly")
