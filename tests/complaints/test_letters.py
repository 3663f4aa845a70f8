"""The letters of a complaint: what they say, to whom, once, and that one which did not get through is seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.delivery.outcome import FateUnknown, QuotaSpent
from chalicelib.log import log
from tests.audit import complaints
from tests.complaints.steps import a_form, filed, moved, read, stored, text_of
from tests.delivery.notices import hear, notice_of
from tests.office import Office
from tests.reliability.redelivery import arrived
from tests.security.test_inert import Seen, every_markup


def letters_of(office: Office, code: str) -> dict[str, str]:
    """The letters of a complaint by name, and their state."""
    found = office.ports.deliveries.of_request(stored(office, code).complaint_id)
    return {one.name: one.state for one in found}


def test_receipt_brings_code_status_office_and_the_way_on_and_nothing_of_the_complaint(office: Office) -> None:
    code = filed(office, language="en")

    [mail] = office.mails()
    headers, plain, html = read(mail), text_of(mail), text_of(mail, "html")
    assert headers["Subject"] == f"Receipt of your complaint: {code}"
    assert (headers["To"], headers["Auto-Submitted"]) == ("zubaidah@example.com", "auto-generated")
    assert headers["Reply-To"] == "BPS Kota Banjarmasin <bps6371@bps.go.id>"
    for text in (plain, html):
        assert f"http://127.0.0.1:8000/pengaduan/#{code}" in text
        assert all(word in text for word in ("Zubaidah Sentinel", "05116773031", "www.lapor.go.id"))
        assert "satu jam" not in text
    assert plain.index("Pengaduan Anda sudah kami terima.") < plain.index("We have received your complaint.")


def test_each_event_is_told_by_one_letter_with_what_the_office_says(office: Office) -> None:
    code, token = filed(office), office.signed_in()

    moved(office, token, code, "incomplete", note="Hari apa?\n\nDi loket mana?")
    office.post(f"/complaints/{code}/completion", {"text": "Selasa, loket 2"})
    office.carry_jobs()
    for state in ("answered", "decided", "closed"):
        moved(office, token, code, state)

    subjects = [str(read(mail)["Subject"]).removesuffix(f": {code}") for mail in office.mails()]
    assert subjects == [
        "Tanda terima pengaduan",
        "Pengaduan perlu dilengkapi",
        "Pengaduan sudah dilengkapi",
        "Jawaban atas pengaduan",
        "Keputusan atas pengaduan",
        "Pengaduan ditutup",
    ]
    assert "  Hari apa?\n\n  Di loket mana?\n" in text_of(office.mails()[1])
    assert not [mail for mail in office.mails() if "Selasa" in text_of(mail)]
    assert letters_of(office, code) == dict.fromkeys(
        ["email", "email-2", "email-3", "email-4", "email-5", "email-6"], "sent"
    )


def test_secret_complainant_is_written_to_and_no_letter_to_the_office_names_them(office: Office) -> None:
    filed(office, secret_identity=True)
    office.clock.move(days=12)
    office.run_schedule("complaint_clocks")
    office.carry_jobs()

    own, to_office = office.mails()
    assert (read(own)["To"], read(to_office)["To"]) == ("zubaidah@example.com", "bps6371@bps.go.id")
    text = text_of(to_office) + text_of(to_office, "html")
    assert "harus dijawab paling lambat" in text
    assert not [word for word in ("Zubaidah", "zubaidah", "satu jam") if word in text]


def test_letter_that_came_back_is_seen_in_the_register_and_breaks_no_list(office: Office) -> None:
    code, token = filed(office), office.signed_in()
    [letter] = office.ports.deliveries.of_request(stored(office, code).complaint_id)

    hear(office, notice_of(office, "gone", letter, address="zubaidah@example.com"))

    [listed] = office.get("/staff/complaints", token=token).json["items"]
    assert listed["mail"] == "failed"
    assert office.get("/staff/deliveries", token=token).json["items"] == []
    assert moved(office, token, code, "answered").status == 200
    assert letters_of(office, code) == {"email": "bounced", "email-2": "refused"}, "the address is suppressed"


def test_letter_whose_job_was_lost_is_started_by_the_sweeper(office: Office) -> None:
    code = office.post("/complaints", a_form()).json["code"]
    arrived(office, "delivery")

    office.clock.move(minutes=5)
    office.run_schedule("sweep")
    office.carry_jobs()

    assert (letters_of(office, code), len(office.mails())) == ({"email": "sent"}, 1)


def test_letter_whose_job_failed_for_good_is_shown_by_code_and_goes_when_it_is_told_to(office: Office) -> None:
    code, head = office.post("/complaints", a_form()).json["code"], office.signed_in()
    [job] = arrived(office, "delivery")
    office.sqs.send_message(QueueUrl=office.environment["DELIVERY_JOBS_DEAD_LETTERS"], MessageBody=job)

    [listed] = office.get("/staff/failed-jobs", token=head).json["items"]
    office.post("/staff/failed-jobs/redrive", {}, token=head)
    office.carry_jobs()

    assert (listed["kind"], listed["about"], listed["request_id"]) == ("delivery", code, None)
    assert (letters_of(office, code), len(office.mails())) == ({"email": "sent"}, 1)


def test_letter_in_doubt_goes_once_more_and_then_a_person_is_told(office: Office) -> None:
    told: list[Any] = []
    code = office.post("/complaints", a_form()).json["code"]

    with (
        patch.object(office.ports.mailer, "send", side_effect=FateUnknown) as send,
        patch.object(log, "error", lambda message, **more: told.append((message, more["id"]))),
    ):
        for _ in range(5):
            office.carry_jobs()
            office.clock.move(minutes=11)
            office.run_schedule("sweep")

    assert send.call_count == 2
    assert told == [("beyond help", f"{stored(office, code).complaint_id}.email")]


def test_spent_quota_puts_a_letter_off_until_there_is_one_again(office: Office) -> None:
    code = office.post("/complaints", a_form()).json["code"]
    spent = QuotaSpent(office.clock() + timedelta(hours=1))

    with patch.object(office.ports.mailer, "send", side_effect=spent):
        office.carry_jobs()
    states = []
    for minutes in (30, 50):
        office.clock.move(minutes=minutes)
        office.run_schedule("sweep")
        office.carry_jobs()
        states.append(letters_of(office, code)["email"])

    assert (states, len(office.mails())) == (["ready", "sent"], 1)


@every_markup
def test_words_in_a_letter_stand_as_they_were_typed_and_do_nothing(office: Office, nasty: str) -> None:
    token = office.signed_in()
    moved(office, token, filed(office), "answered", note="Biasa")
    moved(office, token, filed(office, name=nasty), "answered", note=nasty)

    [_, plain, _, sent] = office.mails()
    seen = Seen(text_of(sent, "html"))
    assert [tag for tag, _ in seen.elements] == [tag for tag, _ in Seen(text_of(plain, "html")).elements]
    assert seen.text.count(nasty) == 4, "by name and in the answer, in both languages"
    assert complaints(office) == []


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_complainant_without_a_name_is_greeted_politely(office: Office, kind: str) -> None:
    filed(office, name=None)

    [mail] = office.mails()
    assert "Yth. Bapak/Ibu," in text_of(mail, kind)
