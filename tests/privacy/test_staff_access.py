"""Staff see whose a visit is, correct and erase it at their wish; every look is noted before it is shown."""

from __future__ import annotations

from tests.audit import rows
from tests.office import Office
from tests.privacy.people import PERSON, a_person, left_of


def noted(office: Office) -> list[tuple[str, str]]:
    return [(row["action"], row["id"]) for row in rows(office, "AUDIT_TABLE") if row["kind"] == "visit"]


def test_visit_is_shown_with_its_contact_corrected_and_erased_and_each_is_noted(still: Office) -> None:
    person, staff = a_person(still), still.signed_in(still.member("petugas"))
    visit_id = person.visit["visit_id"]

    seen = still.get(f"/staff/visits/{visit_id}", token=staff).json
    noted_by_then = noted(still)
    address = {"email": "zubaidah@gmial.com", "name": "Zubaidah S."}
    slip = still.ask("PATCH", f"/staff/visits/{visit_id}", address, token=staff)
    confirmed = {**address, "email_confirmed": True}
    corrected = still.ask("PATCH", f"/staff/visits/{visit_id}", confirmed, token=staff).json
    replies = [still.post("/staff/erasures", {"visit_id": visit_id}, token=staff) for _ in range(2)]
    after = still.get(f"/staff/visits/{visit_id}", token=staff).json

    assert seen["contact"] == PERSON | {"phone": "+6281299887766"}
    assert seen["kept_until"] == "2026-12-25T02:00:00Z"
    assert [one["number"] for one in seen["tickets"]] == ["A-001"]
    assert noted_by_then == [("show", visit_id)]
    assert slip.faults == {"email": "did-you-mean"}
    assert (corrected["contact"]["email"], corrected["contact"]["name"]) == ("zubaidah@gmial.com", "Zubaidah S.")
    assert replies[0].json["erased"] == {"contacts": 1, "copies": 1, "links": 1, "pending": 0}
    assert replies[1].json == replies[0].json
    assert (after["contact"], after["consents"], after["erased_at"]) == (None, [], "2026-11-25T02:00:00Z")
    assert sorted(action for action, _ in noted(still)) == ["correct", "erase", "erase", "show", "show"]
    assert left_of(still) == []


def test_visit_that_is_not_the_unit_s_is_unknown_and_an_erased_one_is_not_corrected(still: Office) -> None:
    staff, visit_id = still.signed_in(), still.visit()["visit_id"]

    assert still.get(f"/staff/visits/{'0' * 32}", token=staff).code == "no-such-visit"
    assert still.post("/staff/erasures", {"visit_id": "x"}, token=staff).faults == {"visit_id": "wrong-format"}
    still.post("/staff/erasures", {"visit_id": visit_id}, token=staff)
    reply = still.ask("PATCH", f"/staff/visits/{visit_id}", {"name": "Siti"}, token=staff)
    assert (reply.status, reply.code) == (410, "visit-erased")
