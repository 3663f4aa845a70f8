"""Which bytes of an object a request wants (RFC 9110, 13 and 14), as S3 understands it: one range at most."""

import re
from collections.abc import Mapping


class Unsatisfiable(Exception):
    """The range begins past the end."""


def wanted_range(headers: Mapping[str, str], size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte, both included, or None for the whole. Several ranges, or ill-formed ones, mean the whole."""
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", headers.get("range", "").replace(" ", ""))
    if not match or match.group(1) == match.group(2) == "":
        return None
    if headers.get("if-range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
        if int(last) == 0:
            raise Unsatisfiable
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size:
        raise Unsatisfiable
    return start, end


def is_unchanged(headers: Mapping[str, str], etag: str) -> bool:
    """Whether the caller already holds this version (`If-None-Match`): 304."""
    return _names(headers.get("if-none-match"), etag)


def is_another(headers: Mapping[str, str], etag: str) -> bool:
    """Whether the caller wants only another version than this (`If-Match`): 412."""
    return "if-match" in headers and not _names(headers["if-match"], etag)


def _names(header: str | None, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in (header or "").split(",")]
    return "*" in tags or etag in tags
