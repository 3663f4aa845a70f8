"""Two offices in one deployment: what belongs to one is, for the staff and visitors of the other, not there."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest

import app
from chalicelib.moments import instant
from chalicelib.staff.model import Member
from chalicelib.unit import Units
from tests.audit import everything
from tests.complaints.steps import a_form
from tests.office import Office, Reply, a_pdf, a_publication, a_visit, new_key
from tests.reports.surveys import answered, last_week

HERE, THERE = "6371", "6372"
WITH_FIGURES = ("/staff/reports/skm", "/staff/reports/standard")


@dataclass(frozen=True)
class Things:
    """Everything that the other office has: who works there, and the id of one thing of each kind."""

    member: Member
    token: str
    kiosk: str
    visit_token: str
    visit_id: str
    ticket_id: str
    publication_id: str
    request_id: str
    delivery_id: str
    link_id: str
    trace_id: str
    complaint_code: str
    result_id: str


@pytest.fixture
def office(office: Office) -> Office:
    """The same office, and a second one served by the same deployment."""
    banjarmasin = office.ports.units.of(HERE)
    second = msgspec.structs.replace(banjarmasin, code=THERE, short_name="BPS Kota Banjarbaru")
    office.ports.units = Units([banjarmasin, second])
    return office


@pytest.fixture
def theirs(office: Office) -> Things:
    member = office.member("kepala", unit=THERE)
    token = office.signed_in(member)
    kiosk, publication = office.kiosk(token), office.publication(a_pdf(), token, title="Kota Banjarbaru 2025")
    visit = office.visit(kiosk, name="Siti Tersembunyi")
    wanted = {"publication_id": publication, "channels": ["email", "flashdisk"]}
    request = office.post("/visit/requests", wanted, token=visit["visit_token"]).json["request_id"]
    office.carry_jobs()
    [link] = office.ports.links.of_request(request)
    office.post("/staff/queue/calls", {"desk": "1"}, token=token)
    ticket = visit["tickets"][0]["ticket_id"]
    trace = office.post("/staff/traces", token=token).json["trace_id"]
    disk = f"{request}.flashdisk"
    complaint = office.post("/staff/complaints", a_form(name="Siti Tersembunyi"), token=token).json["code"]
    return Things(
        member,
        token,
        kiosk,
        str(visit["visit_token"]),
        visit["visit_id"],
        ticket,
        publication,
        request,
        disk,
        link.link_id,
        trace,
        complaint,
        _published(office, token),
    )


def _published(office: Office, token: str) -> str:
    answered(office, 4, 4, 4, 4, 4, unit=THERE)
    return str(office.post("/staff/skm/publications", last_week(office), token=token).json["publication"])


def touched(office: Office, token: str, theirs: Things, title: str | None = None) -> dict[tuple[str, str], Reply]:
    """Every staff route that takes an id, asked for the other office's thing; `title`: to be noted on its ticket."""
    places = {
        "{ticket_id}": theirs.ticket_id,
        "{visit_id}": theirs.visit_id,
        "{request_id}": theirs.request_id,
        "{delivery_id}": theirs.delivery_id,
        "{link_id}": theirs.link_id,
        "{publication_id}": theirs.publication_id,
        "{subject}": theirs.member.subject,
        "{trace_id}": theirs.trace_id,
        "{code}": theirs.complaint_code,
        "{publication}": theirs.result_id,
    }
    bodies = {
        "/staff/members/{subject}": {"disabled": True},
        "/staff/publications/{publication_id}": {"title": "Diubah"},
        "/staff/requests/{request_id}/channels": {"channel": "app"},
        "/staff/complaints/{code}/events": {"state": "answered", "note": "Catatan.", "version": 1},
        "/staff/complaints/{code}/class": {"lapor_class": "information"},
        "/staff/tickets/{ticket_id}/transfer": {"service": "digital"},
        "/staff/tickets/{ticket_id}/reason": {"reason": "crowd"},
        "/staff/tickets/{ticket_id}/titles": {"publication_id": title or theirs.publication_id},
    }
    replies = {}
    for path, methods in app.app.routes.items():
        if not path.startswith("/staff/") or "{" not in path:
            continue
        address = path
        for place, thing in places.items():
            address = address.replace(place, thing)
        for method in methods:
            replies[method, path] = office.ask(method, address, bodies.get(path, {}), token=token, key=new_key())
    replies["POST", "/staff/erasures"] = office.post("/staff/erasures", {"visit_id": theirs.visit_id}, token=token)
    return replies


def test_every_staff_route_answers_unknown_for_a_thing_of_the_other_office(office: Office, theirs: Things) -> None:
    ours = office.signed_in(office.member("kepala", unit=HERE))
    own_title = office.post("/staff/publications", a_publication(), token=ours).json["publication_id"]
    before = everything(office)

    replies = touched(office, ours, theirs, own_title)

    assert len(replies) >= 33
    assert {route: reply.status for route, reply in replies.items()} == dict.fromkeys(replies, 404)
    assert everything(office) == before


def test_its_own_staff_reach_each_of_these_things(office: Office, theirs: Things) -> None:
    replies = touched(office, theirs.token, theirs)

    assert {route for route, reply in replies.items() if reply.status == 404} == set()


@pytest.mark.parametrize(
    "path",
    [
        "/staff/queue",
        "/staff/visits",
        "/staff/closing",
        "/staff/publications",
        "/staff/requests",
        "/staff/kiosks",
        "/staff/members",
        "/staff/reports/skm",
        "/staff/reports/standard",
        "/staff/comments",
        "/staff/skm/publications",
        "/skm?unit=6371",
    ],
)
def test_lists_and_figures_hold_nothing_of_the_other_office(office: Office, theirs: Things, path: str) -> None:
    office.post("/visit/feedback", {"rating": 4, "skm": {"U1": 4}, "comment": "Baik."}, token=theirs.visit_token)
    office.post(f"/staff/tickets/{theirs.ticket_id}/serve", token=theirs.token)
    office.post("/staff/closing", {"closes_at": instant(office.clock())}, token=theirs.token)
    ours = office.member("kepala", unit=HERE)

    reply = office.get(path, token=office.signed_in(ours)).json

    lists = [part for part in reply.values() if isinstance(part, list) and path not in WITH_FIGURES]
    assert [item for items in lists for item in items if item.get("subject") != ours.subject] == []
    figures = [reply.get(name, 0) for name in ("respondents", "counted", "held_back")]
    assert (figures, reply.get("early")) == ([0, 0, 0], None)


def test_early_closing_of_one_office_leaves_the_other_open(office: Office, theirs: Things) -> None:
    office.post("/staff/closing", {"closes_at": instant(office.clock())}, token=theirs.token)

    assert [office.get(f"/unit?unit={code}").json["open"] for code in (HERE, THERE)] == [True, False]


def test_call_of_one_office_calls_nobody_of_the_other(office: Office, theirs: Things) -> None:
    office.visit(theirs.kiosk)
    ours = office.signed_in(office.member("petugas", unit=HERE))

    reply = office.post("/staff/queue/calls", {"desk": "1"}, token=ours)

    assert (reply.status, reply.code) == (404, "nobody-waiting")


def test_numbers_of_two_offices_do_not_meet(office: Office, theirs: Things) -> None:
    ours = office.kiosk(office.signed_in(office.member("kepala", unit=HERE)))

    numbers = [office.visit(kiosk)["tickets"][0]["number"] for kiosk in (ours, theirs.kiosk, ours)]

    assert numbers == ["A-001", "A-002", "A-002"]


def test_visitor_of_one_office_gets_no_title_of_the_other(office: Office, theirs: Things) -> None:
    kiosk = office.kiosk(office.signed_in(office.member("kepala", unit=HERE)))
    token = office.visit(kiosk)["visit_token"]
    wanted = {"publication_id": theirs.publication_id, "channels": ["app"]}

    asked = office.post("/visit/requests", wanted, token=token)
    shown = office.get(f"/publications/{theirs.publication_id}?unit={HERE}")

    assert (asked.status, asked.code) == (404, "unknown-publication")
    assert (shown.status, shown.code) == (404, "unknown-publication")
    assert office.get(f"/publications?unit={HERE}").json["items"] == []
    assert len(office.get(f"/publications?unit={THERE}").json["items"]) == 1


def test_boards_of_two_offices_show_their_own_calls(office: Office, theirs: Things) -> None:
    here, there = office.get("/board").json, office.get(f"/board?unit={THERE}").json

    assert (here["calls"], [call["number"] for call in there["calls"]]) == ([], ["A-001"])


def test_unit_that_is_not_served_is_unknown(office: Office) -> None:
    replies = [office.get(f"/board?unit={code}") for code in ("6473", "../units/6371", "6371%00", "*")]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "unknown-unit")}


def test_code_of_the_day_opens_the_guestbook_of_its_own_office(office: Office, theirs: Things) -> None:
    code = str(office.get("/staff/onsite-code", token=theirs.token).json["code"])
    forged = HERE + code.removeprefix(THERE)

    visit = office.post("/visits", a_visit(), token=code)

    assert office.get("/visit", token=visit.json["visit_token"]).json["unit"] == THERE
    assert office.post("/visits", a_visit(), token=forged).status == 401


NEW = {
    "/staff/publications": a_publication(),
    "/staff/kiosks": {"name": "Kiosk 9"},
    "/staff/members": {"username": "budi", "email": "b@example.com", "name": "Budi", "role": "petugas"},
    "/staff/visits": a_visit(),
}


@pytest.mark.parametrize("path", NEW)
def test_what_staff_make_belongs_to_their_own_office_and_cannot_be_told_otherwise(
    office: Office, theirs: Things, path: str
) -> None:
    told = office.post(f"{path}?unit={HERE}", NEW[path] | {"unit": HERE}, token=theirs.token)
    made = office.post(f"{path}?unit={HERE}", NEW[path], token=theirs.token)

    assert (told.status, told.faults) == (422, {"unit": "unknown-field"})
    assert made.status == 201
    assert len(office.get(path, token=theirs.token).json["items"]) == 2
