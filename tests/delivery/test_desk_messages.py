"""The desk: WhatsApp messages that are sent by hand, and the links to a copy."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from chalicelib.delivery.stops import Switch
from tests.delivery.desk_steps import CONSENT, TITLE, a_message, handed, waiting
from tests.delivery.steps import asked, seen, states
from tests.office import Office, a_pdf


def test_message_by_hand_carries_a_link_that_opens_the_copy(office: Office, petugas: str) -> None:
    visit = office.visit(phone="0812-3456-7890", consents=CONSENT)
    request = asked(office, visit, office.publication(a_pdf(1)), "whatsapp")
    office.carry_jobs()
    [item] = waiting(office, petugas)

    message = office.post(f"/staff/deliveries/{item['delivery_id']}/message", token=petugas).json
    done = handed(office, petugas, item["delivery_id"])

    address = urlsplit(message["url"])
    link = message["text"].partition("/unduh/#")[2].split()[0]
    assert (address.netloc, address.path) == ("wa.me", "/6281234567890")
    assert parse_qs(address.query)["text"] == [message["text"]]
    assert office.post("/links/view", {"token": link}).json["title"] == TITLE
    assert (item["wants"], done.json["state"], done.json["proof"]) == ("message", "sent", "said")
    assert states(seen(office, visit, request)) == {"whatsapp": "sent"}


def test_no_message_is_written_to_whom_has_taken_the_consent_back(office: Office, petugas: str) -> None:
    visit, delivery = a_message(office, petugas)

    office.ask("DELETE", "/visit/consents/contact-whatsapp", token=visit["visit_token"])
    refused = office.post(f"/staff/deliveries/{delivery}/message", token=petugas)

    assert (refused.status, refused.code) == (409, "not-at-desk")
    assert waiting(office, petugas) == []


def test_message_that_cannot_be_written_any_more_becomes_something_to_tell(office: Office, petugas: str) -> None:
    visit, delivery = a_message(office, petugas)
    contact = office.ports.contacts.find(visit["visit_id"], office.clock())
    assert contact
    office.ports.contacts.change(contact, {"phone": None})

    refused = office.post(f"/staff/deliveries/{delivery}/message", token=petugas)
    [item] = waiting(office, petugas)

    assert (refused.status, refused.code) == (409, "whatsapp-needs-number")
    assert (item["wants"], item["code"], item["offer"]) == ("help", "whatsapp-needs-number", "email")


def test_message_waits_while_the_head_has_turned_whatsapp_off(office: Office, petugas: str) -> None:
    _, delivery = a_message(office, petugas)
    office.ports.switches.turn_off(Switch(switch="whatsapp 6371", since=office.clock()))

    refused = office.post(f"/staff/deliveries/{delivery}/message", token=petugas)

    assert (refused.status, refused.code) == (409, "whatsapp-off")
    assert [one["wants"] for one in waiting(office, petugas)] == ["message"]


def test_links_of_a_copy_are_listed_with_their_clicks_and_one_can_be_stopped(office: Office, petugas: str) -> None:
    visit = office.visit(phone="0812-3456-7890", consents=CONSENT)
    request = asked(office, visit, office.publication(a_pdf(1)), "whatsapp")
    office.carry_jobs()
    [item] = waiting(office, petugas)
    texts = [office.post(f"/staff/deliveries/{item['delivery_id']}/message", token=petugas).json["text"] for _ in "12"]
    links = [text.partition("/unduh/#")[2].split()[0] for text in texts]
    office.post("/links/open", {"token": links[0]})

    path = f"/staff/requests/{request['request_id']}/links"
    listed = office.get(path, token=petugas).json["items"]
    stopped = office.post(f"{path}/{listed[0]['link_id']}/revoke", token=petugas)

    assert sorted(one["opened"] for one in listed) == [0, 1]
    assert stopped.json["state"] == "revoked"
    answers = {office.post("/links/view", {"token": link}).status for link in links}
    assert answers == {200, 403}
    assert office.post(f"{path}/{'0' * 16}/revoke", token=petugas).code == "unknown-link"
