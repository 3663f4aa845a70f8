"""Plain HTTP for tests of the local stack: what is sent is sent as it stands, what comes back is not interpreted."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Got:
    """An answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def send(method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Got:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, dict(headers or {}))
        answer = connection.getresponse()
        return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def form(
    fields: Mapping[str, str], file: bytes, after: Mapping[str, str] | None = None
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a browser's multipart form whose file comes after `fields` and before `after`."""
    boundary = "----loketpustaka"
    parts = [_field(boundary, name, value) for name, value in fields.items()]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="book.pdf"\r\n\r\n'
    parts += [head.encode(), file, b"\r\n"]
    parts += [_field(boundary, name, value) for name, value in (after or {}).items()]
    parts.append(f"--{boundary}--\r\n".encode())
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, b"".join(parts)


def _field(boundary: str, name: str, value: str) -> bytes:
    return f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
