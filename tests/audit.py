"""The conservation audit: whatever happened, nothing accepted is lost and nothing lies about without an owner."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import boto3
from moto.backends import get_backend

from chalicelib.tables import LISTS
from infra.local.template import ACCOUNT
from tests.office import Office

Row = dict[str, Any]
PREFIXES = {"printed": "A", "digital": "B"}
IN_LINE = ("waiting", "called", "serving")
LEFT = ("sent", "delivered", "bounced", "complained")
THROUGH = (*LEFT, "refused")
AT_DESK = ("ready", "unknown", "bounced", "complained", "refused")
"""States of deliveries: that have left, that nobody has to look after, that the desk may have to do with."""


def rows(office: Office, setting: str) -> list[Row]:
    """All items of a table, by the name of its setting, e.g. `VISITS_TABLE`; read where the emulation keeps them."""
    table = get_backend("dynamodb")[ACCOUNT][office.emulation.region].get_table(office.environment[setting])
    return [{name: value.cast_value for name, value in item.attrs.items()} for item in table.all_items()]


def tables(office: Office) -> list[str]:
    """The settings that name tables."""
    return sorted(name for name in office.environment if name.endswith("_TABLE"))


def everything(office: Office, besides: Iterable[str] = ()) -> dict[str, list[Row]]:
    """All items of all tables but those `besides`, in an order that does not depend on when they were written."""
    return {name: sorted(rows(office, name), key=str) for name in tables(office) if name not in besides}


def keys_in(office: Office, setting: str) -> list[str]:
    """The keys of all objects in a bucket, by the name of its setting."""
    pages = boto3.client("s3").get_paginator("list_objects_v2").paginate(Bucket=office.environment[setting])
    return [found["Key"] for page in pages for found in page.get("Contents", [])]


def open_uploads(office: Office) -> list[str]:
    """The keys of copies whose parts lie about, neither joined nor dropped."""
    found = boto3.client("s3").list_multipart_uploads(Bucket=office.environment["COPIES_BUCKET"])
    return [upload["Key"] for upload in found.get("Uploads", [])]


def complaints(office: Office) -> list[str]:
    """Everything that is not as it must be; empty when all is conserved."""
    return [
        *_of_visits(office),
        *_of_numbers(office),
        *_of_tickets(office),
        *_of_days(office),
        *_of_requests(office),
        *_of_complaints(office),
        *_of_deliveries(office),
        *_of_objects(office),
        *_of_answers(office),
    ]


def _of_visits(office: Office) -> Iterator[str]:
    """Every visit has its contact, its tickets and its answer; no contact or ticket is without its visit."""
    visits = {row["visit_id"]: row for row in rows(office, "VISITS_TABLE")}
    tickets = defaultdict(set)
    for row in rows(office, "TICKETS_TABLE"):
        tickets[row["visit_id"]].add(row["ticket_id"])
    contacts = Counter(row["visit_id"] for row in rows(office, "CONTACTS_TABLE"))
    answered = Counter(row["visit_id"] for row in _answers(office) if "tickets" in row)
    given, rated = len(rows(office, "FEEDBACK_TABLE")), sum(row["feedback_given"] for row in visits.values())
    if given != rated:
        yield f"{given} ratings of {rated} visits that have rated"
    for visit_id, visit in visits.items():
        if contacts[visit_id] != (0 if visit.get("erased_at") else 1):
            yield f"visit {visit_id} has {contacts[visit_id]} contacts"
        if answered[visit_id] != 1:
            yield f"visit {visit_id} has {answered[visit_id]} answers"
        if tickets[visit_id] != set(_plain(visit["ticket_ids"])):
            yield f"visit {visit_id} has other tickets than it lists"
    for name, owners in (("contact", contacts), ("ticket", tickets), ("answer", answered)):
        yield from (f"{name} of no visit: {owner}" for owner in set(owners) - set(visits))


def _of_numbers(office: Office) -> Iterator[str]:
    """Each sequence is 1..N without gap or double, and its counter stands at N; a number stays through transfers."""
    given = defaultdict(list)
    for row in rows(office, "TICKETS_TABLE"):
        given[row["unit_day"], row["number"].partition("-")[0]].append(row["number"])
    for (day, prefix), numbers in given.items():
        if sorted(numbers) != sorted(f"{prefix}-{count:03d}" for count in range(1, len(numbers) + 1)):
            yield f"{prefix} of {day} is not 1..{len(numbers)}: {sorted(numbers)}"
    counters = {}
    for row in rows(office, "NUMBERS_TABLE"):
        day, _, service = row["sequence"].rpartition("#")
        counters[day, PREFIXES[service]] = int(row["last"])
    if counters != {sequence: len(numbers) for sequence, numbers in given.items()}:
        yield f"counters stand at {counters}"


def _of_tickets(office: Office) -> Iterator[str]:
    """A ticket's state, its stamps and its history tell the same story."""
    sources = {row["visit_id"]: row["source"] for row in rows(office, "VISITS_TABLE")}
    for row in rows(office, "TICKETS_TABLE"):
        name = f"ticket {row['number']} of {row['unit_day']}"
        if not _fits_stamps(row, sources.get(row["visit_id"])):
            yield f"{name} is {row['state']} without its stamps"
        history = _plain(row["history"])
        if (history[-1]["move"] if history else None) != row.get("move"):
            yield f"{name} was moved by {row.get('move')} and remembers {history[-1:]}"
        if bool(row.get("promised_by")) != bool(row.get("promised_for")):
            yield f"{name} is promised by {row.get('promised_by')} for {row.get('promised_for')}"


def _fits_stamps(row: Row, source: str | None) -> bool:
    """Whether the ticket has what its state needs, and nothing that it cannot have."""
    over = bool(row.get("finished_at"))
    by_day_end = row.get("ended") == "day-end"
    fits = {
        "waiting": not row.get("desk") and not row.get("called_at") and not int(row["calls"]) and not over,
        "called": bool(row.get("desk") and row.get("called_at") and row.get("first_called_at")) and not over,
        "serving": bool(row.get("desk") and row.get("served_at")) and not over,
        "done": (over and bool(row.get("served_at"))) or by_day_end or source == "paper",
        "no-show": over and int(row["counted_calls"]) >= 3,
        "cancelled": over or by_day_end,
    }
    return fits[row["state"]]


def _of_days(office: Office) -> Iterator[str]:
    """In a day that is put away nothing is open."""
    away = {row["unit_day"] for row in rows(office, "DAYS_TABLE") if row.get("put_away_at")}
    for row in rows(office, "TICKETS_TABLE"):
        reading = row.get("reading_since") and not row.get("reading_ended")
        if row["unit_day"] in away and (row["state"] in IN_LINE or reading):
            yield f"ticket {row['number']} is open in {row['unit_day']}, which is put away"
    for row in rows(office, "VISITS_TABLE"):
        if row["unit_day"] in away and row["state"] == "open":
            yield f"visit {row['visit_id']} is open in {row['unit_day']}, which is put away"


def _of_requests(office: Office) -> Iterator[str]:
    """Every request has its visit, its title, its copy code and a way home."""
    requests = {row["request_id"]: row for row in rows(office, "REQUESTS_TABLE")}
    visits = {row["visit_id"] for row in rows(office, "VISITS_TABLE")}
    publications = {row["publication_id"] for row in rows(office, "PUBLICATIONS_TABLE")}
    deliveries = [row for row in rows(office, "DELIVERIES_TABLE") if row.get("about") != "complaint"]
    codes = {row["request_id"]: row["copy_code"] for row in rows(office, "COPIES_TABLE")}
    links = {row["request_id"] for row in rows(office, "LINKS_TABLE")}
    for request_id, request in requests.items():
        if request["visit_id"] not in visits or request["publication_id"] not in publications:
            yield f"request {request_id} is of nobody or of nothing"
        if codes.get(request_id) != request["copy_code"]:
            yield f"request {request_id} has no copy code of its own"
        if not any(row["request_id"] == request_id for row in deliveries) and not request.get("read_at"):
            yield f"request {request_id} has no way home and was not read"
    for name, owners in (("delivery", {row["request_id"] for row in deliveries}), ("code", codes), ("link", links)):
        yield from (f"{name} of no request: {owner}" for owner in set(owners) - set(requests))


def _of_complaints(office: Office) -> Iterator[str]:
    """Every event of a complaint with an address has its one letter; who complained stands apart, of a complaint."""
    complaints = {row["complaint_id"]: row for row in rows(office, "COMPLAINTS_TABLE")}
    letters = [row for row in rows(office, "DELIVERIES_TABLE") if row.get("about") == "complaint"]
    known = {row["complaint_id"] for row in rows(office, "COMPLAINANTS_TABLE")}
    for complaint_id, row in complaints.items():
        events = [row["request_id"] for row in letters if not row["name"].startswith("office")].count(complaint_id)
        if events != (len(_plain(row["history"])) if row["has_email"] else 0):
            yield f"complaint {complaint_id} has {events} letters"
        if row["has_contact"] != (complaint_id in known):
            yield f"complaint {complaint_id} and who complained do not fit"
    yield from (f"letter of no complaint: {row['name']}" for row in letters if row["request_id"] not in complaints)
    yield from (f"complainant of no complaint: {owner}" for owner in known - set(complaints))


def _of_deliveries(office: Office) -> Iterator[str]:
    """What has left has one proof, of the provider or of the staff; what is through is looked after by nobody, and the
    desk is asked only for what it can do or tell.
    """
    for row in rows(office, "DELIVERIES_TABLE"):
        name = f"delivery {row['request_id']}.{row['name']} is {row['state']}"
        proofs = [row[proof] for proof in ("provider_id", "handed_by") if row.get(proof)]
        if len(proofs) != (row["state"] in LEFT):
            yield f"{name} with proofs {proofs}"
        if row["state"] in THROUGH and row.get("open_since"):
            yield f"{name} and open"
        if row.get("desk_since") and row["state"] not in AT_DESK:
            yield f"{name} and at the desk"
        for since, key in LISTS.items():
            if bool(row.get(since)) != bool(row.get(key)):
                yield f"{name} and half on the list {key}"


def _of_objects(office: Office) -> Iterator[str]:
    """Copies and masters are those that rows name, at most one each."""
    requests = {row["request_id"]: row for row in rows(office, "REQUESTS_TABLE")}
    lying = keys_in(office, "COPIES_BUCKET")
    allowed = {f"copies/{name}/{row['copy_code']}.pdf" for name, row in requests.items()}
    allowed |= {f"requests/{name}" for name in requests}
    yield from (f"object of no request: {key}" for key in set(lying) - allowed)
    named = {row["copy_key"] for row in requests.values() if row["state"] == "ready" and row.get("purge_at")}
    yield from (f"copy is ready and not there: {key}" for key in named - set(lying))
    titles = rows(office, "PUBLICATIONS_TABLE")
    folders = {row["master_key"] for row in titles if row.get("master_key")}
    folders |= {earlier["key"] for row in titles for earlier in _plain(row.get("earlier_masters", "[]"))}
    masters = {f"{folder}/{half}" for folder in folders for half in ("prefix.pdf", "template")}
    kept = {key for key in keys_in(office, "MASTERS_BUCKET") if key.startswith("masters/")}
    if masters != kept:
        yield f"masters {sorted(kept)} where {sorted(masters)} are named"


def _of_answers(office: Office) -> Iterator[str]:
    """A kept answer names only what is there."""
    there = {
        "visit_id": "VISITS_TABLE",
        "request_id": "REQUESTS_TABLE",
        "publication_id": "PUBLICATIONS_TABLE",
        "kiosk_id": "KIOSKS_TABLE",
        "subject": "MEMBERS_TABLE",
        "code": "COMPLAINTS_TABLE",
    }
    known = {name: {row[name] for row in rows(office, table)} for name, table in there.items()}
    for body in _answers(office):
        yield from (f"answer names no {name}" for name in there if name in body and body[name] not in known[name])


def _answers(office: Office) -> list[Row]:
    return [_plain(row["body"]) for row in rows(office, "ANSWERS_TABLE")]


def _plain(document: str) -> Any:
    return json.loads(document)
