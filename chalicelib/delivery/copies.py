"""The bucket of marked copies and of the jobs that make them. Keys hold nothing personal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.delivery.model import CopyInfo, job_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MISSING = {"NoSuchKey", "404", "NotFound"}
ALREADY_THERE = {"PreconditionFailed", "ConditionalRequestConflict"}


class CopiesBucket:
    """Copies in S3."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def start_job(self, request_id: str) -> None:
        """Put the object whose arrival makes the marking function work; a second one only makes it look again."""
        self._client.put_object(Bucket=self._bucket, Key=job_key(request_id), Body=b"", ContentType="text/plain")

    def put(self, key: str, content: bytes, about: Mapping[str, str]) -> None:
        """Write a copy where none is. One that is there was made from the same request and is the same."""
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ContentType="application/pdf",
                Metadata=dict(about),
                IfNoneMatch="*",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in ALREADY_THERE:
                raise
            self.announce_again(key)

    def info(self, key: str) -> CopyInfo | None:
        """What lies under a key, or None; a file without a copy code is no copy."""
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise
        about = head["Metadata"]
        if "copy-code" not in about or "sha256" not in about:
            return None
        return CopyInfo(key, head["ContentLength"], about["sha256"], about["copy-code"], int(about.get("pages", "0")))

    def announce_again(self, key: str) -> None:
        """Let the arrival of a copy be heard once more: it is copied onto itself."""
        head = self._client.head_object(Bucket=self._bucket, Key=key)
        self._client.copy_object(
            Bucket=self._bucket,
            Key=key,
            CopySource={"Bucket": self._bucket, "Key": key},
            MetadataDirective="REPLACE",
            Metadata=head["Metadata"],
            ContentType="application/pdf",
        )

    def link_for(self, key: str, file_name: str, seconds: int) -> str:
        """A presigned GET that saves the file under its name (RFC 6266)."""
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ResponseContentDisposition": disposition(file_name),
                "ResponseContentType": "application/pdf",
            },
            ExpiresIn=seconds,
        )


def disposition(file_name: str) -> str:
    """`attachment` with a plain and a full name; nothing in a name can end the header or its quotes."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%' else "_" for letter in file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
