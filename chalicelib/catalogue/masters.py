"""The bucket of masters: uploads arrive in it and prepared masters stay in it, under a role no visitor meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.catalogue.service import Upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

UPLOAD_SECONDS = 300
MISSING = {"NoSuchKey", "404", "NotFound"}


class MastersBucket:
    """Masters in S3."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def upload(self, key: str, most_bytes: int) -> Upload:
        """A presigned POST for exactly this key and a PDF of 1 byte to `most_bytes`, for five minutes."""
        post = self._client.generate_presigned_post(
            Bucket=self._bucket,
            Key=key,
            Fields={"Content-Type": "application/pdf", "success_action_status": "201"},
            Conditions=[
                {"Content-Type": "application/pdf"},
                {"success_action_status": "201"},
                ["content-length-range", 1, most_bytes],
            ],
            ExpiresIn=UPLOAD_SECONDS,
        )
        return Upload(post["url"], post["fields"])

    def read(self, key: str) -> bytes | None:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise

    def write(self, key: str, content: bytes) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType="application/pdf")

    def discard(self, key: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=key)
