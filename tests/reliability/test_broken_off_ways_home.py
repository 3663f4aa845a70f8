"""Reading, renewing a link, and handing over at the desk break off anywhere, are done again, and were done once."""

from __future__ import annotations

from collections import Counter

from tests.audit import complaints, rows
from tests.faults import Mode, every_mode
from tests.office import Office, a_pdf
from tests.reliability.test_broken_off_calls import Send, after_each_fault, check_answers, check_answers_to_staff
from tests.security.sent_copies import a_sent_copy


@every_mode
def test_reading_begins_one_request_whose_copy_is_then_there(office: Office, mode: Mode) -> None:
    publication, kiosk, visits = office.publication(a_pdf(1)), office.kiosk(), list[str]()

    def read(token: str) -> Send:
        return lambda: office.post("/visit/readings", {"publication_id": publication}, token=token)

    def prepared() -> Send:
        visits.append(office.visit(kiosk)["visit_token"])
        return read(visits[-1])

    again = [reply for _, reply in after_each_fault(mode, prepared)]
    office.carry_jobs()
    then = [read(token)() for token in visits]

    assert {(reply.status, reply.code) for reply in again} == {(503, "reading-copy-in-making")}
    assert {reply.status for reply in then} == {200}
    assert len(rows(office, "REQUESTS_TABLE")) == len(visits) >= 7
    assert complaints(office) == []


@every_mode
def test_renewed_link_is_mailed_once(office: Office, mode: Mode) -> None:
    sent = []

    def prepared() -> Send:
        sent.append(a_sent_copy(office))
        asked = {"token": sent[-1].link, "email": "siti.rahmah@example.com"}
        return lambda: office.post("/links/renew", asked)

    pairs = list(after_each_fault(mode, prepared))
    office.carry_jobs()

    check_answers(pairs, 200, mode)
    mails = Counter(row["request_id"] for row in rows(office, "DELIVERIES_TABLE") if row["channel"] == "email")
    assert mails == {one.request_id: 2 for one in sent}
    assert len(office.mails()) == 2 * len(sent)
    assert complaints(office) == []


@every_mode
def test_flash_disk_is_handed_over_once(office: Office, mode: Mode) -> None:
    publication, kiosk, staff = office.publication(a_pdf(1)), office.kiosk(), office.signed_in()

    def prepared() -> Send:
        wanted = {"publication_id": publication, "channels": ["flashdisk"]}
        request = office.post("/visit/requests", wanted, token=office.visit(kiosk)["visit_token"]).json["request_id"]
        office.carry_jobs()
        delivery = f"/staff/deliveries/{request}.flashdisk"
        parts = office.post(f"{delivery}/open", token=staff).json["parts"]
        return lambda: office.post(f"{delivery}/handed-over", {"parts": parts}, token=staff)

    pairs = list(after_each_fault(mode, prepared))

    check_answers_to_staff(pairs, 200, mode)
    assert {again.json["proof"] for _, again in pairs} == {"sha256"}
    assert {row["state"] for row in rows(office, "DELIVERIES_TABLE")} == {"delivered"}
    assert office.get("/staff/deliveries", token=staff).json["items"] == []
