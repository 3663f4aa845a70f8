"""Names that hold nothing personal: copy codes, and where jobs and copies lie in storage."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_copy_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """`LP-XXXX-XXXX-XXXX` in Crockford's base 32: 60 bits, read aloud and typed without mistakes."""
    letters = "".join(choose(CROCKFORD) for _ in range(12))
    return f"LP-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def copy_code_typed(text: str) -> str | None:
    """A copy code as somebody typed it: spaces, small letters, O for 0 and I or L for 1 are forgiven."""
    plain = re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()
    body = plain.removeprefix("LP").translate(str.maketrans("OIL", "011"))
    if not plain.startswith("LP") or len(body) != 12 or any(letter not in CROCKFORD for letter in body):
        return None
    return f"LP-{body[:4]}-{body[4:8]}-{body[8:]}"


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
