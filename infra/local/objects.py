"""Objects of the emulated S3, read and written in pieces: an answer holds a chunk of a file, never all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.backends import get_backend
from moto.s3.models import FakeBucket, FakeKey, S3Backend

from infra.local.emulation import LOCK
from infra.local.signatures import Denied
from infra.local.template import ACCOUNT

CHUNK = 256 * 1024


@dataclass(frozen=True)
class StoredObject:
    """One version of an object, and the headers that S3 gives with it."""

    key: FakeKey
    size: int
    etag: str
    content_type: str
    modified: str
    more: tuple[tuple[str, str], ...]

    def read(self, start: int, length: int) -> Iterator[bytes]:
        """Bytes from `start` on. Raises ConnectionAbortedError where the object is deleted meanwhile."""
        end = start + length
        while start < end:
            piece = self._piece(start, min(CHUNK, end - start))
            start += len(piece)
            yield piece

    def _piece(self, start: int, length: int) -> bytes:
        buffer: Any = self.key._value_buffer
        with self.key.lock:
            if self.key.disposed:
                raise ConnectionAbortedError
            buffer.seek(start)
            return bytes(buffer.read(length))


def find(bucket: str, name: str, version: str | None) -> StoredObject:
    """Raises Denied with 404 where there is none; only a holder of a valid signature gets so far."""
    with LOCK:
        key = _backend().get_object(bucket, name, version_id=version) if _bucket(bucket) else None
        if key is None:
            raise Denied("NoSuchKey", "The specified key does not exist.", 404)
        headers = {name.lower(): str(value) for name, value in key.response_dict.items()}
        metadata = {name.lower(): str(value) for name, value in key.metadata.items()}
    return StoredObject(
        key,
        int(headers["content-length"]),
        headers["etag"],
        metadata.get("content-type", "binary/octet-stream"),
        headers["last-modified"],
        tuple((name, value) for name, value in (headers | metadata).items() if name.startswith("x-amz-")),
    )


def store(bucket: str, name: str, content: bytes, metadata: dict[str, str]) -> StoredObject:
    """Stores what a browser posted, as S3 does: one object, one `ObjectCreated:Post`. Raises Denied with 404."""
    with LOCK:
        if not _bucket(bucket):
            raise Denied("NoSuchBucket", "The specified bucket does not exist", 404)
        key = _backend().put_object(bucket, name, content, request_method="POST")
        key.set_metadata(metadata)
        return find(bucket, name, key.version_id)


def cors_rules(bucket: str) -> list[dict[str, Any]]:
    """The bucket's CORS rules, by the names of S3's API; none for an unknown bucket."""
    with LOCK:
        found = _bucket(bucket)
        rules = found.cors if found else []
    return [
        {
            "AllowedMethods": rule.allowed_methods,
            "AllowedOrigins": rule.allowed_origins,
            "AllowedHeaders": rule.allowed_headers or [],
            "ExposeHeaders": rule.exposed_headers or [],
            **({} if rule.max_age_seconds is None else {"MaxAgeSeconds": rule.max_age_seconds}),
        }
        for rule in rules
    ]


def _backend() -> S3Backend:
    return get_backend("s3")[ACCOUNT]["aws"]


def _bucket(name: str) -> FakeBucket | None:
    return _backend().buckets.get(name)
