"""Checking in through the API: one entry, one visit, its tickets, and an answer that can be had again."""

from __future__ import annotations

from datetime import UTC, datetime, time

import msgspec

from chalicelib.unit import Units
from tests.office import Office, a_pdf, a_visit, new_key


def test_guestbooks_answer_is_the_queue_ticket(office: Office) -> None:
    visit = office.visit(services=["printed", "digital"])

    assert [(ticket["number"], ticket["service"], ticket["ahead"]) for ticket in visit["tickets"]] == [
        ("A-001", "printed", 0),
        ("B-001", "digital", 0),
    ]
    assert len(visit["visit_token"]) == 43


def test_printed_library_is_promised_within_ten_minutes(office: Office) -> None:
    ticket = office.visit()["tickets"][0]

    promised = datetime.fromisoformat(ticket["promised_by"])
    assert 590 <= (promised - datetime.now(UTC)).total_seconds() <= 600


def test_later_visitors_see_who_is_ahead_and_about_how_long(office: Office) -> None:
    kiosk = office.kiosk()
    for _ in range(3):
        office.visit(kiosk)

    ticket = office.visit(kiosk)["tickets"][0]

    assert (ticket["number"], ticket["ahead"], ticket["estimate_minutes"]) == ("A-004", 3, 15)


def test_doubled_tap_makes_one_visit_and_gives_the_same_answer(office: Office) -> None:
    kiosk, key = office.kiosk(), new_key()

    first = office.post("/visits", a_visit(), token=kiosk, key=key)
    second = office.post("/visits", a_visit(), token=kiosk, key=key)

    assert (first.status, second.status) == (201, 201)
    assert second.body == first.body
    assert len(office.tickets()) == 1


def test_answer_can_be_had_again_after_the_line_has_moved_on(office: Office) -> None:
    kiosk, key = office.kiosk(), new_key()
    first = office.post("/visits", a_visit(), token=kiosk, key=key)
    office.post("/staff/queue/calls", {"desk": "1"}, token=office.signed_in())
    office.visit(kiosk)

    assert office.post("/visits", a_visit(), token=kiosk, key=key).body == first.body


def test_faulty_entry_writes_nothing_and_names_all_faults(office: Office) -> None:
    reply = office.post("/visits", {"email": "x", "services": ["printed"], "colour": "red"}, token=office.kiosk())

    assert reply.status == 422
    assert reply.faults == {"name": "required", "email": "not-an-address", "colour": "unknown-field"}
    assert office.tickets() == []


def test_what_the_units_lists_do_not_know_is_told_with_the_other_faults(office: Office) -> None:
    entry = {"email": "siti@gmial.com", "services": ["sauna"], "gender": "x"}

    reply = office.post("/visits", entry, token=office.kiosk())

    assert reply.faults == {
        "name": "required",
        "email": "did-you-mean",
        "services": "not-in-list",
        "gender": "not-in-list",
    }


def test_faults_are_said_in_the_callers_language(office: Office) -> None:
    kiosk = office.kiosk()

    indonesian = office.post("/visits", a_visit(email="x"), token=kiosk)
    english = office.post("/visits", a_visit(email="x"), token=kiosk, headers={"accept-language": "en"})

    assert indonesian.json["title"] == "Ada isian yang perlu diperbaiki."
    assert english.json["title"] == "Some answers need to be corrected."
    assert english.json["errors"][0]["detail"].startswith("This is not an email address")


def test_likely_slip_suggests_what_was_meant_and_can_be_confirmed(office: Office) -> None:
    kiosk = office.kiosk()

    asked = office.post("/visits", a_visit(email="siti@gmial.com"), token=kiosk)
    confirmed = office.post("/visits", a_visit(email="siti@gmial.com", email_confirmed=True), token=kiosk)

    assert asked.faults == {"email": "did-you-mean"}
    assert "siti@gmail.com" in asked.json["errors"][0]["detail"]
    assert confirmed.status == 201


def test_only_a_registered_device_checks_in(office: Office) -> None:
    assert office.post("/visits", a_visit()).status == 401
    assert office.post("/visits", a_visit(), token="guessed").code == "unknown-device"


def test_phone_that_is_here_checks_in_with_the_code_of_the_day(office: Office) -> None:
    code = office.get("/staff/onsite-code", token=office.signed_in()).json["code"]

    assert office.post("/visits", a_visit(), token=code).status == 201


def test_code_of_the_day_dies_at_the_units_midnight(office: Office) -> None:
    staff = office.signed_in()
    code = office.get("/staff/onsite-code", token=staff).json["code"]
    office.clock.move(days=1)

    assert office.post("/visits", a_visit(), token=code).status == 401
    assert office.get("/staff/onsite-code", token=staff).json["code"] != code


def test_numbers_begin_anew_every_day(office: Office) -> None:
    kiosk = office.kiosk()
    office.visit(kiosk)
    office.clock.move(days=1)

    assert office.visit(kiosk)["tickets"][0]["number"] == "A-001"


def test_outside_of_its_hours_the_office_says_when_it_opens(office: Office) -> None:
    kiosk = office.kiosk()
    never = msgspec.structs.replace(office.ports.units.of(None), hours={"monday": [(time(8), time(8, 1))]})
    office.ports.units = Units([never])
    office.clock.ahead = datetime(2026, 11, 29, 4, tzinfo=UTC) - datetime.now(UTC)

    reply = office.post("/visits", a_visit(), token=kiosk)

    assert (reply.status, reply.code) == (409, "closed")
    assert reply.json["opens_at"] == "2026-11-30T00:00:00Z"


def test_visitor_sees_their_own_visit(office: Office) -> None:
    visit = office.visit()

    seen = office.get("/visit", token=visit["visit_token"]).json

    assert (seen["visit_id"], seen["state"], seen["feedback_given"]) == (visit["visit_id"], "open", False)
    assert seen["tickets"][0]["state"] == "waiting"


def test_two_visitors_at_once_do_not_see_each_others_visit(office: Office) -> None:
    kiosk = office.kiosk()
    one, other = office.visit(kiosk), office.visit(kiosk, name="Budi", email="budi@example.com")

    assert office.get("/visit", token=one["visit_token"]).json["visit_id"] == one["visit_id"]
    assert office.get("/visit", token=other["visit_token"]).json["visit_id"] == other["visit_id"]
    foreign = office.post(f"/visit/tickets/{other['tickets'][0]['ticket_id']}/cancel", token=one["visit_token"])
    assert (foreign.status, foreign.code) == (404, "unknown-ticket")


def test_visitor_leaves_the_line(office: Office) -> None:
    visit = office.visit()

    left = office.post(f"/visit/tickets/{visit['tickets'][0]['ticket_id']}/cancel", token=visit["visit_token"])

    assert left.json["tickets"][0]["state"] == "cancelled"
    assert office.get("/board").json["waiting"]["printed"] == 0


def test_finished_visit_leaves_the_line_and_asks_for_nothing_more(office: Office) -> None:
    visit = office.visit()
    publication = office.publication(a_pdf())

    finished = office.post("/visit/finish", token=visit["visit_token"])
    again = office.post("/visit/finish", token=visit["visit_token"])
    asked = office.post(
        "/visit/requests", {"publication_id": publication, "channels": ["app"]}, token=visit["visit_token"]
    )

    assert (finished.json["state"], again.json["state"]) == ("finished", "finished")
    assert finished.json["tickets"][0]["state"] == "cancelled"
    assert (asked.status, asked.code) == (409, "visit-finished")


def test_unit_tells_a_page_all_it_needs(office: Office) -> None:
    indonesian = office.get("/unit").json
    english = office.get("/unit?unit=6371", headers={"accept-language": "en"}).json

    assert indonesian["services"][0]["name"] == "Perpustakaan tercetak (ruang baca)"
    assert english["services"][0]["name"] == "Printed library (reading room)"
    assert (indonesian["zone"], indonesian["open"]) == ("Asia/Makassar", True)
    assert indonesian["channels"] == ["app", "email", "whatsapp", "flashdisk"]
    assert (indonesian["services"][0]["warn_minutes"], indonesian["services"][0]["reading_room"]) == (7, True)
    assert indonesian["priorities"] == ["elderly", "disability", "pregnant", "with-child"]
    assert (english["miss_reasons"][0]["code"], english["miss_reasons"][-1]["name"]) == ("crowd", "Another reason")
    assert office.get("/unit?unit=9999").code == "unknown-unit"


def test_device_is_told_of_its_own_unit(office: Office) -> None:
    kiosk = office.kiosk()

    assert office.get("/unit", token=kiosk).json["code"] == "6371"
    assert office.get("/unit", token="forgotten").code == "unknown-device"
