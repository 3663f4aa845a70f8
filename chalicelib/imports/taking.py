"""One title of a source goes into the catalogue: new, changed where the source changed it, or left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from chalicelib.catalogue.model import Publication
from chalicelib.catalogue.service import Publications
from chalicelib.imports.matching import KnownTitles
from chalicelib.imports.model import Outcome
from chalicelib.imports.titles import SourceTitle, before_of, differences, id_of, remembered, reported
from chalicelib.tables import Pause, Write, WriteLost, attempts
from chalicelib.unit import Unit


class TakingPorts(Protocol):
    """What taking titles in needs: the catalogue, and no file."""

    @property
    def publications(self) -> Publications: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...
    @property
    def pause(self) -> Pause: ...


class Taken(msgspec.Struct, frozen=True):
    """What came of a title, and codes of what staff should know."""

    outcome: Outcome
    publication_id: str
    remarks: tuple[str, ...] = ()


def known_titles(ports: TakingPorts, unit: Unit) -> KnownTitles:
    """All titles of a unit. Those that changed last are read once more: a secondary index may lag behind its table."""
    known = KnownTitles(unit.code, ports.publications.of_unit(unit.code))
    edition = ports.publications.edition(unit.code)
    recent = list(dict.fromkeys(title for _, title in edition.recent)) if edition else []
    for title in ports.publications.several(recent):
        known.keep(title)
    return known


def take(ports: TakingPorts, unit: Unit, known: KnownTitles, title: SourceTitle) -> Taken:
    """Bring one title in. A second time changes nothing. Raises Faulty where it is not clear which title is meant.

    A title that staff withdrew stays as it is.
    """
    publication = known.match(title)
    if publication is None:
        publication = _add(ports, unit, known, title)
        if publication is None:
            return Taken("added", id_of(unit.code, title))
    if publication.state == "withdrawn":
        return Taken("unchanged", publication.publication_id, ("withdrawn-stays",))
    return Taken(_bring_up_to_date(ports, known, publication, title), publication.publication_id)


def _add(ports: TakingPorts, unit: Unit, known: KnownTitles, title: SourceTitle) -> Publication | None:
    """Add a title; another that has its id already, brought by somebody else meanwhile, is returned."""
    new = _new(ports.now(), unit, title)
    for _ in attempts(ports.pause):
        try:
            ports.commit([ports.publications.adding(new)])
        except WriteLost:
            meanwhile = ports.publications.find(new.publication_id)
            if meanwhile:
                known.keep(meanwhile)
                return meanwhile
        else:
            break
    known.keep(new)
    return None


def _new(now: datetime, unit: Unit, title: SourceTitle) -> Publication:
    return Publication(
        publication_id=id_of(unit.code, title),
        unit=unit.code,
        state="awaiting-file",
        created_at=now,
        changed_at=now,
        imported=remembered(None, title, "added"),
        **msgspec.structs.asdict(title.said),
    )


def _bring_up_to_date(ports: TakingPorts, known: KnownTitles, publication: Publication, title: SourceTitle) -> Outcome:
    if not _changes(publication, title, ports.now()):
        return reported(before_of(publication, title), title) or "unchanged"
    current = ports.publications.find(publication.publication_id) or publication
    changes = _changes(current, title, ports.now())
    changed = ports.publications.change(current, changes) if changes else current
    if changed is None:
        return "unchanged"
    known.keep(msgspec.structs.replace(current, **changes))
    if differences(current, title):
        return reported(before_of(current, title), title) or "changed"
    return reported(before_of(current, title), title) or "unchanged"


def _changes(publication: Publication, title: SourceTitle, now: datetime) -> dict[str, Any]:
    """What to write: the fields, and what the source said; nothing where both are as they were."""
    fields = differences(publication, title)
    imported = remembered(publication, title, "changed" if fields else None)
    before = before_of(publication, title)
    after = imported[title.source]
    if not fields and before and (before.said, before.name, before.stamp) == (after.said, after.name, after.stamp):
        return {}
    return {**fields, "imported": imported, "changed_at": now}
