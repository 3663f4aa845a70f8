"""The bucket of covers: small pictures of first pages, which everybody who sees the catalogue may see."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from chalicelib.catalogue.model import cover_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

A_YEAR = "public, max-age=31536000, immutable"


class CoversBucket:
    """Covers in S3."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def keep(self, publication_id: str, picture: bytes) -> str:
        """Keep a JPEG picture and return its key, which names its content: browsers may hold it for good."""
        key = cover_key(publication_id, hashlib.sha256(picture).hexdigest())
        self._client.put_object(
            Bucket=self._bucket, Key=key, Body=picture, ContentType="image/jpeg", CacheControl=A_YEAR
        )
        return key
