"""The use cases: prepare a master, prove that it can be marked, mark it for somebody, and look at what was made."""

from __future__ import annotations

import hashlib
from datetime import date

from pypdf.errors import LimitReachedError

from chalicelib.watermark import covert
from chalicelib.watermark.marking import blanked, joined, mark
from chalicelib.watermark.master.laying import laid_out
from chalicelib.watermark.master.preparing import cleaned
from chalicelib.watermark.master.reading import bounded, opened
from chalicelib.watermark.model import (
    LIMITS,
    Limits,
    Mark,
    MarkingFailed,
    MasterRefused,
    PreparedMaster,
    RefusalCode,
    Tell,
    silent,
)
from chalicelib.watermark.proving import prove as _proven
from chalicelib.watermark.rereading import reread
from chalicelib.watermark.template import encoded

__all__ = ["blanked", "joined", "mark", "prepare", "prove", "verify_marked"]

NOBODY = Mark(
    name="Nobody",
    masked_email="no***@example.com",
    issued_on=date(2000, 1, 1),
    unit_name="Probe",
    copy_code=covert.NOBODY,
    check_url="https://example.com/cek/",
    licence_line="Probe of a master.",
)


def prepare(master: bytes, limits: Limits = LIMITS, tell: Tell = silent) -> PreparedMaster:
    """What copies of a master are made of, for as long as it is in use. Raises MasterRefused, and nothing else.

    The one place where a parser meets a stranger's file: whatever it raises, the file is refused with a code.
    """
    try:
        with bounded(limits):
            return _prepared(master, limits, tell)
    except MasterRefused:
        raise
    except (LimitReachedError, MemoryError) as failed:
        raise MasterRefused(RefusalCode.CONTENT_TOO_BIG) from failed
    except MarkingFailed as failed:
        raise MasterRefused(RefusalCode.CANNOT_BE_MARKED) from failed
    except Exception as failed:
        raise MasterRefused(RefusalCode.UNREADABLE) from failed


def _prepared(master: bytes, limits: Limits, tell: Tell) -> PreparedMaster:
    book = cleaned(opened(master, limits), limits, tell)
    prefix, template = laid_out(book, hashlib.sha256(master).digest()[:16], limits, tell)
    kept = encoded(template)
    probe = mark(kept, NOBODY)
    return PreparedMaster(
        pages=template.pages,
        prefix=prefix,
        template=kept,
        prefix_sha256=template.prefix_sha256,
        template_sha256=hashlib.sha256(kept).hexdigest(),
        size_bytes=len(prefix) + len(probe.content),
        signed=book.signed,
    )


def prove(prepared: PreparedMaster, tell: Tell = silent) -> None:
    """A copy for nobody is opened, drawn and read, page by page, as a viewer would.

    Raises MasterRefused where a page does not show the mark or does not tell the copy code.
    """
    try:
        _proven(prepared, NOBODY, tell)
    except MarkingFailed as failed:
        raise MasterRefused(RefusalCode.CANNOT_BE_MARKED) from failed


def verify_marked(copy: bytes, mark: Mark, pages: int) -> None:
    """Reads a whole copy. Raises MarkingFailed unless each of its `pages` pages bears this very mark."""
    try:
        with bounded(LIMITS):
            reread(copy, mark, pages)
    except MarkingFailed:
        raise
    except Exception as failed:
        raise MarkingFailed("the copy cannot be read") from failed
