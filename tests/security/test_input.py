"""What is not meant is refused at the door: control characters, fields of our own, addresses that no mail carries."""

from __future__ import annotations

import email
import email.policy
from typing import Any

import pytest

from tests.audit import everything
from tests.office import Office, a_pdf, a_publication, a_visit, new_key
from tests.reliability.creations import CREATIONS, Creation

CONTROLS = {
    "header injection": "\r\nBcc: x@y.z",
    "line feed": "\n",
    "carriage return": "\r",
    "vertical tab": "\x0b",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "NUL": "\x00",
    "escape": "\x1b[2J",
}
every_control = pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)


@every_control
def test_control_characters_are_refused_in_every_field_of_the_guestbook(office: Office, control: str) -> None:
    kiosk = office.kiosk()
    before = everything(office)
    words = {"name": "Siti", "email": "siti@example.com", "phone": "081234567890", "institution": "ULM"}

    entry = a_visit(**{field: f"{text}{control}x" for field, text in words.items()})
    reply = office.post("/visits", entry, token=kiosk)

    assert reply.status == 422
    assert reply.faults == dict.fromkeys(words, "control-characters")
    assert everything(office) == before


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x85", "\u2028", "\t"], ids=repr)
def test_control_characters_at_the_end_are_not_silently_stripped(office: Office, end: str) -> None:
    reply = office.post("/visits", a_visit(name=f"Siti Rahmah{end}"), token=office.kiosk())

    assert (reply.status, reply.faults) == (422, {"name": "control-characters"})


@every_control
def test_control_characters_are_refused_in_what_staff_write(office: Office, control: str) -> None:
    token = office.signed_in()
    person = {"username": f"rina{control}", "email": f"r@example.com{control}", "name": f"Rina{control}"}

    title = office.post("/staff/publications", a_publication(title=f"Statistik{control}x"), token=token)
    kiosk = office.post("/staff/kiosks", {"name": f"Kiosk{control}x"}, token=token)
    member = office.post("/staff/members", person | {"role": "petugas"}, token=token)

    assert title.faults == {"title": "control-characters"}
    assert kiosk.faults == {"name": "control-characters"}
    assert member.faults == dict.fromkeys(person, "control-characters")


def test_comment_keeps_its_lines_and_nothing_else_that_is_invisible(office: Office) -> None:
    creation = CREATIONS["feedback"](office)

    refused = creation.send(new_key(), {"rating": 4, "comment": "Baik\x0bsekali"})
    taken = creation.send(new_key(), {"rating": 4, "comment": "Baik.\r\nTerima kasih."})

    assert refused.faults == {"comment": "control-characters"}
    assert taken.status == 201


OWN_HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID"),
    *("Auto-Submitted", "MIME-Version", "Content-Type", "Content-Language"),
}


@pytest.mark.parametrize(
    ("name", "title", "address"),
    [
        ('Siti "Bcc: x@y.z" <x@y.z>, Budi', "Kota: Bcc: x@y.z, Dalam Angka", "siti@example.com"),
        ("=?utf-8?q?Siti=0d=0aBcc:_x@y.z?=", "=?utf-8?q?Kota=0d=0aBcc:_x@y.z?=", "siti+bcc=x@example.com"),
        ("S" * 120, "Kota Banjarmasin " * 17, f"{'s' * 64}@{'a' * 60}.{'b' * 60}.example.com"),
        ("王小明 أحمد Nguyễn 😀", "Kota “Banjarmasin” — Dalam Angka é", "siti@bücher.example"),
    ],
    ids=["quoted", "encoded words", "long", "other scripts"],
)
def test_mail_has_no_header_and_no_recipient_that_we_did_not_set(
    office: Office, name: str, title: str, address: str
) -> None:
    publication = office.publication(a_pdf(1), title=title)
    token = office.visit(name=name, email=address)["visit_token"]

    office.post("/visit/requests", {"publication_id": publication, "channels": ["email"]}, token=token)
    office.carry_jobs()

    [raw] = office.mails()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert set(mail.keys()) == OWN_HEADERS
    assert len(mail.keys()) == len(OWN_HEADERS)
    assert [one.addr_spec for one in mail["To"].addresses] == [address.replace("bücher", "xn--bcher-kva")]
    assert raw.partition(b"\r\n\r\n")[0].isascii()


@pytest.mark.parametrize("address", ["sîti@example.com", "سارة@example.com", '"a b"@example.com', "siti@[127.0.0.1]"])
def test_address_that_no_mail_could_carry_never_reaches_a_worker(office: Office, address: str) -> None:
    reply = office.post("/visits", a_visit(email=address), token=office.kiosk())

    assert (reply.status, reply.faults) == (422, {"email": "not-an-address"})


OURS = ("status", "state", "unit", "number", "role", "visit_id", "request_id", "copy_code", "disabled", "is_admin")


@pytest.mark.parametrize("make", CREATIONS.values(), ids=CREATIONS)
def test_field_that_is_not_asked_for_is_refused_by_name_and_nothing_is_written(office: Office, make: Any) -> None:
    creation: Creation = make(office)
    smuggled = dict.fromkeys(set(OURS) - set(creation.body), "kepala")
    before = everything(office)

    reply = creation.send(new_key(), creation.body | smuggled)

    assert reply.status == 422
    assert reply.faults == dict.fromkeys(smuggled, "unknown-field")
    assert everything(office) == before


@pytest.mark.parametrize(
    "inner", [{"consents": [{"code": "c", "version": "1", "unit": "6372"}]}, {"group": {"boys": 1}}]
)
def test_field_that_is_not_asked_for_is_refused_inside_a_value_too(office: Office, inner: dict[str, Any]) -> None:
    reply = office.post("/visits", a_visit(**inner), token=office.kiosk())

    assert reply.status == 422
    assert "unknown-field" in reply.faults.values()


def test_call_and_sign_in_take_no_field_that_is_not_asked_for(office: Office) -> None:
    token = office.signed_in()

    call = office.post("/staff/queue/calls", {"desk": "1", "number": "A-009"}, token=token)
    sign_in = office.post("/staff/session", {"username": "rina", "password": "x", "role": "kepala"})
    link = office.post("/links/view", {"token": "x", "unit": "6372"})
    change = office.ask("PATCH", "/staff/members/somebody", {"unit": "6372"}, token=token)

    assert call.faults == {"number": "unknown-field"}
    assert sign_in.faults == {"role": "unknown-field"}
    assert link.faults == {"unit": "unknown-field"}
    assert change.faults == {"unit": "unknown-field"}
