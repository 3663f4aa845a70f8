"""What the guestbook accepts, and what it makes of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.errors import Fault, Invalid
from chalicelib.form import read
from chalicelib.guestbook.model import (
    Beginning,
    CheckIn,
    contact_of,
    faults_of,
    holds,
    likely_address,
    token_hash,
    visit_id_of,
    visit_of,
)
from chalicelib.unit import read_units
from tests.office import a_visit

NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
UNIT = read_units(["6371"])[0]


def entry(**changes: Any) -> CheckIn:
    return read(json.dumps(a_visit(**changes)).encode(), CheckIn)


def said_against(entry: CheckIn) -> list[Fault]:
    return faults_of(msgspec.structs.asdict(entry), UNIT)


def faults(**changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        entry(**changes)
    return {fault.field: fault.code for fault in refused.value.faults}


@pytest.mark.parametrize(
    "address", ["no-at-sign", "a@b", "a b@c.id", "@c.id", "a@-c.id", "x" * 65 + "@c.id", "a@b..id"]
)
def test_text_that_is_no_address_is_a_fault(address: str) -> None:
    assert faults(email=address) == {"email": "not-an-address"}


@pytest.mark.parametrize("address", ["siti@example.com", "s.r+pst@mhs.ulm.ac.id", "o'neil@kantor.go.id"])
def test_addresses_people_have_are_accepted(address: str) -> None:
    assert entry(email=address).email == address


@pytest.mark.parametrize(
    ("given", "kept"), [("0812 3456 7890", "+6281234567890"), ("+62511 677 3031", "+625116773031")]
)
def test_phone_numbers_are_kept_in_their_international_form(given: str, kept: str) -> None:
    assert entry(phone=given).phone == kept


def test_domain_in_another_script_is_kept_as_mail_carries_it() -> None:
    assert entry(email="siti@büro.de").email == "siti@xn--bro-hoa.de"


@pytest.mark.parametrize("number", ["123", "bukan nomor", "0812-XXXX", "+1"])
def test_text_that_is_no_phone_number_is_a_fault(number: str) -> None:
    assert faults(phone=number) == {"phone": "not-a-phone-number"}


@pytest.mark.parametrize("forged", ["status", "unit", "number", "role", "visit_id"])
def test_fields_that_only_we_set_are_refused(forged: str) -> None:
    assert faults(**{forged: "x"}) == {forged: "unknown-field"}


def test_name_is_one_line_and_keeps_its_letters() -> None:
    assert entry(name="  Nguyễn   Văn  A ").name == "Nguyễn Văn A"


def test_too_long_name_and_unknown_priority_and_language_are_faults_together() -> None:
    assert faults(name="x" * 121, priority="vip", language="fr") == {
        "name": "too-long",
        "priority": "not-in-list",
        "language": "not-in-list",
    }


@pytest.mark.parametrize("services", [[], None])
def test_at_least_one_service_is_chosen(services: Any) -> None:
    assert faults(services=services) == {"services": "required"}


def test_service_named_twice_is_one() -> None:
    assert entry(services=["printed", "printed"]).services == ["printed"]


def test_group_counts_are_bounded() -> None:
    assert faults(group={"men": -1, "women": 2}) == {"group.men": "out-of-range"}


def test_choices_outside_of_the_units_lists_are_faults() -> None:
    wrong = entry(gender="x", job="y", services=["sauna"], consents=[{"code": "all", "version": "1"}])

    assert {(fault.field, fault.code) for fault in said_against(wrong)} == {
        ("gender", "not-in-list"),
        ("job", "not-in-list"),
        ("services", "not-in-list"),
        ("consents", "not-in-list"),
    }


def test_consent_counts_for_the_version_of_its_text() -> None:
    consent = next(one for one in UNIT.consents if one.code == "special-needs")

    assert said_against(entry(consents=[{"code": consent.code, "version": consent.version}])) == []
    assert said_against(entry(consents=[{"code": consent.code, "version": "1999"}])) != []


WHATSAPP = [{"code": "contact-whatsapp", "version": "2026-01"}]


@pytest.mark.parametrize("phone", ["0812-3456-7890", "+49 151 23456789"])
def test_consent_to_whatsapp_comes_with_a_mobile_number(phone: str) -> None:
    assert said_against(entry(phone=phone, consents=WHATSAPP)) == []


@pytest.mark.parametrize(("phone", "code"), [("0511-3350000", "not-a-mobile-number"), (None, "required")])
def test_consent_to_whatsapp_without_a_mobile_number_is_a_fault_of_the_number(phone: str | None, code: str) -> None:
    assert said_against(entry(phone=phone, consents=WHATSAPP)) == [Fault("phone", code)]


def test_number_that_can_not_be_read_has_one_fault_whatever_was_agreed_to() -> None:
    with pytest.raises(Invalid) as refused:
        read(
            json.dumps(a_visit(phone="12", consents=WHATSAPP)).encode(), CheckIn, lambda fields: faults_of(fields, UNIT)
        )

    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("phone", "not-a-phone-number")]


def test_landline_without_the_consent_is_a_number_to_call() -> None:
    assert said_against(entry(phone="0511-3350000")) == []


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("siti@gmial.com", "siti@gmail.com"),
        ("siti@gmail.co", "siti@gmail.com"),
        ("siti@gmail.con", "siti@gmail.com"),
        ("siti@yaho.com", "siti@yahoo.com"),
        ("siti@yahoo.co.di", "siti@yahoo.co.id"),
        ("siti@hotmial.com", "siti@hotmail.com"),
    ],
)
def test_likely_slip_is_answered_with_what_was_meant(given: str, meant: str) -> None:
    assert said_against(entry(email=given)) == [Fault("email", "did-you-mean", {"suggestion": meant})]


@pytest.mark.parametrize(
    "domain", ["gmail.com", "ymail.com", "mail.com", "bps.go.id", "ulm.ac.id", "ub.ac.id", "example.com", "kantor.id"]
)
def test_domains_of_their_own_are_no_slips(domain: str) -> None:
    assert likely_address(f"siti@{domain}") is None


def test_confirmed_address_is_not_asked_about_again() -> None:
    assert said_against(entry(email="siti@gmial.com", email_confirmed=True)) == []


def test_visit_bears_no_name_and_finds_itself_by_its_token() -> None:
    visit = visit_of(entry(phone="0812 3456 7890"), Beginning(UNIT, NOW, "kiosk"), "secret", ["t1"])

    text = msgspec.json.encode(visit).decode()
    assert "Siti" not in text
    assert "example.com" not in text
    assert "+62812" not in text
    assert visit.visit_id == visit_id_of(token_hash("secret"))
    assert holds(visit, "secret")
    assert not holds(visit, "Secret")


def test_contact_is_kept_for_the_units_retention() -> None:
    contact = contact_of(entry(), UNIT, "v1", NOW)

    assert (contact.name, contact.expires_at - NOW) == ("Siti Rahmah", timedelta(days=30))
