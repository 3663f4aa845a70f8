"""The WebAPI of BPS over HTTP: slowly, to one host, and without ever telling the key.

The key is part of the address, so whatever writes an address down would write down the key. `http.client` logs nothing;
urllib3 logs addresses, at a warning too.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from time import monotonic
from urllib.parse import urlsplit

from chalicelib.imports.bps import Answer, Trouble, WebApiTrouble
from chalicelib.imports.parameters import Secret

PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 10
MOST_BYTES = 4 * 1024 * 1024
HEADERS = {"Accept": "application/json", "User-Agent": "loket-pustaka", "Connection": "close"}


class BpsWebApi:
    """Publications of one domain at a time. Redirects are not followed: they are answers that say so."""

    def __init__(self, url: str, pause: Callable[[float], None], clock: Callable[[], float] = monotonic) -> None:
        self._url, self._pause, self._clock = urlsplit(url), pause, clock

    def page(self, domain: str, page: int, key: Secret) -> Answer:
        """A page of the list. Raises WebApiTrouble."""
        return self._ask(f"list/model/publication/lang/ind/domain/{domain}/page/{page}", key)

    def publication(self, domain: str, pub_id: str, key: Secret) -> Answer:
        """One title. Raises WebApiTrouble."""
        return self._ask(f"view/model/publication/lang/ind/domain/{domain}/id/{pub_id}", key)

    def _ask(self, path: str, key: Secret) -> Answer:
        """One call, a second after the one before, whosever. What it raises has no cause: causes know the key."""
        self._pause(PAUSE_SECONDS)
        trouble: Trouble
        try:
            return self._answered(f"{self._url.path.rstrip('/')}/v1/api/{path}/key/{key.reveal()}/")
        except TimeoutError:
            trouble = "webapi-too-slow"
        except (OSError, HTTPException, ValueError):
            trouble = "webapi-unreachable"
        raise WebApiTrouble(trouble)

    def _answered(self, path: str) -> Answer:
        connection, until = self._connection(), self._clock() + PATIENCE_SECONDS
        try:
            connection.request("GET", path, headers=HEADERS)
            response = connection.getresponse()
            return Answer(response.status, self._body(response, until))
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        host = self._url.hostname or ""
        if self._url.scheme == "https":
            context = ssl.create_default_context()
            return HTTPSConnection(host, self._url.port, timeout=PATIENCE_SECONDS, context=context)
        return HTTPConnection(host, self._url.port, timeout=PATIENCE_SECONDS)

    def _body(self, response: HTTPResponse, until: float) -> bytes:
        """All of it. A timeout counts from byte to byte: who sends one at a time is too slow as well."""
        pieces, length = [], 0
        while piece := response.read1(64 * 1024):
            pieces.append(piece)
            length += len(piece)
            if length > MOST_BYTES:
                raise ValueError("more than a page of a list can be")
            if self._clock() > until:
                raise TimeoutError
        if response.length:
            raise ConnectionError("cut off")
        return b"".join(pieces)
