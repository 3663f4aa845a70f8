"""What a mark says, what a prepared master is, and why a file is refused as a master."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

MOST_PAGES = 2_000
MOST_BYTES = 100 * 1024 * 1024


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


class MasterRefused(Exception):
    """The file is no master; `code` says why."""

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(code.value)
        self.code = code


class MarkingFailed(Exception):
    """No copy was made, or what was made does not bear its mark on every page: it must not leave."""


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


class PreparedMaster(msgspec.Struct, frozen=True):
    """A master that can be marked: a clean PDF of `pages` pages, `size_bytes` long; `sha256` is hexadecimal."""

    pages: int
    size_bytes: int
    sha256: str
    content: bytes


def mask_email(email: str) -> str:
    """An address as it stands on a page: its owner knows it again, nobody else can write to it.

    The domain stays. At most two characters of the local part stay, never all of it.
    """
    local, at, domain = email.strip().rpartition("@")
    if not at:
        local, domain = domain, ""
    return f"{local[: min(2, len(local) - 1)] if local else ''}***{at}{domain}"
