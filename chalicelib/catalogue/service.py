"""The catalogue as visitors search it and staff keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Protocol

import msgspec

from chalicelib.catalogue import model
from chalicelib.catalogue.model import (
    ChangedPublication,
    KeptPrefix,
    KeptTemplate,
    NewPublication,
    Publication,
    UnknownPublication,
    Withdrawn,
)
from chalicelib.catalogue.search import Index, newest_first
from chalicelib.idempotency.model import Answers, Call, answer_meanwhile, answer_to, earlier_answer
from chalicelib.tables import Write, WriteLost
from chalicelib.unit import Unit
from chalicelib.watermark.model import PreparedMaster


class Upload(msgspec.Struct, frozen=True):
    """Where and with which form fields a file is sent, for five minutes."""

    url: str
    fields: dict[str, str]


class Publications(Protocol):
    """Where the catalogue is kept."""

    def adding(self, publication: Publication) -> Write: ...
    def find(self, publication_id: str) -> Publication | None: ...
    def of_unit(self, unit: str) -> list[Publication]: ...
    def open_of_unit(self, unit: str, until: datetime) -> list[Publication]: ...
    def change(
        self, publication: Publication, changes: Mapping[str, Any], upload_id: str | None = None
    ) -> Publication | None: ...


class Masters(Protocol):
    """Where masters arrive and are kept; no visitor ever reaches it."""

    def upload(self, key: str, most_bytes: int) -> Upload: ...
    def fetch(self, key: str, into: BinaryIO, most_bytes: int) -> bool: ...
    def discard(self, key: str) -> None: ...
    def write_prepared(self, publication_id: str, prepared: PreparedMaster) -> str: ...
    def template(self, master: str) -> KeptTemplate | None: ...
    def prefix(self, kept: KeptPrefix) -> bytes | None: ...


class CataloguePorts(Protocol):
    """What the catalogue needs."""

    @property
    def publications(self) -> Publications: ...
    @property
    def masters(self) -> Masters: ...
    @property
    def answers(self) -> Answers: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


class Wanted(msgspec.Struct, frozen=True):
    """What somebody looks for in the catalogue."""

    text: str | None = None
    year: int | None = None
    subject: str | None = None


def find_publications(ports: CataloguePorts, unit: Unit, wanted: Wanted) -> list[Publication]:
    """The titles that fit, ranked; without words the newest first."""
    listed = [publication for publication in ports.publications.of_unit(unit.code) if model.is_listed(publication)]
    ordered = newest_first(listed)
    ranked = Index(ordered).ranked(wanted.text) if wanted.text else ordered
    return [publication for publication in ranked if _fits(publication, wanted)]


def _fits(publication: Publication, wanted: Wanted) -> bool:
    subject = (publication.subject or "").casefold()
    return (wanted.year is None or publication.year == wanted.year) and (
        wanted.subject is None or subject == wanted.subject.casefold()
    )


def publication_for_visitors(ports: CataloguePorts, unit: Unit, publication_id: str) -> Publication:
    """One title of the unit's catalogue. Raises UnknownPublication."""
    publication = ports.publications.find(publication_id)
    if publication is None or publication.unit != unit.code or not model.is_listed(publication):
        raise UnknownPublication()
    return publication


def publication_for_staff(ports: CataloguePorts, unit: Unit, publication_id: str) -> Publication:
    """One title of the staff's own unit, withdrawn ones too. Raises UnknownPublication."""
    publication = ports.publications.find(publication_id)
    if publication is None or publication.unit != unit.code:
        raise UnknownPublication()
    return publication


def add_publication(ports: CataloguePorts, unit: Unit, call: Call, new: NewPublication) -> dict[str, Any]:
    """A new title and where to send its file; the same call again gives the same answer."""
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier:
        return earlier.body
    publication = _new(ports, unit, new)
    upload = ports.masters.upload(_key(publication), model.MOST_MASTER_BYTES)
    body = {"publication_id": publication.publication_id, "upload": msgspec.to_builtins(upload)}
    kept = ports.answers.keeping(answer_to(call, body, ports.now()))
    try:
        ports.commit([ports.publications.adding(publication), kept])
    except WriteLost:
        return answer_meanwhile(ports.answers, call, ports.now()).body
    return body


def _new(ports: CataloguePorts, unit: Unit, new: NewPublication) -> Publication:
    now = ports.now()
    return Publication(
        publication_id=ports.new_id(),
        unit=unit.code,
        state="awaiting-file",
        upload_id=ports.new_id(),
        created_at=now,
        changed_at=now,
        **msgspec.structs.asdict(new),
    )


def _key(publication: Publication) -> str:
    assert publication.upload_id is not None
    return model.upload_key(publication.publication_id, publication.upload_id)


def new_upload(ports: CataloguePorts, publication: Publication) -> Upload:
    """Where to send a first or a better file; an earlier master stays in use until the new one is prepared.

    Raises Withdrawn.
    """
    if publication.state == "withdrawn":
        raise Withdrawn()
    fresh = {
        "upload_id": ports.new_id(),
        "state": "awaiting-file",
        "reason": None,
        "progress": None,
        "open_since": None,
    }
    changed = _changed(ports, publication, {**fresh, "changed_at": ports.now()})
    return ports.masters.upload(_key(changed), model.MOST_MASTER_BYTES)


def change_publication(ports: CataloguePorts, publication: Publication, change: ChangedPublication) -> Publication:
    """New words about a title; what the change leaves out stays."""
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not None}
    return _changed(ports, publication, {**given, "changed_at": ports.now()})


def withdraw_publication(ports: CataloguePorts, publication: Publication) -> Publication:
    """Take a title out of the catalogue at once; nothing new is made of it."""
    over = {"state": "withdrawn", "progress": None, "open_since": None}
    return _changed(ports, publication, {**over, "changed_at": ports.now()})


def _changed(ports: CataloguePorts, publication: Publication, changes: Mapping[str, Any]) -> Publication:
    changed = ports.publications.change(publication, changes)
    if changed is None:
        raise UnknownPublication()
    return changed
