"""Jobs that failed for good: staff see which, and a second try reaches each once, whoever else asks or dies."""

from __future__ import annotations

import email
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from chalicelib.jobs import arrived_keys
from tests.audit import complaints, rows
from tests.delivery.notices import mailed, notice_of
from tests.delivery.steps import seen, states
from tests.faults import Mode, broken_off, calls_of, every_mode
from tests.office import Office, a_pdf, an_arrival
from tests.reliability.redelivery import a_request, arrived


def dead_letters(office: Office, kind: str) -> str:
    return office.environment[f"{kind.replace('-', '_').upper()}_JOBS_DEAD_LETTERS"]


def bury(office: Office, kind: str, body: str) -> None:
    """As SQS does with a job after its fifth try."""
    office.sqs.send_message(QueueUrl=dead_letters(office, kind), MessageBody=body)


def listed(office: Office, token: str) -> list[dict[str, Any]]:
    reply = office.get("/staff/failed-jobs", token=token)
    assert reply.status == 200, reply.json
    return list(reply.json["items"])


def redrive(office: Office, token: str, *job_ids: str) -> dict[str, int]:
    reply = office.post("/staff/failed-jobs/redrive", {"job_ids": list(job_ids)}, token=token)
    assert reply.status == 200, reply.json
    return dict(reply.json)


def failed_copies(office: Office, count: int, *channels: str) -> list[str]:
    """Requests whose marking failed for good."""
    publication, kiosk = office.publication(a_pdf(1)), office.kiosk()
    requests = [a_request(office, publication, kiosk, *channels) for _ in range(count)]
    for job in arrived(office, "marking"):
        bury(office, "marking", job)
    return requests


def mails_to(office: Office, request: str) -> int:
    """How many mails left for a request; it is the left side of their Message-ID."""
    ids = [email.message_from_bytes(raw)["Message-ID"] for raw in office.mails()]
    return len([one for one in ids if one.startswith(f"<{request}.email@")])


def test_poison_lies_with_the_dead_letters_after_five_tries_and_its_neighbours_are_done(office: Office) -> None:
    publication, kiosk, queue = office.publication(a_pdf(1)), office.kiosk(), office.function("marking").queue_url
    requests = [a_request(office, publication, kiosk, "app") for _ in range(9)]
    office.sqs.send_message(QueueUrl=queue, MessageBody="poison")
    office.sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "0"})

    for _ in range(8):
        office.carry_jobs()

    head = office.signed_in()
    assert {row["state"] for row in rows(office, "REQUESTS_TABLE")} == {"ready"}
    assert len(requests) == 9
    assert [(job["kind"], job["about"], job["tries"]) for job in listed(office, head)] == [("marking", None, 5)]


def test_head_sees_which_job_of_what_how_often_and_since_when_and_no_name(office: Office) -> None:
    [request] = failed_copies(office, 1, "email")
    head = office.signed_in()
    reply = office.get("/staff/failed-jobs", token=head)

    [job] = reply.json["items"]
    again = listed(office, head)

    publication = office.ports.requests.find(request).publication_id  # type: ignore[union-attr]
    assert (job["kind"], job["request_id"], job["publication_id"]) == ("marking", request, publication)
    assert (job["about"], job["tries"]) == ("Kota Banjarmasin Dalam Angka 2025", 5)
    assert job["since"].endswith("Z")
    assert again == [job], "looking takes nothing away"
    assert b"Siti" not in reply.body
    assert b"@" not in reply.body


def test_only_a_head_sees_and_redrives_them(office: Office) -> None:
    clerk = office.signed_in(office.member("petugas"))

    seen = office.get("/staff/failed-jobs", token=clerk)
    moved = office.post("/staff/failed-jobs/redrive", {}, token=clerk)

    assert (seen.status, moved.status) == (403, 403)


def test_jobs_of_another_unit_are_neither_seen_nor_redriven(office: Office) -> None:
    [request] = failed_copies(office, 1, "app")
    head = office.signed_in()
    found = office.ports.requests.find(request)
    assert found
    office.ports.requests.change(found, {"unit": "7400"})

    seen, moved = listed(office, head), redrive(office, head)

    assert (seen, moved) == ([], {"redriven": 0, "left": 0})
    office.ports.requests.change(found, {"unit": found.unit})
    assert [job["request_id"] for job in listed(office, head)] == [request]


def test_one_of_two_is_redriven_and_its_tries_are_told_on(office: Office) -> None:
    requests = failed_copies(office, 2, "app")
    head = office.signed_in()
    first, second = listed(office, head)

    moved = redrive(office, head, first["job_id"])
    left = listed(office, head)
    [message] = office.sqs.receive_message(
        QueueUrl=office.function("marking").queue_url, MessageAttributeNames=["All"], MaxNumberOfMessages=10
    )["Messages"]
    told = {name: one["StringValue"] for name, one in message["MessageAttributes"].items()}

    assert (moved, left) == ({"redriven": 1, "left": 1}, [second])
    assert told == {"tries": "5", "since": first["since"]}
    assert {first["request_id"], second["request_id"]} == set(requests)


@pytest.mark.parametrize("many", [12, pytest.param(100, marks=pytest.mark.slow)])
def test_redrive_of_all_twice_at_once_does_each_and_sends_no_mail_twice(office: Office, many: int) -> None:
    requests = failed_copies(office, many, "email")
    head = office.signed_in()

    with ThreadPoolExecutor(2) as pool:
        once = [one["redriven"] for one in pool.map(partial(redrive, office), [head, head])]
    while sum(once) < many:
        once.append(redrive(office, head)["redriven"])
    office.carry_jobs()
    nothing = redrive(office, head)
    office.carry_jobs()

    assert (sum(once), nothing) == (many, {"redriven": 0, "left": 0})
    assert {row["state"] for row in rows(office, "REQUESTS_TABLE")} == {"ready"}
    assert [mails_to(office, request) for request in requests] == [1] * many
    assert complaints(office) == []


@every_mode
def test_redrive_that_breaks_off_anywhere_loses_no_job_and_sends_no_mail_twice(office: Office, mode: Mode) -> None:
    [probe] = failed_copies(office, 1, "email")
    head = office.signed_in()
    calls = calls_of(lambda: redrive(office, head))
    office.carry_jobs()
    asked = [probe]

    for at in range(1, len(calls) + 1):
        [request] = failed_copies(office, 1, "email")
        asked.append(request)
        broken_off(lambda: office.post("/staff/failed-jobs/redrive", {}, token=head), mode, at)
        _show_again(office, "marking")
        redrive(office, head)
        office.carry_jobs()

    assert {row["state"] for row in rows(office, "REQUESTS_TABLE")} == {"ready"}
    assert [mails_to(office, request) for request in asked] == [1] * len(asked)
    assert (listed(office, head), len(calls) >= 8) == ([], True)


def _show_again(office: Office, kind: str) -> None:
    """The minute is over for which a dead letter in the hand of somebody who died is hidden."""
    from moto.sqs.models import sqs_backends

    backend = sqs_backends["123456789012"][office.emulation.region]
    for message in backend.queues[dead_letters(office, kind).rpartition("/")[2]]._messages:
        message.change_visibility(0)


def test_mail_event_that_could_not_be_noted_is_shown_with_its_title_and_noted_when_run_again(office: Office) -> None:
    visit, request, mail = mailed(office)
    bury(office, "mail-events", notice_of(office, "gone", mail))
    head = office.signed_in()

    [job] = listed(office, head)
    moved = redrive(office, head)
    office.carry_jobs()

    assert (job["kind"], job["request_id"]) == ("mail-events", request["request_id"])
    assert job["about"] == "Kota Banjarmasin Dalam Angka 2025"
    assert (moved, states(seen(office, visit, request))) == ({"redriven": 1, "left": 0}, {"email": "bounced"})


def test_every_kind_of_job_finds_back_to_its_queue(office: Office) -> None:
    head = office.signed_in()
    keys = {
        "intake": "uploads/" + "0" * 32 + "/" + "1" * 32 + ".pdf",
        "marking": "requests/" + "0" * 32,
        "delivery": "copies/" + "0" * 32 + "/LP-0000-0000-0000.pdf",
        "tracing": "traces/" + "0" * 32 + ".pdf",
    }
    for kind, key in keys.items():
        bury(office, kind, an_arrival(key))

    kinds = {job["kind"] for job in listed(office, head)}
    moved = redrive(office, head)
    waiting = {kind: [next(arrived_keys(job)) for job in arrived(office, kind)] for kind in keys}

    assert (kinds, moved) == (set(keys), {"redriven": 4, "left": 0})
    assert waiting == {kind: [key] for kind, key in keys.items()}
