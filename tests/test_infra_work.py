"""A whole day under the roles: all that the functions do, they may; all that they may, they do."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from msgspec.structs import replace

from chalicelib.delivery.outcome import QuotaSpent
from chalicelib.feedback.model import ELEMENTS
from chalicelib.moments import instant
from chalicelib.office.contract import OPERATIONS
from chalicelib.queue.model import Ticket
from chalicelib.unit import service_day
from tests.complaints.steps import a_form as a_complaint
from tests.delivery import whatsapp
from tests.delivery.notices import hear, notice_of
from tests.imports.webapi_double import KEY, WebApiDouble, an_item
from tests.office import PASSWORD, Office, a_pdf, a_publication, a_visit, an_arrival, new_key
from tests.picture_book import a_picture_book
from tests.reliability.redelivery import arrived
from tests.reports.surveys import answered, last_week
from tests.roles import Record, recorded
from tests.stack import Rights, allows, listed, resolved

pytest_plugins = ["tests.packaged"]

BY_LAMBDA = ("logs:", "sqs:", *(f"dynamodb:{act}" for act in ("DescribeStream", "GetRecords", "GetShardIterator")))
"""What Lambda itself does in a function's name: write its log, take its jobs, follow its streams."""
BY_ITSELF = ("APIHandler", "ComplaintClocks", "Sweep", "Retention")
"""Functions that take no jobs: what they do with queues they do themselves."""

SEEN_BY_FEW = {"/staff/onsite-code", *(f"/staff/{one}" for one in ("traces/{trace_id}", "visits/{visit_id}"))}
SEEN_BY_FEW |= {"/staff/complaints/{code}"}
"""Reads that are noted like changes: what they show opens a door, or names somebody."""
NOTED_ELSEWHERE = {"post /staff/queue/calls"} | {
    f"post /staff/tickets/{{ticket_id}}/{move}"
    for move in ("recall", "serve", "finish", "skip", "return", "undo", "transfer")
}
"""The ticket's own history says who moved it and when. A new route belongs here only where such a record exists."""


class Day:
    """One visitor, one head of the unit, and everything that either can do."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._keep_clear_of_midnight()
        self.member = office.member()
        self.head = office.signed_in(self.member)

    def _keep_clear_of_midnight(self) -> None:
        """What is done takes three quarters of an hour of one day of the unit."""
        now, unit = self.office.clock(), self.office.ports.units.of(None)
        if service_day(now + timedelta(minutes=55), unit) != service_day(now, unit):
            self.office.clock.move(minutes=55)

    def get(self, path: str, token: str | None = None) -> Any:
        return self.ask("GET", path, None, token)

    def post(self, path: str, body: Any = None, token: str | None = None) -> Any:
        return self.ask("POST", path, body or {}, token)

    def staff(self, method: str, path: str, body: Any = None) -> Any:
        return self.ask(method, f"/staff{path}", body, self.head)

    def ask(self, method: str, path: str, body: Any, token: str | None) -> Any:
        reply = self.office.ask(method, path, body, token=token, key=new_key())
        assert reply.status < 300, (method, path, reply.status, reply.body)
        return reply.json

    def open(self) -> None:
        """Devices, a colleague, publications."""
        self.kiosk = self.staff("POST", "/kiosks", {"name": "Kiosk 1"})["token"]
        self.code = self.staff("GET", "/onsite-code")["code"]
        self._colleague()
        self.publication = self.office.publication(a_pdf(), self.head)
        self.picture_book = self.office.publication(a_picture_book(), self.head, title="Atlas")
        refused = self.office.publication(b"not a PDF", self.head, title="Rusak")
        self.staff("PATCH", f"/publications/{refused}", {"title": "Rusak 2025"})
        self.staff("POST", f"/publications/{refused}/upload")
        self.staff("DELETE", f"/publications/{refused}")

    def _colleague(self) -> None:
        form = {"username": "rina", "email": "rina@example.com", "name": "Rina", "role": "petugas"}
        subject = self.staff("POST", "/members", form)["subject"]
        self.staff("PATCH", f"/members/{subject}", {"role": "kepala", "disabled": True})
        self.staff("PATCH", f"/members/{subject}", {"disabled": False})

    def serve(self) -> None:
        """From the guestbook to the rated visit, by kiosk and by phone."""
        visit = self.post("/visits", a_visit(services=["printed", "digital"]), self.kiosk)
        phone = self.post("/visits", a_visit(), self.code)
        self._read_in_the_room()
        self._be_away_when_called()
        self._be_late(phone["tickets"][0]["ticket_id"])
        self.post(f"/visit/tickets/{phone['tickets'][0]['ticket_id']}/cancel", None, phone["visit_token"])
        self.staff("POST", "/visits", a_visit())
        self._copy(visit["visit_token"])
        self._joined_copy(visit["visit_token"])
        self._ways_home(visit["visit_token"])
        self._by_whatsapp()
        self.staff("GET", "/comments")
        self.get("/visit", visit["visit_token"])
        self.post("/visit/finish", None, visit["visit_token"])

    def _called(self, service: str) -> str:
        """The ticket that is called next, as the path of its moves."""
        called = self.staff("POST", "/queue/calls", {"desk": "1", "services": [service]})
        return f"/tickets/{called['ticket_id']}"

    def _read_in_the_room(self) -> None:
        ticket = self._called("printed")
        self.staff("POST", f"{ticket}/recall")
        self.staff("POST", f"{ticket}/serve")
        self.staff("POST", f"{ticket}/titles", {"publication_id": self.publication})
        self.staff("DELETE", f"{ticket}/titles/{self.publication}")
        self.staff("POST", f"{ticket}/reading-ended")
        self.staff("POST", f"{ticket}/finish")

    def _be_away_when_called(self) -> None:
        """Called three times, taken for absent, back in line, and sent on to the other service: by mistake."""
        ticket = self._called("digital")
        for _ in range(2):
            self.office.clock.move(seconds=60)
            self.staff("POST", f"{ticket}/recall")
        self.staff("POST", f"{ticket}/skip")
        self.staff("POST", f"{ticket}/return")
        self.staff("POST", f"{ticket}/transfer", {"service": "printed"})
        self.staff("POST", f"{ticket}/undo")

    def _be_late(self, ticket: str) -> None:
        self.office.clock.move(minutes=10)
        self.staff("POST", f"/tickets/{ticket}/reason", {"reason": "crowd"})

    def _copy(self, visitor: str) -> None:
        """Fetched here, then sent by mail too, stopped, and made to go again after a mail whose fate is unknown."""
        wanted = {"publication_id": self.publication, "channels": ["app"]}
        self.request = self.post("/visit/requests", wanted, visitor)["request_id"]
        self.office.carry_jobs()
        self.post(f"/visit/requests/{self.request}/open", None, visitor)
        self.post("/visit/requests", wanted | {"channels": ["email"]}, visitor)
        self.office.carry_jobs()
        link = {"token": _link_in(self.office.mails()[-1])}
        self.post("/links/view", link)
        self.post("/links/open", link)
        self.post("/links/feedback", link | {"rating": 3})
        self.copy_code = self.get(f"/visit/requests/{self.request}", visitor)["copy_code"]
        self._lose_the_answer()
        self.staff("POST", f"/requests/{self.request}/revoke")
        self.staff("POST", f"/requests/{self.request}/retry")
        self.office.carry_jobs()
        self.staff("GET", "/requests")

    def _joined_copy(self, visitor: str) -> None:
        """One that storage joins, stopped and made to go again: the second time it is found to be there."""
        wanted = {"publication_id": self.picture_book, "channels": ["app"]}
        request = self.post("/visit/requests", wanted, visitor)["request_id"]
        self.office.carry_jobs()
        self.staff("POST", f"/requests/{request}/revoke")
        self.staff("POST", f"/requests/{request}/retry")
        self.office.carry_jobs()
        self.post(f"/visit/requests/{request}/open", None, visitor)

    def _ways_home(self, visitor: str) -> None:
        """Read in the page, taken home from the desk and by a message sent by hand, and by a link that was renewed."""
        with patch.object(self.office.ports, "pause", lambda _: self.office.carry_jobs()):
            self.post("/visit/readings", {"publication_id": self.publication}, visitor)
        self.post("/visit/email", {"email": "siti.baru@example.com"}, visitor)
        agreed = {"code": "contact-whatsapp", "version": "2026-01", "phone": "0812-3456-7890"}
        self.post("/visit/consents", agreed, visitor)
        wanted = {"publication_id": self.publication, "channels": ["whatsapp"]}
        self.post("/visit/requests", wanted, visitor)
        self.staff("POST", f"/requests/{self.request}/channels", {"channel": "flashdisk"})
        self.office.carry_jobs()
        for item in self.staff("GET", "/deliveries")["items"]:
            kind = "open" if item["wants"] == "hand-over" else "message"
            self.staff("POST", f"/deliveries/{item['delivery_id']}/{kind}")
            self.staff("POST", f"/deliveries/{item['delivery_id']}/handed-over", {})
            self.staff("POST", f"/deliveries/{item['delivery_id']}/noted")
        self.ask("DELETE", "/visit/consents/contact-whatsapp", None, visitor)
        renewal = {"token": _link_in(self.office.mails()[-1]), "email": "siti.baru@example.com"}
        self.post("/links/renew", renewal)
        with patch.object(self.office.ports.mailer, "send", side_effect=QuotaSpent(self.office.clock())):
            self.office.carry_jobs()
        [first, *_] = self.staff("GET", f"/requests/{self.request}/links")["items"]
        self.staff("POST", f"/requests/{self.request}/links/{first['link_id']}/revoke")

    def _by_whatsapp(self) -> None:
        """By the template; then the copy itself, to one who wrote and then wants no more; and turned off and on."""
        whatsapp.with_number(self.office)
        visitor = whatsapp.agreeing(self.office, kiosk=self.kiosk)["visit_token"]
        for publication, fate in ((self.publication, ("failed", 131047)), (self.picture_book, ("delivered",))):
            self.post("/visit/requests", {"publication_id": publication, "channels": ["whatsapp"]}, visitor)
            self.office.carry_jobs()
            whatsapp.told(self.office, whatsapp.sent(self.office)[-1], *fate)
            whatsapp.writes(self.office, "Halo")
        whatsapp.writes(self.office, "Berhenti")
        self.staff("GET", "/channels/whatsapp")
        for on in (False, True):
            self.staff("POST", "/channels/whatsapp", {"on": on})

    def _lose_the_answer(self) -> None:
        deliveries = self.office.ports.deliveries
        for delivery in deliveries.of_request(self.request):
            deliveries.change(delivery, "unknown", {})

    def repair(self) -> None:
        """What got stuck is swept up, and what failed for good goes again."""
        ports, now = self.office.ports, self.office.clock()
        visitor = self.post("/visits", a_visit(), self.kiosk)["visit_token"]
        self.post("/visit/requests", {"publication_id": self.publication, "channels": ["app"]}, visitor)
        for mapping in self.office.mappings:
            arrived(self.office, mapping.function)
        [mail] = [one for one in ports.deliveries.of_request(self.request) if one.name == "email"]
        ports.deliveries.change(mail, "unknown", {"open_since": now})
        title = ports.publications.find(self.staff("POST", "/publications", a_publication())["publication_id"])
        assert title
        ports.publications.change(title, {"state": "preparing", "open_since": now})
        self.office.clock.move(minutes=10)
        self.office.run_schedule("sweep")
        self.office.carry_jobs()
        self.post("/visit/feedback", {"rating": 4, "skm": dict.fromkeys(ELEMENTS, 4)}, visitor)
        for kind in ("INTAKE", "MARKING", "DELIVERY", "TRACING", "IMPORTING", "MAIL_EVENTS", "WHATSAPP_EVENTS"):
            dead_letters = self.office.environment[f"{kind}_JOBS_DEAD_LETTERS"]
            self.office.sqs.send_message(QueueUrl=dead_letters, MessageBody=an_arrival("nothing of ours"))
        self.staff("GET", "/failed-jobs")
        self.staff("POST", "/failed-jobs/redrive", {})
        self.office.carry_jobs()
        self._comes_back()

    def _comes_back(self) -> None:
        deliveries = self.office.ports.deliveries
        [mail] = [one for one in deliveries.of_request(self.request) if one.name == "email"]
        deliveries.change(mail, "unknown", {"provider_id": None})
        hear(self.office, notice_of(self.office, "gone", mail, address="nobody@example.com"))

    def fetch(self) -> None:
        """Titles come from a table, and from the WebAPI in two runs; one import is started again and then given up."""
        self.staff("POST", "/publications/import", {"source": "csv", "csv": "judul;tahun\nAtlas;2024\nAtlas;2025\n"})
        webapi, slow = WebApiDouble(), [4]
        self.office.ports.settings = replace(self.office.ports.settings, webapi_url=webapi.url)
        boto3.client("ssm").put_parameter(Name="/loket-pustaka/webapi-key", Value=KEY, Type="SecureString")
        webapi.items = [an_item(1)]
        webapi.odd = lambda _: self.office.clock.move(minutes=slow.pop()) if slow else None
        for _ in range(2):
            self.staff("POST", "/publications/import", {"source": "webapi"})
            self.office.carry_jobs()
            webapi.items = [an_item(1, title="Profil Kota 2024")]
        webapi.stop()
        assert (slow, self.staff("GET", "/publications/import")["changed"]) == ([], 1)
        self.staff("POST", "/publications/import", {"source": "webapi"})
        for _ in range(2):
            arrived(self.office, "importing")
            self.office.clock.move(minutes=5)
            self.office.run_schedule("sweep")
        arrived(self.office, "importing")

    def look(self) -> None:
        """Everything that can be read, and one guess that misses."""
        for path in (
            "/health",
            "/openapi.json",
            "/unit",
            "/publications",
            f"/publications/{self.publication}",
            "/board",
            "/skm",
        ):
            self.get(path)
        self.get("/onsite-code", self.kiosk)
        self.get(f"/copies/{self.copy_code}")
        assert self.office.get("/copies/LP-0000-0000-0000").status == 404
        self.post("/staff/session", {"username": self.member.username, "password": PASSWORD})
        for path in ("/queue", "/publications", f"/publications/{self.publication}", "/kiosks", "/members", "/session"):
            self.staff("GET", path)
        for path in ("/reports/visits", "/reports/standard", "/reports/skm", "/reports/skd", "/reports/titles"):
            self.staff("GET", path)
        for path in ("/reports/complaints", "/overview", "/visits", "/closing", "/audit"):
            self.staff("GET", path)
        self.staff("POST", "/closing", {"closes_at": instant(self.office.clock())})
        self.staff("DELETE", "/closing")
        self._publish()
        self._trace()
        self.staff("DELETE", "/session")

    def _publish(self) -> None:
        """What the survey gave last week, published and withdrawn."""
        answered(self.office, 4, 4, 4, 4, 4)
        result = self.staff("POST", "/skm/publications", last_week(self.office))
        self.staff("GET", "/skm/publications")
        self.staff("DELETE", f"/skm/publications/{result['publication']}")

    def _trace(self) -> None:
        """A leaked page of the book is sent and looked at."""
        trace = self.staff("POST", "/traces", {"publication_id": self.publication})
        bucket, key = self.office.environment["MASTERS_BUCKET"], trace["upload"]["fields"]["key"]
        self.office.s3.put_object(Bucket=bucket, Key=key, Body=a_pdf(text=self.copy_code))
        self.office.carry_jobs()
        self.staff("GET", f"/traces/{trace['trace_id']}")

    def know(self) -> None:
        """What is held about two people is seen and corrected, and erased by one of them and by staff for the other."""
        visits = [self.post("/visits", a_visit(priority="disability"), self.kiosk) for _ in range(2)]
        for visit in visits:
            token, wanted = visit["visit_token"], {"publication_id": self.publication, "channels": ["email"]}
            self.post("/visit/requests", wanted, token)
            self.office.carry_jobs()
            self.get("/visit/data", token)
            self.ask("PATCH", "/visit/data", {"name": "Siti R."}, token)
        self.ask("DELETE", "/visit/data", None, visits[0]["visit_token"])
        other = visits[1]["visit_id"]
        self.staff("GET", f"/visits/{other}")
        self.staff("PATCH", f"/visits/{other}", {"institution": "BPS"})
        self.staff("POST", "/erasures", {"visit_id": other})

    def forget(self) -> None:
        """The night ends an erasure that broke off, and a month later nothing is known of anybody."""
        ports = self.office.ports
        visit = self.post("/visits", a_visit(priority="disability"), self.kiosk)
        wanted = {"publication_id": self.publication, "channels": ["email"]}
        self.post("/visit/requests", wanted, visit["visit_token"])
        begun = ports.visits.find(visit["visit_id"])
        assert begun
        ports.visits.begin_erasing(begun, self.office.clock())
        for days in (0, 31):
            self.office.clock.move(days=days)
            self.office.run_schedule("retention")

    def end(self) -> None:
        """The day after puts this one away: first twice at once, and then it finds that nothing is left."""
        self.office.carry_changes()
        self.office.clock.move(days=1)
        tickets = self.office.ports.tickets
        of_day = tickets.of_day

        def overtaken(unit_day: str) -> list[Ticket]:
            found = of_day(unit_day)
            if found:
                with patch.object(tickets, "of_day", of_day):
                    self.office.run_schedule("day_end")
            return found

        with patch.object(tickets, "of_day", overtaken):
            self.office.run_schedule("day_end")
        self.office.run_schedule("day_end")
        self.office.run_schedule("recount")
        self.office.carry_changes()

    def complain(self) -> None:
        """One that is completed, one that is withdrawn, and one that nobody completes; a letter gets stuck."""
        self.head = self.office.signed_in(self.member)
        visit = self.office.visit(self.kiosk)
        code = self.post("/complaints", a_complaint(visit_token=visit["visit_token"]))["code"]
        arrived(self.office, "delivery")
        self.office.clock.move(minutes=10)
        self.office.run_schedule("sweep")
        self.office.carry_jobs()
        self.get(f"/complaints/{code}")
        self._act_on(code, "incomplete")
        self.post(f"/complaints/{code}/completion", {"text": "Selasa"})
        self._act_on(code, "answered")
        self.staff("POST", f"/complaints/{code}/class", {"lapor_class": "information"})
        withdrawn = self.staff("POST", "/complaints", a_complaint(channel="box"))["code"]
        self.post(f"/complaints/{withdrawn}/withdrawal")
        self._act_on(self.staff("POST", "/complaints", a_complaint(channel="box"))["code"], "incomplete")
        self.staff("GET", "/complaints")
        for days in (12, 20, 40):
            self.office.clock.move(days=days)
            self.office.run_schedule("complaint_clocks")
            self.office.carry_jobs()

    def _act_on(self, code: str, state: str) -> None:
        seen = self.staff("GET", f"/complaints/{code}")["version"]
        self.staff("POST", f"/complaints/{code}/events", {"state": state, "note": "Catatan.", "version": seen})
        self.office.carry_jobs()


def _link_in(mail: bytes) -> str:
    letter = email.message_from_bytes(mail, policy=email.policy.default)
    text = letter.get_body(("plain",))
    found = re.search(r"/unduh/#([\w-]+)", text.get_content() if text else "")
    assert found
    return found[1]


@pytest.fixture(scope="module")
def record(_office: Office) -> Record:
    """What was asked of the functions, and they of AWS, in one day."""
    _office.begin()
    day = Day(_office)
    with recorded(_office) as record:
        day.open()
        day.serve()
        day.repair()
        day.fetch()
        day.know()
        day.look()
        day.end()
        day.complain()
        day.forget()
    return record


def test_day_leaves_no_route_unused(record: Record) -> None:
    routes = {f"{one.method} {one.path}" for one in OPERATIONS} - {"post /staff/session/answer"}

    unused = {route for route in routes if not record.made(route)}

    assert unused == set()


def test_every_change_that_staff_make_is_noted(record: Record) -> None:
    staff = [one for one in OPERATIONS if one.bearer == "staff"]
    changes = {f"{one.method} {one.path}" for one in staff if one.method != "get" or one.path in SEEN_BY_FEW}

    left_out = {route for route in changes if not record.made(route) <= record.noted}

    assert left_out == NOTED_ELSEWHERE


def test_function_does_nothing_that_its_role_forbids(record: Record, rights: Rights) -> None:
    forbidden = {act for act in record.acts if not allows(rights[act.function], act.action, act.resource)}

    assert forbidden == set()


def test_role_allows_nothing_that_its_function_does_not_do(record: Record, rights: Rights) -> None:
    unused = {
        (function, action, resource)
        for function, statements in rights.items()
        for statement in statements
        for action in listed(statement["Action"])
        for resource in listed(resolved(statement["Resource"]))
        if not (action.startswith("logs:") or (action.startswith(BY_LAMBDA) and function not in BY_ITSELF))
        and not any(
            act.function == function and allows([_only(action, resource)], act.action, act.resource)
            for act in record.acts
        )
    }

    assert unused == set()


def _only(action: str, resource: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}
