"""Objects in S3, in words that both buckets share: that there is none, and hashes as S3 writes them."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

MISSING = {"NoSuchKey", "404", "NotFound"}
PDF = "application/pdf"


def code_of(error: ClientError) -> str:
    """What S3 says is wrong, e.g. `PreconditionFailed`."""
    return error.response["Error"]["Code"]


def checksum(sha256: str) -> str:
    """A hexadecimal SHA-256 as S3 writes checksums: its bytes in base64."""
    return b64encode(bytes.fromhex(sha256)).decode()
