"""A job that breaks off anywhere, and comes again five times, ends well: nothing is lost, doubled or left unmarked.

Every call to AWS that it makes is broken in every way, one at a time; how many there are, a run without a fault tells.
"""

from __future__ import annotations

import email

import boto3

from tests.audit import complaints, keys_in, rows
from tests.faults import Mode, broken_off, every_mode
from tests.office import Office, a_pdf, a_publication
from tests.reliability.redelivery import a_request, after_each_fault, arrived, redeliver, row_of, unmarked_copies

SENDING = 9
"""Which call of a delivery by mail alone is the sending."""


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

Whoever dies or is cut off between claim and note leaves a doubt, which only a person may resolve.
"""


@every_mode
def test_mail_leaves_once_or_its_fate_is_called_unknown_and_it_is_never_sent_again(office: Office, mode: Mode) -> None:
    publication, kiosk = office.publication(a_pdf(1)), office.kiosk()

    def prepared() -> tuple[str, str]:
        request = a_request(office, publication, kiosk, "app", "email")
        [job] = arrived(office, "marking")
        office.handled(office.function("marking"), [job])
        [copy] = arrived(office, "delivery")
        return request, copy

    fates = {}
    for subject, left in after_each_fault(office, "delivery", mode, prepared):
        state = row_of(office, "DELIVERIES_TABLE", request_id=subject, channel="email")["state"]
        fates[left] = (state, mails_of(office, subject))

    assert fates == {left: IN_DOUBT.get((left, mode), ("sent", 1)) for left in range(len(fates))}
    assert len(fates) >= 11
    on_screen = [row["state"] for row in rows(office, "DELIVERIES_TABLE") if row["channel"] == "app"]
    assert set(on_screen) == {"ready"}
    assert complaints(office) == []


def test_mail_in_doubt_is_sent_again_when_staff_ask_for_it(office: Office) -> None:
    request = a_request(office, office.publication(a_pdf(1)), office.kiosk(), "email")
    office.handled(office.function("marking"), arrived(office, "marking"))
    [job] = arrived(office, "delivery")
    broken_off(lambda: office.handled(office.function("delivery"), [job]), "lost", SENDING)
    redeliver(office, "delivery", job)
    once = mails_of(office, request)

    office.post(f"/staff/requests/{request}/retry", token=office.signed_in())
    office.carry_jobs()

    assert (once, mails_of(office, request)) == (1, 2)
    assert row_of(office, "DELIVERIES_TABLE", request_id=request, channel="email")["state"] == "sent"
