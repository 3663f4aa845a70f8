"""Marking: a request becomes a marked copy under `copies/`, or is refused; nothing else is ever written there."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal, Protocol

from chalicelib.catalogue.model import Publication
from chalicelib.catalogue.service import Masters, Publications
from chalicelib.delivery import model
from chalicelib.delivery.model import CopyRequest
from chalicelib.delivery.service import CopyShelf, Requests
from chalicelib.guestbook.model import Contact
from chalicelib.guestbook.service import Contacts
from chalicelib.unit import Unit, Units
from chalicelib.watermark.model import Mark, MarkingFailed, mask_email
from chalicelib.watermark.service import mark

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
    """The master that the catalogue names is not there: come again later, then an alarm."""


def mark_job(ports: MarkingPorts, key: str) -> Outcome:
    """Make the copy of the job that arrived under `key`; ignored where the key is no job."""
    request_id = model.request_of_job(key)
    return mark_copy(ports, request_id) if request_id else "ignored"


def mark_copy(ports: MarkingPorts, request_id: str) -> Outcome:
    """Make the copy that was asked for. A second run over the same job changes nothing.

    A copy that is ready is announced again, so that a channel added later is served.
    Raises MarkedElsewhere, MasterMissing, and whatever storage raises: then the job comes again.
    """
    request = ports.requests.find(request_id)
    if request is None or request.state in ("refused", "revoked"):
        return "ignored"
    if request.state == "ready" and request.copy_key:
        ports.copies.announce_again(request.copy_key)
        return "announced-again"
    return _mark(ports, _claimed(ports, request))


def _claimed(ports: MarkingPorts, request: CopyRequest) -> CopyRequest:
    now = ports.now()
    if not model.may_claim(request, now):
        raise MarkedElsewhere(request.request_id)
    lease = {"state": "marking", "fence": ports.new_id(), "lease_until": now + model.MARKING_LEASE}
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
    return _publish(ports, request, publication, _mark_for(ports, request, contact))


def _mark_for(ports: MarkingPorts, request: CopyRequest, contact: Contact) -> Mark:
    unit: Unit = ports.units.of(request.unit)
    return Mark(
        name=contact.name,
        masked_email=mask_email(contact.email),
        issued_on=request.day,
        unit_name=unit.short_name,
        copy_code=request.copy_code,
        check_url=f"{ports.public_url}/cek/?kode={request.copy_code}",
        licence_line=unit.licence.id,
        title=request.title,
    )


def _publish(ports: MarkingPorts, request: CopyRequest, publication: Publication, wanted: Mark) -> Outcome:
    assert publication.master_key is not None
    master = ports.masters.read(publication.master_key)
    if master is None or hashlib.sha256(master).hexdigest() != publication.master_sha256:
        raise MasterMissing(publication.publication_id)
    try:
        content = mark(master, wanted)
    except MarkingFailed:
        return _refuse(ports, request, "marking-failed")
    about = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "copy-code": request.copy_code,
        "pages": str(publication.pages or 0),
    }
    ports.copies.put(model.copy_key(request.request_id, request.copy_code), content, about)
    return "marked"


def _refuse(ports: MarkingPorts, request: CopyRequest, reason: str) -> Outcome:
    ports.requests.change(request, {"state": "refused", "reason": reason})
    return "refused"
