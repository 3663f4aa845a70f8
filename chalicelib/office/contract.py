"""The HTTP contract as an OpenAPI 3.1 document, made from the very forms that bodies are read into."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import msgspec

from chalicelib.catalogue.model import ChangedPublication, NewPublication
from chalicelib.complaints.forms import Classified, Completion, EnteredComplaint, NewComplaint, NewEvent, Withdrawal
from chalicelib.delivery.desk import AnotherChannel, HandedOver
from chalicelib.delivery.model import NewRequest
from chalicelib.delivery.opening import Renewal
from chalicelib.delivery.reading import NewReading
from chalicelib.delivery.routes import LinkToken
from chalicelib.delivery.switching import Turned
from chalicelib.feedback.by_link import NewLinkFeedback
from chalicelib.feedback.model import NewFeedback
from chalicelib.guestbook.devices import NewKiosk
from chalicelib.guestbook.entry import StaffEntry
from chalicelib.guestbook.model import CheckIn
from chalicelib.guestbook.reach import NewAddress, NewConsent
from chalicelib.imports.model import NewImport
from chalicelib.office import (
    complaint_schemas,
    copy_schemas,
    desk_schemas,
    privacy_schemas,
    published_schemas,
    queue_schemas,
    report_schemas,
    schemas,
    staff_schemas,
    trace_schemas,
)
from chalicelib.office.model import NewClosing
from chalicelib.privacy.model import Correction, Erasure, StaffCorrection
from chalicelib.queue.routes import Call, Reason, Seen, Transfer, UsedTitle
from chalicelib.reports.published import NewResult
from chalicelib.staff.model import ChallengeAnswer, ChangedMember, Credentials, NewMember
from chalicelib.traces.model import NewTrace
from chalicelib.upkeep.model import Redrive

Bearer = Literal["device", "visit", "staff"]
Q = ("q", "year", "subject")
LIST = ("limit", "cursor")
FILES = {
    "text/csv": {"schema": {"type": "string"}},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {},
    "application/pdf": {},
}
"""What a call that takes a `format` answers beside JSON; `part` and `bom` are of CSV."""

REPORT = ("from", "to", "format", "part", "bom")


class Operation(msgspec.Struct, frozen=True):
    """One call of the API. Whatever answers 201 or 202 creates, and takes an Idempotency-Key."""

    method: Literal["get", "post", "patch", "delete"]
    path: str
    summary: str
    answer: Any
    bearer: Bearer | None = None
    body: Any = None
    status: int = 200
    query: tuple[str, ...] = ()

    @property
    def files(self) -> dict[str, Any]:
        """The media types that it answers beside JSON, as OpenAPI describes them."""
        return FILES if "format" in self.query else {}

    @property
    def creates(self) -> bool:
        return self.status in (201, 202)


TICKET = "/staff/tickets/{ticket_id}"
MEMBER = "/staff/members/{subject}"
REQUEST = "/staff/requests/{request_id}"
DELIVERY = "/staff/deliveries/{delivery_id}"
FAILED = "/staff/failed-jobs"
VISIT = "/staff/visits/{visit_id}"
WHATSAPP = "/staff/channels/whatsapp"
TITLES = "/staff/publications"
COMPLAINT = "/staff/complaints/{code}"
RESULTS = "/staff/skm/publications"
PUBLICATION = "/staff/publications/{publication_id}"
OPERATIONS = (
    Operation("get", "/health", "Is the service set up", schemas.Health),
    Operation("get", "/openapi.json", "This document", schemas.Contract),
    Operation("get", "/unit", "The unit's public face", schemas.UnitShape, query=("unit",)),
    Operation("get", "/publications", "Ranked titles; ETag", schemas.Publications, query=("unit", *Q, *LIST)),
    Operation("get", "/publications/{publication_id}", "One title", schemas.CitedPublication, query=("unit",)),
    Operation("get", "/board", "Last calls and who waits; ETag; no names", schemas.Board, query=("unit",)),
    Operation("get", "/skm", "Published results, newest first; ETag", published_schemas.PublicResults, query=("unit",)),
    Operation("post", "/links/view", "What a link leads to; changes nothing", copy_schemas.ViewedLink, body=LinkToken),
    Operation("post", "/links/open", "A presigned address for 300 s", copy_schemas.OpenedCopy, body=LinkToken),
    Operation("post", "/links/renew", "A new link, by mail to its owner", copy_schemas.RenewedLink, body=Renewal),
    Operation("post", "/links/feedback", "Rate the visit by it", schemas.FeedbackByLink, None, NewLinkFeedback, 201),
    Operation("get", "/copies/{code}", "Is this copy ours? Nobody is named", copy_schemas.GenuineCopy),
    Operation(
        "post",
        "/complaints",
        "File a complaint",
        complaint_schemas.FiledComplaint,
        body=NewComplaint,
        status=201,
        query=("unit",),
    ),
    Operation("get", "/complaints/{code}", "How a complaint goes; nobody is named", complaint_schemas.ComplaintStatus),
    *(
        Operation("post", f"/complaints/{{code}}/{act}", words, complaint_schemas.ComplaintStatus, body=body)
        for act, words, body in (
            ("completion", "Complete a file that is not complete", Completion),
            ("withdrawal", "Take a complaint back", Withdrawal),
        )
    ),
    Operation("get", "/onsite-code", "The code of the day, for a kiosk or a board", schemas.OnsiteCodeShape, "device"),
    Operation("post", "/visits", "The guestbook: visit and tickets", schemas.CheckedIn, "device", CheckIn, 201),
    Operation("get", "/visit", "One's own visit", copy_schemas.VisitShape, "visit"),
    Operation("post", "/visit/requests", "Ask for a copy", copy_schemas.AcceptedRequest, "visit", NewRequest, 202),
    Operation("get", "/visit/requests/{request_id}", "How a request goes", copy_schemas.RequestShape, "visit"),
    Operation("post", "/visit/requests/{request_id}/open", "Fetch the copy here", copy_schemas.OpenedCopy, "visit"),
    Operation("post", "/visit/readings", "Read it in the page", copy_schemas.ReadingCopy, "visit", NewReading),
    Operation("post", "/visit/email", "Where mails go from now on", copy_schemas.VisitShape, "visit", NewAddress),
    Operation("post", "/visit/consents", "Agree to a text", copy_schemas.VisitShape, "visit", NewConsent),
    Operation("delete", "/visit/consents/{code}", "Take a consent back", copy_schemas.VisitShape, "visit"),
    Operation("get", "/visit/data", "What is held about one", privacy_schemas.HeldShape, "visit"),
    Operation("patch", "/visit/data", "Correct it", privacy_schemas.HeldShape, "visit", Correction),
    Operation("delete", "/visit/data", "Erase it; again is harmless", privacy_schemas.ErasedShape, "visit"),
    Operation("post", "/visit/feedback", "Rating, SKM, comment", schemas.GivenFeedback, "visit", NewFeedback, 201),
    Operation("post", "/visit/tickets/{ticket_id}/cancel", "Leave the line", copy_schemas.VisitShape, "visit"),
    Operation("post", "/visit/finish", "End the visit", copy_schemas.VisitShape, "visit"),
    Operation("post", "/staff/session", "Sign in", staff_schemas.SignIn, body=Credentials),
    Operation("post", "/staff/session/answer", "Answer what is asked", staff_schemas.SignIn, body=ChallengeAnswer),
    Operation("get", "/staff/session", "Who is signed in", staff_schemas.OwnSession, "staff"),
    Operation("delete", "/staff/session", "Sign out at once", staff_schemas.SignedOut, "staff"),
    Operation("get", "/staff/queue", "Who waits, is called, is served", queue_schemas.Queue, "staff"),
    Operation("post", "/staff/queue/calls", "Call next", queue_schemas.TicketShape, "staff", Call),
    *(
        Operation("post", f"{TICKET}/{move}", words, queue_schemas.TicketShape, "staff", body)
        for move, words, body in (
            ("recall", "Call again", Seen),
            ("serve", "Begin to serve", Seen),
            ("finish", "Done", Seen),
            ("skip", "Did not come: after enough calls, far enough apart", Seen),
            ("return", "Back into the line after a no-show", Seen),
            ("undo", "Take the last move back, within ten seconds", Seen),
            ("transfer", "Into the line of another service; number and arrival stay", Transfer),
            ("reason", "Why the promise was missed", Reason),
            ("titles", "A title that is used in the reading room", UsedTitle),
            ("reading-ended", "The visitor has left the reading room", None),
        )
    ),
    Operation("delete", f"{TICKET}/titles/{{publication_id}}", "Not that title", queue_schemas.TicketShape, "staff"),
    Operation("get", "/staff/visits", "A day's visits", queue_schemas.ListedVisits, "staff", query=("day", *LIST)),
    Operation("post", "/staff/visits", "Enter for a visitor", schemas.CheckedIn, "staff", StaffEntry, 201),
    Operation("get", VISIT, "One, and whose; noted", privacy_schemas.StaffVisit, "staff"),
    Operation("patch", VISIT, "Correct whose it is", privacy_schemas.StaffVisit, "staff", StaffCorrection),
    Operation("post", "/staff/erasures", "Erase a person", privacy_schemas.ErasedShape, "staff", Erasure),
    Operation("get", "/staff/closing", "Today's early closing", queue_schemas.ClosingShape, "staff"),
    Operation("post", "/staff/closing", "Close early today", queue_schemas.ClosingShape, "staff", NewClosing),
    Operation("delete", "/staff/closing", "Keep the usual hours", queue_schemas.ClosingShape, "staff"),
    Operation("get", TITLES, "All titles", staff_schemas.StaffPublications, "staff", query=LIST),
    Operation("post", TITLES, "A new title", staff_schemas.PublicationUpload, "staff", NewPublication, 201),
    Operation("get", f"{TITLES}/import", "How fetching from the WebAPI goes", staff_schemas.ImportReport, "staff"),
    Operation("post", f"{TITLES}/import", "Take in a table, or fetch", staff_schemas.ImportReport, "staff", NewImport),
    Operation("get", PUBLICATION, "One title", staff_schemas.StaffPublication, "staff"),
    Operation(
        "patch", PUBLICATION, "Other words about it", staff_schemas.StaffPublication, "staff", ChangedPublication
    ),
    Operation("delete", PUBLICATION, "Withdraw it", staff_schemas.StaffPublication, "staff"),
    Operation("post", f"{PUBLICATION}/upload", "Where to send a file", staff_schemas.PublicationUpload, "staff"),
    Operation("get", "/staff/requests", "Requests", desk_schemas.StaffRequests, "staff", query=("state", *LIST)),
    Operation("post", f"{REQUEST}/retry", "Make it go again", desk_schemas.StaffRequest, "staff"),
    Operation("post", f"{REQUEST}/revoke", "Stop a copy and all its links", desk_schemas.StaffRequest, "staff"),
    Operation("post", f"{REQUEST}/channels", "One more way home", desk_schemas.StaffRequest, "staff", AnotherChannel),
    Operation("get", f"{REQUEST}/links", "The links to a copy", desk_schemas.LinkShapes, "staff"),
    Operation("post", f"{REQUEST}/links/{{link_id}}/revoke", "Stop one link", desk_schemas.LinkShape, "staff"),
    Operation("get", "/staff/deliveries", "What waits for the desk", desk_schemas.DeskDeliveries, "staff", query=LIST),
    Operation("post", f"{DELIVERY}/open", "The copy, for a flash disk", copy_schemas.OpenedCopy, "staff"),
    Operation("post", f"{DELIVERY}/message", "A message to send by hand", desk_schemas.MessageByHand, "staff"),
    Operation("post", f"{DELIVERY}/handed-over", "It was", desk_schemas.DeskDelivery, "staff", HandedOver),
    Operation("post", f"{DELIVERY}/noted", "The visitor was told", desk_schemas.DeskDelivery, "staff"),
    Operation("get", WHATSAPP, "Messages by WhatsApp (kepala)", desk_schemas.WhatsAppShape, "staff"),
    Operation("post", WHATSAPP, "Turn them on or off (kepala)", desk_schemas.WhatsAppShape, "staff", Turned),
    Operation("get", "/staff/complaints", "The register", complaint_schemas.Register, "staff", query=("state", *LIST)),
    Operation(
        "post", "/staff/complaints", "Enter one", complaint_schemas.FiledComplaint, "staff", EnteredComplaint, 201
    ),
    Operation("get", COMPLAINT, "One of them; noted", complaint_schemas.StaffComplaint, "staff"),
    Operation("post", f"{COMPLAINT}/events", "Answer and so on", complaint_schemas.StaffComplaint, "staff", NewEvent),
    Operation("post", f"{COMPLAINT}/class", "Its LAPOR class", complaint_schemas.StaffComplaint, "staff", Classified),
    Operation("post", "/staff/traces", "Whose copy? (kepala)", trace_schemas.TraceUpload, "staff", NewTrace, 201),
    Operation("get", "/staff/traces/{trace_id}", "What was found (kepala)", trace_schemas.TraceShape, "staff"),
    Operation("get", "/staff/overview", "Today at a glance", published_schemas.OverviewShape, "staff"),
    *(
        Operation("get", f"/staff/reports/{name}", words, shape, "staff", query=(*more, *REPORT))
        for name, words, shape, more in (
            ("visits", "Who came, when and for what", report_schemas.VisitsReport, ()),
            ("standard", "The promise", report_schemas.StandardReport, ("service",)),
            ("skm", "The satisfaction survey", report_schemas.SkmReport, ()),
            ("skd", "BPS's own survey", report_schemas.SkdReport, ()),
            ("titles", "The use of the catalogue", report_schemas.TitlesReport, ()),
            ("complaints", "The register against its clocks", report_schemas.ComplaintsReport, ()),
        )
    ),
    Operation("get", "/staff/comments", "What they wrote", schemas.Comments, "staff", query=("from", "to", *LIST)),
    Operation("get", RESULTS, "Published results, withdrawn ones too", published_schemas.ResultList, "staff"),
    Operation("post", RESULTS, "Publish a result", published_schemas.ResultShape, "staff", NewResult, 201),
    Operation("delete", f"{RESULTS}/{{publication}}", "Withdraw a result", published_schemas.ResultShape, "staff"),
    Operation("get", "/staff/kiosks", "Registered devices (kepala)", staff_schemas.Kiosks, "staff", query=LIST),
    Operation("post", "/staff/kiosks", "Register one (kepala)", staff_schemas.RegisteredKiosk, "staff", NewKiosk, 201),
    Operation("get", "/staff/onsite-code", "The code of the day (kepala)", schemas.OnsiteCodeShape, "staff"),
    Operation("get", FAILED, "Jobs that failed for good (kepala)", staff_schemas.FailedJobs, "staff"),
    Operation("post", f"{FAILED}/redrive", "Make them go again (kepala)", staff_schemas.Redriven, "staff", Redrive),
    Operation(
        "get", "/staff/audit", "Who did what (kepala)", trace_schemas.Audit, "staff", query=("from", "to", *LIST)
    ),
    Operation("get", "/staff/members", "Members of staff (kepala)", staff_schemas.Members, "staff", query=LIST),
    Operation("post", "/staff/members", "Admit a member (kepala)", staff_schemas.AddedMember, "staff", NewMember, 201),
    Operation("patch", MEMBER, "Role, or out at once (kepala)", staff_schemas.MemberShape, "staff", ChangedMember),
)


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """The whole document."""
    types = [schemas.Problem, *(one.answer for one in OPERATIONS), *(one.body for one in OPERATIONS if one.body)]
    shapes, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    shape_of = dict(zip(map(str, types), shapes, strict=True))
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(f"/api{operation.path}", {})[operation.method] = _described(operation, shape_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Loket Pustaka", "version": "1", "description": _DESCRIPTION},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _BEARERS},
    }


def _described(operation: Operation, shape_of: dict[str, Any]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": shape_of[str(schemas.Problem)]}}
    described: dict[str, Any] = {
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "security": [{operation.bearer: []}] if operation.bearer else [],
        "responses": {
            str(operation.status): {
                "description": "As asked",
                "content": {"application/json": {"schema": shape_of[str(operation.answer)]}, **operation.files},
            },
            "default": {"description": "Refused, with the reason", "content": problem},
        },
    }
    if operation.body:
        content = {"application/json": {"schema": shape_of[str(operation.body)]}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    found = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    found += [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in operation.query
    ]
    if operation.creates:
        key = {"type": "string", "pattern": "^[!-~]{1,255}$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": key})
    return found


_DESCRIPTION = (
    "Front-desk library service of a statistics office. Times are ISO 8601 UTC with Z; refusals are "
    "application/problem+json; `Accept-Language: id` (default) or `en` chooses their sentences. Whatever creates "
    "takes an Idempotency-Key: the same key again gives the same answer."
)
_BEARERS = {
    "device": {"type": "http", "scheme": "bearer", "description": "A kiosk's token, or the on-site code of the day"},
    "visit": {"type": "http", "scheme": "bearer", "description": "The visit_token of the guestbook's answer"},
    "staff": {"type": "http", "scheme": "bearer", "description": "A staff access token"},
}
