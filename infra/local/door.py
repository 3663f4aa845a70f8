"""The one way by which a browser reaches the emulated S3: its own loopback port, cross-origin for the pages.

It lets through what S3 would: presigned GET and HEAD, presigned POST, preflights; and the pool's public keys, so that
tokens are verified over HTTP as in the cloud. Everything unsigned, expired or changed is refused, also by exact key.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes
from xml.sax.saxutils import escape

from infra.local import objects
from infra.local.bucket_rules import check_policy, cors_headers, preflight_headers
from infra.local.emulation import Credentials
from infra.local.form_data import Form, read_form
from infra.local.http_server import Exchange, Server
from infra.local.objects import StoredObject
from infra.local.pool_keys import public_keys
from infra.local.ranges import Unsatisfiable, is_another, is_unchanged, wanted_range
from infra.local.signatures import Denied, Verifier
from infra.local.upload_policy import Sizes, allowed_sizes

Headers = list[tuple[str, str]]

_OVERRIDES = {
    "response-content-type": "Content-Type",
    "response-content-disposition": "Content-Disposition",
    "response-content-language": "Content-Language",
    "response-content-encoding": "Content-Encoding",
    "response-cache-control": "Cache-Control",
    "response-expires": "Expires",
}
_JWKS = re.compile(r"/([\w-]+)/\.well-known/jwks\.json")


@dataclass(frozen=True)
class Keeper:
    """What the door must know of the account: its key, its Region, and what its buckets deny."""

    credentials: Credentials
    region: str
    bucket_policies: Mapping[str, Mapping[str, Any]]

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self.credentials, self.region)

    def check(self, action: str, bucket: str, key: str, authentication: str, age: timedelta) -> None:
        resource = f"arn:aws:s3:::{bucket}/{key}"
        check_policy(self.bucket_policies.get(bucket), action, resource, authentication, age)


class Door(Server):
    """Bound at once, for clients must be told its `origin` before they are made; answers from `open()` on."""

    keeper: Keeper

    def __init__(self, port: int = 0) -> None:
        super().__init__(port, _Caller)

    def open(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self.start()


class _Caller(Exchange):
    server: Door

    def exchange(self) -> None:
        path, _, query = self.path.partition("?")
        try:
            self._cors: Headers = []
            if found := _JWKS.fullmatch(path):
                return self._public_keys(found.group(1))
            bucket, key = _bucket_and_key(path)
            if self.command == "OPTIONS":
                return self.answer(HTTPStatus.OK, self._preflight(bucket))
            self._cors = cors_headers(objects.cors_rules(bucket), self.headers.get("Origin"), self.command)
            if self.command == "POST" and not key:
                return self._post(bucket)
            if self.command in ("GET", "HEAD"):
                return self._get(bucket, key, dict(parse_qsl(query, keep_blank_values=True)))
            self._refuse(Denied("AccessDenied", "Access Denied"))
        except Denied as denied:
            self._refuse(denied)

    def _public_keys(self, pool_id: str) -> None:
        keys = public_keys(self.server.keeper.region, pool_id)
        if keys is None:
            raise Denied("ResourceNotFoundException", "User pool does not exist.", 404)
        self.answer(
            HTTPStatus.OK, [("Content-Type", "application/json"), ("Cache-Control", "public, max-age=86400")], keys
        )

    def _preflight(self, bucket: str) -> Headers:
        names = self.headers.get("Access-Control-Request-Headers", "").split(",")
        method = self.headers.get("Access-Control-Request-Method", "")
        return preflight_headers(objects.cors_rules(bucket), self.headers.get("Origin", ""), method, names)

    def _get(self, bucket: str, key: str, query: Mapping[str, str]) -> None:
        keeper, sent = self.server.keeper, {name.lower(): value for name, value in self.headers.items()}
        age = keeper.verifier.verify_link(self.command, self.server.origin + self.path, sent, _now())
        version = query.get("versionId")
        keeper.check("s3:GetObjectVersion" if version else "s3:GetObject", bucket, key, "REST-QUERY-STRING", age)
        self._send(objects.find(bucket, key, version), _overrides(query), sent)

    def _send(self, found: StoredObject, overrides: Headers, sent: Mapping[str, str]) -> None:
        headers = [
            ("ETag", found.etag),
            ("Last-Modified", found.modified),
            ("Accept-Ranges", "bytes"),
            *found.more,
            *self._cors,
        ]
        if is_another(sent, found.etag):
            raise Denied("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412)
        if is_unchanged(sent, found.etag):
            return self.answer(HTTPStatus.NOT_MODIFIED, headers)
        if not any(name == "Content-Type" for name, _ in overrides):
            headers.append(("Content-Type", found.content_type))
        headers += overrides
        try:
            part = wanted_range(sent, found.size, found.etag)
        except Unsatisfiable as error:
            self._cors.append(("Content-Range", f"bytes */{found.size}"))
            raise Denied("InvalidRange", "The requested range is not satisfiable", 416) from error
        if part is None:
            return self.answer(HTTPStatus.OK, headers, found.read(0, found.size), found.size)
        first, last = part
        headers.append(("Content-Range", f"bytes {first}-{last}/{found.size}"))
        length = last - first + 1
        return self.answer(HTTPStatus.PARTIAL_CONTENT, headers, found.read(first, length), length)

    def _post(self, bucket: str) -> None:
        sizes = Sizes(0, 0)

        def allowed(fields: dict[str, str]) -> int:
            nonlocal sizes
            age = self.server.keeper.verifier.verify_policy(fields, _now())
            sizes = allowed_sizes(fields, bucket, _now())
            self.server.keeper.check("s3:PutObject", bucket, fields.get("key", ""), "POST", age)
            return sizes.most

        form = read_form(self.headers.get("Content-Type", ""), self.read, allowed)
        try:
            sizes.check(form.size)
            stored = _stored(bucket, form)
        finally:
            form.close()
        self._posted(bucket, form, stored)

    def _posted(self, bucket: str, form: Form, stored: StoredObject) -> None:
        location = f"{self.server.origin}/{bucket}/{quote(stored.key.name)}"
        headers = [("ETag", stored.etag), ("Location", location), *stored.more, *self._cors]
        if form.fields.get("success_action_status") != "201":
            status = HTTPStatus.OK if form.fields.get("success_action_status") == "200" else HTTPStatus.NO_CONTENT
            return self.answer(status, headers)
        told = {"Location": location, "Bucket": bucket, "Key": stored.key.name, "ETag": stored.etag}
        return self.answer(
            HTTPStatus.CREATED, [*headers, ("Content-Type", "application/xml")], _xml("PostResponse", told)
        )

    def _refuse(self, denied: Denied) -> None:
        request_id = secrets.token_hex(8).upper()
        body = _xml("Error", {"Code": denied.code, "Message": denied.message, "RequestId": request_id})
        headers = [("Content-Type", "application/xml"), ("x-amz-request-id", request_id), *self._cors]
        self.answer(denied.status, headers, body)


def _bucket_and_key(path: str) -> tuple[str, str]:
    bucket, _, key = path.removeprefix("/").partition("/")
    try:
        return bucket, unquote_to_bytes(key).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Denied("InvalidURI", "Couldn't parse the specified URI.", 400) from error


def _overrides(query: Mapping[str, str]) -> Headers:
    """Headers that the signed link sets on the answer. Raises Denied for a value that would break out of its line."""
    headers = [(header, query[name]) for name, header in _OVERRIDES.items() if name in query]
    if any(not value.isprintable() or not value.isascii() for _, value in headers):
        raise Denied("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", 400)
    return headers


def _stored(bucket: str, form: Form) -> StoredObject:
    if not form.fields.get("key") or form.file is None:
        raise Denied("InvalidArgument", "Bucket POST must contain a field named 'key'.", 400)
    key = form.fields["key"].replace("${filename}", form.filename)
    kept = ("content-type", "content-disposition", "content-encoding", "cache-control", "expires")
    metadata = {
        name.title() if name in kept else name: value
        for name, value in form.fields.items()
        if name in kept or name.startswith("x-amz-meta-")
    }
    form.file.seek(0)
    return objects.store(bucket, key, form.file.read(), metadata)


def _xml(name: str, parts: Mapping[str, str]) -> bytes:
    inside = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in parts.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name}>{inside}</{name}>'.encode()


def _now() -> datetime:
    return datetime.now(UTC)
