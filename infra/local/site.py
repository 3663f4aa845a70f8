"""The address that people open: the pages, the API behind them, and the outbox."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from infra.local.gateway import MAX_BODY, Gateway
from infra.local.http_server import Exchange, Server
from infra.local.objects import find
from infra.local.outbox import Kept, Outbox
from infra.local.outbox_messages import KeptMessage
from infra.local.pages import Moved, Page, find_page
from infra.local.signatures import Denied

OUTBOX = "/kotak-keluar/"
NO_SUCH_PAGE = "/tidak-ada/"
KEPT = "public, max-age=31536000, immutable"
"""The name of a cover is that of its content."""

_OWN_NAMES = ("127.0.0.1", "localhost", "")
"""Any other name is a stranger's that was made to point here. Pages opened as localhost move on: the files' origin
rules know one name only."""

_MESSAGE = re.compile(OUTBOX + r"api/messages(?:/(\d{1,9})(?:/(html|source))?)?")
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class Behind:
    """What stands behind the address once the stack is up: `covers` is a bucket, `headers` go with every answer."""

    gateway: Gateway
    outbox: Outbox
    covers: str
    headers: Mapping[str, str]


class Site(Server):
    """Bound at once, which shows whether the port is free; answers from `open()` on."""

    behind: Behind

    def __init__(self, port: int) -> None:
        super().__init__(port, _Visitor)

    def open(self, behind: Behind) -> None:
        self.behind = behind
        self.start()


class _Visitor(Exchange):
    server: Site

    def exchange(self) -> None:
        path, _, query = self.path.partition("?")
        self.always = tuple(self.server.behind.headers.items())
        name = self.headers.get("Host", "").partition(":")[0].lower()
        if name not in _OWN_NAMES:
            self.answer(HTTPStatus.MISDIRECTED_REQUEST)
        elif path == "/api" or path.startswith("/api/"):
            self._api()
        elif self.command not in ("GET", "HEAD"):
            self.answer(HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "GET, HEAD")])
        elif name == "localhost" and not path.startswith(OUTBOX + "api/"):
            self._moved(self.server.origin + self.path)
        elif path.startswith(OUTBOX + "api/"):
            self._outbox(path)
        elif path.startswith("/covers/"):
            self._cover(path)
        else:
            self._page(path, query)

    def _api(self) -> None:
        """The peer is told to the API as CloudFront tells it; what a caller claims there is overwritten."""
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            known = headers.get(name.lower())
            headers[name.lower()] = value if known is None else f"{known}, {value}"
        peer = self.client_address[0]
        headers["x-viewer-address"] = peer
        answer = self.server.behind.gateway.handle(self.command, _ascii(self.path), headers, self._body(), peer)
        own = {name.lower() for name, _ in answer.headers} | {"content-length"}
        kept = [(name, value) for name, value in answer.headers if name.lower() != "content-length"]
        if "cache-control" not in own:
            kept.append(("Cache-Control", "no-store"))
        self.answer(answer.status, kept, answer.body)

    def _body(self) -> bytes:
        """At most one byte more than the API takes."""
        pieces, size = [], 0
        while self.unread and size <= MAX_BODY:
            pieces.append(self.read(MAX_BODY + 1 - size))
            size += len(pieces[-1])
        return b"".join(pieces)

    def _page(self, path: str, query: str) -> None:
        found = find_page(path)
        if isinstance(found, Moved):
            self._moved(found.path + (f"?{query}" if query else ""))
        elif found is None:
            self._no_such_page(path)
        else:
            self._send_page(found, path)

    def _no_such_page(self, path: str) -> None:
        """People are told in words, under the address they asked for; a file that is missing has none."""
        found = find_page(NO_SUCH_PAGE) if "." not in path.rpartition("/")[2] else None
        page = found.content if isinstance(found, Page) else b""
        kind = "text/html" if page else "text/plain"
        headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Cache-Control", "no-store")]
        self.answer(HTTPStatus.NOT_FOUND, headers, page)

    def _cover(self, path: str) -> None:
        """As CloudFront shows the bucket: an object by its key, and 403 where there is none, for nobody may list."""
        try:
            found = find(self.server.behind.covers, path.removeprefix("/"), None)
        except Denied:
            return self.answer(HTTPStatus.FORBIDDEN, [("Cache-Control", "no-store")])
        headers = [("Content-Type", found.content_type), ("Cache-Control", KEPT), ("ETag", found.etag)]
        return self.answer(HTTPStatus.OK, headers, b"".join(found.read(0, found.size)))

    def _send_page(self, page: Page, path: str) -> None:
        headers = [("Content-Type", page.content_type), ("Cache-Control", page.caching), ("ETag", page.etag)]
        if path.startswith(OUTBOX):
            policy = self.server.behind.headers["Content-Security-Policy"]
            headers.append(("Content-Security-Policy", f"{policy}; frame-src 'self'"))
        if page.etag in self.headers.get("If-None-Match", ""):
            return self.answer(HTTPStatus.NOT_MODIFIED, headers)
        return self.answer(HTTPStatus.OK, headers, page.content)

    def _moved(self, address: str) -> None:
        self.answer(HTTPStatus.PERMANENT_REDIRECT, [("Location", address), ("Cache-Control", "no-store")])

    def _outbox(self, path: str) -> None:
        found = _MESSAGE.fullmatch(path)
        if found is None:
            return self._json(HTTPStatus.NOT_FOUND, {})
        number, part = found.groups()
        if number is None:
            messages = self.server.behind.outbox.newest_first()
            return self._json(HTTPStatus.OK, {"items": [message.listed() for message in messages]})
        kept = self.server.behind.outbox.find(int(number))
        if kept is None:
            return self._json(HTTPStatus.NOT_FOUND, {})
        if part is None:
            return self._json(HTTPStatus.OK, kept.shown())
        if part == "source":
            return self._source(kept)
        return self._html(kept) if isinstance(kept, Kept) else self._json(HTTPStatus.NOT_FOUND, {})

    def _source(self, kept: Kept | KeptMessage) -> None:
        name = f'attachment; filename="{kept.number:04d}.{kept.suffix}"'
        kind = "message/rfc822" if isinstance(kept, Kept) else "application/json"
        headers = [("Content-Type", kind), ("Content-Disposition", name), ("Cache-Control", "no-store")]
        self.answer(HTTPStatus.OK, headers, kept.source)

    def _html(self, kept: Kept) -> None:
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", _MAIL_POLICY),
            ("X-Frame-Options", "SAMEORIGIN"),
        ]
        return self.answer(HTTPStatus.OK, headers, kept.html().encode())

    def _json(self, status: int, body: Any) -> None:
        headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        self.answer(status, headers, json.dumps(body, ensure_ascii=False).encode())


def _ascii(target: str) -> str:
    """The request target as a client should have sent it: bytes beyond ASCII percent-encoded."""
    return re.sub(r"[^\x21-\x7e]", lambda found: f"%{ord(found.group()):02X}", target)
