"""What a mark says, what a prepared master is, and why a file is refused as a master."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

import msgspec

Tell = Callable[[str, int, int], None]
"""Hears of a preparation its step ("reading", "laying-out" or "proving"), how much is done, and of how much."""


def silent(_step: str, _done: int, _of: int) -> None:
    """Tells nobody."""


class Limits(msgspec.Struct, frozen=True):
    """What a master may ask of us: bytes of the file, pages, objects, unpacked bytes of a drawing and of all drawings.

    Yearbooks have one to six thousand objects; the largest real book seen unpacks to 239 million bytes.
    """

    bytes: int = 100 * 1024 * 1024
    pages: int = 2_000
    objects: int = 150_000
    drawing: int = 75_000_000
    book: int = 400_000_000


LIMITS = Limits()


class RefusalCode(StrEnum):
    """Why a file cannot be a master; stable, and each has a sentence for the staff."""

    EMPTY_FILE = "empty-file"
    TOO_BIG = "too-big"
    NOT_A_PDF = "not-a-pdf"
    PASSWORD_NEEDED = "password-needed"
    UNREADABLE = "unreadable"
    NO_PAGES = "no-pages"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_OBJECTS = "too-many-objects"
    PAGE_COUNT_DIFFERS = "page-count-differs"
    PAGE_TREE_BROKEN = "page-tree-broken"
    PAGE_UNREADABLE = "page-unreadable"
    CONTENT_TOO_BIG = "content-too-big"
    PORTFOLIO = "portfolio"
    DYNAMIC_FORM = "dynamic-form"
    ALREADY_MARKED = "already-marked"
    CANNOT_BE_MARKED = "cannot-be-marked"
    TOOK_TOO_LONG = "took-too-long"
    TOO_MUCH_MEMORY = "too-much-memory"


class MasterRefused(Exception):
    """The file is no master; `code` says why."""

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(code.value)
        self.code = code


class MarkingFailed(Exception):
    """No copy was made, or what was made does not bear its mark on every page: it must not leave."""


class FrontPage(msgspec.Struct, frozen=True):
    """A page before the book: whose copy of what it is. `rows` are labels with their texts, in order."""

    heading: str
    title: str
    rows: tuple[tuple[str, str], ...]
    closing: str


class Mark(msgspec.Struct, frozen=True):
    """What each page of a copy says: for whom, from whom, since when, under which code and on what terms.

    `check_url` is the page that tells whether the copy is genuine; `licence_line` is one short sentence.
    """

    name: str
    masked_email: str
    issued_on: date
    unit_name: str
    copy_code: str
    check_url: str
    licence_line: str
    title: str = ""
    front: FrontPage | None = None


class PreparedMaster(msgspec.Struct, frozen=True):
    """A master that can be marked: `prefix` begins each copy of it, `template` is what the rest is filled from.

    Neither holds a book: the prefix has no page, the template no fonts and pictures. `size_bytes` is that of a copy,
    about; `signed` says that the master bore a digital signature, which no copy does. Hashes are hexadecimal.
    `cover` is a small JPEG of the first page, where one was made.
    """

    pages: int
    prefix: bytes
    template: bytes
    prefix_sha256: str
    template_sha256: str
    size_bytes: int
    signed: bool
    cover: bytes | None = None


class Tail(msgspec.Struct, frozen=True):
    """All of a visitor's copy that follows the prefix of this size and hash; `sha256` is that of `content`."""

    prefix_size: int
    prefix_sha256: str
    content: bytes
    sha256: str
    pages: int


def mask_email(email: str) -> str:
    """An address as it stands on a page: its owner knows it again, nobody else can write to it.

    The domain stays. At most two characters of the local part stay, never all of it.
    """
    local, at, domain = email.strip().rpartition("@")
    if not at:
        local, domain = domain, ""
    return f"{local[: min(2, len(local) - 1)] if local else ''}***{at}{domain}"
