"""How a visitor can be reached: a corrected address, a consent given and taken back, while the visit is open."""

from __future__ import annotations

import email
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.delivery.stops import suppress
from tests.delivery.steps import asked, seen, states
from tests.office import Office, Reply, a_pdf

WHATSAPP = {"code": "contact-whatsapp", "version": "2026-01"}


def change(office: Office, visit: dict[str, Any], address: str, **more: Any) -> Reply:
    return office.post("/visit/email", {"email": address, **more}, token=visit["visit_token"])


def agree(office: Office, visit: dict[str, Any], **form: Any) -> Reply:
    return office.post("/visit/consents", WHATSAPP | form, token=visit["visit_token"])


def withdraw(office: Office, visit: dict[str, Any], code: str = "contact-whatsapp") -> Reply:
    return office.ask("DELETE", f"/visit/consents/{code}", token=visit["visit_token"])


def usable(shown: Any) -> dict[str, bool]:
    return {one["channel"]: one["usable"] for one in shown["channels"]}


def given(office: Office, visit: dict[str, Any]) -> list[tuple[str, str, bool]]:
    kept = office.ports.visits.find(visit["visit_id"])
    assert kept
    return [(one.code, one.version, one.withdrawn_at is None) for one in kept.consents]


def test_visit_shows_masked_how_its_visitor_is_reached(still: Office) -> None:
    visit = still.visit(phone="0812-3456-7890", consents=[WHATSAPP])

    shown = still.get("/visit", token=visit["visit_token"]).json

    assert shown["reach"] == {"email": "si***@example.com", "phone": "***7890", "consents": ["contact-whatsapp"]}
    assert usable(shown) == {"app": True, "email": True, "whatsapp": True, "flashdisk": True}


def test_corrected_address_is_used_from_now_on_in_place_of_one_that_bounced(still: Office) -> None:
    visit, publication = still.visit(email="salah@example.com"), still.publication(a_pdf(1))
    suppress(still.ports.suppressions, "salah@example.com", "address-bounced", still.clock())
    before = usable(still.get("/visit", token=visit["visit_token"]).json)

    reply = change(still, visit, "benar@example.com")
    request = asked(still, visit, publication, "email")
    still.carry_jobs()

    assert (before["email"], usable(reply.json)["email"]) == (False, True)
    assert reply.json["reach"]["email"] == "be***@example.com"
    assert [email.message_from_bytes(mail)["To"] for mail in still.mails()] == ["benar@example.com"]
    assert states(seen(still, visit, request)) == {"email": "sent"}


def test_likely_slip_in_a_corrected_address_is_asked_about_once(still: Office) -> None:
    visit = still.visit()

    doubted = change(still, visit, "siti@gmial.com")
    confirmed = change(still, visit, "siti@gmial.com", email_confirmed=True)

    assert (doubted.status, doubted.faults) == (422, {"email": "did-you-mean"})
    assert "siti@gmail.com" in doubted.json["errors"][0]["detail"]
    assert (confirmed.status, confirmed.json["reach"]["email"]) == (200, "si***@gmial.com")


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"email": "bukan alamat"}, {"email": "not-an-address"}),
        ({}, {"email": "required"}),
        ({"email": "a@example.com", "name": "Lain"}, {"name": "unknown-field"}),
        ({"email": "a@example.com\r\nBcc: x@example.com"}, {"email": "control-characters"}),
    ],
)
def test_nothing_but_an_address_is_taken(still: Office, body: dict[str, Any], faults: dict[str, str]) -> None:
    visit = still.visit()

    reply = still.post("/visit/email", body, token=visit["visit_token"])

    assert (reply.status, reply.faults) == (422, faults)
    assert still.get("/visit", token=visit["visit_token"]).json["reach"]["email"] == "si***@example.com"


def test_consent_is_kept_with_its_number_its_time_and_the_version_of_its_text(still: Office) -> None:
    visit = still.visit()
    still.clock.move(minutes=5)

    reply = agree(still, visit, phone="0812 3456 7890")

    kept, contact = (
        still.ports.visits.find(visit["visit_id"]),
        still.ports.contacts.find(visit["visit_id"], still.clock()),
    )
    assert kept
    assert contact
    assert reply.json["reach"] == {"email": "si***@example.com", "phone": "***7890", "consents": ["contact-whatsapp"]}
    assert usable(reply.json)["whatsapp"]
    assert given(still, visit) == [("contact-whatsapp", "2026-01", True)]
    assert kept.consents[0].given_at - kept.created_at == timedelta(minutes=5)
    assert contact.phone == "+6281234567890"


def test_consent_given_twice_is_one_and_taken_back_and_given_again_is_known_as_such(still: Office) -> None:
    visit = still.visit(phone="0812-3456-7890")

    replies = [agree(still, visit), agree(still, visit), withdraw(still, visit), withdraw(still, visit)]
    once = given(still, visit)
    again = agree(still, visit)

    assert [reply.status for reply in [*replies, again]] == [200] * 5
    assert [reply.json["reach"]["consents"] for reply in replies] == [["contact-whatsapp"]] * 2 + [[]] * 2
    assert once == [("contact-whatsapp", "2026-01", False)]
    assert given(still, visit) == [("contact-whatsapp", "2026-01", False), ("contact-whatsapp", "2026-01", True)]


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        ({"version": "1999-01", "phone": "0812-3456-7890"}, {"code": "not-in-list"}),
        ({}, {"phone": "required"}),
        ({"phone": "0511-3350000"}, {"phone": "not-a-mobile-number"}),
        ({"phone": "12"}, {"phone": "not-a-phone-number"}),
        ({"phone": "0812-3456-7890", "given_at": "2020-01-01"}, {"given_at": "unknown-field"}),
    ],
)
def test_consent_that_does_not_fit_is_refused_and_leaves_nothing(
    still: Office, form: dict[str, Any], faults: dict[str, str]
) -> None:
    visit = still.visit()

    reply = agree(still, visit, **form)

    contact = still.ports.contacts.find(visit["visit_id"], still.clock())
    assert (reply.status, reply.faults) == (422, faults)
    assert given(still, visit) == []
    assert contact
    assert contact.phone is None


def test_consent_in_the_guestbook_needs_a_mobile_number(still: Office) -> None:
    entry = {"name": "Siti", "email": "siti@example.com", "services": ["printed"], "consents": [WHATSAPP]}
    kiosk = still.kiosk()

    landline = still.post("/visits", entry | {"phone": "0511-3350000"}, token=kiosk)
    none = still.post("/visits", entry, token=kiosk)

    assert (landline.status, landline.faults) == (422, {"phone": "not-a-mobile-number"})
    assert (none.status, none.faults) == (422, {"phone": "required"})


def test_finished_visit_changes_nothing_any_more_but_takes_a_consent_back(still: Office) -> None:
    visit = still.visit(phone="0812-3456-7890", consents=[WHATSAPP])
    still.post("/visit/finish", token=visit["visit_token"])

    replies = [change(still, visit, "lain@example.com"), agree(still, visit, phone="0813-3456-7890")]
    taken_back = withdraw(still, visit)

    assert {(reply.status, reply.code) for reply in replies} == {(409, "visit-finished")}
    assert (taken_back.status, given(still, visit)) == (200, [("contact-whatsapp", "2026-01", False)])


def test_consent_that_was_never_given_is_not_found_and_a_stranger_gives_none(still: Office) -> None:
    visit = still.visit()

    unknown = withdraw(still, visit, "special-needs")
    stranger = still.post("/visit/consents", WHATSAPP | {"phone": "0812-3456-7890"}, token="x" * 43)

    assert (unknown.status, unknown.code) == (404, "unknown-consent")
    assert stranger.status == 401
