"""Intake: an uploaded file becomes the prepared master of its publication, or is refused with a reason."""

from __future__ import annotations

from datetime import timedelta
from tempfile import TemporaryFile
from typing import BinaryIO, Literal, Protocol

from chalicelib.catalogue import model
from chalicelib.catalogue.model import Progress, Publication
from chalicelib.catalogue.service import CataloguePorts
from chalicelib.watermark.model import MasterRefused, PreparedMaster, Tell

Outcome = Literal["ready", "refused", "ignored"]

TELL_EVERY = timedelta(seconds=1)


class Workshop(Protocol):
    """Where a master is prepared and proved."""

    def prepare(self, master: BinaryIO, tell: Tell) -> PreparedMaster: ...


class Covers(Protocol):
    """Where the pictures of first pages are kept."""

    def keep(self, publication_id: str, picture: bytes) -> str: ...


class IntakePorts(CataloguePorts, Protocol):
    """What intake needs beside the catalogue."""

    @property
    def workshop(self) -> Workshop: ...
    @property
    def covers(self) -> Covers: ...


class Overtaken(Exception):
    """The file that is being prepared is no longer wanted: another came, or the title was withdrawn."""


def take_in(ports: IntakePorts, key: str) -> Outcome:
    """Prepare the file that arrived under `key`. A second run over the same arrival changes nothing.

    Ignored: no upload of ours, one that a later upload replaced, or one already taken in.
    """
    publication = _expecting(ports, key)
    if publication is None:
        return "ignored"
    with TemporaryFile() as master:
        if not ports.masters.fetch(key, master, model.MOST_MASTER_BYTES):
            return "ignored"
        publication = _preparing(ports, publication)
        return _taken_in(ports, publication, key, master) if publication else "ignored"


def _taken_in(ports: IntakePorts, publication: Publication, key: str, master: BinaryIO) -> Outcome:
    try:
        prepared = ports.workshop.prepare(master, _Progress(ports, publication))
    except MasterRefused as refused:
        return _refuse(ports, publication, key, refused.code)
    except Overtaken:
        ports.masters.discard(key)
        return "ignored"
    return _accept(ports, publication, key, prepared)


class _Progress:
    """Writes down for the staff how far a preparation is, once in a second. Raises Overtaken."""

    def __init__(self, ports: IntakePorts, publication: Publication) -> None:
        self._ports, self._publication = ports, publication
        self._due = ports.now() + TELL_EVERY

    def __call__(self, step: str, done: int, of: int) -> None:
        if self._ports.now() < self._due:
            return
        self._due = self._ports.now() + TELL_EVERY
        changes = {"progress": Progress(step, done, of)}
        if self._ports.publications.change(self._publication, changes, self._publication.upload_id) is None:
            raise Overtaken()


def _expecting(ports: CataloguePorts, key: str) -> Publication | None:
    """The publication that waits for this very upload."""
    upload = model.upload_of(key)
    publication = ports.publications.find(upload[0]) if upload else None
    if upload is None or publication is None or publication.upload_id != upload[1]:
        return None
    return publication if publication.state in ("awaiting-file", "preparing") else None


def _preparing(ports: CataloguePorts, publication: Publication) -> Publication | None:
    now = ports.now()
    since = publication.open_since or now
    changes = {"state": "preparing", "progress": None, "changed_at": now, "open_since": since}
    return ports.publications.change(publication, changes, publication.upload_id)


def _refuse(ports: CataloguePorts, publication: Publication, key: str, code: str) -> Outcome:
    changes = {"state": "refused", "reason": code, "progress": None, "open_since": None, "changed_at": ports.now()}
    changed = ports.publications.change(publication, changes, publication.upload_id)
    ports.masters.discard(key)
    return "refused" if changed else "ignored"


def _accept(ports: IntakePorts, publication: Publication, key: str, prepared: PreparedMaster) -> Outcome:
    kept = ports.masters.write_prepared(publication.publication_id, prepared)
    cover = ports.covers.keep(publication.publication_id, prepared.cover) if prepared.cover else None
    changes = {
        "state": "ready",
        "reason": None,
        "progress": None,
        "master_key": kept,
        "master_sha256": prepared.template_sha256,
        "earlier_masters": model.masters_before(publication, kept),
        "pages": prepared.pages,
        "size_bytes": prepared.size_bytes,
        "signed": prepared.signed,
        "cover_key": cover,
        "open_since": None,
        "changed_at": ports.now(),
    }
    changed = ports.publications.change(publication, changes, publication.upload_id)
    ports.masters.discard(key)
    return "ready" if changed else "ignored"
