"""A job that breaks off anywhere, and comes again five times, ends well: nothing is lost, doubled or left unmarked.

Every call to AWS that it makes is broken in every way, one at a time; how many there are, a run without a fault tells.
"""

from __future__ import annotations

import email
from collections import Counter

import boto3

from chalicelib.abuse.limits import mailbox_digest
from tests.audit import complaints, keys_in, rows
from tests.delivery.notices import hear, notice_of, notices_of_all
from tests.faults import Mode, broken_off, calls_of, every_mode
from tests.office import Office, a_pdf, a_publication, an_arrival
from tests.reliability.redelivery import a_request, after_each_fault, arrived, redeliver, row_of, unmarked_copies


@every_mode
def test_master_is_taken_in_once(office: Office, mode: Mode) -> None:
    staff, book = office.signed_in(), a_pdf(1)

    def prepared() -> tuple[str, str]:
        reply = office.post("/staff/publications", a_publication(), token=staff)
        key = reply.json["upload"]["fields"]["key"]
        boto3.client("s3").put_object(Bucket=office.environment["MASTERS_BUCKET"], Key=key, Body=book)
        [job] = arrived(office, "intake")
        return str(reply.json["publication_id"]), job

    taken = [subject for subject, _ in after_each_fault(office, "intake", mode, prepared)]

    states = [row_of(office, "PUBLICATIONS_TABLE", publication_id=subject)["state"] for subject in taken]
    assert states == ["ready"] * len(taken)
    assert len(taken) >= 6
    assert complaints(office) == []


@every_mode
def test_copy_is_marked_once_and_nothing_unmarked_ever_lies_beside_it(office: Office, mode: Mode) -> None:
    publication, kiosk = office.publication(a_pdf(1)), office.kiosk()

    def prepared() -> tuple[str, str]:
        request = a_request(office, publication, kiosk, "app")
        [job] = arrived(office, "marking")
        return request, job

    asked = [subject for subject, _ in after_each_fault(office, "marking", mode, prepared)]
    office.carry_jobs()

    copies = [key for key in keys_in(office, "COPIES_BUCKET") if key.startswith("copies/")]
    states = [row_of(office, "REQUESTS_TABLE", request_id=subject)["state"] for subject in asked]
    assert states == ["ready"] * len(asked)
    assert len(copies) == len(asked) + 1 >= 7
    assert unmarked_copies(office) == []
    assert complaints(office) == []


def mails_of(office: Office, request: str) -> int:
    """How many mails left for the delivery of a request; it is the left side of their Message-ID."""
    ids = [email.message_from_bytes(raw)["Message-ID"] for raw in office.mails()]
    return len([one for one in ids if one.startswith(f"<{request}.email@")])


def mail_state(office: Office, request: str) -> str:
    return str(row_of(office, "DELIVERIES_TABLE", request_id=request, channel="email")["state"])


IN_DOUBT = {
    (2, "kill_after"): ("unknown", 0),
    (2, "cut"): ("unknown", 0),
    (1, "kill_before"): ("unknown", 0),
    (1, "kill_after"): ("unknown", 1),
    (1, "refuse"): ("refused", 0),
    (1, "lost"): ("unknown", 1),
    (1, "reset"): ("unknown", 0),
    (1, "cut"): ("unknown", 1),
    (0, "kill_before"): ("unknown", 1),
    (0, "refuse"): ("unknown", 1),
}
"""State and mails by how many calls were left: the last three claim the right to send, send, and write it down.

Whoever dies or is cut off between claim and note leaves a doubt, which an event of the mail resolves, or ten minutes
without any.
"""


@every_mode
def test_mail_leaves_once_and_one_in_doubt_waits_for_its_event_or_goes_once_more(office: Office, mode: Mode) -> None:
    publication, kiosk = office.publication(a_pdf(1)), office.kiosk()

    def prepared() -> tuple[str, str]:
        request = a_request(office, publication, kiosk, "app", "email")
        [job] = arrived(office, "marking")
        office.handled(office.function("marking"), [job])
        [copy] = arrived(office, "delivery")
        return request, copy

    fates = {}
    for subject, left in after_each_fault(office, "delivery", mode, prepared):
        fates[left] = (mail_state(office, subject), mails_of(office, subject))

    asked = [row["request_id"] for row in rows(office, "REQUESTS_TABLE")]
    hear(office, *notices_of_all(office, "send"))
    for _ in range(3):
        office.clock.move(minutes=10)
        office.run_schedule("sweep")
        office.carry_jobs()
    ends = Counter((mails_of(office, one), mail_state(office, one)) for one in asked)

    assert fates == {left: IN_DOUBT.get((left, mode), ("sent", 1)) for left in range(len(fates))}
    assert len(fates) >= 11
    refused = sum(fate == ("refused", 0) for fate in fates.values())
    assert ends == Counter({(1, "sent"): len(asked) - refused, (0, "refused"): refused}) - Counter()
    on_screen = [row["state"] for row in rows(office, "DELIVERIES_TABLE") if row["channel"] == "app"]
    assert set(on_screen) == {"ready"}
    assert complaints(office) == []


@every_mode
def test_mail_that_came_back_is_noted_and_its_mailbox_written_to_no_more(office: Office, mode: Mode) -> None:
    publication, kiosk = office.publication(a_pdf(1)), office.kiosk()

    def prepared() -> tuple[str, str]:
        request = a_request(office, publication, kiosk, "email")
        office.carry_jobs()
        [mail] = office.ports.deliveries.of_request(request)
        return request, notice_of(office, "gone", mail, address=f"{request}@example.com")

    heard = [subject for subject, _ in after_each_fault(office, "mail_events", mode, prepared)]

    lost = {row["mailbox"] for row in rows(office, "SUPPRESSIONS_TABLE")}
    assert [mail_state(office, subject) for subject in heard] == ["bounced"] * len(heard)
    assert {mailbox_digest(f"{subject}@example.com") for subject in heard} <= lost
    assert len(heard) == len(office.mails()) - 1 >= 4
    assert complaints(office) == []


def test_mail_in_doubt_is_sent_again_when_staff_ask_for_it(office: Office) -> None:
    publication, kiosk = office.publication(a_pdf(1)), office.kiosk()
    a_request(office, publication, kiosk, "email")
    sending = calls_of(office.carry_jobs).index("POST /v2/email") + 1
    request = a_request(office, publication, kiosk, "email")
    broken_off(office.carry_jobs, "lost", sending)
    [job] = [an_arrival(key) for key in keys_in(office, "COPIES_BUCKET") if key.startswith(f"copies/{request}")]
    redeliver(office, "delivery", job)
    once = mails_of(office, request)

    office.post(f"/staff/requests/{request}/retry", token=office.signed_in())
    office.carry_jobs()

    assert (once, mails_of(office, request)) == (1, 2)
    assert row_of(office, "DELIVERIES_TABLE", request_id=request, channel="email")["state"] == "sent"
