"""The bucket of marked copies and of the jobs that make them. Keys hold nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.catalogue.model import KeptPrefix
from chalicelib.delivery.codes import copy_key, folder_of, job_key
from chalicelib.delivery.joining import join
from chalicelib.delivery.model import CopyRequest
from chalicelib.delivery.parts import CopyInfo, as_metadata, of_metadata
from chalicelib.objects import MISSING, PDF, checksum, code_of
from chalicelib.watermark.model import Tail

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ALREADY_THERE = {"PreconditionFailed", "ConditionalRequestConflict"}


class CopiesBucket:
    """Copies in S3."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def start_job(self, request_id: str) -> None:
        """Put the object whose arrival makes the marking function work; a second one only makes it look again."""
        self._client.put_object(Bucket=self._bucket, Key=job_key(request_id), Body=b"", ContentType="text/plain")

    def hide(self, request: CopyRequest) -> None:
        """Nobody fetches the copy from now on, nor is it made; versions of it lie there until they are purged."""
        for key in (copy_key(request.request_id, request.copy_code), job_key(request.request_id)):
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def purge(self, request: CopyRequest) -> int:
        """Delete every version of a request's objects, also the marks of their deletion; how many there were."""
        found = [version for prefix in _prefixes(request) for version in self._versions(prefix)]
        for key, version in found:
            self._client.delete_object(Bucket=self._bucket, Key=key, VersionId=version)
        return len(found)

    def _versions(self, prefix: str) -> Iterator[tuple[str, str]]:
        """All that ever lay below a prefix and is not deleted for good: its key and its version."""
        pages = self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix)
        for page in pages:
            for one in page.get("Versions", []):
                yield one["Key"], one["VersionId"]
            for mark in page.get("DeleteMarkers", []):
                yield mark["Key"], mark["VersionId"]

    def put(self, copy: CopyInfo, content: bytes) -> None:
        """Write a copy where none is. One that is there was made from the same request and is the same."""
        [part] = copy.parts
        with self._unless_there(copy.key):
            self._client.put_object(
                Bucket=self._bucket,
                Key=copy.key,
                Body=content,
                ContentType=PDF,
                Metadata=as_metadata(copy),
                ChecksumSHA256=checksum(part.sha256),
                IfNoneMatch="*",
            )

    def join(self, copy: CopyInfo, prefix: KeptPrefix, tail: Tail) -> None:
        """The same of a prefix of at least LEAST_PART, which S3 copies by itself. Raises PrefixDiffers."""
        with self._unless_there(copy.key):
            join(self._client, self._bucket, copy, prefix, tail)

    @contextmanager
    def _unless_there(self, key: str) -> Iterator[None]:
        """Announces the copy again where it is there already: whoever made it may not have been heard."""
        try:
            yield
        except ClientError as error:
            if code_of(error) not in ALREADY_THERE:
                raise
            self.announce_again(key)

    def info(self, key: str) -> CopyInfo | None:
        """What lies under a key, or None; a file that does not say what it is is no copy."""
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if code_of(error) in MISSING:
                return None
            raise
        return of_metadata(key, head["ContentLength"], head["Metadata"])

    def announce_again(self, key: str) -> None:
        """Let the arrival of a copy be heard once more: S3 copies it onto itself, with all that stands beside it."""
        head = self._client.head_object(Bucket=self._bucket, Key=key)
        self._client.copy_object(
            Bucket=self._bucket,
            Key=key,
            CopySource={"Bucket": self._bucket, "Key": key},
            MetadataDirective="REPLACE",
            Metadata=head["Metadata"],
            ContentType=PDF,
            ChecksumAlgorithm="SHA256",
        )

    def link_for(self, key: str, file_name: str, seconds: int) -> str:
        """A presigned GET that saves the file under its name (RFC 6266)."""
        return self._presigned(key, disposition(file_name), seconds)

    def reading_link(self, key: str, seconds: int) -> str:
        """A presigned GET for the reader in the page, which asks for the ranges that it shows."""
        return self._presigned(key, "inline", seconds)

    def _presigned(self, key: str, content_disposition: str, seconds: int) -> str:
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ResponseContentDisposition": content_disposition,
                "ResponseContentType": PDF,
            },
            ExpiresIn=seconds,
        )


def _prefixes(request: CopyRequest) -> tuple[str, str]:
    return folder_of(request.request_id), job_key(request.request_id)


def disposition(file_name: str) -> str:
    """`attachment` with a plain and a full name; nothing in a name can end the header or its quotes."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%' else "_" for letter in file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
