"""A complaint whose filing, event or letter breaks off anywhere is filed once, moves once and is told of once.

Every call to AWS that is made is broken in every way, one at a time; how many there are, a run without a fault tells.
"""

from __future__ import annotations

import email
from collections import Counter
from contextlib import suppress

from chalicelib.complaints.model import complaint_id_of
from tests.audit import complaints, rows
from tests.complaints.steps import a_form, filed, stored
from tests.delivery.notices import hear, notices_of_all
from tests.faults import Mode, broken_off, calls_of, every_mode
from tests.office import Office, new_key
from tests.reliability.redelivery import after_each_fault as after_each_fault_of
from tests.reliability.redelivery import arrived
from tests.reliability.test_broken_off_calls import (
    Send,
    after_each_fault,
    check_answers,
    check_answers_to_staff,
)


def letters(office: Office) -> Counter[str]:
    """How many mails left for each letter; it is the left side of their Message-ID."""
    ids = [str(email.message_from_bytes(raw)["Message-ID"]) for raw in office.mails()]
    return Counter(one.strip("<>").partition("@")[0] for one in ids)


def let_time_pass(office: Office) -> None:
    """What got stuck is started again; the mail service tells of what left."""
    for _ in range(4):
        office.carry_jobs()
        hear(office, *notices_of_all(office, "send"))
        office.clock.move(minutes=10)
        office.run_schedule("sweep")


@every_mode
def test_complaint_is_filed_once_with_one_receipt(office: Office, mode: Mode) -> None:
    def prepared() -> Send:
        form, key = a_form(), new_key()
        return lambda: office.post("/complaints", form, key=key)

    pairs = list(after_each_fault(mode, prepared))
    let_time_pass(office)

    check_answers(pairs, 201, mode)
    codes = {again.json["code"] for _, again in pairs}
    assert len(codes) == len(pairs) >= 6
    assert len(rows(office, "COMPLAINTS_TABLE")) == len(pairs) + 1
    assert set(letters(office).values()) == {1} and len(letters(office)) == len(pairs) + 1
    assert complaints(office) == []


@every_mode
def test_event_happens_once_with_one_letter(office: Office, mode: Mode) -> None:
    token, codes = office.signed_in(), []

    def prepared() -> Send:
        code = filed(office)
        codes.append(code)
        event = {"state": "answered", "note": "Kami perbaiki.", "version": 1}
        return lambda: office.post(f"/staff/complaints/{code}/events", event, token=token)

    pairs = list(after_each_fault(mode, prepared))
    let_time_pass(office)

    check_answers_to_staff(pairs, 200, mode)
    histories = [[event.state for event in stored(office, code).history] for code in codes]
    assert histories == [["received", "answered"]] * len(codes)
    assert len(pairs) >= 6
    assert set(letters(office).values()) == {1} and len(letters(office)) == 2 * len(codes)
    assert complaints(office) == []


@every_mode
def test_letter_leaves_once_and_one_in_doubt_waits_for_its_event(office: Office, mode: Mode) -> None:
    def prepared() -> tuple[str, str]:
        code = office.post("/complaints", a_form()).json["code"]
        [job] = arrived(office, "delivery")
        return complaint_id_of(code), job

    subjects = [subject for subject, _ in after_each_fault_of(office, "delivery", mode, prepared)]
    let_time_pass(office)

    left = letters(office)
    fates = {subject: (left[f"{subject}.email"], _state_of(office, subject)) for subject in subjects}
    refused = {(0, "refused")} if mode == "refuse" else set()
    assert set(fates.values()) <= {(1, "sent")} | refused
    assert list(fates.values()).count((0, "refused")) <= 1
    assert len(subjects) >= 6
    assert complaints(office) == []


@every_mode
def test_reminder_and_end_of_an_abandoned_file_happen_once(office: Office, mode: Mode) -> None:
    def prepared() -> list[str]:
        """One that is due soon, and one that nobody completed."""
        for code in [stored(office, code).code for code in open_codes(office)]:
            office.post(f"/complaints/{code}/withdrawal")
        soon, token = filed(office, email=None), office.signed_in()
        abandoned = filed(office)
        event = {"state": "incomplete", "note": "Hari apa?", "version": 1}
        office.post(f"/staff/complaints/{abandoned}/events", event, token=token)
        office.carry_jobs()
        office.clock.move(days=31)
        due_soon = filed(office, email=None)
        office.clock.move(days=12)
        return [soon, abandoned, due_soon]

    prepared()
    calls = calls_of(lambda: office.run_schedule("complaint_clocks"))
    for at in range(1, len(calls) + 1):
        _, abandoned, due_soon = prepared()
        _broken_run(office, mode, at)
        for _ in range(2):
            office.run_schedule("complaint_clocks")
        let_time_pass(office)

        assert [event.state for event in stored(office, abandoned).history] == ["received", "incomplete", "closed"]
        assert [one.clock for one in stored(office, due_soon).reminders] == ["answer"]
        assert letters(office)[f"{complaint_id_of(due_soon)}.office-1"] == 1
        assert letters(office)[f"{complaint_id_of(abandoned)}.email-3"] == 1
    assert len(calls) >= 5
    assert complaints(office) == []


def open_codes(office: Office) -> list[str]:
    return [str(row["code"]) for row in rows(office, "COMPLAINTS_TABLE") if row.get("open_unit")]


def _broken_run(office: Office, mode: Mode, at: int) -> None:
    """The run that is broken; what it raises EventBridge hears, and runs it again."""
    with suppress(Exception):
        broken_off(lambda: office.run_schedule("complaint_clocks"), mode, at)


def _state_of(office: Office, complaint_id: str) -> str:
    [letter] = office.ports.deliveries.of_request(complaint_id)
    return letter.state
