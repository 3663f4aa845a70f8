"""Marking: a request becomes a marked copy under `copies/`, or is refused; nothing else is ever written there."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal, Protocol

from chalicelib.catalogue.model import KeptPrefix, KeptTemplate, Publication
from chalicelib.catalogue.service import Masters, Publications
from chalicelib.delivery import codes, model
from chalicelib.delivery.inscription import mark_for
from chalicelib.delivery.model import CopyRequest
from chalicelib.delivery.parts import LEAST_PART, CopyInfo, Part, parts_of_joined, parts_of_whole
from chalicelib.delivery.ports import CopyShelf, PrefixDiffers, Requests
from chalicelib.guestbook.service import Contacts
from chalicelib.unit import Units
from chalicelib.watermark.marking import joined, mark
from chalicelib.watermark.model import Mark, MarkingFailed, Tail

Outcome = Literal["marked", "announced-again", "refused", "ignored"]


class MarkingPorts(Protocol):
    """What marking needs: it alone reads masters, and it alone writes copies."""

    @property
    def units(self) -> Units: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def masters(self) -> Masters: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def copies(self) -> CopyShelf: ...
    @property
    def public_url(self) -> str: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


class MarkedElsewhere(Exception):
    """Another worker holds the lease: come again later."""


class MasterMissing(Exception):
    """The template that the catalogue names is not there, or is another: come again later, then an alarm."""


def mark_job(ports: MarkingPorts, key: str) -> Outcome:
    """Make the copy of the job that arrived under `key`; ignored where the key is no job."""
    request_id = codes.request_of_job(key)
    return mark_copy(ports, request_id) if request_id else "ignored"


def mark_copy(ports: MarkingPorts, request_id: str) -> Outcome:
    """Make the copy that was asked for. A second run over the same job changes nothing.

    A copy that is ready is announced again, so that a channel added later is served, as long as it is kept.
    Raises MarkedElsewhere, MasterMissing, PrefixDiffers, and whatever storage raises: then the job comes again.
    """
    request = ports.requests.find(request_id)
    if request is None or request.state in ("refused", "revoked") or _is_past(ports, request):
        return "ignored"
    if request.state == "ready" and request.copy_key:
        ports.copies.announce_again(request.copy_key)
        return "announced-again"
    return _mark(ports, _claimed(ports, request))


def _is_past(ports: MarkingPorts, request: CopyRequest) -> bool:
    """Whether its copy was deleted at the end of its retention, or is about to be."""
    return request.state == "ready" and request.expires_at is not None and request.expires_at <= ports.now()


def _claimed(ports: MarkingPorts, request: CopyRequest) -> CopyRequest:
    now = ports.now()
    if not model.may_claim(request, now):
        raise MarkedElsewhere(request.request_id)
    lease = {
        "state": "marking",
        "fence": ports.new_id(),
        "lease_until": now + model.MARKING_LEASE,
        "open_since": request.open_since or now,
    }
    claimed = ports.requests.change(request, lease)
    if claimed is None:
        raise MarkedElsewhere(request.request_id)
    return claimed


def _mark(ports: MarkingPorts, request: CopyRequest) -> Outcome:
    publication = ports.publications.find(request.publication_id)
    contact = ports.contacts.find(request.visit_id, ports.now())
    if publication is None or publication.state == "withdrawn" or publication.master_key is None:
        return _refuse(ports, request, "publication-withdrawn")
    if contact is None:
        return _refuse(ports, request, "contact-deleted")
    wanted = mark_for(ports.units.of(request.unit), request, contact, ports.public_url)
    return _publish(ports, request, publication, wanted)


def _publish(ports: MarkingPorts, request: CopyRequest, publication: Publication, wanted: Mark) -> Outcome:
    template = _template_of(ports, publication)
    try:
        tail = mark(template.content, wanted)
    except MarkingFailed:
        return _refuse(ports, request, "marking-failed")
    _write(ports, request, template.prefix, tail)
    return "marked"


def _template_of(ports: MarkingPorts, publication: Publication) -> KeptTemplate:
    """The very template that the catalogue names: it pins the prefix by its hash. Raises MasterMissing."""
    assert publication.master_key is not None
    template = ports.masters.template(publication.master_key)
    if template is None or hashlib.sha256(template.content).hexdigest() != publication.master_sha256:
        raise MasterMissing(publication.publication_id)
    return template


def _write(ports: MarkingPorts, request: CopyRequest, prefix: KeptPrefix, tail: Tail) -> None:
    """Storage joins prefix and tail; only a prefix that is too small for it comes here. Raises PrefixDiffers."""
    if tail.prefix_size >= LEAST_PART:
        ports.copies.join(_copy(request, tail, parts_of_joined(tail)), prefix, tail)
        return
    content = _whole(ports, prefix, tail)
    ports.copies.put(_copy(request, tail, parts_of_whole(content)), content)


def _copy(request: CopyRequest, tail: Tail, parts: tuple[Part, ...]) -> CopyInfo:
    return CopyInfo(codes.copy_key(request.request_id, request.copy_code), request.copy_code, tail.pages, parts)


def _whole(ports: MarkingPorts, prefix: KeptPrefix, tail: Tail) -> bytes:
    try:
        return joined(ports.masters.prefix(prefix) or b"", tail)
    except MarkingFailed as failed:
        raise PrefixDiffers(prefix.key) from failed


def _refuse(ports: MarkingPorts, request: CopyRequest, reason: str) -> Outcome:
    ports.requests.change(request, {"state": "refused", "reason": reason, "open_since": None})
    return "refused"
