"""Filing a complaint: by whoever complains, and by staff who type in what came another way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.complaints.model import complaint_id_of
from chalicelib.moments import instant
from chalicelib.unit import service_day
from tests.audit import rows
from tests.complaints.steps import a_form, filed, read, stored
from tests.office import Office, new_key


def test_complaint_without_a_name_is_taken_in_and_its_code_shown_at_once(office: Office) -> None:
    reply = office.post("/complaints", a_form(name=None, email=None))

    unit = office.ports.units.of(None)
    due = service_day(office.clock(), unit) + timedelta(days=14)
    assert (reply.status, reply.json["answer_due"]) == (201, due.isoformat())
    complaint = stored(office, reply.json["code"])
    assert (complaint.source, complaint.has_contact, complaint.text.count("\n")) == ("public", False, 1)
    assert rows(office, "COMPLAINANTS_TABLE") == rows(office, "DELIVERIES_TABLE") == []


def test_who_complained_stands_apart_from_what_about(office: Office) -> None:
    code = filed(office, phone="0812 3456 7890")

    [register], [person] = rows(office, "COMPLAINTS_TABLE"), rows(office, "COMPLAINANTS_TABLE")
    assert not [value for value in register.values() if "ubaidah" in str(value) or "3456" in str(value)]
    assert person == {
        "complaint_id": complaint_id_of(code),
        "unit": "6371",
        "name": "Zubaidah Sentinel",
        "email": "zubaidah@example.com",
        "phone": "+6281234567890",
    }


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"category": "U10", "channel": "fax"}, {"category": "not-in-list", "channel": "not-in-list"}),
        ({"text": "\n \n"}, {"text": "required"}),
        ({"text": "x" * 5001, "name": "x"}, {"text": "too-long", "name": "too-short"}),
        ({"email": "zubaidah@", "phone": "12"}, {"email": "not-an-address", "phone": "not-a-phone-number"}),
        ({"email": "zubaidah@gmial.com"}, {"email": "did-you-mean"}),
        ({"visit_token": "x" * 43}, {"visit_token": "unknown-visit-token"}),
        ({"status": "closed"}, {"status": "unknown-field"}),
        ({"name": "Zu\u0007"}, {"name": "control-characters"}),
    ],
)
def test_faults_are_told_all_at_once(office: Office, changes: dict[str, Any], faults: dict[str, str]) -> None:
    reply = office.post("/complaints", a_form(**changes))

    assert (reply.status, reply.faults) == (422, faults)


def test_complaint_about_a_visit_keeps_its_day_and_nothing_else_of_it(office: Office) -> None:
    visit = office.visit(email="siti.lain@example.com")

    complaint = stored(office, filed(office, visit_token=visit["visit_token"], name=None, email=None))

    assert complaint.visit_day and complaint.visit_day.isoformat() == visit["day"]
    assert (complaint.is_late, complaint.has_contact) == (False, False)
    assert visit["visit_id"] not in str(rows(office, "COMPLAINTS_TABLE"))


@pytest.mark.parametrize(("days", "late"), [(30, False), (31, True)])
def test_complaint_more_than_thirty_days_after_its_visit_is_taken_in_and_marked(
    office: Office, days: int, late: bool
) -> None:
    token = office.visit()["visit_token"]
    office.clock.move(days=days)

    assert stored(office, filed(office, visit_token=token)).is_late is late


def test_one_network_address_files_ten_an_hour_and_others_are_not_held_up(office: Office) -> None:
    office.ports.units = office.limited
    form = a_form(email=None)

    here = [office.post("/complaints", form, address="203.0.113.7").status for _ in range(11)]
    last = office.post("/complaints", form, address="203.0.113.7")
    elsewhere = office.post("/complaints", form, address="203.0.113.8")
    office.clock.move(minutes=61)
    later = office.post("/complaints", form, address="203.0.113.7")

    assert here == [201] * 10 + [429]
    assert last.code == "too-many-complaints" and 0 < int(last.headers["retry-after"]) <= 3601
    assert (elsewhere.status, later.status) == (201, 201)


def test_receipt_that_would_be_one_mail_too_many_keeps_nobody_from_complaining(office: Office) -> None:
    office.ports.units = office.limited

    codes = [filed(office) for _ in range(4)]

    assert len(office.mails()) == 3
    listed = office.get("/staff/complaints", token=office.signed_in()).json["items"]
    assert {one["code"]: one["mail"] for one in listed} == dict.fromkeys(codes[:3], "sent") | {codes[3]: "failed"}


def test_slip_from_the_box_counts_from_its_true_time(office: Office) -> None:
    token, now = office.signed_in(office.member("petugas")), office.clock()
    found = now - timedelta(days=10)

    reply = office.post("/staff/complaints", a_form(channel="box", email=None, received_at=instant(found)), token=token)

    unit = office.ports.units.of(None)
    due = service_day(found, unit) + timedelta(days=14)
    assert (reply.json["received_at"], reply.json["answer_due"]) == (instant(found), due.isoformat())
    shown = office.get(f"/staff/complaints/{reply.json['code']}", token=token).json
    assert (shown["source"], shown["channel"], shown["days_left"]) == ("staff", "box", 4)
    assert shown["history"][0]["by"] == "Rina"


@pytest.mark.parametrize(("hours", "fault"), [(1, "in-the-future"), (-181 * 24, "too-long-ago")])
def test_time_that_cannot_be_is_refused(office: Office, hours: int, fault: str) -> None:
    at = instant(office.clock() + timedelta(hours=hours))

    reply = office.post("/staff/complaints", a_form(received_at=at), token=office.signed_in())

    assert (reply.status, reply.faults) == (422, {"received_at": fault})


def test_code_is_typed_as_it_is_read_and_guessing_is_noticed(office: Office) -> None:
    code = filed(office)

    typed = office.get(f"/complaints/{code.lower().replace('-', '').replace('0', 'o')}", address="203.0.113.9")
    guesses = [office.get("/complaints/PG-0000-0000-0000", address="203.0.113.9").status for _ in range(21)]

    assert (typed.status, typed.json["code"]) == (200, code)
    assert guesses == [404] * 20 + [429]


def test_status_by_code_names_nobody_and_does_not_repeat_the_complaint(office: Office) -> None:
    code = filed(office)

    reply = office.get(f"/complaints/{code}")

    text = reply.body.decode().lower()
    assert not [word for word in ("zubaidah", "sentinel", "satu jam", "rina") if word in text]
    assert (reply.json["state"], reply.json["may"]) == ("received", {"complete": False, "withdraw": True})
    assert reply.json["next_step"] == {"lapor": "lapor.go.id"}


def test_unit_says_what_may_be_complained_about_and_until_when_it_answers(office: Office) -> None:
    told = office.get("/unit", headers={"accept-language": "en"}).json["complaints"]

    assert [one["code"] for one in told["categories"]] == [*(f"U{number}" for number in range(1, 10)), "other"]
    assert told["categories"][2]["name"] == "Time taken"
    assert (told["answer_days"], told["completion_days"], told["decision_days"]) == (14, 30, 60)


def test_same_call_again_files_one_complaint_and_sends_one_receipt(office: Office) -> None:
    key = new_key()

    first, again = (office.post("/complaints", a_form(), key=key) for _ in range(2))
    office.carry_jobs()

    assert (first.status, first.json) == (again.status, again.json)
    assert [read(mail)["Subject"] for mail in office.mails()] == [f"Tanda terima pengaduan: {first.json['code']}"]
