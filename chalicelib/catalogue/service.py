"""The catalogue as visitors search it and staff keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Protocol

import msgspec

from chalicelib.audit.model import Act
from chalicelib.audit.noting import NotingPorts, noting
from chalicelib.catalogue import model
from chalicelib.catalogue.edition import Edition, Indexes
from chalicelib.catalogue.facets import Facets, facets_of
from chalicelib.catalogue.model import (
    ChangedPublication,
    KeptPrefix,
    KeptTemplate,
    NewPublication,
    Publication,
    UnknownPublication,
    Withdrawn,
)
from chalicelib.catalogue.search import Found
from chalicelib.idempotency.model import Answers, Call, answer_to, earlier_answer
from chalicelib.tables import Pause, Write, WriteLost, attempts
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
    def several(self, publication_ids: list[str]) -> list[Publication]: ...
    def edition(self, unit: str) -> Edition | None: ...
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


class CataloguePorts(NotingPorts, Protocol):
    """What the catalogue needs."""

    @property
    def publications(self) -> Publications: ...
    @property
    def masters(self) -> Masters: ...
    @property
    def indexes(self) -> Indexes: ...
    @property
    def answers(self) -> Answers: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...
    @property
    def pause(self) -> Pause: ...


class Wanted(msgspec.Struct, frozen=True):
    """What somebody looks for in the catalogue."""

    text: str | None = None
    year: int | None = None
    subject: str | None = None


class Result(msgspec.Struct, frozen=True):
    """The titles in their order, how the words were taken, and by which years and subjects to narrow it."""

    found: Found
    titles: list[Publication]
    facets: Facets


def find_publications(ports: CataloguePorts, unit: Unit, wanted: Wanted) -> Result:
    """The titles that fit, ranked; without words the newest first. One read where the catalogue has not changed."""
    index = ports.indexes.of(unit, ports.publications)
    found = index.search(wanted.text) if wanted.text else Found(index.all())
    in_year = [title for title in found.titles if wanted.year in (None, title.year)]
    on_subject = [title for title in found.titles if _is_on(title, wanted.subject)]
    titles = [title for title in in_year if _is_on(title, wanted.subject)]
    return Result(found, titles, facets_of(years_of=on_subject, subjects_of=in_year))


def _is_on(publication: Publication, subject: str | None) -> bool:
    return subject is None or (publication.subject or "").casefold() == subject.casefold()


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
    entry = noting(ports, call, Act("add", "publication", publication.publication_id))
    for _ in attempts(ports.pause):
        try:
            ports.commit([ports.publications.adding(publication), kept, *entry])
        except WriteLost:
            earlier = earlier_answer(ports.answers, call, ports.now())
            if earlier:
                return earlier.body
        else:
            break
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
    given = {name: getattr(change, name) for name in model.given_of(change)}
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
