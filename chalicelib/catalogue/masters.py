"""The bucket of masters: uploads arrive in it and prepared masters stay in it, under a role no visitor meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import ClientError

from chalicelib.catalogue.model import KeptPrefix, KeptTemplate, master_key, prefix_key, template_key
from chalicelib.catalogue.service import Upload
from chalicelib.objects import MISSING, PDF, checksum, code_of
from chalicelib.watermark.model import PreparedMaster

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectOutputTypeDef

UPLOAD_SECONDS = 300
PREFIX_ETAG = "prefix-etag"
PIECE_BYTES = 1024 * 1024


class MastersBucket:
    """Masters in S3."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def upload(self, key: str, most_bytes: int) -> Upload:
        """A presigned POST for exactly this key and a PDF of 1 byte to `most_bytes`, for five minutes."""
        post = self._client.generate_presigned_post(
            Bucket=self._bucket,
            Key=key,
            Fields={"Content-Type": PDF, "success_action_status": "201"},
            Conditions=[
                {"Content-Type": PDF},
                {"success_action_status": "201"},
                ["content-length-range", 1, most_bytes],
            ],
            ExpiresIn=UPLOAD_SECONDS,
        )
        return Upload(post["url"], post["fields"])

    def fetch(self, key: str, into: BinaryIO, most_bytes: int) -> bool:
        """Bring an uploaded file into a file; False where there is none.

        Of one that is bigger than `most_bytes` only so much comes that this can be seen.
        """
        found = self._found(key)
        if found is None:
            return False
        for piece in found["Body"].iter_chunks(PIECE_BYTES):
            into.write(piece)
            if into.tell() > most_bytes:
                break
        return True

    def discard(self, key: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=key)

    def write_prepared(self, publication_id: str, prepared: PreparedMaster) -> str:
        """Keep both halves of a master and return the key of their folder; a second time writes the same again.

        The template comes last and bears the ETag of its prefix: who finds it finds a whole master. S3 refuses
        bytes whose SHA-256 is another than ours.
        """
        key = master_key(publication_id, prepared.template_sha256)
        prefix = self._client.put_object(
            Bucket=self._bucket,
            Key=prefix_key(key),
            Body=prepared.prefix,
            ContentType=PDF,
            ChecksumSHA256=checksum(prepared.prefix_sha256),
        )
        self._client.put_object(
            Bucket=self._bucket,
            Key=template_key(key),
            Body=prepared.template,
            ContentType="application/octet-stream",
            ChecksumSHA256=checksum(prepared.template_sha256),
            Metadata={PREFIX_ETAG: prefix["ETag"].strip('"')},
        )
        return key

    def template(self, master: str) -> KeptTemplate | None:
        """The template of a master by the key of its folder, or None where there is none."""
        found = self._found(template_key(master))
        if found is None or PREFIX_ETAG not in found["Metadata"]:
            return None
        prefix = KeptPrefix(self._bucket, prefix_key(master), found["Metadata"][PREFIX_ETAG])
        return KeptTemplate(found["Body"].read(), prefix)

    def prefix(self, kept: KeptPrefix) -> bytes | None:
        """The prefix that a template was written beside; None where it is gone or was overwritten."""
        found = self._found(kept.key, IfMatch=kept.etag)
        return found["Body"].read() if found else None

    def _found(self, key: str, **condition: Any) -> GetObjectOutputTypeDef | None:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key, **condition)
        except ClientError as error:
            if code_of(error) in {"PreconditionFailed", *MISSING}:
                return None
            raise
