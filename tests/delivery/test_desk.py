"""The desk: what waits for it, flash disks with their proof, and what has failed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest

from chalicelib.delivery.model import Delivery, wants_of
from tests.audit import complaints
from tests.daytime import TEN
from tests.delivery.desk_steps import TITLE, a_flash_disk, handed, opened, waiting
from tests.delivery.steps import asked, fetched, seen, states
from tests.office import Office, a_pdf


def test_flash_disk_waits_for_the_desk_by_number_once_its_copy_is_made(office: Office, petugas: str) -> None:
    visit, publication = office.visit(), office.publication(a_pdf(2))
    request = asked(office, visit, publication, "flashdisk", "app")
    before = waiting(office, petugas)

    office.carry_jobs()
    [item] = waiting(office, petugas)

    assert before == []
    assert (item["delivery_id"], item["wants"]) == (f"{request['request_id']}.flashdisk", "hand-over")
    assert (item["numbers"], item["title"], item["state"]) == (["A-001"], TITLE, "ready")
    assert item["size_bytes"] > 0
    assert "Siti" not in str(item)


def test_copy_whose_bytes_were_read_back_is_proved_and_leaves_the_list(office: Office, petugas: str) -> None:
    visit, request, delivery = a_flash_disk(office, petugas)
    file = opened(office, petugas, delivery).json
    content = fetched(file["url"])
    read = [{"size": len(content), "sha256": sha256(content).hexdigest()}]

    reply = handed(office, petugas, delivery, read)

    assert file["filename"].startswith(TITLE)
    assert (reply.status, reply.json["state"], reply.json["proof"]) == (200, "delivered", "sha256")
    assert (reply.json["handed_by"], reply.json["wants"]) == ("rina", None)
    assert waiting(office, petugas) == []
    assert states(seen(office, visit, request)) == {"flashdisk": "delivered"}
    assert complaints(office) == []


def test_copy_that_is_only_said_to_be_handed_over_counts_as_sent(office: Office, petugas: str) -> None:
    _, _request, delivery = a_flash_disk(office, petugas)

    reply = handed(office, petugas, delivery)
    [listed] = office.get("/staff/requests", token=petugas).json["items"]

    assert (reply.json["state"], reply.json["proof"]) == ("sent", "said")
    [told] = listed["deliveries"]
    assert (told["state"], told["proof"], told["handed_by"]) == ("sent", "said", "rina")


@pytest.mark.parametrize(
    "damage",
    [
        lambda part: {"size": part["size"], "sha256": "0" * 64},
        lambda part: {"size": part["size"] - 1, "sha256": part["sha256"]},
    ],
)
def test_other_bytes_than_the_copys_prove_nothing_and_it_keeps_waiting(
    office: Office, petugas: str, damage: Any
) -> None:
    _, _, delivery = a_flash_disk(office, petugas)
    parts = opened(office, petugas, delivery).json["parts"]

    reply = handed(office, petugas, delivery, [damage(parts[0])])
    too_few = handed(office, petugas, delivery, [])

    assert (reply.status, reply.faults) == (422, {"parts": "parts-differ"})
    assert too_few.status == 422
    assert [one["delivery_id"] for one in waiting(office, petugas)] == [delivery]
    assert handed(office, petugas, delivery, parts).status == 200


def test_second_word_of_a_handover_changes_nothing(office: Office, petugas: str) -> None:
    _, _, delivery = a_flash_disk(office, petugas)
    parts = opened(office, petugas, delivery).json["parts"]
    other = office.signed_in(office.member("petugas", "budi"))

    first = handed(office, petugas, delivery, parts)
    again = handed(office, other, delivery)

    assert again.json == first.json


def test_of_two_desks_at_once_one_hands_over_and_both_hear_the_same(office: Office, petugas: str) -> None:
    _, _, delivery = a_flash_disk(office, petugas)
    parts = opened(office, petugas, delivery).json["parts"]
    tokens = [petugas, office.signed_in(office.member("petugas", "budi"))] * 4

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda token: handed(office, token, delivery, parts), tokens))

    assert {reply.status for reply in replies} == {200}
    assert len({reply.json["handed_by"] for reply in replies}) == 1


def test_withdrawn_title_is_not_written_any_more_and_the_visitor_is_to_be_told(office: Office, petugas: str) -> None:
    visit, request, delivery = a_flash_disk(office, petugas)
    parts = opened(office, petugas, delivery).json["parts"]
    publication = office.ports.requests.find(request["request_id"])
    assert publication
    office.ask("DELETE", f"/staff/publications/{publication.publication_id}", token=office.signed_in())

    late = handed(office, petugas, delivery, parts)
    [item] = waiting(office, petugas)
    office.post(f"/staff/deliveries/{delivery}/noted", token=petugas)

    assert (late.status, late.code) == (410, "copy-withdrawn")
    assert (item["state"], item["code"], item["wants"]) == ("refused", "copy-withdrawn", "help")
    assert waiting(office, petugas) == []
    assert states(seen(office, visit, request)) == {"flashdisk": "refused"}


def test_copy_that_was_taken_back_leaves_the_desk(office: Office, petugas: str) -> None:
    _, request, delivery = a_flash_disk(office, petugas)

    office.post(f"/staff/requests/{request['request_id']}/revoke", token=petugas)

    assert waiting(office, petugas) == []
    assert opened(office, petugas, delivery).status == 409
    assert handed(office, petugas, delivery).code == "not-at-desk"


def test_what_nobody_fetched_is_off_the_desk_the_next_day(still: Office) -> None:
    petugas = still.signed_in(still.member("petugas", "rina"))
    _visit, request, _ = a_flash_disk(still, petugas)

    still.clock.move(days=1)
    seen_tomorrow = waiting(still, still.signed_in(still.member("petugas", "budi")))
    still.run_schedule("sweep")

    assert seen_tomorrow == []
    kept = still.ports.deliveries.find(request["request_id"], "flashdisk")
    assert kept
    assert (kept.state, kept.detail, kept.desk_since) == ("refused", "not-fetched", None)


@pytest.mark.parametrize(
    ("channel", "state", "wanted"),
    [
        ("flashdisk", "ready", "hand-over"),
        ("whatsapp", "ready", "message"),
        ("email", "ready", "help"),
        ("flashdisk", "refused", "help"),
        ("email", "unknown", "help"),
    ],
)
def test_desk_is_asked_to_do_only_what_a_person_can(channel: Any, state: Any, wanted: str) -> None:
    delivery = Delivery(request_id="0" * 32, name=channel, channel=channel, unit="6371", state=state, changed_at=TEN)

    assert wants_of(delivery) == wanted


def test_each_delivery_is_handled_by_its_own_way_only(office: Office, petugas: str) -> None:
    _, _, delivery = a_flash_disk(office, petugas)

    message = office.post(f"/staff/deliveries/{delivery}/message", token=petugas)
    noted = office.post(f"/staff/deliveries/{delivery}/noted", token=petugas)

    assert (message.code, noted.code) == ("not-at-desk", "not-at-desk")
    assert len(waiting(office, petugas)) == 1


def failed_mail(office: Office) -> tuple[dict[str, Any], dict[str, Any]]:
    """A visit whose mail was refused for good."""
    visit, publication = office.visit(), office.publication(a_pdf(1))
    request = asked(office, visit, publication, "email")
    office.mail.delete_email_identity(EmailIdentity="pst@bps6371.example.com")
    office.carry_jobs()
    assert states(seen(office, visit, request)) == {"email": "refused"}
    return visit, request


def test_failure_is_told_with_the_next_way_and_noted_once(office: Office, petugas: str) -> None:
    failed_mail(office)
    [item] = waiting(office, petugas)

    noted = office.post(f"/staff/deliveries/{item['delivery_id']}/noted", token=petugas)
    again = office.post(f"/staff/deliveries/{item['delivery_id']}/noted", token=petugas)

    assert (item["wants"], item["channel"], item["state"], item["offer"]) == ("help", "email", "refused", "flashdisk")
    assert item["detail"].startswith("Email ditolak")
    assert (noted.status, again.status) == (200, 200)
    assert waiting(office, petugas) == []


def test_way_that_the_desk_adds_takes_the_place_of_what_failed(office: Office, petugas: str) -> None:
    visit, request = failed_mail(office)
    path = f"/staff/requests/{request['request_id']}/channels"

    added = office.post(path, {"channel": "flashdisk"}, token=petugas)
    again = office.post(path, {"channel": "flashdisk"}, token=petugas)
    office.carry_jobs()

    assert (added.status, again.status) == (200, 200)
    assert [(one["channel"], one["wants"]) for one in waiting(office, petugas)] == [("flashdisk", "hand-over")]
    assert states(seen(office, visit, request)) == {"email": "refused", "flashdisk": "ready"}


def test_no_way_is_added_for_a_visit_that_has_ended_or_a_copy_that_was_taken_back(office: Office, petugas: str) -> None:
    visit, request = failed_mail(office)
    path = f"/staff/requests/{request['request_id']}/channels"
    needs_consent = office.post(path, {"channel": "whatsapp"}, token=petugas)
    office.post("/visit/finish", token=visit["visit_token"])

    ended = office.post(path, {"channel": "flashdisk"}, token=petugas)
    office.post(f"/staff/requests/{request['request_id']}/revoke", token=petugas)
    revoked = office.post(path, {"channel": "flashdisk"}, token=petugas)

    assert (needs_consent.status, needs_consent.faults) == (422, {"channels": "whatsapp-needs-consent"})
    assert (ended.status, ended.code) == (409, "visit-finished")
    assert (revoked.status, revoked.code) == (409, "copy-not-ready")


def test_other_units_and_malformed_deliveries_are_unknown_and_visitors_are_nobody(office: Office, petugas: str) -> None:
    visit, request, delivery = a_flash_disk(office, petugas)
    stranger = office.signed_in(office.member("petugas", unit="6372"))
    path = f"/staff/requests/{request['request_id']}"

    calls = [f"/staff/deliveries/{delivery}/{act}" for act in ("open", "message", "handed-over", "noted")]
    foreign = [office.post(call, token=stranger) for call in (*calls, f"{path}/links/{'0' * 16}/revoke")]
    malformed = opened(office, petugas, "x.flashdisk")
    unsigned = [office.post(call, token=visit["visit_token"]).status for call in calls]

    assert {reply.status for reply in foreign} == {404}
    assert office.post(f"{path}/channels", {"channel": "app"}, token=stranger).status == 404
    assert office.get(f"{path}/links", token=stranger).status == 404
    assert (malformed.status, malformed.code) == (404, "unknown-delivery")
    assert set(unsigned) == {401}
