"""A title as a source tells it, next to what the catalogue has: which fields to write, and which stay the office's."""

from __future__ import annotations

import hashlib
from typing import Any, Literal

import msgspec

from chalicelib.catalogue.model import Imported, NewPublication, Publication
from chalicelib.catalogue.words import words_of
from chalicelib.imports.model import Source

Written = Literal["added", "changed"]


class SourceTitle(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says of one title. `name` is what it calls the title, the same in each import.

    `stamp` says when the title was last changed there, where the source tells; `run` names the import.
    """

    source: Source
    name: str
    said: NewPublication
    stamp: str | None = None
    run: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """What it says; where it is silent, nothing is known."""
        return {name: value for name, value in msgspec.structs.asdict(self.said).items() if value is not None}


def name_in_table(said: NewPublication) -> str:
    """What a row of a table is called: it has no number of its own, so its first title and year stay its name."""
    return f"{' '.join(words_of(said.title))} {said.year}"


def id_of(unit: str, title: SourceTitle) -> str:
    """The id of a title that a source brings in: the same whenever, and by whomever, it is brought."""
    return hashlib.sha256(f"{unit}\n{title.source}\n{title.name}".encode()).hexdigest()[:32]


def before_of(publication: Publication, title: SourceTitle) -> Imported | None:
    """What the source of a title said of it last."""
    return (publication.imported or {}).get(title.source)


def is_known(publication: Publication, title: SourceTitle) -> bool:
    """Whether the source has changed nothing since, as far as its stamp tells."""
    before = before_of(publication, title)
    return before is not None and title.stamp is not None and before.stamp == title.stamp


def differences(publication: Publication, title: SourceTitle) -> dict[str, Any]:
    """The fields to write: those that the source says otherwise than last time, where the catalogue differs.

    So what staff corrected stays until the source itself changes. What the WebAPI says for the first time fills what is
    empty and no more, for staff knew the book; a table is staff's own word.
    """
    before = before_of(publication, title)
    known = before.said if before else {}
    return {
        name: value
        for name, value in title.fields.items()
        if known.get(name) != _digest(value)
        and getattr(publication, name) != value
        and (name in known or title.source == "csv" or getattr(publication, name) is None)
    }


def remembered(publication: Publication | None, title: SourceTitle, outcome: Written | None) -> dict[str, Imported]:
    """What each source said last, with this title. Fields that it is silent about now are still remembered.

    An import that comes to a title twice, after its worker was killed, finds what it reported the first time.
    """
    others = (publication.imported or {}) if publication else {}
    before = others.get(title.source)
    said = (before.said if before else {}) | {name: _digest(value) for name, value in title.fields.items()}
    name = before.name if before and before.name else title.name
    told = reported(before, title) or outcome
    run = title.run if told else None
    return others | {title.source: Imported(said, name, title.stamp, run, told if run else None)}


def reported(before: Imported | None, title: SourceTitle) -> Written | None:
    """What this very import reported of the title already."""
    return before.outcome if before and title.run is not None and before.run == title.run else None


def _digest(value: Any) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()[:12]
