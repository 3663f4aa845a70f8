"""The audit as the head of a unit reads it: who did what, when; and that nothing changes what is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.audit.model import Act, By, Entry, Span
from chalicelib.audit.noting import note
from chalicelib.unit import Units
from tests.audit import rows
from tests.office import Office, Reply, a_publication, a_visit, new_key

MORNING = datetime(2025, 11, 24, 16, 30, tzinfo=UTC)
"""Half past midnight of the 25th in Banjarmasin, and still the 24th in UTC."""


def an_entry(**changes: Any) -> Entry:
    given = {"entry_id": "0" * 32, "unit": "6371", "at": MORNING, "subject": "s1", "action": "add", "kind": "kiosk"}
    return Entry(**{**given, "id": "k1", **changes})


def told(reply: Reply) -> list[tuple[str, str, str | None]]:
    return [(item["action"], item["kind"], item["about"]) for item in reply.json["items"]]


def test_head_reads_who_did_what_newest_first_with_the_names_of_today(office: Office) -> None:
    head = office.member(username="rina.wahyuni")
    token = office.signed_in(head)
    publication = office.post("/staff/publications", a_publication(title="Kota 2025"), token=token).json
    office.ask("PATCH", f"/staff/publications/{publication['publication_id']}", {"year": 2024}, token=token)
    office.post("/staff/kiosks", {"name": "Kiosk 7"}, token=token)

    reply = office.get("/staff/audit", token=token)

    assert told(reply) == [
        ("add", "kiosk", "Kiosk 7"),
        ("change", "publication", "Kota 2025"),
        ("add", "publication", "Kota 2025"),
        ("sign-in", "session", None),
    ]
    assert reply.json["items"][1]["detail"] == ["year"]
    assert reply.json["items"][0]["by"] == {"subject": head.subject, "username": "rina.wahyuni", "name": "Rina"}
    assert reply.json["next"] is None


def test_days_are_those_of_the_office(office: Office) -> None:
    token = office.signed_in()
    for number, at in enumerate((MORNING - timedelta(hours=1), MORNING, MORNING + timedelta(days=1))):
        office.ports.audit.add(an_entry(entry_id=f"{number:032x}", at=at, id=f"k{number}"))

    reply = office.get("/staff/audit?from=2025-11-25&to=2025-11-25", token=token)

    assert [item["id"] for item in reply.json["items"]] == ["k1"]
    assert (reply.json["from"], reply.json["to"]) == ("2025-11-25", "2025-11-25")


def test_long_list_comes_in_parts_across_months_without_gap_or_double(office: Office) -> None:
    token = office.signed_in()
    for number in range(7):
        at = datetime(2025, 9, 28, 3, tzinfo=UTC) + timedelta(days=number)
        office.ports.audit.add(an_entry(entry_id=f"{number:032x}", at=at, id=f"k{number}"))
    asked, cursor, parts = "/staff/audit?from=2025-08-01&to=2025-11-01&limit=3", "", []

    for _ in range(3):
        reply = office.get(asked + cursor, token=token).json
        parts.append([item["id"] for item in reply["items"]])
        cursor = f"&cursor={reply['next']}"

    assert parts == [["k6", "k5", "k4"], ["k3", "k2", "k1"], ["k0"]]
    assert reply["next"] is None


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("cursor=YWZ0ZXI6NTA", 400, "cursor-invalid"),
        ("cursor=%C3%A4", 400, "cursor-invalid"),
        ("from=2025-13-01", 422, "invalid-form"),
        ("from=2025-11-02&to=2025-11-01", 422, "invalid-form"),
        ("limit=101", 422, "invalid-form"),
    ],
)
def test_what_cannot_be_asked_is_refused(office: Office, query: str, status: int, code: str) -> None:
    reply = office.get(f"/staff/audit?{query}", token=office.signed_in())

    assert (reply.status, reply.code) == (status, code)


def test_audit_is_for_the_head_alone(office: Office) -> None:
    reply = office.get("/staff/audit", token=office.signed_in(office.member("petugas")))

    assert (reply.status, reply.code) == (403, "role-needed")


def test_head_sees_nothing_of_another_unit(office: Office) -> None:
    here = office.ports.units.of("6371")
    office.ports.units = Units([here, msgspec.structs.replace(here, code="6372")])
    office.post("/staff/kiosks", {"name": "Kiosk 7"}, token=office.signed_in())

    reply = office.get("/staff/audit", token=office.signed_in(office.member(unit="6372")))

    assert told(reply) == [("sign-in", "session", None)]


def test_entry_once_written_stays_as_it_is(office: Office) -> None:
    entry = an_entry()
    office.ports.audit.add(entry)

    office.ports.audit.add(msgspec.structs.replace(entry, subject="somebody-else"))

    span = Span(MORNING, MORNING + timedelta(hours=1))
    assert office.ports.audit.newest("6371", span, 10) == [entry]


def test_entry_takes_codes_and_nothing_that_a_person_typed(office: Office) -> None:
    for typed in ("Siti Rahmah", "siti@example.com", "+62 812 99887766", "", "x" * 101):
        with pytest.raises(ValueError, match="codes and ids only"):
            note(office.ports, By("6371", "s1"), Act("add", "visit", "v1", (typed,)))

    assert rows(office, "AUDIT_TABLE") == []


def test_nothing_personal_of_visitor_or_staff_is_kept(office: Office) -> None:
    token, words = office.signed_in(office.member(username="zubaidah.sentinel")), "Kata Rahasia"
    person = {"name": "Zubaidah Sentinel", "email": "zubaidah.sentinel@example.com", "phone": "081299887766"}
    office.post("/staff/visits", a_visit(**person), token=token)
    colleague = person | {"username": "zubaidah.dua", "role": "petugas"}
    subject = office.post("/staff/members", _without(colleague, "phone"), token=token).json["subject"]
    office.ask("PATCH", f"/staff/members/{subject}", {"disabled": True}, token=token)
    office.post("/staff/kiosks", {"name": words}, token=token)
    office.post("/staff/publications", a_publication(title=words), token=token)

    kept = rows(office, "AUDIT_TABLE")

    assert sorted(row["action"] for row in kept) == ["add", "add", "add", "change", "enter", "sign-in"]
    assert not [word for word in ("zubaidah", "sentinel", "99887766", "rahasia") if word in str(kept).lower()]


def _without(form: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in form.items() if key != name}


def test_sign_in_that_is_refused_is_not_noted_and_a_sign_out_is(office: Office) -> None:
    member = office.member()
    office.post("/staff/session", {"username": member.username, "password": "Salah-Sekali-2026"}, key=new_key())
    office.ask("DELETE", "/staff/session", token=office.signed_in(member))

    reply = office.get("/staff/audit", token=office.signed_in())

    assert [(item["action"], item["by"]["username"]) for item in reply.json["items"][1:]] == [
        ("sign-out", member.username),
        ("sign-in", member.username),
    ]
