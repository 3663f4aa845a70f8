"""A new link for one that has expired: to its own mailbox, while the copy is kept; and titles that are withdrawn."""

from __future__ import annotations

import msgspec
import pytest

from chalicelib.unit import Limits, Units
from tests.audit import everything
from tests.delivery.steps import asked, seen, states
from tests.office import Office, Reply, a_pdf
from tests.security.sent_copies import LINK, SentCopy, a_sent_copy, parsed, part_of

ADDRESS = "siti.rahmah@example.com"


@pytest.fixture
def expired(still: Office) -> SentCopy:
    """A link at the end of its three days; the copy is kept for seven."""
    sent = a_sent_copy(still)
    still.clock.move(days=3, seconds=1)
    return sent


def renewed(sent: SentCopy, email: str = ADDRESS, address: str = "127.0.0.1") -> Reply:
    return sent.office.post("/links/renew", {"token": sent.link, "email": email}, address=address)


def newest_link(office: Office) -> str:
    found = LINK.search(part_of(parsed(office.mails()[-1]), "plain"))
    assert found
    return found[1]


def test_link_lives_shorter_than_the_copy_that_the_visit_still_has(expired: SentCopy) -> None:
    from_the_visit = expired.office.post(f"/visit/requests/{expired.request_id}/open", token=expired.visit_token)

    view = expired.view()

    assert from_the_visit.status == 200
    assert (view.status, view.code) == (410, "link-expired")


def test_expired_link_is_replaced_by_one_that_opens(expired: SentCopy) -> None:
    reply = renewed(expired, " Siti.Rahmah@EXAMPLE.com ")
    expired.office.carry_jobs()

    link = newest_link(expired.office)
    assert (reply.status, reply.json) == (200, {"sent_to": "si***@example.com"})
    assert len(expired.office.mails()) == 2
    assert link != expired.link
    assert expired.open(link).status == 200
    assert expired.view().code == "link-expired"


def test_asking_twice_for_a_new_link_sends_one_mail(expired: SentCopy) -> None:
    replies = [renewed(expired).status for _ in range(2)]
    expired.office.carry_jobs()

    assert replies == [200, 200]
    assert len(expired.office.mails()) == 2


def test_wrong_address_sends_nothing_changes_nothing_and_names_nobody(expired: SentCopy) -> None:
    before = everything(expired.office)

    reply = renewed(expired, "orang.lain@example.com")
    after = everything(expired.office)

    assert (reply.status, reply.faults) == (422, {"email": "address-differs"})
    assert b"rahmah" not in reply.body
    assert {table: rows for table, rows in after.items() if rows != before[table]}.keys() <= {"ATTEMPTS_TABLE"}
    assert len(expired.office.mails()) == 1


def test_whoever_guesses_addresses_is_held_up_after_twenty(expired: SentCopy) -> None:
    guesses = [renewed(expired, f"tebakan{number}@example.com", "203.0.113.9") for number in range(21)]

    assert [reply.status for reply in guesses] == [422] * 20 + [429]
    assert int(guesses[-1].headers["retry-after"]) <= 300
    assert renewed(expired, address="203.0.113.9").status == 200, "who knows the address is never held up"


def test_text_that_is_no_address_is_said_at_its_field(expired: SentCopy) -> None:
    reply = renewed(expired, "bukan alamat")

    assert (reply.status, reply.faults) == (422, {"email": "not-an-address"})


def test_link_to_a_copy_past_its_retention_can_not_be_renewed(expired: SentCopy) -> None:
    expired.office.clock.move(days=4)

    reply = renewed(expired)

    assert (reply.status, reply.code) == (410, "copy-gone")


def test_revoked_and_unknown_links_can_not_be_renewed(expired: SentCopy) -> None:
    unknown = expired.office.post("/links/renew", {"token": "x" * 43, "email": ADDRESS})
    expired.office.post(f"/staff/requests/{expired.request_id}/revoke", token=expired.office.signed_in())

    revoked = renewed(expired)

    assert (unknown.status, unknown.code) == (404, "unknown-link")
    assert (revoked.status, revoked.code) == (403, "link-revoked")


def test_new_links_count_among_the_mails_to_a_mailbox(expired: SentCopy) -> None:
    unit = expired.office.limited.of(None)
    strict = msgspec.structs.replace(unit, limits=Limits(mails_to_address_an_hour=1))
    expired.office.ports.__dict__["units"] = Units([strict])
    first = renewed(expired)
    expired.office.carry_jobs()

    second = renewed(expired)

    assert first.status == 200
    assert (second.status, second.code) == (429, "too-many-sends")
    assert 0 < int(second.headers["retry-after"]) <= 3601


def test_withdrawn_title_closes_its_links_and_its_copies_at_once(still: Office) -> None:
    sent = a_sent_copy(still)
    still.ask("DELETE", f"/staff/publications/{sent.publication_id}", token=still.signed_in())

    own = still.post(f"/visit/requests/{sent.request_id}/open", token=sent.visit_token)
    replies = [sent.view(), sent.open(), renewed(sent), own]

    assert {(reply.status, reply.code) for reply in replies} == {(410, "copy-withdrawn")}


def test_title_withdrawn_while_its_copy_is_being_made_goes_home_by_no_way(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    request = asked(still, visit, publication, "app", "email", "flashdisk")
    still.ask("DELETE", f"/staff/publications/{publication}", token=still.signed_in())

    still.carry_jobs()

    shown = seen(still, visit, request)
    assert set(states(shown).values()) == {"refused"} or shown["state"] == "refused"
    assert shown["offer"] is None
    assert still.mails() == []
