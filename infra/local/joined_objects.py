"""Objects joined of parts as AWS joins them: moto knows no condition on a part's source, no SHA-256 of a part, and
tells of one joined object twice.

What is refused here is refused by S3: another ETag than `x-amz-copy-source-if-match` (412), a part without its checksum
or with another where the upload was begun with SHA-256 (400). After an abort nothing of the parts is left.
"""

import functools
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from moto.s3.exceptions import PreconditionFailed, S3ClientError
from moto.s3.models import FakeMultipart, S3Backend
from moto.s3.responses import S3Response

Answer = tuple[int, dict[str, Any], Any]


def copying_part(upload_part_copy: Callable[[S3Response], Answer]) -> Callable[[S3Response], Answer]:
    """UploadPartCopy with its condition, answering with the SHA-256 of what was copied; emulations may be nested."""

    @functools.wraps(upload_part_copy)
    def copied(response: S3Response) -> Answer:
        _require_same_source(response)
        status, headers, body = upload_part_copy(response)
        upload = _upload_of(response)
        if status != 200 or not _has_checksums(upload) or "<ChecksumSHA256>" in body:
            return status, headers, body
        part = upload.parts[int(response._get_param("partNumber"))]
        told = f"<ChecksumSHA256>{_checksum(part.value)}</ChecksumSHA256>"
        body = re.sub(r"</(\w*CopyPartResult)>", rf"{told}</\1>", body, count=1)
        return status, headers | {"content-length": str(len(body))}, body

    return copied


def completing(parts_named: Callable[[S3Response, bytes], Any]) -> Callable[[S3Response, bytes], Any]:
    """CompleteMultipartUpload that takes only parts whose SHA-256 is the one named."""

    @functools.wraps(parts_named)
    def checked(response: S3Response, body: bytes) -> Any:
        upload = _upload_of(response)
        if _has_checksums(upload):
            for part in ElementTree.fromstring(body).findall("{*}Part"):  # noqa: S314 - it comes from this very process
                _require_checksum(upload, part)
        return parts_named(response, body)

    return checked


def told_once(complete: Callable[..., Any]) -> Callable[..., Any]:
    """The completed object makes one event: not another as if it had been put."""

    @functools.wraps(complete)
    def completed(backend: S3Backend, *args: Any, **named: Any) -> Any:
        with patch.object(backend, "put_object", functools.partial(backend.put_object, disable_notification=True)):
            return complete(backend, *args, **named)

    return completed


def leaving_nothing(abort: Callable[..., None]) -> Callable[..., None]:
    """An aborted upload gives its parts back at once, not when Python comes across them."""

    @functools.wraps(abort)
    def aborted(backend: S3Backend, bucket_name: str, multipart_id: str) -> None:
        upload = backend.get_bucket(bucket_name).multiparts.get(multipart_id)
        abort(backend, bucket_name, multipart_id)
        if upload:
            upload.dispose()

    return aborted


def _require_same_source(response: S3Response) -> None:
    wanted = response.headers.get("x-amz-copy-source-if-match")
    source = urlsplit(_text(response.headers["x-amz-copy-source"]))
    bucket, key = unquote(source.path).lstrip("/").split("/", 1)
    found = response.backend.get_object(bucket, key)
    if wanted and found and _text(wanted).strip('"') != found.etag.strip('"'):
        raise PreconditionFailed("x-amz-copy-source-If-Match")


def _require_checksum(upload: FakeMultipart, named: ElementTree.Element) -> None:
    number, checksum = int(named.findtext("{*}PartNumber", "0")), named.findtext("{*}ChecksumSHA256")
    if checksum is None:
        raise S3ClientError(
            "InvalidRequest",
            "The upload was created using a sha256 checksum. The complete request must include the checksum "
            f"for each part. It was missing for part {number} in the request.",
        )
    if number in upload.parts and _checksum(upload.parts[number].value) != checksum:
        raise S3ClientError("InvalidPart", "One or more of the specified parts could not be found.")


def _upload_of(response: S3Response) -> FakeMultipart:
    found: FakeMultipart = response.backend.get_bucket(response.bucket_name).multiparts[response._get_param("uploadId")]
    return found


def _has_checksums(upload: FakeMultipart) -> bool:
    return bool(upload.metadata.get("x-amz-checksum-algorithm") == "SHA256")


def _checksum(content: bytes) -> str:
    return b64encode(sha256(content).digest()).decode()


def _text(header: str | bytes) -> str:
    return header.decode() if isinstance(header, bytes) else header
