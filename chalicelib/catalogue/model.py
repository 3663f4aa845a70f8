"""A publication (publikasi) and the office's clean PDF of it, the master: values and rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Protocol

import msgspec

from chalicelib.errors import Conflict, NotFound
from chalicelib.form import Faulty, Form

State = Literal["awaiting-file", "preparing", "ready", "refused", "withdrawn"]
Line = Annotated[str, msgspec.Meta(max_length=80)]
Title = Annotated[str, msgspec.Meta(min_length=3, max_length=300)]
Year = Annotated[int, msgspec.Meta(ge=1900, le=2100)]

MOST_MASTER_BYTES = 100 * 1024 * 1024


def isbn(value: str) -> str:
    """An ISBN or ISSN as it is printed in the book. Raises Faulty where it has not the digits of one.

    A wrong check digit is no fault: books are printed with them, and a catalogue says what stands in the book.
    """
    if not re.fullmatch(r"\d{7}[\dX]|\d{9}[\dX]|\d{13}", plain_isbn(value)):
        raise Faulty("not-an-isbn")
    return value


def plain_isbn(value: str) -> str:
    """Its digits alone."""
    return re.sub(r"[\s-]", "", value).upper()


class NewPublication(Form, frozen=True, kw_only=True):
    """What staff say of a publication before they send its file."""

    checks: ClassVar[Mapping[str, Any]] = {"isbn": isbn}
    multiline: ClassVar[frozenset[str]] = frozenset({"abstract"})

    title: Title
    year: Year
    subject: Line | None = None
    catalogue_number: Line | None = None
    isbn: Annotated[str, msgspec.Meta(max_length=24)] | None = None
    abstract: Annotated[str, msgspec.Meta(max_length=4000)] | None = None
    shelf: Line | None = None


class ChangedPublication(NewPublication, frozen=True, kw_only=True):
    """What staff change of it; what is left out stays."""

    title: Title | None = None  # type: ignore[assignment]
    year: Year | None = None  # type: ignore[assignment]


def given_of(change: ChangedPublication) -> list[str]:
    """Which fields a change speaks of."""
    return [name for name, value in msgspec.structs.asdict(change).items() if value is not None]


class Progress(msgspec.Struct, frozen=True):
    """How far a preparation is: a step ("reading", "laying-out", "proving"), how much of it is done, of how much."""

    step: str
    done: int
    of: int


class Pinned(msgspec.Struct, frozen=True):
    """A prepared master: the key of its folder, and the hash of its template."""

    key: str
    sha256: str


class Imported(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source said last of a title: the digest of each field's value.

    `name` is what the source itself calls the title, `stamp` when it was changed there; `run` is the import that wrote
    this, and `outcome` what it reported.
    """

    said: dict[str, str]
    name: str | None = None
    stamp: str | None = None
    run: str | None = None
    outcome: Literal["added", "changed"] | None = None


MOST_EARLIER = 20


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """A title of one unit; `master_key` and `master_sha256` pin the prepared master that copies are made of.

    The hash is that of the master's template, which itself names the hash of its prefix. `signed` says that the master
    bore a digital signature, which no copy of it does; `progress` is told while a file is prepared, and `open_since`
    when that was begun. `earlier_masters` are those that were replaced, the last one first: copies of them are about.
    `imported` is what each source ("csv", "webapi") said of it last.
    """

    publication_id: str
    unit: str
    title: str
    year: int
    state: State
    created_at: datetime
    changed_at: datetime
    subject: str | None = None
    catalogue_number: str | None = None
    isbn: str | None = None
    abstract: str | None = None
    shelf: str | None = None
    upload_id: str | None = None
    reason: str | None = None
    master_key: str | None = None
    master_sha256: str | None = None
    pages: int | None = None
    size_bytes: int | None = None
    signed: bool = False
    cover_key: str | None = None
    progress: Progress | None = None
    open_since: datetime | None = None
    earlier_masters: list[Pinned] = []
    imported: dict[str, Imported] | None = None


class KeptPrefix(msgspec.Struct, frozen=True):
    """Where the prefix of a master lies, and the ETag that it had when its template was written."""

    bucket: str
    key: str
    etag: str


class KeptTemplate(msgspec.Struct, frozen=True):
    """The template of a master as it lies in storage, and the prefix that it was written beside."""

    content: bytes
    prefix: KeptPrefix


class UnknownPublication(NotFound):
    """No such title, or one that this caller may not see."""

    code = "unknown-publication"


class NotReady(Conflict):
    """There is no softcopy of it to take home or read now."""

    code = "publication-not-ready"


class Withdrawn(Conflict):
    """The title was taken out of the catalogue."""

    code = "publication-withdrawn"


def is_listed(publication: Publication) -> bool:
    """Whether visitors see it: a printed book without its file is still a title of the library."""
    return publication.state != "withdrawn"


def masters_of(publication: Publication) -> list[Pinned]:
    """Every master that copies of a title may have been made of, the present one first."""
    now = Pinned(publication.master_key or "", publication.master_sha256 or "")
    return [*([now] if now.key else []), *publication.earlier_masters]


def masters_before(publication: Publication, key: str) -> list[Pinned]:
    """Those that are replaced when the master under `key` takes their place; the oldest of very many are forgotten."""
    return [master for master in masters_of(publication) if master.key != key][:MOST_EARLIER]


def digital_state(publication: Publication) -> Literal["ready", "preparing", "none"]:
    """Whether there is a softcopy."""
    if publication.master_key and publication.state in ("ready", "preparing", "refused", "awaiting-file"):
        return "ready"
    return "preparing" if publication.state == "preparing" else "none"


class Cited(Protocol):
    """What is cited: a publication, or the request for a copy of one."""

    @property
    def title(self) -> str: ...
    @property
    def year(self) -> int: ...


def citation(publication: Cited, unit_name: str, place: str) -> str:
    """How the publication is cited, as BPS asks: author, year, title, place, publisher."""
    return f"{unit_name}. ({publication.year}). {publication.title}. {place}: {unit_name}."


def upload_key(publication_id: str, upload_id: str) -> str:
    """Where one upload of a master arrives."""
    return f"uploads/{publication_id}/{upload_id}.pdf"


def upload_of(key: str) -> tuple[str, str] | None:
    """Publication and upload of an arrived object, or None for a key that is no upload."""
    found = re.fullmatch(r"uploads/([0-9a-f]{32})/([0-9a-f]{32})\.pdf", key)
    return (found[1], found[2]) if found else None


def master_key(publication_id: str, template_sha256: str) -> str:
    """The folder of a prepared master: named by its content, so that a replaced one lies elsewhere."""
    return f"masters/{publication_id}/{template_sha256}"


def cover_key(publication_id: str, sha256: str) -> str:
    """Where a cover lies, below the address of the pages too; named by its content."""
    return f"covers/{publication_id}/{sha256[:32]}.jpg"


def prefix_key(master: str) -> str:
    """Where, in a master's folder, that lies with which each of its copies begins."""
    return f"{master}/prefix.pdf"


def template_key(master: str) -> str:
    """Where, in a master's folder, that lies of which the rest of each copy is filled."""
    return f"{master}/template"
