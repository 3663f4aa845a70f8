"""Routes of the catalogue, for visitors and for staff."""

from __future__ import annotations

from typing import Any

import msgspec
from chalice.app import Blueprint, Request, Response

from chalicelib.audit.noted import noted, staff_call
from chalicelib.catalogue import model, service
from chalicelib.catalogue.model import ChangedPublication, NewPublication, Publication
from chalicelib.catalogue.search import Found, newest_first
from chalicelib.catalogue.service import Wanted
from chalicelib.errors import Fault, Invalid
from chalicelib.http import (
    ANY,
    current_language,
    form_of,
    listed,
    page_of,
    query_of,
    rendered,
    rendered_if_new,
)
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.unit import Unit
from chalicelib.wiring import ports
from chalicelib.wording import say

routes = Blueprint(__name__)

LONGEST_SEARCH = 200


@routes.route("/publications", methods=["GET"])
@answers_problems
def list_publications() -> Response:
    request = routes.current_request
    unit = ports().units.of(query_of(request, "unit"))
    wanted = _wanted(request)
    result = service.find_publications(ports(), unit, wanted)
    page = listed(result.titles, page_of(request))
    return rendered_if_new(
        request,
        page
        | {
            "items": [_shown(publication) for publication in page["items"]],
            "total": len(result.titles),
            "facets": msgspec.to_builtins(result.facets),
            "search": _search(result.found) if wanted.text else None,
        },
    )


@routes.route("/publications/{publication_id}", methods=["GET"])
@answers_problems
def show_publication(publication_id: str) -> Response:
    request = routes.current_request
    unit = ports().units.of(query_of(request, "unit"))
    publication = service.publication_for_visitors(ports(), unit, publication_id)
    return rendered_if_new(request, _shown(publication) | {"citation": _citation(publication, unit)})


@routes.route("/staff/publications", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def list_for_staff() -> Response:
    found = newest_first(ports().publications.of_unit(caller().unit_code))
    page = listed(found, page_of(routes.current_request))
    return rendered(page | {"items": [_shown_to_staff(publication) for publication in page["items"]]})


@routes.route("/staff/publications", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def add_publication() -> Response:
    request = routes.current_request
    new = form_of(request, NewPublication)
    return rendered(service.add_publication(ports(), caller().unit, staff_call(request), new), 201)


@routes.route("/staff/publications/{publication_id}", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def show_for_staff(publication_id: str) -> Response:
    return rendered(_shown_to_staff(_own(publication_id)))


@routes.route("/staff/publications/{publication_id}", methods=["PATCH"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def change_publication(publication_id: str) -> Response:
    change, publication = form_of(routes.current_request, ChangedPublication), _own(publication_id)
    noted("change", "publication", publication.publication_id, *model.given_of(change))
    return rendered(_shown_to_staff(service.change_publication(ports(), publication, change)))


@routes.route("/staff/publications/{publication_id}", methods=["DELETE"], authorizer=STAFF)
@answers_problems
@for_staff("petugas")
def withdraw_publication(publication_id: str) -> Response:
    publication = _own(publication_id)
    noted("withdraw", "publication", publication.publication_id)
    return rendered(_shown_to_staff(service.withdraw_publication(ports(), publication)))


@routes.route("/staff/publications/{publication_id}/upload", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("petugas")
def send_file(publication_id: str) -> Response:
    publication = _own(publication_id)
    noted("upload", "publication", publication.publication_id)
    upload = service.new_upload(ports(), publication)
    return rendered({"publication_id": publication_id, "upload": msgspec.to_builtins(upload)})


def _own(publication_id: str) -> Publication:
    return service.publication_for_staff(ports(), caller().unit, publication_id)


def _wanted(request: Request) -> Wanted:
    """What is looked for. Raises Invalid."""
    text, year = query_of(request, "q"), query_of(request, "year")
    if text and len(text) > LONGEST_SEARCH:
        raise Invalid(faults=(Fault("q", "too-long", {"limit": LONGEST_SEARCH}),))
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Invalid(faults=(Fault("year", "wrong-format"),))
    return Wanted(text, int(year) if year else None, query_of(request, "subject"))


def _search(found: Found) -> dict[str, Any]:
    """How the words of a search were taken."""
    return {"corrected": found.corrected, "missing": found.missing, "partial": found.partial}


def _citation(publication: Publication, unit: Unit) -> str:
    return model.citation(publication, unit.short_name, unit.place)


def _shown(publication: Publication) -> dict[str, Any]:
    """A title as visitors see it."""
    return {
        "publication_id": publication.publication_id,
        "title": publication.title,
        "year": publication.year,
        "subject": publication.subject,
        "catalogue_number": publication.catalogue_number,
        "isbn": publication.isbn,
        "pages": publication.pages,
        "size_bytes": publication.size_bytes,
        "signed": publication.signed,
        "shelf": publication.shelf,
        "digital": model.digital_state(publication),
        "cover_url": f"/{publication.cover_key}" if publication.cover_key else None,
        "abstract": publication.abstract,
    }


def _shown_to_staff(publication: Publication) -> dict[str, Any]:
    """A title as staff see it, with the state of its file."""
    reason = say(publication.reason, current_language()) if publication.reason else None
    return _shown(publication) | {
        "state": publication.state,
        "reason": reason,
        "reason_code": publication.reason,
        "progress": _progress(publication),
        "created_at": instant(publication.created_at),
        "changed_at": instant(publication.changed_at),
    }


def _progress(publication: Publication) -> dict[str, Any] | None:
    """How far its file is; what a worker that broke off has left is not shown once the state has moved on."""
    told = publication.progress if publication.state == "preparing" else None
    return msgspec.structs.asdict(told) if told else None
