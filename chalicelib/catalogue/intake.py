"""Intake: an uploaded file becomes the prepared master of its publication, or is refused with a reason."""

from __future__ import annotations

import hashlib
from typing import Literal

from chalicelib.catalogue import model
from chalicelib.catalogue.model import Publication
from chalicelib.catalogue.service import CataloguePorts
from chalicelib.watermark.model import MasterRefused, PreparedMaster
from chalicelib.watermark.service import prepare

Outcome = Literal["ready", "refused", "ignored"]


def take_in(ports: CataloguePorts, key: str) -> Outcome:
    """Prepare the file that arrived under `key`. A second run over the same arrival changes nothing.

    Ignored: no upload of ours, one that a later upload replaced, or one already taken in.
    """
    publication = _expecting(ports, key)
    if publication is None:
        return "ignored"
    content = ports.masters.read(key)
    if content is None:
        return "ignored"
    publication = _preparing(ports, publication)
    if publication is None:
        return "ignored"
    try:
        prepared = prepare(content)
    except MasterRefused as refused:
        return _refuse(ports, publication, key, refused.code)
    return _accept(ports, publication, key, prepared)


def _expecting(ports: CataloguePorts, key: str) -> Publication | None:
    """The publication that waits for this very upload."""
    upload = model.upload_of(key)
    publication = ports.publications.find(upload[0]) if upload else None
    if upload is None or publication is None or publication.upload_id != upload[1]:
        return None
    return publication if publication.state in ("awaiting-file", "preparing") else None


def _preparing(ports: CataloguePorts, publication: Publication) -> Publication | None:
    changes = {"state": "preparing", "changed_at": ports.now()}
    return ports.publications.change(publication, changes, publication.upload_id)


def _refuse(ports: CataloguePorts, publication: Publication, key: str, code: str) -> Outcome:
    changes = {"state": "refused", "reason": code, "changed_at": ports.now()}
    changed = ports.publications.change(publication, changes, publication.upload_id)
    ports.masters.discard(key)
    return "refused" if changed else "ignored"


def _accept(ports: CataloguePorts, publication: Publication, key: str, prepared: PreparedMaster) -> Outcome:
    sha256 = hashlib.sha256(prepared.content).hexdigest()
    kept = model.master_key(publication.publication_id, sha256)
    ports.masters.write(kept, prepared.content)
    changes = {
        "state": "ready",
        "reason": None,
        "master_key": kept,
        "master_sha256": sha256,
        "pages": prepared.pages,
        "size_bytes": prepared.size_bytes,
        "changed_at": ports.now(),
    }
    changed = ports.publications.change(publication, changes, publication.upload_id)
    ports.masters.discard(key)
    return "ready" if changed else "ignored"
