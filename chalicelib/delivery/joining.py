"""S3 joins a copy: of the prefix, which it has and copies by itself, and the tail, which alone is sent to it.

The book never passes through this function, and the cost is the same for every book. What S3 joined bears our hashes:
it computes the SHA-256 of each part itself and completes nothing whose parts have others (S3 API, UploadPartCopy and
CompleteMultipartUpload). One copied part is enough: it may have 5 GiB, and so may an object that was put at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.catalogue.model import KeptPrefix
from chalicelib.delivery.parts import CopyInfo, as_metadata
from chalicelib.delivery.ports import PrefixDiffers
from chalicelib.log import log
from chalicelib.objects import MISSING, PDF, checksum, code_of
from chalicelib.watermark.model import Tail

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef


class Upload(TypedDict):
    """How S3 knows an upload of parts."""

    Bucket: str
    Key: str
    UploadId: str


def join(client: S3Client, bucket: str, copy: CopyInfo, prefix: KeptPrefix, tail: Tail) -> None:
    """Make the object `copy` of a prefix and a tail where there is none.

    Raises PrefixDiffers, and ClientError with `PreconditionFailed` where there is one; then no part is kept.
    """
    upload = _begun(client, bucket, copy)
    try:
        parts = [_copied(client, upload, prefix, tail), _sent(client, upload, tail)]
        client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*")
    except Exception:
        _abort(client, upload)
        raise


def _begun(client: S3Client, bucket: str, copy: CopyInfo) -> Upload:
    begun = client.create_multipart_upload(
        Bucket=bucket, Key=copy.key, ContentType=PDF, ChecksumAlgorithm="SHA256", Metadata=as_metadata(copy)
    )
    return {"Bucket": bucket, "Key": copy.key, "UploadId": begun["UploadId"]}


def _copied(client: S3Client, upload: Upload, prefix: KeptPrefix, tail: Tail) -> CompletedPartTypeDef:
    """The first part. Raises PrefixDiffers where its source is gone, was overwritten or has another hash.

    S3 tells the hash, and joins nothing without; a store that knows none is held to the ETag alone.
    """
    try:
        answer = client.upload_part_copy(
            **upload,
            PartNumber=1,
            CopySource={"Bucket": prefix.bucket, "Key": prefix.key},
            CopySourceIfMatch=prefix.etag,
        )
    except ClientError as error:
        if code_of(error) in {"PreconditionFailed", *MISSING}:
            raise PrefixDiffers(prefix.key) from error
        raise
    copied = answer["CopyPartResult"]
    if "ChecksumSHA256" not in copied:
        return {"PartNumber": 1, "ETag": copied["ETag"]}
    if copied["ChecksumSHA256"] != checksum(tail.prefix_sha256):
        raise PrefixDiffers(prefix.key)
    return {"PartNumber": 1, "ETag": copied["ETag"], "ChecksumSHA256": copied["ChecksumSHA256"]}


def _sent(client: S3Client, upload: Upload, tail: Tail) -> CompletedPartTypeDef:
    """The last part, which may have any size."""
    sha256 = checksum(tail.sha256)
    answer = client.upload_part(**upload, PartNumber=2, Body=tail.content, ChecksumSHA256=sha256)
    return {"PartNumber": 2, "ETag": answer["ETag"], "ChecksumSHA256": sha256}


def _abort(client: S3Client, upload: Upload) -> None:
    """Drop the parts. Where even this fails, the bucket drops them after a day; what went wrong before is told."""
    try:
        client.abort_multipart_upload(**upload)
    except (ClientError, BotoCoreError) as error:
        if not (isinstance(error, ClientError) and code_of(error) == "NoSuchUpload"):
            log.warning("upload left open", key=upload["Key"], error=type(error).__name__)
