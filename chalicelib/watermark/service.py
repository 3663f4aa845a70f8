"""The two use cases, and the check that both end with: prepare a master, mark it for somebody."""

from __future__ import annotations

import hashlib
from datetime import date

from pypdf.errors import LimitReachedError

from chalicelib.watermark.checking import check
from chalicelib.watermark.master.preparing import cleaned
from chalicelib.watermark.master.reading import limits, opened
from chalicelib.watermark.model import Mark, MarkingFailed, MasterRefused, PreparedMaster, RefusalCode
from chalicelib.watermark.stamping import stamped

NOBODY = Mark(
    name="Nobody",
    masked_email="no***@example.com",
    issued_on=date(2000, 1, 1),
    unit_name="Probe",
    copy_code="LP-0000-0000-0000",
    check_url="https://example.com/cek/?kode=LP-0000-0000-0000",
    licence_line="Probe of a master.",
)


def prepare(master: bytes) -> PreparedMaster:
    """A clean master that is known to take a mark on every page. Raises MasterRefused, and nothing else."""
    pages, content = _cleaned(master)
    try:
        _, probe = _stamped(content, NOBODY)
        verify_marked(probe, NOBODY, pages)
    except MarkingFailed as failed:
        raise MasterRefused(RefusalCode.CANNOT_BE_MARKED) from failed
    return PreparedMaster(pages, len(content), hashlib.sha256(content).hexdigest(), content)


def mark(prepared: bytes, mark: Mark) -> bytes:
    """The copy for one visitor; the same request gives the same bytes.

    Raises MarkingFailed, and nothing else: what does not bear the mark on every page is never returned.
    """
    pages, copy = _stamped(prepared, mark)
    verify_marked(copy, mark, pages)
    return copy


def verify_marked(copy: bytes, mark: Mark, pages: int) -> None:
    """To be asked before a copy leaves. Raises MarkingFailed unless each of its `pages` pages bears this very mark."""
    try:
        with limits():
            check(copy, mark, pages)
    except MarkingFailed:
        raise
    except Exception as failed:
        raise MarkingFailed("the copy cannot be read") from failed


def _stamped(prepared: bytes, mark: Mark) -> tuple[int, bytes]:
    try:
        with limits():
            return stamped(prepared, mark)
    except Exception as failed:
        raise MarkingFailed("no copy was made") from failed


def _cleaned(master: bytes) -> tuple[int, bytes]:
    """The one place where a parser meets a stranger's file: whatever it raises, the file is refused with a code."""
    try:
        with limits():
            return cleaned(master, opened(master))
    except MasterRefused:
        raise
    except (LimitReachedError, MemoryError) as failed:
        raise MasterRefused(RefusalCode.CONTENT_TOO_BIG) from failed
    except Exception as failed:
        raise MasterRefused(RefusalCode.UNREADABLE) from failed
