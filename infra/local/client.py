"""The stack as its own first user: it calls the API and uploads to the door like any member of staff."""

import http.client
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.local.gateway import Gateway

_CHUNK = 256 * 1024


class NotDone(Exception):
    """The service answered with a problem; `problem` is its title."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(f"{status} {problem}")
        self.problem = problem


class ApiClient:
    """Calls the API in process. `sign_in` gives a fresh token when there is none yet, or the last has expired."""

    def __init__(self, gateway: Gateway, sign_in: Callable[["ApiClient"], str]) -> None:
        self._gateway = gateway
        self._sign_in = sign_in
        self._token = ""

    def call(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        """As a signed-in member of staff. Raises NotDone."""
        self._token = self._token or self._sign_in(self)
        try:
            return self.call_as(self._token, method, path, body, key)
        except NotDone as refused:
            if not str(refused).startswith("401 "):
                raise
        self._token = self._sign_in(self)
        return self.call_as(self._token, method, path, body, key)

    def call_as(self, token: str | None, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        headers = {"Content-Type": "application/json", "Accept-Language": "id"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        sent = b"" if body is None else json.dumps(body).encode()
        answer = self._gateway.handle(method, f"/api{path}", headers, sent, "127.0.0.1")
        said = json.loads(answer.body or b"{}")
        if answer.status >= 400:
            raise NotDone(answer.status, said.get("title", ""))
        return said


def upload(url: str, fields: dict[str, str], file: Path) -> None:
    """Posts a file as a browser does with a presigned form, piece by piece. Raises NotDone."""
    boundary = uuid.uuid4().hex
    head = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="master.pdf"\r\n\r\n'.encode()
    tail = f"\r\n--{boundary}--\r\n".encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Content-Length": str(len(head) + file.stat().st_size + len(tail)),
    }
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    try:
        connection.request("POST", parts.path, _pieces(head, file, tail), headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
    finally:
        connection.close()
    if answer.status >= 300:
        raise NotDone(answer.status, text)


def _pieces(head: bytes, file: Path, tail: bytes) -> Iterator[bytes]:
    yield head
    with file.open("rb") as opened:
        while piece := opened.read(_CHUNK):
            yield piece
    yield tail
