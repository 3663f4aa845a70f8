"""Names that hold nothing personal: copy codes, and where jobs and copies lie in storage."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from chalicelib.typed_codes import code_typed, new_code

COPY = "LP"
"""So copy codes begin."""


def new_copy_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """`LP-XXXX-XXXX-XXXX`: 60 bits, read aloud and typed without mistakes."""
    return new_code(COPY, choose)


def copy_code_typed(text: str) -> str | None:
    """A copy code as somebody typed it, or None."""
    return code_typed(COPY, text)


def job_key(request_id: str) -> str:
    """The object whose arrival makes the marking function work."""
    return f"requests/{request_id}"


def request_of_job(key: str) -> str | None:
    """The request that a job is about, or None for another key."""
    found = re.fullmatch(r"requests/([0-9a-f]{32})", key)
    return found[1] if found else None


def folder_of(request_id: str) -> str:
    """Where all that is made for a request lies."""
    return f"copies/{request_id}/"


def copy_key(request_id: str, copy_code: str) -> str:
    """Where a copy lies: nothing personal in it."""
    return f"{folder_of(request_id)}{copy_code}.pdf"


def request_of_copy(key: str) -> str | None:
    """The request that a copy was made for, or None for another key."""
    found = re.fullmatch(r"copies/([0-9a-f]{32})/[^/]+\.pdf", key)
    return found[1] if found else None


def file_name(title: str, copy_code: str) -> str:
    """What the file is called on the visitor's disk."""
    title = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", title)
    short = " ".join(title.split())[:120].rstrip(" .")
    return f"{short} ({copy_code}).pdf"
