"""The hourly look at the clocks: a reminder before, an alarm after, each once, and an end to what nobody completes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.log import log
from tests.audit import complaints, everything
from tests.complaints.steps import filed, moved, read, stored, text_of
from tests.office import Office


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What a person was told of: the lines that ring the alarm."""
    lines: list[dict[str, Any]] = []
    with patch.object(log, "error", lambda message, **more: lines.append({"message": message, **more})):
        yield lines


def looked(office: Office, days: float = 0) -> None:
    """So many days later the clocks are looked at, twice in a row."""
    office.clock.move(days=days)
    for _ in range(2):
        office.run_schedule("complaint_clocks")
        office.carry_jobs()


def subjects(office: Office) -> list[str]:
    return [str(read(mail)["Subject"]).partition(":")[0] for mail in office.mails()]


def test_office_is_reminded_once_three_days_before_and_alarmed_once_after(office: Office, told: list[Any]) -> None:
    code = filed(office, email=None)

    mails = []
    for days in (10, 1, 1, 2, 1, 1):
        looked(office, days)
        mails.append(len(office.mails()))

    assert mails == [0, 1, 1, 1, 1, 1], "on the tenth day, the eleventh, twelfth, fourteenth, fifteenth and sixteenth"
    assert subjects(office) == ["Tenggat pengaduan mendekat"]
    complaint_id = stored(office, code).complaint_id
    assert told == [{"message": "beyond help", "kind": "complaint", "id": complaint_id, "state": "answer-overdue"}]
    assert complaints(office) == []


def test_each_clock_of_a_complaint_is_reminded_of_by_its_own_letter(office: Office, told: list[Any]) -> None:
    code = filed(office, email=None)
    given = {"lapor_class": "information"}
    classified = office.post(f"/staff/complaints/{code}/class", given, token=office.signed_in()).json
    until = date.fromisoformat(classified["lapor_due"]) - date.fromisoformat(classified["received_on"])
    looked(office, until.days - 3)
    looked(office, 12 - (until.days - 3))
    moved(office, office.signed_in(), code, "answered")
    looked(office, 46)
    moved(office, office.signed_in(), code, "decided")
    looked(office, 12)

    said = ("menurut kelas SP4N-LAPOR!", "harus dijawab", "harus diputuskan", "harus diberitahukan")
    letters = [" ".join(text_of(mail).split()) for mail in office.mails()]
    assert [words in letter for words, letter in zip(said, letters, strict=True)] == [True] * 4
    assert [one.clock for one in stored(office, code).reminders] == ["lapor", "answer", "decision", "notice"]
    assert [one["state"] for one in told] == ["lapor-overdue"]


def test_file_that_nobody_completes_is_closed_when_its_time_has_passed(office: Office, told: list[Any]) -> None:
    code, token = filed(office), office.signed_in()
    moved(office, token, code, "incomplete", note="Hari apa?")

    looked(office, 30)
    before = stored(office, code).state
    looked(office, 1)

    complaint = stored(office, code)
    assert (before, complaint.state, complaint.open_since) == ("incomplete", "closed", None)
    assert complaint.history[-1].note == (
        "Pengaduan ini tidak dilengkapi dalam 30 hari, sehingga dianggap dicabut dan kami tutup. "
        "Anda boleh menyampaikannya lagi."
    )
    assert subjects(office) == ["Tanda terima pengaduan", "Pengaduan perlu dilengkapi", "Pengaduan ditutup"]
    assert office.ports.complainants.find(complaint.complaint_id, office.clock())
    assert (told, complaints(office)) == ([], [])


def test_what_has_ended_is_looked_at_no_more(office: Office, told: list[Any]) -> None:
    code = filed(office)
    office.post(f"/complaints/{code}/withdrawal")
    office.carry_jobs()
    before = everything(office)

    looked(office, 100)

    assert everything(office) == before
    assert told == []


def test_one_that_cannot_be_looked_after_holds_up_no_other(office: Office, told: list[Any]) -> None:
    first, second = filed(office, email=None), filed(office, email=None)
    real, broken = office.ports.complaints.changing, stored(office, first).complaint_id

    def changing(complaint: Any, changes: Any) -> Any:
        if complaint.complaint_id == broken:
            raise RuntimeError("storage")
        return real(complaint, changes)

    office.clock.move(days=12)
    with patch.object(office.ports.complaints, "changing", changing), pytest.raises(ExceptionGroup):
        office.run_schedule("complaint_clocks")
    office.carry_jobs()

    assert [len(stored(office, code).reminders) for code in (first, second)] == [0, 1]
    looked(office)
    assert len(stored(office, first).reminders) == 1
