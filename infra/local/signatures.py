"""Verifies what AWS signatures version 4 promise: a presigned link, and the policy of a browser's upload.

Stands in for S3, with botocore's own signer: a link that this accepts is signed as S3 would want it.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials

from infra.local.emulation import Credentials

ALGORITHM = "AWS4-HMAC-SHA256"
WEEK = 604_800
"""Seconds; the longest life of a presigned link (S3 user guide, "Authenticating Requests: Using Query Parameters")."""

_CLOCKS_DIFFER = timedelta(minutes=15)


class Denied(Exception):
    """S3's answer to what it does not accept: an HTTP status, its code, and a sentence in S3's English."""

    def __init__(self, code: str, message: str, status: int = 403) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True)
class Scope:
    """What `X-Amz-Credential` says: whose key, and for which day, Region and service it was made."""

    access_key: str
    day: str
    region: str
    service: str

    @classmethod
    def parse(cls, credential: str) -> "Scope":
        parts = credential.split("/")
        if len(parts) != 5 or parts[4] != "aws4_request":
            raise Denied("AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter.", 400)
        return cls(*parts[:4])


class Verifier:
    """Knows the one key pair of the account and the Region of its buckets."""

    def __init__(self, credentials: Credentials, region: str) -> None:
        self._access_key = credentials.access_key
        self._region = region
        self._signer = S3SigV4QueryAuth(
            BotocoreCredentials(credentials.access_key, credentials.secret_key), "s3", region
        )

    def verify_link(self, method: str, url: str, headers: Mapping[str, str], now: datetime) -> timedelta:
        """The age of the link's signature. `url` is as sent; `headers` are by lower-case name. Raises Denied."""
        base, _, query = url.partition("?")
        given = dict(parse_qsl(query, keep_blank_values=True))
        if "X-Amz-Signature" not in given:
            raise Denied("AccessDenied", "Access Denied")
        signed_at = self._check_scope(
            given.get("X-Amz-Algorithm"), given.get("X-Amz-Credential"), given.get("X-Amz-Date")
        )
        signature = self._link_signature(method, base, query, given, headers)
        if not hmac.compare_digest(signature.encode(), given["X-Amz-Signature"].encode()):
            raise _does_not_match()
        _check_times(signed_at, given.get("X-Amz-Expires", ""), now)
        return now - signed_at

    def verify_policy(self, fields: Mapping[str, str], now: datetime) -> timedelta:
        """The age of the signature over a form's base64 policy. `fields` are by lower-case name. Raises Denied."""
        signed_at = self._check_scope(
            fields.get("x-amz-algorithm"), fields.get("x-amz-credential"), fields.get("x-amz-date")
        )
        request = AWSRequest()
        request.context["timestamp"] = fields["x-amz-date"]
        signature: str = self._signer.signature(fields.get("policy", ""), request)
        if not hmac.compare_digest(signature.encode(), fields.get("x-amz-signature", "").encode()):
            raise _does_not_match()
        if signed_at > now + _CLOCKS_DIFFER:
            raise Denied("AccessDenied", "Request is not valid yet")
        return now - signed_at

    def _check_scope(self, algorithm: str | None, credential: str | None, date: str | None) -> datetime:
        """The moment of signing, once the key is known to be ours and the scope to be this Region's S3."""
        if algorithm != ALGORITHM:
            raise Denied("AuthorizationQueryParametersError", f"X-Amz-Algorithm only supports {ALGORITHM}", 400)
        scope = Scope.parse(credential or "")
        if not hmac.compare_digest(scope.access_key.encode(), self._access_key.encode()):
            raise Denied("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
        if (scope.region, scope.service) != (self._region, "s3"):
            raise Denied("AuthorizationQueryParametersError", "The credential's Region or service is wrong.", 400)
        try:
            signed_at = datetime.strptime(date or "", "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError as error:
            raise Denied("AuthorizationQueryParametersError", "X-Amz-Date must be ISO 8601 basic.", 400) from error
        if f"{signed_at:%Y%m%d}" != scope.day:
            raise _does_not_match()
        return signed_at

    def _link_signature(
        self, method: str, base: str, query: str, given: Mapping[str, str], headers: Mapping[str, str]
    ) -> str:
        names = given.get("X-Amz-SignedHeaders", "").split(";")
        if "host" not in names or any(name not in headers for name in names):
            raise Denied("AccessDenied", "There were headers present in the request which were not signed")
        unsigned = "&".join(pair for pair in query.split("&") if not pair.startswith("X-Amz-Signature="))
        request = AWSRequest(method, f"{base}?{unsigned}", headers={name: headers[name] for name in names})
        request.context["timestamp"] = given["X-Amz-Date"]
        to_sign = self._signer.string_to_sign(request, self._signer.canonical_request(request))
        signature: str = self._signer.signature(to_sign, request)
        return signature


def _check_times(signed_at: datetime, expires: str, now: datetime) -> None:
    if not (expires.isascii() and expires.isdigit() and 1 <= int(expires) <= WEEK):
        raise Denied("AuthorizationQueryParametersError", "X-Amz-Expires must be between 1 and 604800 seconds", 400)
    if signed_at > now + _CLOCKS_DIFFER:
        raise Denied("AccessDenied", "Request is not valid yet")
    if now > signed_at + timedelta(seconds=int(expires)):
        raise Denied("AccessDenied", "Request has expired")


def _does_not_match() -> Denied:
    return Denied(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.",
    )
