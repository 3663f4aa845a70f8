"""What happens to a complaint: which state may follow which, once for each click, and who may know whose it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from chalicelib.complaints.model import MOVES, SAID, STATES, Event, State
from chalicelib.complaints.service import due_counts, erase, erase_text
from tests.audit import complaints, rows
from tests.complaints.steps import a_complaint, filed, moved, stored
from tests.faults import calls_of
from tests.office import Office, Reply
from tests.reliability.attempts import overtaking

PATHS: dict[State, tuple[State, ...]] = {
    "received": (),
    "answered": ("answered",),
    "incomplete": ("incomplete",),
    "decided": ("answered", "decided"),
    "closed": ("answered", "closed"),
    "withdrawn": ("withdrawn",),
}
ALLOWED = {
    ("received", "answered"),
    ("received", "incomplete"),
    ("received", "withdrawn"),
    ("incomplete", "received"),
    ("incomplete", "withdrawn"),
    ("answered", "decided"),
    ("answered", "incomplete"),
    ("answered", "closed"),
    ("answered", "withdrawn"),
    ("decided", "closed"),
}
"""What staff may do on the day; an incomplete file is closed only when its time has passed."""


@pytest.mark.parametrize("state", STATES)
def test_only_what_may_follow_can_follow(office: Office, state: State) -> None:
    token = office.signed_in()

    outcomes = {}
    for following in STATES:
        code = filed(office, email=None)
        for step in PATHS[state]:
            assert moved(office, token, code, step).status == 200
        may = office.get(f"/staff/complaints/{code}", token=token).json["may"]
        reply = moved(office, token, code, following)
        outcomes[following] = reply.status
        assert (following in may) is (reply.status == 200)
        assert reply.status == 200 or reply.json["found"] == state

    assert outcomes == {one: 200 if (state, one) in ALLOWED else 409 for one in STATES}


def test_ended_complaints_stay_ended() -> None:
    assert [state for state, following in MOVES.items() if not following] == ["closed", "withdrawn"]


def test_doubled_click_is_one_event_and_a_late_one_is_told_what_was_found(office: Office) -> None:
    code, token, rival = filed(office), office.signed_in(), office.signed_in()
    click = {"state": "answered", "note": "Kami perbaiki.", "version": 1}
    other = {"state": "incomplete", "note": "Hari apa?", "version": 1}

    first, again = (office.post(f"/staff/complaints/{code}/events", click, token=token) for _ in range(2))
    late = office.post(f"/staff/complaints/{code}/events", other, token=rival)
    office.carry_jobs()

    assert (first.status, again.status) == (200, 200)
    assert [event["state"] for event in again.json["history"]] == ["received", "answered"]
    assert (late.status, late.code, late.json["found"]) == (409, "complaint-state", "answered")
    assert len(office.mails()) == 2
    assert complaints(office) == []


def test_answer_and_withdrawal_at_once_are_two_events_or_one_and_a_refusal(office: Office) -> None:
    token, ends = office.signed_in(), []

    def answered(code: str) -> Reply:
        event = {"state": "answered", "note": "Kami perbaiki.", "version": 1}
        return office.post(f"/staff/complaints/{code}/events", event, token=token)

    for at in range(1, len(calls_of(partial(answered, filed(office, email=None)))) + 1):
        code = filed(office, email=None)
        with overtaking(partial(office.post, f"/complaints/{code}/withdrawal"), at):
            reply = answered(code)
        ends.append((reply.status, [event.state for event in stored(office, code).history]))

    assert (409, ["received", "withdrawn"]) in ends
    assert [end for end in ends if end[0] == 200 and end[1] != ["received", "answered", "withdrawn"]] == []
    assert [end for end in ends if end[0] == 409 and end[1] != ["received", "withdrawn"]] == []
    assert complaints(office) == []


@pytest.mark.parametrize("state", sorted(SAID))
def test_answer_question_and_decision_need_words(office: Office, state: str) -> None:
    code, token = filed(office), office.signed_in()

    reply = office.post(f"/staff/complaints/{code}/events", {"state": state, "note": " ", "version": 1}, token=token)

    assert (reply.status, reply.faults) == (422, {"note": "required"})


def test_file_is_completed_by_its_code_once(office: Office) -> None:
    code, token = filed(office), office.signed_in()
    early = office.post(f"/complaints/{code}/completion", {"text": "Selasa"})
    moved(office, token, code, "incomplete", note="Hari apa?")

    done, again = (office.post(f"/complaints/{code}/completion", {"text": "Selasa"}) for _ in range(2))
    other = office.post(f"/complaints/{code}/completion", {"text": "Rabu"})

    assert (early.status, early.json["found"]) == (409, "received")
    assert done.json == again.json and done.json["state"] == "received"
    assert other.status == 409
    shown = office.get(f"/staff/complaints/{code}", token=token).json
    assert [one["text"] for one in shown["additions"]] == ["Selasa"]
    assert (shown["clock"], shown["days_left"]) == ("decision", 60)


def test_complainant_takes_it_back_once_and_not_after_the_decision(office: Office) -> None:
    code, decided, token = filed(office), filed(office), office.signed_in()
    for state in ("answered", "decided"):
        moved(office, token, decided, state)

    done, again = (office.post(f"/complaints/{code}/withdrawal") for _ in range(2))
    late = office.post(f"/complaints/{decided}/withdrawal")

    assert (done.status, again.json) == (200, done.json)
    assert [event["state"] for event in done.json["history"]] == ["received", "withdrawn"]
    assert (late.status, late.json["found"]) == (409, "decided")


def test_secret_identity_is_known_to_the_head_alone_and_reading_it_is_noted(office: Office) -> None:
    code = filed(office, secret_identity=True)
    clerk, head = office.signed_in(office.member("petugas")), office.signed_in()

    seen = office.get(f"/staff/complaints/{code}", token=clerk)
    known = office.get(f"/staff/complaints/{code}", token=head).json
    listed = office.get("/staff/complaints", token=clerk)

    assert (seen.json["contact"], seen.json["contact_hidden"]) == (None, True)
    assert (known["contact"]["name"], known["contact_hidden"]) == ("Zubaidah Sentinel", False)
    assert not [reply for reply in (seen, listed) if b"ubaidah" in reply.body]
    read = [one["id"] for one in rows(office, "AUDIT_TABLE") if (one["action"], one["kind"]) == ("read", "complaint")]
    assert read == [code, code]


def test_register_is_read_in_parts_by_state_and_counts_what_is_due(office: Office) -> None:
    token = office.signed_in()
    first, second, third = (filed(office, email=None) for _ in range(3))
    moved(office, token, second, "answered")
    office.clock.move(days=12)
    token = office.signed_in()

    part = office.get("/staff/complaints?limit=2", token=token).json
    rest = office.get(f"/staff/complaints?limit=2&cursor={part['next']}", token=token).json
    received = office.get("/staff/complaints?state=received", token=token).json["items"]
    office.clock.move(days=3)

    assert [one["code"] for one in part["items"] + rest["items"]] == [third, second, first]
    assert (rest["next"], part["due_soon"], part["overdue"]) == (None, 2, 0)
    assert [(one["code"], one["mood"]) for one in received] == [(third, "soon"), (first, "soon")]
    assert due_counts(office.ports, office.ports.units.of(None)) == (0, 2)


def test_period_holds_what_was_received_from_its_first_midnight_to_its_last(office: Office) -> None:
    wita, ports = ZoneInfo("Asia/Makassar"), office.ports
    moments = [datetime(2026, 11, day, *at, tzinfo=wita) for day, at in ((25, (23, 59)), (26, (0, 0)), (26, (23, 59)))]
    for number, at in enumerate([*moments, datetime(2026, 11, 27, tzinfo=wita)]):
        complaint = a_complaint(at, complaint_id=f"{number:032x}", code=str(number))
        ports.commit([ports.complaints.adding(complaint)])

    of_day = ports.complaints.of_period(ports.units.of(None), date(2026, 11, 26), date(2026, 11, 26))

    assert [one.code for one in of_day] == ["1", "2"]


def test_note_that_is_for_the_office_alone_is_shown_to_staff_only(office: Office) -> None:
    now, token = office.clock(), office.signed_in()
    inner = Event(state="answered", at=now, note="Untuk kantor", to_complainant=False)
    complaint = a_complaint(now, history=[Event(state="received", at=now), inner], state="answered", open_since=now)
    office.ports.commit([office.ports.complaints.adding(complaint)])

    public = office.get(f"/complaints/{complaint.code}").json["history"][1]
    staff = office.get(f"/staff/complaints/{complaint.code}", token=token).json["history"][1]

    assert (public["note"], staff["note"], staff["to_complainant"]) == (None, "Untuk kantor", False)


def test_class_of_lapor_gives_a_day_of_its_own(office: Office) -> None:
    code, token = filed(office), office.signed_in()

    given = office.post(f"/staff/complaints/{code}/class", {"lapor_class": "information"}, token=token).json
    taken = office.post(f"/staff/complaints/{code}/class", {"lapor_class": None}, token=token).json

    assert given["lapor_class"] == "information" and given["lapor_due"] > given["received_on"]
    assert (taken["lapor_class"], taken["lapor_due"]) == (None, None)


def test_who_complained_is_forgotten_ninety_days_after_the_end_and_the_text_two_years(office: Office) -> None:
    code, token = filed(office), office.signed_in()
    ports, unit = office.ports, office.ports.units.of(None)
    moved(office, token, code, "answered")
    moved(office, token, code, "closed", note=None)
    complaint = stored(office, code)
    end = complaint.history[-1].at

    expiring = [ports.complainants.expired(unit.code, end + timedelta(days=days)) for days in (89, 91)]
    office.clock.move(days=91)
    shown = office.get(f"/staff/complaints/{code}", token=office.signed_in()).json
    passing = [ports.complaints.past_retention(unit.code, end + timedelta(days=days)) for days in (729, 731)]

    assert expiring == [[], [complaint.complaint_id]]
    assert (shown["contact"], shown["erased"]) == (None, True)
    assert passing == [[], [complaint]]


def test_complainant_is_erased_on_request_and_the_register_goes_on(office: Office) -> None:
    code, token = filed(office), office.signed_in()

    erase(office.ports, stored(office, code))
    erase(office.ports, stored(office, code))
    answered = moved(office, token, code, "answered")

    assert rows(office, "COMPLAINANTS_TABLE") == []
    assert (answered.status, answered.json["erased"], answered.json["contact"]) == (200, True, None)
    assert len(office.mails()) == 1, "nobody is left to write to"


def test_text_is_erased_and_what_figures_are_made_of_stays(office: Office) -> None:
    code, token = filed(office), office.signed_in()
    moved(office, token, code, "answered", note="Rahasia kantor")
    before = stored(office, code)

    after = erase_text(office.ports, before)

    assert after == stored(office, code)
    assert (after.text, [event.note for event in after.history]) == ("", [None, None])
    assert [(e.state, e.at) for e in after.history] == [(e.state, e.at) for e in before.history]


def test_complaint_holds_only_so_much(office: Office) -> None:
    token, now = office.signed_in(), office.clock()
    long = Event(state="incomplete", at=now, note="x" * 4000)
    full = a_complaint(now, history=[long] * 49, state="received", open_since=now)
    office.ports.commit([office.ports.complaints.adding(full)])

    reply = moved(office, token, full.code, "answered", note="y" * 4000)

    assert (reply.status, reply.code) == (409, "complaint-full")
