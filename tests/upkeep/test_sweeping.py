"""The sweeper: whatever got stuck is through, or somebody was told, within two runs; and it changes nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import msgspec
import pytest

from chalicelib.delivery import model
from chalicelib.delivery.codes import new_copy_code
from chalicelib.log import log
from tests.audit import complaints, everything, keys_in, rows
from tests.office import Office, a_pdf, a_publication
from tests.reliability.redelivery import a_request, arrived, row_of

MANY = 200


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What a person was told of: the lines that ring the alarm."""
    lines: list[dict[str, Any]] = []
    with patch.object(log, "error", lambda message, **more: lines.append({"message": message, **more})):
        yield lines


@pytest.fixture
def publication(office: Office) -> str:
    return office.publication(a_pdf(1))


def lose_all_jobs(office: Office) -> None:
    for mapping in office.mappings:
        arrived(office, mapping.function)


def swept(office: Office, minutes: float = 5) -> None:
    office.clock.move(minutes=minutes)
    office.run_schedule("sweep")


def state_of(office: Office, request: str, channel: str | None = None) -> str:
    if channel is None:
        return str(row_of(office, "REQUESTS_TABLE", request_id=request)["state"])
    latest = model.latest_of_each(office.ports.deliveries.of_request(request))
    [found] = [delivery for delivery in latest if delivery.channel == channel]
    return found.state


def still_open(office: Office) -> list[dict[str, Any]]:
    tables = ("REQUESTS_TABLE", "DELIVERIES_TABLE", "PUBLICATIONS_TABLE")
    return [row for table in tables for row in rows(office, table) if row.get("open_unit") or row.get("open_since")]


def test_request_whose_job_was_lost_is_made_and_mailed(office: Office, publication: str, told: list[Any]) -> None:
    request = a_request(office, publication, office.kiosk(), "app", "email")
    lose_all_jobs(office)

    swept(office, 4)
    assert office.function("marking") and arrived(office, "marking") == []
    swept(office, 1)
    office.carry_jobs()

    assert state_of(office, request) == "ready"
    assert (state_of(office, request, "app"), state_of(office, request, "email")) == ("ready", "sent")
    assert (len(office.mails()), told, still_open(office)) == (1, [], [])
    assert complaints(office) == []


def test_request_of_a_killed_worker_is_made_when_its_lease_is_over(office: Office, publication: str) -> None:
    request = a_request(office, publication, office.kiosk(), "app")
    lose_all_jobs(office)
    office.clock.move(minutes=4)
    found = office.ports.requests.find(request)
    lease = {"state": "marking", "fence": "dead", "lease_until": office.clock() + timedelta(minutes=5)}
    assert found and office.ports.requests.change(found, lease)

    swept(office, 3)
    assert arrived(office, "marking") == []
    swept(office, 2.5)
    office.carry_jobs()

    assert state_of(office, request) == "ready"


def test_copy_whose_arrival_was_lost_is_announced_and_mailed_once(office: Office, publication: str) -> None:
    request = a_request(office, publication, office.kiosk(), "email")
    office.handled(office.function("marking"), arrived(office, "marking"))
    lose_all_jobs(office)

    swept(office)
    swept(office, 0)
    office.carry_jobs()

    assert (state_of(office, request), state_of(office, request, "email")) == ("ready", "sent")
    assert len(office.mails()) == 1


def test_mail_added_to_a_ready_copy_leaves_although_its_job_was_lost(office: Office, publication: str) -> None:
    visit = office.visit()
    for channels in (["app"], ["email"]):
        wanted = {"publication_id": publication, "channels": channels}
        request = office.post("/visit/requests", wanted, token=visit["visit_token"]).json["request_id"]
        if channels == ["app"]:
            office.carry_jobs()
    lose_all_jobs(office)

    swept(office)
    office.carry_jobs()

    assert state_of(office, request, "email") == "sent"


def die_while_sending(office: Office, request: str) -> None:
    """The mail has left, and its worker never came to write that down."""
    [delivery] = office.ports.deliveries.of_request(request)
    now = office.clock()
    claim = {"lease_until": now + timedelta(minutes=2), "open_since": now, "provider_id": None}
    office.ports.deliveries.change(delivery, "sending", claim | {"attempt": delivery.attempt + 1})


def test_mail_whose_worker_died_is_sent_once_more_and_then_a_person_is_told(
    office: Office, publication: str, told: list[Any]
) -> None:
    request = a_request(office, publication, office.kiosk(), "email")
    office.carry_jobs()
    die_while_sending(office, request)

    fates = []
    for run in range(8):
        swept(office)
        office.carry_jobs()
        fates.append((state_of(office, request, "email"), len(office.mails()), len(told)))
        if run == 2:
            die_while_sending(office, request)

    assert fates[:3] == [("unknown", 1, 0), ("unknown", 1, 0), ("sent", 2, 0)]
    assert fates[3:] == [("unknown", 2, 0), ("unknown", 2, 0), *[("unknown", 2, 1)] * 3]
    assert (told[0]["message"], told[0]["id"]) == ("beyond help", f"{request}.email")
    assert still_open(office) == []


def test_delivery_of_a_refused_request_is_refused_with_it_and_goes_again_with_it(
    office: Office, publication: str, told: list[Any]
) -> None:
    request = a_request(office, publication, office.kiosk(), "app", "email")
    lose_all_jobs(office)
    found = office.ports.requests.find(request)
    assert found
    office.ports.requests.change(found, {"state": "refused", "reason": "marking-failed", "open_since": None})

    swept(office)
    refused = {state_of(office, request, channel) for channel in ("app", "email")}
    office.post(f"/staff/requests/{request}/retry", token=office.signed_in())
    office.carry_jobs()

    assert refused == {"refused"}
    assert (state_of(office, request, "app"), state_of(office, request, "email")) == ("ready", "sent")
    assert (told, still_open(office)) == ([], [])


def test_preparation_whose_worker_died_is_begun_again(office: Office, told: list[Any]) -> None:
    reply = office.post("/staff/publications", a_publication(), token=office.signed_in())
    key = reply.json["upload"]["fields"]["key"]
    office.s3.put_object(Bucket=office.environment["MASTERS_BUCKET"], Key=key, Body=a_pdf(1))
    lose_all_jobs(office)
    titles, title = office.ports.publications, reply.json["publication_id"]
    found = titles.find(title)
    assert found and titles.change(found, {"state": "preparing", "open_since": office.clock()})

    swept(office)
    office.carry_jobs()

    assert row_of(office, "PUBLICATIONS_TABLE", publication_id=title)["state"] == "ready"
    assert (told, still_open(office)) == ([], [])


def test_what_no_start_helps_is_told_once_within_fifteen_minutes_and_can_be_started_again(
    office: Office, publication: str, told: list[Any]
) -> None:
    request = a_request(office, publication, office.kiosk(), "app")
    title = office.ports.publications.find(publication)
    assert title
    office.ports.publications.change(title, {"master_sha256": "another"})
    lose_all_jobs(office)

    for _ in range(6):
        swept(office, 4.9)
        for job in arrived(office, "marking"):
            office.handled(office.function("marking"), [job])
    first = [line["id"] for line in told]
    office.ports.publications.change(title, {"master_sha256": title.master_sha256})
    office.post(f"/staff/requests/{request}/retry", token=office.signed_in())
    office.clock.move(minutes=6)
    office.carry_jobs()

    assert first == [request]
    assert (state_of(office, request), still_open(office)) == ("ready", [])


OF_REQUESTS = ("queued", "marking")
OF_DELIVERIES = ("new", "ready", "sending", "unknown")
STUCK = (*OF_REQUESTS, *OF_DELIVERIES, "preparing")
"""All states of requests, deliveries and titles that are not the last, and in which something is to be done."""


def stuck(office: Office, publication: str, states: tuple[str, ...], many: int) -> dict[str, str]:
    """So many requests, deliveries or titles in each state, at which nobody works any more; their names and states."""
    visit, now = office.visit(), office.clock()
    wanted = {"publication_id": publication, "channels": ["email"]}
    made = office.post("/visit/requests", wanted, token=visit["visit_token"]).json["request_id"]
    office.carry_jobs()
    request, title = office.ports.requests.find(made), office.ports.publications.find(publication)
    [mail] = office.ports.deliveries.of_request(made)
    assert request and title
    names = {f"{place:016x}{number:016x}": state for place, state in enumerate(states) for number in range(many)}
    for name, state in names.items():
        lease = {"lease_until": now, "fence": "dead"} if state in ("marking", "sending") else {}
        left = {"state": state, "open_since": now, **lease}
        code = {"request_id": name, "copy_code": new_copy_code()}
        if state == "preparing":
            new = msgspec.structs.replace(title, publication_id=name, upload_id=name, **left)
            office.ports.commit([office.ports.publications.adding(new)])
        elif state in OF_REQUESTS:
            office.ports.commit([office.ports.requests.adding(msgspec.structs.replace(request, **code, **left))])
        else:
            lost = {"sending": model.MOST_LOST - 1, "unknown": model.MOST_LOST}.get(state, 0)
            sent = msgspec.structs.replace(mail, request_id=name, provider_id=None, lost=lost, changed_at=now, **left)
            ready = msgspec.structs.replace(request, **code)
            office.ports.commit([office.ports.requests.adding(ready), office.ports.deliveries.adding(sent)])
    return names


@pytest.mark.parametrize("many", [20, pytest.param(MANY, marks=pytest.mark.slow)])
def test_all_that_are_stuck_are_told_of_within_fifteen_minutes_even_if_no_worker_lives(
    office: Office, publication: str, told: list[Any], many: int
) -> None:
    names = stuck(office, publication, STUCK, many)

    swept(office)
    swept(office)
    after_two = {str(line["id"]).partition(".")[0] for line in told}
    swept(office)
    ids = [str(line["id"]).partition(".")[0] for line in told]
    swept(office)

    assert sorted(ids) == sorted(names)
    assert {names[one] for one in set(names) - after_two} == {"sending"}, "a lost mail may be heard of for ten minutes"
    assert (len(told), len(office.mails()), still_open(office)) == (len(ids), 1, [])


@pytest.mark.parametrize("many", [10, pytest.param(MANY, marks=pytest.mark.slow)])
def test_two_sweepers_at_once_start_what_is_stuck_and_each_is_through_once(
    office: Office, publication: str, told: list[Any], many: int
) -> None:
    names = stuck(office, publication, OF_REQUESTS, many)
    office.clock.move(minutes=5)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(office.run_schedule, ["sweep", "sweep"]))
    office.carry_jobs()
    settled = everything(office)
    swept(office)
    office.carry_jobs()

    reached = {row["request_id"]: row["state"] for row in rows(office, "REQUESTS_TABLE")}
    copies = [key for key in keys_in(office, "COPIES_BUCKET") if key.startswith("copies/")]
    assert {reached[name] for name in names} == {"ready"}
    assert len(copies) == len(names) + 1
    assert (everything(office), told) == (settled, [])


def test_mails_that_two_sweepers_start_leave_once_each(office: Office, publication: str) -> None:
    visits = [office.visit() for _ in range(8)]
    for visit in visits:
        wanted = {"publication_id": publication, "channels": ["email"]}
        office.post("/visit/requests", wanted, token=visit["visit_token"])
    for job in arrived(office, "marking"):
        office.handled(office.function("marking"), [job])
    lose_all_jobs(office)
    office.clock.move(minutes=5)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(office.run_schedule, ["sweep", "sweep"]))
    office.carry_jobs()
    swept(office)
    office.carry_jobs()

    assert (len(office.mails()), still_open(office)) == (len(visits), [])
    assert complaints(office) == []
