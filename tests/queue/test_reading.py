"""The printed library: from being served until somebody ends it a visitor reads, and the titles used are noted."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.queue.model import Title
from tests.daytime import TEN
from tests.office import Office, Reply, a_publication
from tests.queue.desks import asked, called, numbers


def reader(office: Office, staff: str, **entry: Any) -> tuple[dict[str, Any], str]:
    """A visitor who has been served at 10.01: the visit and the ticket's id."""
    visit = office.visit(office.kiosk(staff), **entry)
    ticket = str(called(office, staff)["ticket_id"])
    office.clock.move(minutes=1)
    asked(office, staff, ticket, "serve")
    return visit, ticket


def a_title(office: Office, staff: str, **form: Any) -> str:
    reply = office.post("/staff/publications", a_publication(**form), token=staff)
    return str(reply.json["publication_id"])


def used(office: Office, staff: str, ticket: str, publication: str) -> Reply:
    return asked(office, staff, ticket, "titles", publication_id=publication)


def test_titles_used_in_the_room_are_noted_once_with_their_shelf_and_struck(still: Office) -> None:
    staff = still.signed_in()
    visit, ticket = reader(still, staff)
    first, second = a_title(still, staff, title="Kecamatan", shelf="R2-04"), a_title(still, staff, title="PDRB")
    still.clock.move(minutes=5)

    noted = used(still, staff, ticket, first)
    twice = used(still, staff, ticket, first)
    used(still, staff, ticket, second)
    struck = still.ask("DELETE", f"/staff/tickets/{ticket}/titles/{second}", token=staff)
    again = still.ask("DELETE", f"/staff/tickets/{ticket}/titles/{second}", token=staff)

    reading = {
        "started_at": "2026-11-25T02:01:00Z",
        "ended_at": None,
        "ended": None,
        "titles": [
            {"publication_id": first, "title": "Kecamatan", "shelf": "R2-04", "at": "2026-11-25T02:06:00Z"},
        ],
    }
    assert noted.json["reading"] == reading
    assert (twice.status, twice.code) == (409, "title-noted")
    assert (struck.json["reading"], again.code) == (reading, "unknown-publication")
    assert still.get("/visit", token=visit["visit_token"]).json["tickets"][0]["reading"] == reading


def test_title_must_be_the_offices_own_and_may_be_withdrawn(still: Office) -> None:
    staff = still.signed_in()
    _, ticket = reader(still, staff)
    withdrawn = a_title(still, staff)
    still.ask("DELETE", f"/staff/publications/{withdrawn}", token=staff)

    unknown = used(still, staff, ticket, "0" * 32)

    assert (unknown.status, unknown.code) == (404, "unknown-publication")
    assert used(still, staff, ticket, withdrawn).status == 200


def test_list_of_titles_has_an_end(still: Office) -> None:
    staff = still.signed_in()
    _, ticket = reader(still, staff)
    (kept,) = still.tickets()
    full = [Title(str(number), "PDRB", None, TEN) for number in range(100)]
    still.ports.tickets.change(kept, msgspec.structs.replace(kept, titles=full, move_token="full"))

    reply = used(still, staff, ticket, a_title(still, staff))

    assert (reply.status, reply.code, reply.json["limit"]) == (409, "too-many-titles", 100)


def test_reading_goes_on_after_the_service_until_it_is_ended_once(still: Office) -> None:
    staff = still.signed_in()
    _, ticket = reader(still, staff)
    asked(still, staff, ticket, "finish")
    still.clock.move(minutes=30)
    while_reading = numbers(still, staff, "reading")

    ended = asked(still, staff, ticket, "reading-ended").json
    again = asked(still, staff, ticket, "reading-ended")
    title = used(still, staff, ticket, a_title(still, staff))

    assert while_reading == ["A-001"]
    assert (ended["state"], ended["reading"]["ended"], ended["reading"]["ended_at"]) == (
        "done",
        "noted",
        "2026-11-25T02:31:00Z",
    )
    assert (again.status, again.code, title.code) == (409, "not-reading", "not-reading")
    assert numbers(still, staff, "reading") == []


def test_visitor_who_finishes_has_stopped_reading_while_the_desk_goes_on(still: Office) -> None:
    staff = still.signed_in()
    visit, _ = reader(still, staff)
    still.clock.move(minutes=20)

    ticket = still.post("/visit/finish", token=visit["visit_token"]).json["tickets"][0]

    assert (ticket["state"], ticket["reading"]["ended"], ticket["reading"]["ended_at"]) == (
        "serving",
        "noted",
        "2026-11-25T02:21:00Z",
    )


def test_undone_service_has_begun_no_reading(still: Office) -> None:
    staff = still.signed_in()
    _, ticket = reader(still, staff)
    asked(still, staff, ticket, "reading-ended")

    undone = asked(still, staff, ticket, "undo").json
    served = asked(still, staff, ticket, "serve").json

    assert (undone["state"], undone["reading"]) == ("called", None)
    assert (served["reading"]["started_at"], served["reading"]["ended"]) == ("2026-11-25T02:01:00Z", None)


@pytest.mark.parametrize("entry", [{"services": ["digital"]}, {}], ids=["no-reading-room", "not-yet-served"])
def test_who_is_not_served_in_a_reading_room_does_not_read(still: Office, entry: dict[str, Any]) -> None:
    staff = still.signed_in()
    still.visit(still.kiosk(staff), **entry)
    ticket = called(still, staff)["ticket_id"]
    if entry:
        asked(still, staff, ticket, "serve")

    reply = asked(still, staff, ticket, "reading-ended")

    assert (reply.status, reply.code) == (409, "not-reading")
    assert still.get("/staff/queue", token=staff).json["reading"] == []
